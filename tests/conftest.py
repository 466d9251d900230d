"""What several kinds of test share."""

import signal
from pathlib import Path

import pytest

from services.synthetic.clip import Presentation, render_clip

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
