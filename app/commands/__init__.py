"""One module a CLI command; each wires what its command needs and nothing more."""
