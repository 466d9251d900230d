"""Synthetic bench-camera scenes: pictures of battery covers with exact annotations."""
