"""Qt: one folder per capability, each with a view and a view-model."""
