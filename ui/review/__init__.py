"""Sessions as a supervisor looks through them: the list, one session as a timeline beside its pictures, the triage."""
