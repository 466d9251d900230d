"""The support bundle: what is gathered for whoever helps, and the file it goes into."""
