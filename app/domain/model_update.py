"""Which model that has come is taken, when it may take the place of the one in use, and what is loaded after a start.

A model travels as a release: signed elsewhere, fetched beside the running one, proven here, and then switched to. What
a place knows of its models is one value, :class:`ModelBook`; every step of an update is a function from one to the
next, so that a power cut between two steps finds the one or the other.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from app.domain.alias import AliasBook
from app.domain.detection import ModelIdentity
from app.domain.wall_time import WallClock

MOST_STARTS = 3
"""A model on trial that was not confirmed in this many starts takes the program down, or hangs it."""
MOST_FAILED = 20
"""So many are remembered, the newest."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}")
_WINDOW = re.compile(r"\s*([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})\s*")
_NUMBERS = 4


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


@dataclass(frozen=True, slots=True)
class FailedModel:
    """``at`` is UTC, ISO 8601."""

    model: ModelIdentity
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class ModelBook:
    """What a place knows of the models that came to it. ``current`` is loaded at a start, ``previous`` is what is gone
    back to; None: the model that came with the program. ``ready``: proven, and waits for its moment. ``trial``: no
    process has confirmed that ``current`` runs, in ``starts`` starts so far. ``asked``: a person wants the change at
    once, in whose name. ``highest``: of each name the highest version that was ever taken."""

    current: ModelIdentity | None = None
    previous: ModelIdentity | None = None
    ready: ModelIdentity | None = None
    trial: bool = False
    starts: int = 0
    asked: str = ""
    failed: tuple[FailedModel, ...] = ()
    highest: tuple[ModelIdentity, ...] = ()

    @property
    def kept(self) -> frozenset[ModelIdentity]:
        """The models whose folders are still needed."""
        return frozenset(each for each in (self.current, self.previous, self.ready) if each is not None)

    def has_failed(self, model: ModelIdentity) -> bool:
        return any(each.model == model for each in self.failed)


# -- names and versions -----------------------------------------------------------------------------------------------


def release_key(version: str) -> tuple[int, ...]:
    """Rule MU1: the version of a release is one to four numbers with dots between them, compared as numbers; those
    that are left out are 0. ValueError."""
    if not _VERSION.fullmatch(version):
        raise ValueError(f"“{version}” is no version: one to four numbers with dots between them")
    numbers = tuple(map(int, version.split(".")))
    return numbers + (0,) * (_NUMBERS - len(numbers))


def checked_identity(name: str, version: str) -> ModelIdentity:
    """A name and version that may name a folder and an address, whoever wrote them. ValueError."""
    if not _NAME.fullmatch(name) or name.endswith("."):
        raise ValueError(f"“{name}” is no name of a model: up to 64 letters, digits and . _ -")
    release_key(version)
    return ModelIdentity(name, version)


def _key_or_none(version: str) -> tuple[int, ...] | None:
    try:
        return release_key(version)
    except ValueError:
        return None


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
    known = _highest_of(model.name, (*book.highest, *((running,) if running else ())))
    if known is not None and release_key(model.version) < release_key(known.version):
        return Refuse(UpdateRefusal.OLDER_MODEL, known.version)
    if book.has_failed(model):
        return Refuse(UpdateRefusal.FAILED_HERE)
    if release.program and release_key(release.program) > release_key(program):
        return Refuse(UpdateRefusal.NEEDS_PROGRAM, release.program)
    return Take(release)


def _highest_of(name: str, known: Iterable[ModelIdentity]) -> ModelIdentity | None:
    same = [each for each in known if each.name == name and _key_or_none(each.version) is not None]
    return max(same, key=lambda each: release_key(each.version), default=None)


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


# -- the steps --------------------------------------------------------------------------------------------------------

Step = Callable[[ModelBook], ModelBook]


def arrived(book: ModelBook, model: ModelIdentity) -> ModelBook:
    """It is here, whole and proven."""
    return replace(book, ready=model)


