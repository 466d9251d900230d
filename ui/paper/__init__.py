"""What goes on paper: bar codes, the slip of a packed note, the sheet of commands."""
