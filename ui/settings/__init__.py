"""The settings, shown and changed: generated from their own declarations."""
