"""Long runs with random input; ``python -m tests.fuzz.frames --cases N``."""
