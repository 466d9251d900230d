"""What several kinds of test share."""

import signal
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from services.synthetic.clip import Presentation, render_clip
from tests.fakes.keyring_backends import MemoryKeyring

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background by a shell: children would inherit it, and no test could interrupt a command.
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHOWN = ("W_CV01_D26RXXX_C03N_NL_DG00", "W_CV01_D26LXXX_C03N_NL_DG00")
"""What an operator shows in ``short_clip``, one after the other: a cover and its mirrored twin."""


@pytest.fixture(scope="session")
def short_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds at the bench, ten frames a second: a D26R, then a D26L."""
    path = tmp_path_factory.mktemp("clip") / "short.avi"
    pause = Presentation(None, 0.4)
    script = [pause, Presentation(SHOWN[0], 2.0), pause, Presentation(SHOWN[1], 2.0), pause]
    render_clip(path, seed=8, presentations=script, fps=10, width=640, height=360)
    return path


@pytest.fixture
def kept() -> Iterator[dict[tuple[str, str], str]]:
    """What this machine's keyring holds: entry and user to the secret."""
    before, memory = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(memory)
    yield memory.kept
    keyring.set_keyring(before)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    """This machine has none."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)
