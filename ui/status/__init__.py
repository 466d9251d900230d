"""The state of the machinery, in one line."""
