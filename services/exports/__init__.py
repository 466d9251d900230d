"""Files for other programs: whole under their name, or not there."""
