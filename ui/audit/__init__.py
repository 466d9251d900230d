"""The supervisor's page of the audit: who did what, and whether it is what was written."""
