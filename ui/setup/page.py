"""What every page of the wizard is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone


class SetupPage(QWidget):
    """Built when its step comes and thrown away when it goes. ``answered`` brings a mapping of ``section.key`` to
    value, ``tested`` a ``Proof``; ``passed_over``: go on without it."""

    answered = Signal(object)
    tested = Signal(object)
    passed_over = Signal()

    def set_sizes(self, sizes: Sizes) -> None:
        """Another window size."""

    def choose(self, place: int) -> None:
        """The choice with this number, counted from 0, by a key."""

    def test(self) -> None:
        """Try what is answered, by a key."""

    def show_problem(self, words: str) -> None:
        """What is wrong with the answers; empty: nothing."""

    def close_page(self) -> None:
        """Stop whatever it has running; nothing is told any more."""


def wrapped(role: str, text: str, name: str = "") -> QWidget:
    made = label(role, text, name=name)
    made.setWordWrap(True)
    return made


def choice_button(place: int, text: str, name: str) -> ActionButton:
    """Pressed by a finger, or by Ctrl and its number."""
    button = ActionButton(text, name, "choice")
    button.setCheckable(True)
    button.setToolTip(f"Ctrl+{place + 1}")
    return button


class SaidLabel:
    """A line of words with a tone; hidden while it says nothing."""

    def __init__(self, role: str, name: str) -> None:
        self.widget = label(role, name=name)
        self.widget.setWordWrap(True)
        self.widget.hide()

    def say(self, words: str, tone: str = "plain") -> None:
        self.widget.setText(words)
        self.widget.setVisible(bool(words))
        set_tone(self.widget, tone)


def no_margins(layout: QLayout) -> None:
    layout.setContentsMargins(0, 0, 0, 0)
