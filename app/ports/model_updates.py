"""What an update of the model needs from outside: where releases come from, where models are kept, what runs one."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.detection import ModelIdentity
from app.domain.model_book import ModelBook, Step
from app.domain.model_update import Release

Moment = Callable[[Callable[[], None]], bool]
"""Runs an act at a moment in which no session is open, on whatever thread guards that; False: one is, and nothing was
done. What the act raises is raised. Blocks until then."""


class ModelReleases(Protocol):
    """The vendor's releases, each verified before anything of it is believed. Blocking, for as long as a download
    takes; one thread at a time. Raises OperationalError: UPDATE_REFUSED with an ``UpdateRefusal`` as ``reason``,
    UPDATE_EXPIRED, UPDATE_UNREACHABLE, FILE_UNREADABLE (the trusted root), FILE_UNWRITABLE."""

    def newest(self, name: str) -> Release | None:
        """The release of this model that is offered now; None: there is none of this name."""

    def fetch(self, release: Release, folder: Path) -> None:
        """All its files into ``folder``, which may hold some from an attempt before; each is verified, whether it was
        fetched now or then. ``release`` is the one that ``newest`` has just told."""


class ModelStore(Protocol):
    """Models in folders of their own, and the book that says which one counts. Several programs may use one store at a
    time. Raises OperationalError: FILE_UNREADABLE, FILE_UNWRITABLE."""

    def book(self) -> ModelBook:
        """As it was last written, whole. One that is missing or cannot be understood is an empty one: the model that
        came with the program."""

    def change(self, step: Step) -> ModelBook:
        """Apply one step to the book while nobody else does, durable on return; what it is now. What is on the disk is
        at every moment the book before or the book after."""

    def fetching(self) -> AbstractContextManager[None]:
        """Only one program fetches at a time. FILE_UNWRITABLE at once while another does."""

    def incoming(self, model: ModelIdentity) -> Path:
        """An empty folder, or one from an attempt before, to fetch this model into."""

    def place(self, model: ModelIdentity) -> Path:
        """What was fetched is whole: give it its name among the models, durably, and return where it is."""

    def folder(self, model: ModelIdentity) -> Path | None:
        """Where a model lies; None: it is not here."""

    def thin(self, running: ModelIdentity | None) -> None:
        """Remove the folders that were brought here and that neither the book nor ``running`` needs, and what half
        fetched models have left. What somebody else has put beside them stays. While fetching."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A model that was loaded, has run and has recognised its golden frame on this machine."""

    model: ModelIdentity
    labels: tuple[str, ...]


class ModelRunner(Protocol):
    """What computes frames here. Raises OperationalError: MODEL_MISSING, MODEL_UNUSABLE, MODEL_NOT_ACTIVATED,
    CONTROL_UNREACHABLE."""

    @property
    def running(self) -> ModelIdentity | None:
        """None: not known, or none yet. Any thread."""

    def prove(self, folder: Path) -> Proven:
        """Load it beside the one in use, warm it up, and let it recognise its golden frame; a model without one is
        MODEL_UNUSABLE. Blocks for seconds. It is kept warm for ``take``."""

    def take(self, folder: Path) -> None:
        """Use this model from the next frame on. On an error the one in use goes on."""
