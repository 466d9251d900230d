"""Which models there are beside the server, and which was chosen last."""

import logging
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.vision.model_card import CARD_NAME, ModelCard
from services.vision.model_file import model_path

log = logging.getLogger(__name__)

_CHOSEN = "active.txt"


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A folder with a readable card; the model itself has not been looked at."""

    identity: ModelIdentity
    path: Path


class Catalogue:
    """The folders of ``folder`` (None: there is none), the model of the settings, and the one shipped with the program.

    The choice of ``remember`` survives a restart: it is a line in ``folder``.
    """

    def __init__(self, folder: Path | None, configured: Path) -> None:
        self._folder, self._configured = folder, configured

    @classmethod
    def of(cls, settings: Settings) -> Self:
        folder = settings.server.models_dir
        return cls(Path(folder) if folder else None, model_path(settings.model.path))

    def found(self) -> list[FoundModel]:
        """One for each name and version; the first that has it counts."""
        places = [*sorted(self._folder.glob("*/"))] if self._folder else []
        found: dict[ModelIdentity, FoundModel] = {}
        for place in (*places, self._configured, model_path("demo")):
            if identity := _identity_in(place):
                found.setdefault(identity, FoundModel(identity, place))
        return list(found.values())

    @property
    def configured(self) -> Path:
        """Where the model of the settings lies."""
        return self._configured

    def find(self, identity: ModelIdentity) -> Path:
        """MODEL_UNKNOWN."""
        for each in self.found():
            if each.identity == identity:
                return each.path
        raise OperationalError(ErrorCode.MODEL_UNKNOWN, model=str(identity))

    def at_start(self) -> Path:
        """Where the model lies that was activated last, else the one of the settings."""
        chosen = self._chosen()
        for each in self.found() if chosen else []:
            if str(each.identity) == chosen:
                return each.path
        if chosen:
            log.error("the activated model %.200r is no longer there; the one of the settings serves", chosen)
        return self._configured

    def remember(self, identity: ModelIdentity) -> None:
        """FILE_UNREADABLE when the folder cannot be written."""
        if self._folder is None:
            return
        fresh = self._folder / f"{_CHOSEN}.new"
        try:
            with fresh.open("w", encoding="utf-8") as stream:
                stream.write(f"{identity}\n")
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(self._folder / _CHOSEN)
        except OSError as error:
            problem = error.strerror or str(error)
            raise OperationalError(ErrorCode.FILE_UNREADABLE, path=str(fresh), problem=problem) from error

    def _chosen(self) -> str:
        if self._folder is None:
            return ""
        try:
            return (self._folder / _CHOSEN).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""
        except (OSError, UnicodeDecodeError) as error:
            log.error("which model was activated cannot be read: %s", error)
            return ""


def _identity_in(folder: Path) -> ModelIdentity | None:
    card = folder / CARD_NAME
    try:
        read = ModelCard.model_validate(tomllib.loads(card.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, ValidationError) as error:
        log.warning("%s cannot be used: %s", card, str(error).partition("\n")[0])
        return None
    return ModelIdentity(read.name, read.version)
