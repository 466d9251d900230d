"""One open DetectStream: frames come in, answers go out in the order of the frames. On the event loop."""

import asyncio
from collections.abc import AsyncIterator

import grpc

from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server.dispatch import Dispatcher
from services.inference.server.gate import Admitted
from services.inference.server.lanes import Answer, Lane

MAX_UNANSWERED = 8
"""A station keeps two frames unanswered; from a stream that sends more than this, no more is read meanwhile."""

WRONG_STATION = "the frame names another station than the one that was let in"


class Stream:
    """``cut_why`` says with what it is to end when it was cut."""

    def __init__(self, dispatcher: Dispatcher, caller: Admitted | None) -> None:
        self.caller = caller
        self.cut_why: tuple[grpc.StatusCode, str] | None = None
        self._dispatcher = dispatcher
        self._lane = Lane()
        self._room = asyncio.Semaphore(MAX_UNANSWERED)
        self._answers: asyncio.Queue[Answer | None] = asyncio.Queue()
        self._current: Answer | None = None
        self._reader: asyncio.Task[None] | None = None

    def open(self, requests: AsyncIterator[pb.DetectRequest]) -> None:
        self._reader = asyncio.create_task(self._read(requests))
        self._reader.add_done_callback(lambda _: self._answers.put_nowait(None))

    async def next(self) -> pb.DetectResponse | None:
        """The next answer; None: there will be none."""
        answer = await self._answers.get()
        if answer is None or self.cut_why:
            return None
        self._current = answer
        await asyncio.wait((answer,))
        self._room.release()
        return None if answer.cancelled() else answer.result()

    def read_no_more(self) -> None:
        """What was read is still answered."""
        if self._reader:
            self._reader.cancel()

    def cut(self, code: grpc.StatusCode, why: str) -> None:
        """End now; frames under way are forgotten."""
        if self.cut_why is None:
            self.cut_why = code, why
            self.close()
            self._answers.put_nowait(None)
            if self._current:
                self._current.cancel()

    def close(self) -> None:
        self.read_no_more()
        self._dispatcher.close(self._lane)

    async def _read(self, requests: AsyncIterator[pb.DetectRequest]) -> None:
        async for request in requests:
            await self._room.acquire()
            if self.caller and request.station_id != self.caller.station:
                self.cut(grpc.StatusCode.PERMISSION_DENIED, WRONG_STATION)
                return
            self._answers.put_nowait(self._dispatcher.submit(self._lane, request))
