"""A store that does not listen to its disk: the control of :mod:`services.record.faults.io_errors`."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.domain.errors import OperationalError
from services.record.faults.life import Life, S


def deaf(life: Life[S]) -> Life[S]:
    """The same life, of a store whose calls return as if all were well."""
    return replace(life, name=f"deaf {life.name}", acts=[act and _deaf(act) for act in life.acts])


def _deaf(act: Callable[[S], object]) -> Callable[[S], None]:
    def acted(store: S) -> None:
        with suppress(OperationalError):
            act(store)

    return acted
