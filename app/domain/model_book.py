"""What a place knows of the models that came to it, and the steps of an update as functions from one book to the next:
a power cut between two steps finds the one or the other."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.detection import ModelIdentity
from app.domain.model_version import highest_of, key_or_none

MOST_STARTS = 3
"""A model on trial that was not confirmed in this many starts takes the program down, or hangs it."""
MOST_FAILED = 20
"""So many are remembered, the newest."""


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
    if book.current is not None and key_or_none(book.current.version) is not None:
        best = highest_of(book.current.name, (*highest, book.current))
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
