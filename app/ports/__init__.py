"""What the core needs from outside, as small Protocols."""
