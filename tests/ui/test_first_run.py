"""The wizard at a station's first start, wired to the real file, probes and scanner filter."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.commands import setup_window
from app.commands.setup_window import set_up_first
from app.settings import Settings
from app.settings_layers import load_settings, with_changes
from ui.setup.wizard import SetupWizard


@pytest.fixture
def first_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Somebody looks, and nothing is set anywhere. The settings file that may be written."""
    file = tmp_path / "config" / "countersign.toml"
    monkeypatch.setattr(setup_window, "NOBODY_LOOKS", set())
    monkeypatch.setattr(setup_window, "config_path", lambda: file)
    monkeypatch.setattr(setup_window, "load_settings", lambda _config, overrides: load_settings(file, {}, overrides))
    for name in [name for name in os.environ if name.startswith("COUNTERSIGN_")]:
        monkeypatch.delenv(name)
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield file
    for number, handler in handlers.items():
        signal.signal(number, handler)


class Operator:
    """Looks for the wizard and answers it, or closes it."""

    def __init__(self, *, finishes: bool) -> None:
        self.finishes, self.seen = finishes, 0
        self._look = QTimer(interval=20)
        self._look.timeout.connect(self._act)
        self._look.start()

    def _act(self) -> None:
        wizards = [each for each in QApplication.topLevelWidgets() if isinstance(each, SetupWizard)]
        for wizard in wizards:
            if wizard.isVisible():
                self.seen += 1
                wizard.go_on() if self.finishes else wizard.close()

    def goes(self) -> None:
        self._look.stop()


@pytest.mark.parametrize("finishes", [True, False])
def test_m2_at_a_first_start_the_wizard_writes_the_file_or_comes_again(
    qtbot, dressed: QApplication, first_start: Path, finishes: bool
) -> None:
    settings = with_changes(Settings(), {"ui.language": "en", "data_dir": str(first_start.parent / "data")})
    operator = Operator(finishes=finishes)
    after = set_up_first(dressed, settings, None, ())
    operator.goes()
    assert operator.seen
    assert first_start.exists() is finishes
    assert after.ui.language == "en"
    assert (after is settings) is not finishes
    if finishes:
        again = Operator(finishes=True)
        assert set_up_first(dressed, settings, None, ()) is settings
        again.goes()
        assert again.seen == 0


def test_m2_it_does_not_come_where_nobody_looks_or_something_is_set(
    dressed: QApplication, first_start: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    assert set_up_first(dressed, settings, None, ("ui.theme=light",)) is settings
    assert set_up_first(dressed, settings, first_start, ()) is settings
    monkeypatch.setenv("COUNTERSIGN_UI__THEME", "light")
    assert set_up_first(dressed, settings, None, ()) is settings
    monkeypatch.delenv("COUNTERSIGN_UI__THEME")
    monkeypatch.setattr(setup_window, "NOBODY_LOOKS", {"offscreen"})
    assert set_up_first(dressed, settings, None, ()) is settings
    assert not first_start.exists()
