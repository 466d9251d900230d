"""The window and what frames the capabilities in it."""
