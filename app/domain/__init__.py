"""Pure values and rules: standard library only; time, ids and settings are arguments."""
