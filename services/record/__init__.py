"""The station's own record: one SQLite file and a folder of pictures, written before anything reacts to a scan."""
