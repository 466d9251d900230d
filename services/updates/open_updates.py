"""From settings to where models come from and where they are kept."""

import logging
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import OperationalError
from app.settings import Settings
from services.updates.model_store import FileModelStore
from services.updates.tuf_client import SourceLimits, TufReleases
from services.vision.model_file import UPDATED, model_path

log = logging.getLogger(__name__)

MODELS, TRUST = "models", "trust"


def follows(settings: Settings) -> bool:
    """Whether the station uses what updates bring."""
    return settings.model.path == UPDATED


def station_store(settings: Settings) -> FileModelStore:
    return FileModelStore(settings.data_path / MODELS)


def server_store(settings: Settings) -> FileModelStore:
    return FileModelStore(Path(settings.server.models_dir))


def model_in_use(settings: Settings) -> Path:
    """Where the model of the settings lies; what a station that follows updates has taken, if it has. Raises nothing: a
    store that cannot be read has nothing in it."""
    folder = _taken(station_store(settings)) if follows(settings) else None
    return folder or model_path(settings.model.path)


def _taken(store: FileModelStore) -> Path | None:
    try:
        current = store.book().current
    except OperationalError as error:
        log.error("which model updates have brought cannot be read: %s", error)
        return None
    return None if current is None else store.folder(current)


def open_releases(settings: Settings, store: FileModelStore, stopping: Callable[[], bool]) -> TufReleases:
    rules = settings.updates
    limits = SourceLimits(rules.timeout_s, rules.fetch_limit_s)
    return TufReleases(rules.source, Path(rules.root), store.root / TRUST, limits, stopping)
