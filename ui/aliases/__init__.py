"""The page on which supervisors decide which part a model's label is."""
