"""Help inside the program: what each screen is for, what the colours mean, the keys, and the guided tour."""
