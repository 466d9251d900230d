"""The vendor's side of updates: keys, signed metadata, and their way to where stations look."""
