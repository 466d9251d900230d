"""The doctor's page: what a station needs, looked at line by line; and the support bundle."""
