"""The live picture and what the detector sees in it."""
