"""Reads the part number moulded on a cover."""