def switched(book: ModelBook, model: ModelIdentity) -> ModelBook:
    """From now on it is what a start loads, on trial; what ran before is kept to go back to."""
    if model == book.current:
        return replace(book, ready=None)
    return replace(book, current=model, previous=book.current, ready=None, trial=True, starts=0)


def confirmed(book: ModelBook) -> ModelBook:
    """``current`` runs in this process and has recognised its golden frame."""
    highest = book.highest
    if book.current is not None and _key_or_none(book.current.version) is not None:
        best = _highest_of(book.current.name, (*highest, book.current))
        others = tuple(each for each in highest if each.name != book.current.name)
        highest = (*others, *((best,) if best else ()))
    return replace(book, trial=False, starts=0, asked="", highest=highest)


def refused_here(book: ModelBook, model: ModelIdentity, why: str, at: str) -> ModelBook:
    """Rule MU3: it did not load, or did not recognise its golden frame: it is not tried again."""
    failed = tuple(each for each in book.failed if each.model != model)[-(MOST_FAILED - 1) :]
    fresh = replace(book, failed=(*failed, FailedModel(model, why, at)), asked="")
    return replace(fresh, ready=None) if book.ready == model else fresh


def gone_back(book: ModelBook, why: str, at: str) -> ModelBook:
    """``current`` failed after the switch: the previous one, which runs still or is loaded instead, is current."""
    if book.current is None:
        return replace(book, trial=False, starts=0, asked="")
    fresh = refused_here(book, book.current, why, at)
    return replace(fresh, current=book.previous, previous=None, trial=False, starts=0)


def failed_proof(book: ModelBook, model: ModelIdentity, why: str, at: str) -> ModelBook:
    """It was to run, and cannot: whatever it was to replace goes on."""
    return refused_here(book, model, why, at) if model != book.current else gone_back(book, why, at)


def undone(book: ModelBook, before: ModelBook) -> ModelBook:
    """The switch could not even be tried: as it was before, but for what was learnt meanwhile."""
    return replace(before, failed=book.failed, highest=book.highest)


def forgotten(book: ModelBook, model: ModelIdentity) -> ModelBook:
    """It is not on the disk any more; it may come again."""
    if model == book.ready:
        return replace(book, ready=None, asked="")
    return replace(book, current=book.previous, previous=None, trial=False, starts=0, asked="")


def is_older(model: ModelIdentity, than: ModelIdentity | None) -> bool:
    """A lower version of the same model; False where versions cannot be compared."""
    if than is None or model.name != than.name:
        return False
    one, other = _key_or_none(model.version), _key_or_none(than.version)
    return one is not None and other is not None and one < other


def taken_back(book: ModelBook, why: str, at: str, by: str) -> ModelBook:
    """A person wants the previous one again; whatever runs here changes over to it as to any other, and what is taken
    back is not tried again. With nothing taken yet the book stays as it is."""
    return replace(gone_back(book, why, at), ready=None, trial=True, asked=by) if book.current else book


def asked_for(book: ModelBook, by: str) -> ModelBook:
    """A person wants what is ready now; where nothing is, nothing that comes later is meant."""
    return replace(book, asked=by) if book.ready else book


def starting(book: ModelBook, at: str) -> ModelBook:
    """Rule MU8: before a start loads ``current``. One on trial that was not confirmed in the starts before this one is
    given up, so that a model which takes the program down cannot do so for ever."""
    if not book.trial or book.current is None:
        return book
    if book.starts >= MOST_STARTS:
        return gone_back(book, "it did not come through its first starts", at)
    return replace(book, starts=book.starts + 1)


def wanted(book: ModelBook, running: ModelIdentity | None, shipped: ModelIdentity) -> ModelIdentity | None:
    """Which model should run in place of the one that does; None: it is as it should be."""
    if book.ready is not None:
        return book.ready
    aim = book.current or shipped
    return aim if book.trial and aim != running else None
