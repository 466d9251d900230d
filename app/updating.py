"""Composition of the updates of the model: for a station by its bootstrap, for a server by its command."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.domain.alias import AliasBook
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import Site, parse_window
from app.domain.wall_time import WallClock
from app.ports.clock import SystemClock
from app.ports.model_updates import ModelRunner, ModelStore
from app.settings import Settings
from app.use_cases.update_models import Shipped, Surroundings, UpdateModels, UpdatePolicy
from app.version import VERSION
from services.inference.client.local import LocalDetector
from services.inference.server.control_client import ControlClient
from services.updates.model_store import FileModelStore
from services.updates.open_updates import follows, open_releases, server_store, station_store
from services.updates.running import ServerModel, StationModel
from services.vision.engine import Engine
from services.vision.model_card import CARD_NAME, read_card, unusable
from services.vision.model_file import model_path
from services.vision.open_engine import open_engine

Updates = Callable[[Surroundings], UpdateModels]
"""What a station or server is handed: it knows its own surroundings."""


def load_of(settings: Settings) -> Callable[[Path], Engine]:
    return partial(open_engine, rules=settings.model)


def station_updates(settings: Settings, detector: LocalDetector | None) -> Updates | None:
    """None: no source is set, or the station uses no model of the store."""
    if not settings.updates.source or not follows(settings) or detector is None:
        return None
    return partial(_updates, settings, station_store(settings), StationModel(detector, load_of(settings)), True)


def server_updates(settings: Settings, stopping: Callable[[], bool]) -> UpdateModels | None:
    """None: no source is set, or the server computes with no model of its own folder. Raises SETTING_INVALID."""
    rules = settings.server
    if not settings.updates.source or rules.synthetic or rules.engine != "local":
        return None
    for key, given in (("server.models_dir", rules.models_dir), ("server.control_port", rules.control_port)):
        if not given:
            problem = "a server that follows updates.source needs it"
            raise OperationalError(ErrorCode.SETTING_INVALID, origin="the settings", key=key, problem=problem)
    runner = ServerModel(ControlClient(rules.control_port), load_of(settings))
    return _updates(settings, server_store(settings), runner, False, Surroundings(at_any_moment, stopping=stopping))


def at_any_moment(act: Callable[[], None]) -> bool:
    """Where nobody's session can be seen."""
    act()
    return True


def commanded_updates(settings: Settings, store: FileModelStore, runner: ModelRunner) -> UpdateModels:
    """For a command, which fetches and leaves the switch to whoever runs the model."""
    return _updates(settings, store, runner, True, Surroundings(moment=lambda _act: False, aliases=AliasBook))


def shipped_model(settings: Settings) -> Shipped:
    """The model of the settings, or the one that came with the program. MODEL_UNUSABLE: it has no card."""
    folder = model_path(settings.model.path)
    card = read_card(folder / CARD_NAME)
    if card is None:
        raise unusable(folder, f"it has no {CARD_NAME}")
    return Shipped(ModelIdentity(card.name, card.version), folder)


def current_model(settings: Settings, store: ModelStore) -> ModelIdentity:
    """What a start would load."""
    return store.book().current or shipped_model(settings).model


def _updates(
    settings: Settings, store: FileModelStore, runner: ModelRunner, sessions: bool, around: Surroundings
) -> UpdateModels:
    rules = settings.updates
    site = Site(parse_window(rules.window), sessions, rules.wait_for_aliases, WallClock())
    policy = UpdatePolicy(rules.model, rules.check_s, site, VERSION, settings.station.id)
    releases = open_releases(settings, store, around.stopping)
    return UpdateModels(releases, store, runner, SystemClock(), policy, shipped_model(settings), around)
