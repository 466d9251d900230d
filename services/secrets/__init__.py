"""What must stay secret lies in the operating system's keyring and nowhere else."""
