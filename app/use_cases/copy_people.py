"""The directory, copied to where people sign in: whoever was removed is out with the next copy."""

import logging

from app.ports.clock import Clock
from app.ports.people import Failures, KnownPeople, PeopleDirectory, SignInMemory
from app.use_cases.sign_in import PLACE

log = logging.getLogger(__name__)


class CopyPeople:
    """One thread at a time, which may be another one than signs people in."""

    def __init__(self, directory: PeopleDirectory, memory: SignInMemory, clock: Clock) -> None:
        self._directory, self._memory, self._clock = directory, memory, clock

    def run(self) -> None:
        """All of it, and from when it is. Raises OperationalError as the directory does, with the copy of before left
        as it was, and as the record does."""
        fetched_at = self._clock.utc().isoformat()
        self._memory.keep_people(KnownPeople(tuple(self._directory.accounts()), fetched_at))
        self._memory.keep_failures(PLACE, Failures())

    def close(self) -> None:
        self._directory.close()
