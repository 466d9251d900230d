"""What the doctor asks of Qt: the screens of this machine, and whether the shipped font is whole.

For a process of its own: each makes the application object that Qt wants."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QRawFont

from app.domain.health_facts import FontFacts, ScreenFacts
from ui.theme.style import FONT_FAMILY, RESOURCES

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789✓⚠✗×–…“”≥"
"""Letters, figures, and the signs without which a verdict could not be told from another."""
_NOBODY_LOOKS = ("offscreen", "minimal")
_PIXELS = 16


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Without one Qt would take the process down."""
    chosen = environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return not chosen.startswith(_NOBODY_LOOKS)
    return platform != "linux" or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def screen_facts() -> list[ScreenFacts]:
    """None of them: there is no display to ask."""
    if not has_display():
        return []
    _application()
    return [
        ScreenFacts(each.name(), each.size().width(), each.size().height(), each.devicePixelRatio())
        for each in QGuiApplication.screens()
    ]


def font_facts(folder: Path = RESOURCES / "fonts") -> FontFacts:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = _application()
    missing = {sign for file in sorted(folder.glob("*.otf")) for sign in _missing(file)}
    if not any(folder.glob("*.otf")):
        missing = set(SIGNS)
    del application
    return FontFacts(FONT_FAMILY, "".join(sign for sign in SIGNS if sign in missing))


def _missing(file: Path) -> list[str]:
    face = QRawFont(str(file), _PIXELS)
    return [sign for sign in SIGNS if not (face.isValid() and face.supportsCharacter(ord(sign)))]


def _application() -> QGuiApplication:
    there = QGuiApplication.instance()
    return there if isinstance(there, QGuiApplication) else QGuiApplication(sys.argv[:1])
