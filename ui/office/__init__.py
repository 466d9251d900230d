"""The supervisor's window: who sits there, and the pages that their role opens."""
