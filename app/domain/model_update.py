"""Which model that has come is taken, and when it may take the place of the one in use.

A model travels as a release: signed elsewhere, fetched beside the running one, proven here, and then switched to. What
a place knows of its models is a :class:`app.domain.model_book.ModelBook`.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from app.domain.alias import AliasBook
from app.domain.detection import ModelIdentity
from app.domain.model_book import ModelBook
from app.domain.model_version import highest_of, release_key
from app.domain.wall_time import WallClock

_WINDOW = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})\s*")


class UpdateRefusal(StrEnum):
    """Why what was offered is not taken; each a sentence of its own."""

    TAMPERED = "update_tampered"
    UNSIGNED = "update_unsigned"
    REPLAYED = "update_replayed"
    MALFORMED = "update_malformed"
    OLDER_MODEL = "update_older_model"
    NEEDS_PROGRAM = "update_needs_program"
    FAILED_HERE = "update_failed_here"
    NOT_PROVEN = "update_not_proven"


class Waiting(StrEnum):
    """What a proven model waits for."""

    SESSION = "session"
    WINDOW = "window"
    ALIASES = "aliases"


@dataclass(frozen=True, slots=True)
class Release:
    """One version of a model as its vendor signed it. ``program``: the lowest version of this program that can use it,
    "" for any. ``files``: the names of what belongs to it, without folders."""

    model: ModelIdentity
    program: str
    files: tuple[str, ...]


# -- what is taken ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Take:
    release: Release


@dataclass(frozen=True, slots=True)
class Keep:
    """There is nothing newer."""


@dataclass(frozen=True, slots=True)
class Refuse:
    reason: UpdateRefusal
    than: str = ""
    """What it is held against: a version of the model, or of this program."""


Verdict = Take | Keep | Refuse


def verdict_on(release: Release, book: ModelBook, running: ModelIdentity | None, program: str) -> Verdict:
    """Rule MU2: never lower than the highest version that was taken here, nor than the one that runs, whoever signed
    it: an old model with a valid signature is an attack or a mistake. One that runs under a version that is no row of
    numbers is older than any release.

    Rule MU3: what failed here is not tried again; a higher version is. Rule MU4: a release that needs a newer program
    waits for it."""
    model = release.model
    if model in (running, book.ready) or (model == book.current and book.trial):
        return Keep()
    known = highest_of(model.name, (*book.highest, *((running,) if running else ())))
    if known is not None and release_key(model.version) < release_key(known.version):
        return Refuse(UpdateRefusal.OLDER_MODEL, known.version)
    if book.has_failed(model):
        return Refuse(UpdateRefusal.FAILED_HERE)
    if release.program and release_key(release.program) > release_key(program):
        return Refuse(UpdateRefusal.NEEDS_PROGRAM, release.program)
    return Take(release)


# -- when it may be switched ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of every day on the wall's clock; from ``start``, up to and without ``end``. It may go over midnight;
    where both are the same it is the whole day."""

    start: time
    end: time

    def holds(self, moment: datetime, clock: WallClock) -> bool:
        """Rule MU6: what the wall shows decides. In a night in which the clocks go back an hour counts twice, and one
        that they jump over does not come."""
        shown = clock.local(moment).time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= shown < self.end
        return shown >= self.start or shown < self.end


def parse_window(text: str) -> Window | None:
    """``02:00-04:00``; None for an empty text. ValueError."""
    if not text.strip():
        return None
    told = _WINDOW.fullmatch(text)
    if told is None:
        raise ValueError(f"“{text}” is no stretch of a day such as 02:00-04:00")
    numbers = [int(each) for each in told.groups()]
    try:
        return Window(time(numbers[0], numbers[1]), time(numbers[2], numbers[3]))
    except ValueError as error:
        raise ValueError(f"“{text}” holds a time that no clock shows") from error


@dataclass(frozen=True, slots=True)
class Site:
    """``window`` None: at any time. ``sessions``: this place sees the sessions it would disturb; a server does not, and
    without a window of its own it waits until a person asks."""

    window: Window | None
    sessions: bool
    wait_for_aliases: bool
    clock: WallClock


def waits_for(
    book: ModelBook, site: Site, now: datetime, *, in_session: bool, missing: Collection[str]
) -> Waiting | None:
    """Rule MU5: a model is never changed while a session is open: its covers were seen with the other one. A site's
    window narrows that further; a server, which sees no sessions, has only its window.

    Rule MU7: aliases belong to a version (A1). A model for which ``missing`` labels lack the alias that the running
    version has waits until a supervisor has approved them, where the site wants it: without them their covers would be
    undecided, though never wrong.

    Who asks for the change waits for neither window nor aliases."""
    if in_session:
        return Waiting.SESSION
    if book.asked:
        return None
    if (site.window is None and not site.sessions) or (site.window and not site.window.holds(now, site.clock)):
        return Waiting.WINDOW
    return Waiting.ALIASES if missing and site.wait_for_aliases else None


def missing_aliases(
    book: AliasBook, running: ModelIdentity | None, coming: ModelIdentity, labels: Iterable[str]
) -> tuple[str, ...]:
    """The labels of the coming model that have an approved alias under the running version and none under theirs."""
    if running is None:
        return ()
    now, then = book.approved(running), book.approved(coming)
    return tuple(label for label in labels if label in now and label not in then)
