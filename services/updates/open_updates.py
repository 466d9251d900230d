"""From settings to where models come from and where they are kept."""

from collections.abc import Callable
from pathlib import Path

from app.settings import Settings
from services.updates.model_store import FileModelStore
from services.updates.tuf_client import SourceLimits, TufReleases
from services.vision.model_file import UPDATED, model_path

MODELS, TRUST = "models", "trust"


def follows(settings: Settings) -> bool:
    """Whether the station uses what updates bring."""
    return settings.model.path == UPDATED


def station_store(settings: Settings) -> FileModelStore:
    return FileModelStore(settings.data_path / MODELS)


def server_store(settings: Settings) -> FileModelStore:
    return FileModelStore(Path(settings.server.models_dir))


def model_in_use(settings: Settings) -> Path:
    """Where the model of the settings lies; what a station that follows updates has taken, if it has."""
    if follows(settings):
        store = station_store(settings)
        current = store.book().current
        if current is not None and (folder := store.folder(current)) is not None:
            return folder
    return model_path(settings.model.path)


def open_releases(settings: Settings, store: FileModelStore, stopping: Callable[[], bool]) -> TufReleases:
    rules = settings.updates
    limits = SourceLimits(rules.timeout_s, rules.fetch_limit_s)
    return TufReleases(rules.source, Path(rules.root), store.root / TRUST, limits, stopping)
