"""The delivery note's parts, the labels of the session, and its end."""
