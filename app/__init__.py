"""The core: domain rules, ports, use cases and the wiring."""
