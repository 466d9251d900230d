"""The engine on a Ray cluster does what the local one does: batches, poisoned frames, errors, a change of models."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ErrorCode, OperationalError
from app.settings import RaySettings, Settings
from services.inference.ray.environment import prepare
from services.inference.server.engine import EngineHungError
from services.inference.server.local_engine import Loaded, LocalEngine
from services.vision.postprocess import nothing
from tests.fakes.batch_engines import POISON, PlainEngine
from tests.fakes.inference_server import ROOT, server_settings
from tests.fakes.onnx_models import BOX, colour_model
from tests.fakes.rough_station import GOOD

pytest.importorskip("ray", reason="needs the ray extra")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.filterwarnings("ignore")]

HANG = b"hang"


class Rough(PlainEngine):
    """On :data:`HANG` it takes ten seconds."""

    def infer(self, frames: Any) -> Any:
        if HANG in frames:
            time.sleep(10)
        return super().infer(frames)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    return colour_model(folder / "first.onnx"), colour_model(folder / "second.onnx")


@pytest.fixture(scope="module")
def settings(models: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Two detectors and a gateway on a cluster of their own; beside them one detector over :class:`Rough`."""
    prepare()
    os.environ["PYTHONPATH"] = str(ROOT)  # for the processes that Ray starts
    from ray import serve

    from services.inference.ray.deployment import connected, deploy
    from services.inference.ray.detector import Detector

    class RoughDetector(Detector):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self._engine = LocalEngine(lambda _: Loaded(Rough, slots=3, batches=True), Path())

    wanted = server_settings(models[0]).model_copy(update={"ray": RaySettings(detectors_min=2, detectors_max=2)})
    with connected(wanted, cpus=4):
        deploy(wanted)
        rough = serve.deployment(RoughDetector, name="Detector", max_ongoing_requests=3, user_config={})
        serve.run(rough.bind(wanted), name="rough", route_prefix=None)
        yield wanted
        serve.shutdown()


@asynccontextmanager
async def _engine(app: str, *, limit_s: float = 5.0) -> AsyncIterator[Any]:
    from ray.serve.handle import DeploymentHandle

    from services.inference.ray.engine import RayEngine

    handle = DeploymentHandle("Detector", app)  # not a cached one: it belongs to this event loop
    engine = RayEngine(handle, limit_s=limit_s, fresh_s=0.5)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.close()
        await handle.shutdown_async()


def _with(app: str, check: Callable[[Any], Awaitable[None]], **engine: float) -> None:
    async def main() -> None:
        async with _engine(app, **engine) as built:
            await check(built)

    asyncio.run(main())


def test_an_answer_is_the_models(settings: Settings) -> None:
    async def check(engine: Any) -> None:
        result = await engine.infer([GOOD])
        (frame,) = result.frames
        assert [result.labels[index] for index in frame.classes] == ["red_cover"]
        assert frame.boxes[0].tolist() == pytest.approx(BOX, abs=0.01)
        assert result.model == engine.model
        assert engine.slots == 6

    _with("countersign", check)


def test_a_frame_that_cannot_be_decoded_does_not_spoil_the_next(settings: Settings) -> None:
    async def check(engine: Any) -> None:
        bad, good = await asyncio.gather(engine.infer([b"no picture"]), engine.infer([GOOD]))
        assert bad.frames[0].rejected
        assert not good.frames[0].rejected

    _with("countersign", check)


def test_a_poisoned_frame_spoils_its_batch_only(settings: Settings) -> None:
    async def check(engine: Any) -> None:
        assert engine.max_batch == 8
        with pytest.raises(ZeroDivisionError, match="poisoned"):
            await engine.infer([b"a", POISON])
        result = await engine.infer([b"a", b"b"])
        assert [frame.rejected for frame in result.frames] == [nothing().rejected] * 2

    _with("rough", check)


def test_a_detector_that_hangs_is_given_up_in_time(settings: Settings) -> None:
    async def check(engine: Any) -> None:
        began_s = asyncio.get_running_loop().time()
        with pytest.raises(EngineHungError):
            await engine.infer([HANG])
        assert asyncio.get_running_loop().time() - began_s < 1.0
        assert len((await engine.infer([b"a"])).frames) == 1

    _with("rough", check, limit_s=0.5)


def test_every_detector_changes_its_model_without_losing_a_frame(settings: Settings, models: tuple[Path, Path]) -> None:
    async def check(engine: Any) -> None:
        seen = []

        async def stream() -> None:
            while True:
                seen.append((await engine.infer([GOOD])).model)

        streams = [asyncio.create_task(stream()) for _ in range(4)]
        await asyncio.sleep(0.5)
        before, after = engine.model, await engine.activate(models[1])
        changed_at = len(seen)
        await asyncio.sleep(0.5)
        assert not any(task.done() for task in streams), "a frame was lost"
        for task in streams:
            task.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        assert before != after == engine.model
        assert set(seen) == {before, after}
        assert set(seen[changed_at + 6 :]) == {after}

    _with("countersign", check)


def test_a_model_that_cannot_be_loaded_changes_nothing(settings: Settings) -> None:
    async def check(engine: Any) -> None:
        before = engine.model
        with pytest.raises(OperationalError) as refused:
            await engine.activate(Path("/nowhere"))
        assert refused.value.code is ErrorCode.MODEL_MISSING
        assert (await engine.infer([GOOD])).model == before == engine.model

    _with("countersign", check)
