"""The support bundle: where to, with or without pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.exporting.file_panel import AskPlace, FilePanel, ask_place
from ui.exporting.view import usual_folder
from ui.exporting.view_model import Progress
from ui.language import number
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, label

MakeBundle = Callable[[Path, bool, Callable[[], bool]], int]
"""Path, with pictures, and whether to stop; how many parts were packed, 0: it was stopped and nothing is there. On a
thread of its own; raises OperationalError."""


class SupportPanel(QWidget):
    """``closed``: it has nothing more to do. Keys: those of the file panel, and Ctrl+P for the pictures."""

    closed = Signal()

    def __init__(
        self,
        make: MakeBundle,
        name: str,
        colours: Palette,
        sizes: Sizes,
        *,
        asks: AskPlace = ask_place,
        folder: Path | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("supportPanel")
        self._make_bundle = make
        self.pictures = ActionButton("", "supportPictures", "choice")
        self.pictures.setCheckable(True)
        self.pictures.setFixedHeight(round(44 * sizes.unit))
        self.pictures.setToolTip("Ctrl+P")
        self.pictures.toggled.connect(self._say_pictures)
        answer_keys(self, {"Ctrl+P": self.pictures.toggle})
        self._say_pictures()
        place = (folder or usual_folder()) / name
        title = self.tr("Support bundle")
        self.panel = FilePanel(title, place, self._write, colours, sizes, above=self._above(sizes), asks=asks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.panel.closed.connect(self.closed)

    def _above(self, sizes: Sizes) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        words = self.tr(
            "Logs, settings, versions and what the check-up found, for whoever helps. "
            "Passwords and tokens are left out, and everybody who worked here is written as a number."
        )
        about = label("body", words, name="supportAbout")
        about.setWordWrap(True)
        column.addWidget(about)
        column.addWidget(self.pictures)
        return made

    @Slot()
    def _say_pictures(self) -> None:
        newest = self.tr("Pictures of covers: the newest")
        self.pictures.setText(newest if self.pictures.isChecked() else self.tr("Pictures of covers: none"))

    def close_page(self) -> None:
        """Whatever is under way stops, and leaves no file."""
        self.panel.close_page()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.close_page()
        super().hideEvent(event)

    def _write(self, path: Path, progress: Progress) -> str:
        """On the errand's thread."""
        parts = self._make_bundle(path, self.pictures.isChecked(), lambda: not progress(0))
        words = QCoreApplication.translate("SupportPanel", "{parts} parts were packed. MANIFEST.json lists them.")
        return words.format(parts=number(parts)) if parts else ""
