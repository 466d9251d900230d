"""The page on which an administrator looks after people."""
