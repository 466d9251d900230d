"""The server's engine on other nodes: Ray Serve carries batches of JPEG frames from gateways to detectors."""
