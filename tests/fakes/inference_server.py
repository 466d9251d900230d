"""The real inference server for tests: in a thread of this process, or in a process that may be killed."""

import asyncio
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.domain.detection import FrameStamp
from app.ports.frame import Frame
from app.settings import ModelSettings, ServerSettings, Settings
from services.inference.server.engine import Engine
from services.inference.server.loading import build_engine
from services.inference.server.local_engine import Loaded, LocalEngine
from services.inference.server.main import run, serve
from services.vision.batch import BatchEngine

ROOT = Path(__file__).resolve().parents[2]


def server_settings(model: Path | str, *, port: int = 0, **server: object) -> Settings:
    """Without a control port; ``server`` may go beyond the bounds of the settings."""
    rules = ServerSettings(port=port, control_port=0).model_copy(update=server)
    return Settings(model=ModelSettings(path=str(model)), server=rules)


def engine_of(new_engine: Callable[[], BatchEngine], *, slots: int = 1, batches: bool = False) -> LocalEngine:
    """The server's engine over any BatchEngine."""
    return LocalEngine(lambda _: Loaded(new_engine, slots, batches), Path(), infer_limit_s=20)


def red_frame(frame_id: int, *, captured_s: float | None = None, width: int = 128, height: int = 64) -> Frame:
    """A frame in which :func:`tests.fakes.onnx_models.colour_model` sees a red cover with confidence 0.9."""
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 2] = 230
    return Frame(FrameStamp(frame_id, float(frame_id) if captured_s is None else captured_s, frame_id), image)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


class ServerThread:
    """Serves on an event loop in a thread; a context manager. ``address`` is known once it says SERVING."""

    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self._settings = settings
        self.engine = engine or build_engine(settings)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name="test-server")
        self.address = ""

    def __enter__(self) -> "ServerThread":
        self._thread.start()
        assert self._ready.wait(20), "the server did not come up"
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        await run(self._settings, self.engine, self._stop, self._is_ready)

    def _is_ready(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self._ready.set()


class ServerProcess:
    """Serves in a process of its own; a context manager that ends it whatever was done to it."""

    def __init__(self, model: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", __name__, str(model), str(port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "ServerProcess":
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self.address = f"127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def terminate(self) -> int:
        """Ask it to stop; its exit status."""
        self._process.terminate()
        self._process.communicate(timeout=20)
        return self._process.returncode


if __name__ == "__main__":
    serve(server_settings(sys.argv[1], port=int(sys.argv[2])), ready=lambda port: print(port, flush=True))  # noqa: T201
