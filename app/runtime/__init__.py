"""Threads without Qt."""
