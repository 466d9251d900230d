"""An update with real metadata, files and models in a process that is killed on its way; run as a program.

``python -m tests.fakes.killed_update PUBLIC ROOT SHIPPED WORK``: for each step there is, an update that dies before it,
then a start, then an update that is left alone. One JSON line for each: the step, the model the start loaded, the model
in use at the end. Nothing computes before a child is forked: a fork does not take a library's threads along.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.domain.detection import ModelIdentity
from app.ports.clock import SystemClock
from app.use_cases.update_models import Shipped, Surroundings, UpdateModels, UpdatePolicy
from services.updates.model_store import FileModelStore
from services.updates.starting import engine_at_start
from services.updates.tuf_client import TufReleases
from tests.fakes.model_vendor import AT_ANY_TIME, LOAD, NamedRunner, at_once, model

_DONE, _NOT_DONE = 0, 1


class DyingRunner(NamedRunner):
    """With one more step to die at."""

    def __init__(self, running: ModelIdentity, passing: Callable[[str], None]) -> None:
        super().__init__(running)
        self._passing = passing

    def take(self, folder: Path) -> None:
        self._passing("hand over the model")
        super().take(folder)


def update(public: str, root: str, shipped: Path, folder: Path, passing: Callable[[str], None]) -> None:
    """A start as a station makes it, then a check and a switch."""
    store = FileModelStore(folder, passing)
    running = started(store, shipped)

    def chunk() -> bool:
        passing("a chunk of a download")
        return False

    releases = TufReleases(public, Path(root), folder / "trust", stopping=chunk)
    policy = UpdatePolicy("colour", 3600, AT_ANY_TIME, "1.0.0", "station-1")
    runner = DyingRunner(running, passing)
    around = Surroundings(at_once)
    UpdateModels(releases, store, runner, SystemClock(), policy, Shipped(model("1.0.0"), shipped), around).run()


def started(store: FileModelStore, shipped: Path) -> ModelIdentity:
    return engine_at_start(store, shipped, LOAD, SystemClock()).model


def in_a_child(act: Callable[[], object]) -> tuple[int, str]:
    """How it ended (negative: by that signal), and what it returned as text."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        try:
            os.write(writing, str(act()).encode())
            os._exit(_DONE)
        finally:
            os._exit(_NOT_DONE)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), said


def dying(step: int) -> Callable[[str], None]:
    passed: list[str] = []

    def passing(name: str) -> None:
        if len(passed) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        passed.append(name)

    return passing


def main(public: str, root: str, shipped: Path, work: Path) -> None:
    step = 0
    while True:
        folder = work / str(step)
        ended, _ = in_a_child(partial(update, public, root, shipped, folder, dying(step)))
        store = FileModelStore(folder)
        _, loaded = in_a_child(partial(started, store, shipped))
        in_a_child(partial(update, public, root, shipped, folder, lambda _: None))
        told = {"step": step, "killed": ended == -signal.SIGKILL, "loaded": loaded, "after": str(store.book().current)}
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()
        if ended == _DONE:
            return
        step += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
