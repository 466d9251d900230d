"""The support bundle: where to, with or without pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.exporting.file_panel import AskPlace, FilePanel, ask_place
from ui.exporting.view import usual_folder
from ui.exporting.view_model import Progress
from ui.language import number
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import label

MakeBundle = Callable[[Path, bool, Callable[[], bool]], int]
"""Path, with pictures, and whether to stop; how many parts were packed, 0: it was stopped and nothing is there. On a
thread of its own; raises OperationalError."""


class SupportPanel(QWidget):
    """``closed``: it has nothing more to do."""

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
        self.pictures = QCheckBox(self.tr("With the newest pictures of covers"))
        self.pictures.setObjectName("supportPictures")
        place = (folder or usual_folder()) / name
        title = self.tr("Support bundle")
        self.panel = FilePanel(title, place, self._write, colours, sizes, above=self._above(sizes), asks=asks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel, 0, Qt.AlignmentFlag.AlignHCenter)
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
