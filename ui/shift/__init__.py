"""The start and the end of a shift: its check, its summary, what is said to the next one."""
