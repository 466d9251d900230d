"""Verbs: each use case is one thing the operator or the station does."""
