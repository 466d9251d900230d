"""Evidence bundles: packed and signed at the station, checked anywhere."""
