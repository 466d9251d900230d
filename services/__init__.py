"""Doers: everything that touches a device, a disk, a socket or a GPU."""
