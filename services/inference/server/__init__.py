"""The shared inference server. Imports the contract, the vision code, settings and domain; nothing else of ours."""
