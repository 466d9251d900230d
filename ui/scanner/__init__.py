"""The scanner that types like a keyboard, and its teach-in."""
