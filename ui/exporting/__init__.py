"""Files that leave the house: where to, how far it is, stop it, and where it lies."""
