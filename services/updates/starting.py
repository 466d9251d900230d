"""Which of the models that updates brought is loaded when the station starts."""

import logging
from functools import partial
from pathlib import Path

from app.domain import model_book
from app.domain.errors import OperationalError
from app.ports.clock import Clock
from app.ports.model_updates import ModelStore
from services.updates.running import Load, proven_engine
from services.vision.engine import Engine

log = logging.getLogger(__name__)


def engine_at_start(store: ModelStore, shipped: Path, load: Load, clock: Clock) -> Engine:
    """Rule MU8: the current model, warm; where it cannot be used the one before it, at last the one that came with the
    program. One on trial that fails is not tried again; one that has run here before may be damaged, and may come anew.

    What is wrong with the store itself never keeps a station from starting. Raises OperationalError(MODEL_…) when the
    shipped model cannot be used either.
    """
    try:
        return _of_store(store, load, clock) or load(shipped)
    except OperationalError as error:
        log.error("the store of models cannot be used, the model that came with the program is: %s", error)
        return load(shipped)


def _of_store(store: ModelStore, load: Load, clock: Clock) -> Engine | None:
    at = clock.utc().isoformat()
    book = store.change(partial(model_book.starting, at=at))
    for model in (book.current, book.previous):
        folder = None if model is None else store.folder(model)
        if model is None or folder is None:
            continue
        try:
            engine = proven_engine(folder, load)
        except OperationalError as error:
            log.error("model %s cannot be used: %s", model, error)
            if model == book.current and book.trial:
                store.change(partial(model_book.gone_back, why=str(error), at=at))
            continue
        if model == book.current and book.trial:
            store.change(model_book.confirmed)
        return engine
    return None
