"""The engine in this process: slots, models coming and going, and what is thrown away."""

import asyncio
import gc
import threading
import weakref
from pathlib import Path

import pytest

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from services.inference.server.engine import EngineHungError
from services.inference.server.local_engine import Loaded, LocalEngine
from tests.fakes.batch_engines import POISON, HeldEngine, PlainEngine


def test_it_begins_warm_with_an_engine_for_each_slot() -> None:
    made: list[PlainEngine] = []
    warm: list[PlainEngine] = []

    class Warmed(PlainEngine):
        def warm_up(self) -> None:
            warm.append(self)

    def new_engine() -> PlainEngine:
        made.append(Warmed(max_batch=4))
        return made[-1]

    async def main() -> None:
        engine = LocalEngine(lambda _: Loaded(new_engine, slots=3, batches=True), Path("a"))
        await engine.start()
        assert (engine.slots, engine.max_batch, str(engine.model)) == (3, 4, "plain@1")
        for _ in range(3):
            await asyncio.gather(*(engine.infer([b"1", b"2"]) for _ in range(3)))
        assert len(made) == 3
        assert warm == made
        await engine.close()

    asyncio.run(main())
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("engine-")]


def test_a_frame_that_is_alone_has_the_machine_to_itself() -> None:
    lone, shared = HeldEngine(), HeldEngine()

    async def main() -> None:
        loaded = Loaded(lambda: shared, slots=2, batches=True, new_lone_engine=lambda: lone)
        engine = LocalEngine(lambda _: loaded, Path("a"))
        await engine.start()
        first = asyncio.create_task(engine.infer([b"alone"]))
        await asyncio.to_thread(lone.begun.acquire)
        second = asyncio.create_task(engine.infer([b"beside"]))
        await asyncio.to_thread(shared.begun.acquire)
        lone.let.release(9)
        shared.let.release(9)
        await asyncio.gather(first, second)
        await engine.infer([b"two", b"together"])
        await engine.close()

    asyncio.run(main())
    assert lone.batches == [[b"alone"]]
    assert shared.batches == [[b"beside"], [b"two", b"together"]]


def test_an_engine_that_raised_is_made_anew() -> None:
    made: list[PlainEngine] = []

    def new_engine() -> PlainEngine:
        made.append(PlainEngine())
        return made[-1]

    async def main() -> None:
        engine = LocalEngine(lambda _: Loaded(new_engine, slots=1, batches=False), Path("a"))
        await engine.start()
        with pytest.raises(ZeroDivisionError):
            await engine.infer([POISON])
        assert len((await engine.infer([b"1"])).frames) == 1
        await engine.close()

    asyncio.run(main())
    assert [each.broken for each in made] == [True, False]


def test_batches_under_way_are_finished_by_the_old_model_which_is_then_let_go() -> None:
    held = [HeldEngine()]
    old = weakref.ref(held[0])
    let, begun = held[0].let, held[0].batches

    def load(path: Path) -> Loaded:
        if path.name == "old":
            return Loaded(held.pop, slots=1, batches=False)
        return Loaded(lambda: PlainEngine(ModelIdentity("new", "2")), slots=2, batches=False)

    async def main() -> None:
        engine = LocalEngine(load, Path("old"))
        await engine.start()
        under_way = asyncio.create_task(engine.infer([b"1"]))
        while not begun:
            await asyncio.sleep(0)
        assert str(await engine.activate(Path("new"))) == "new@2"
        assert str((await engine.infer([b"2"])).model) == "new@2"
        let.release()
        assert str((await under_way).model) == "held@1"
        del under_way
        gc.collect()
        assert old() is None
        await engine.close()

    asyncio.run(main())


def test_a_model_that_cannot_be_loaded_changes_nothing() -> None:
    def load(path: Path) -> Loaded:
        if path.name == "good":
            return Loaded(PlainEngine, slots=1, batches=False)
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(path))

    async def main() -> None:
        engine = LocalEngine(load, Path("good"))
        await engine.start()
        with pytest.raises(OperationalError):
            await engine.activate(Path("bad"))
        assert str((await engine.infer([b"1"])).model) == "plain@1"
        await engine.close()

    asyncio.run(main())


def test_a_batch_that_does_not_come_back_costs_its_thread_only() -> None:
    held = HeldEngine()
    engines: list[PlainEngine] = [held]

    async def main() -> None:
        load = Loaded(lambda: engines.pop() if engines else PlainEngine(), slots=1, batches=False)
        engine = LocalEngine(lambda _: load, Path("a"), infer_limit_s=0.05)
        await engine.start()
        with pytest.raises(EngineHungError):
            await engine.infer([b"1"])
        await engine.infer([b"2"])
        held.let.release()
        await engine.close()

    asyncio.run(main())
