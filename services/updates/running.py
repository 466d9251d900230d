"""What runs a model: the station's own detector, a server beside which this process stands, or nothing at all."""

from collections.abc import Callable
from pathlib import Path

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.ports.model_updates import Proven
from services.inference.client.local import LocalDetector
from services.inference.server.control_client import ControlClient
from services.updates.layout import CARD
from services.vision.engine import Engine
from services.vision.model_card import read_card, unusable

Load = Callable[[Path], Engine]
"""Opens the model in a folder; not warm yet. OperationalError: MODEL_MISSING, MODEL_UNUSABLE."""


def proven_engine(folder: Path, load: Load) -> Engine:
    """Warm, and having recognised its golden frame. MODEL_MISSING, MODEL_UNUSABLE; also for a model that has none."""
    card = read_card(folder / CARD)
    if card is None or card.golden is None:
        raise unusable(folder, "it has no golden frame")
    engine = load(folder)
    engine.warm_up()
    return engine


class StationModel:
    """Implements ModelRunner with the station's own detector. ``prove`` on one thread, ``take`` on any other."""

    def __init__(self, detector: LocalDetector, load: Load) -> None:
        self._detector, self._load = detector, load
        self._warm: tuple[Path, Engine] | None = None

    @property
    def running(self) -> ModelIdentity | None:
        status = self._detector.status()
        return None if status.source is None else status.model

    def prove(self, folder: Path) -> Proven:
        engine = proven_engine(folder, self._load)
        self._warm = (folder, engine)
        return Proven(engine.model, engine.labels)

    def take(self, folder: Path) -> None:
        """At once for the model that was proven last."""
        warm, self._warm = self._warm, None
        self._detector.take(warm[1] if warm and warm[0] == folder else proven_engine(folder, self._load))


class ServerModel:
    """Implements ModelRunner with the server on this machine, by its control port: it loads the model once more beside
    its own, on the device that computes, and changes over between two batches."""

    def __init__(self, client: ControlClient, load: Load) -> None:
        self._client, self._load = client, load
        self._proven: tuple[Path, ModelIdentity] | None = None

    @property
    def running(self) -> ModelIdentity | None:
        try:
            return self._client.status().model
        except OperationalError:
            return None

    def prove(self, folder: Path) -> Proven:
        engine = proven_engine(folder, self._load)
        self._proven = (folder, engine.model)
        return Proven(engine.model, engine.labels)

    def take(self, folder: Path) -> None:
        if self._proven is None or self._proven[0] != folder:
            raise OperationalError(ErrorCode.MODEL_MISSING, path=str(folder))
        self._client.activate(self._proven[1])


class NothingRuns:
    """Implements ModelRunner for a command: models are proven, and left for whoever runs them."""

    def __init__(self, running: ModelIdentity, load: Load) -> None:
        self._running, self._load = running, load

    @property
    def running(self) -> ModelIdentity | None:
        return self._running

    def prove(self, folder: Path) -> Proven:
        engine = proven_engine(folder, self._load)
        return Proven(engine.model, engine.labels)

    def take(self, folder: Path) -> None:
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(folder))
