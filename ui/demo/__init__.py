"""A scripted operator for demonstrations: it sees what an operator sees and acts with real key and mouse events."""
