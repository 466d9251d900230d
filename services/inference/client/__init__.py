"""Adapters of the Detector port: the shared server, the local model, and the one while the other is away."""
