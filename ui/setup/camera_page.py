"""Which camera, with its picture."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.errors import OperationalError
from app.ports.camera import CameraState
from app.ports.clock import Clock
from app.ports.probes import CameraChoice, Probes
from ui.errand import Errand
from ui.language import in_order, number, said_error
from ui.live.view import LiveView
from ui.setup.page import SaidLabel, SetupPage, choice_button, no_margins, wrapped
from ui.setup.preview import CameraPreview
from ui.setup.view_model import Proof, Seen, sight, verdict
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, ContentScroll

LOOK_MS = 40
LIST_LIMIT_S = 10.0
TYPED_MS = 700
"""An address is tried when nobody has typed for this long."""
_LEFT, _RIGHT = 36, 64
_MARKS = {Proof.WELL: ("✓", "good"), Proof.NOT: ("→", "plain"), Proof.BADLY: ("⚠", "caution")}


class CameraPage(SetupPage):
    """``source``: camera.source as it is."""

    def __init__(self, source: str, probes: Probes, clock: Clock, colours: Palette, sizes: Sizes) -> None:
        super().__init__()
        self._source, self._probes = source, probes
        self._choices: Sequence[CameraChoice] = ()
        self._told: Proof | None = None
        self._preview = CameraPreview(probes.open_camera)
        self._live = LiveView(clock, colours, sizes)
        self._live.setAccessibleName(self.tr("Picture of the chosen camera"))
        self._facts = SaidLabel("strong", "cameraFacts")
        self._problem = SaidLabel("field", "cameraProblem")
        self._again = ActionButton(self.tr("Look for cameras again"), "cameraAgain")
        self._other = QLineEdit(source)
        self._other.setObjectName("cameraOther")
        self._other.setProperty("role", "setting")
        self._other.setAccessibleName(self.tr("Another camera, by its address"))
        self._group = QButtonGroup(self)
        self._errand = Errand(self, "cameras")
        self._look = QTimer(self, interval=LOOK_MS)
        self._pause = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._build()
        self._connect()
        self.set_sizes(sizes)
        self._search()
        self._show(source)
        self._look.start()

    def _build(self) -> None:
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        no_margins(self._list)
        self._list.addStretch(1)
        scroll = ContentScroll()
        scroll.setWidget(holder)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._left, self._right, sides = QVBoxLayout(), QVBoxLayout(), QHBoxLayout(self)
        self._left.addWidget(scroll, 1)
        self._left.addWidget(self._again)
        self._left.addWidget(wrapped("caption", self.tr("Or a camera's address, a device, a file or a folder:")))
        self._left.addWidget(self._other)
        self._left.addWidget(self._problem.widget)
        self._right.addWidget(self._facts.widget)
        self._right.addWidget(self._live, 1)
        no_margins(sides)
        sides.addLayout(self._left, _LEFT)
        sides.addLayout(self._right, _RIGHT)
        self._sides = sides

    def _connect(self) -> None:
        self._look.timeout.connect(self._look_at_it)
        self._pause.timeout.connect(self.test)
        self._again.clicked.connect(self._search)
        self._group.idClicked.connect(self.choose)
        self._other.textEdited.connect(self._typed)
        self._errand.done.connect(self._found)
        self._errand.failed.connect(self._found_none)
        self._errand.too_late.connect(self._no_list)

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._live.set_sizes(sizes)
        self._sides.setSpacing(round(20 * sizes.unit))
        for layout in (self._left, self._right):
            layout.setSpacing(round(8 * sizes.unit))
        self._list.setSpacing(round(6 * sizes.unit))
        for widget in (self._again, self._other, *self._group.buttons()):
            widget.setFixedHeight(sizes.touch)

    def choose(self, place: int) -> None:
        if place < len(self._choices):
            self._show(self._choices[place].source)
            self.answered.emit({"camera.source": self._source})

    def show_problem(self, words: str) -> None:
        self._problem.say(words, "bad")
        if words:
            self._pause.stop()

    def close_page(self) -> None:
        self._look.stop()
        self._pause.stop()
        self._errand.cancel()
        self._preview.close()

    # -- which there are --------------------------------------------------------------------------------------------

    @Slot()
    def _search(self) -> None:
        self._again.setEnabled(False)
        self._errand.begin(self._probes.cameras, LIST_LIMIT_S)

    @Slot(object)
    def _found(self, choices: Sequence[CameraChoice]) -> None:
        self._again.setEnabled(True)
        choices = sorted(in_order(choices, lambda choice: choice.name), key=lambda choice: choice.demo)
        self._choices = choices
        for button in self._group.buttons():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        for place, choice in enumerate(choices):
            name = self.tr("Demo clip, without a camera") if choice.demo else choice.name
            button = choice_button(place, name, f"camera_{place}")
            button.setFixedHeight(self._sizes.touch)
            self._group.addButton(button, place)
            self._list.insertWidget(place, button)
        self._mark()

    @Slot(object)
    def _found_none(self, error: OperationalError) -> None:
        self._again.setEnabled(True)
        self.show_problem(f"✗ {said_error(error)}")

    @Slot()
    def _no_list(self) -> None:
        self._again.setEnabled(True)
        self.show_problem(self.tr("✗ This machine does not say which cameras it has. Type the camera's address."))

    # -- the chosen one ---------------------------------------------------------------------------------------------

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._source = text.strip()
        self._preview.show(None)
        self._pause.start()
        self.answered.emit({"camera.source": self._source})
        self._mark()

    @Slot()
    def test(self) -> None:
        """The address that was typed is whole: show its picture."""
        self._show(self._source)

    def _show(self, source: str) -> None:
        self._source = source
        self._preview.show(source)
        if self._other.text() != source:
            self._other.setText(source)
        self._mark()
        self._look_at_it()

    def _mark(self) -> None:
        self._group.setExclusive(False)
        for place, choice in enumerate(self._choices):
            self._group.button(place).setChecked(choice.source == self._source)
        self._group.setExclusive(True)

    @Slot()
    def _look_at_it(self) -> None:
        self._preview.set_room(self._live.room)
        if (picture := self._preview.take()) is not None:
            self._live.add_picture(picture)
        status, seen = self._preview.status()
        state = sight(status, seen)
        self._live.refresh(state)
        how = verdict(state)
        glyph, tone = _MARKS[how]
        self._facts.say(f"{glyph} {self._words(state, seen, status.frames_per_second)}", tone)
        if how is not self._told:
            self._told = how
            self.tested.emit(how)

    def _words(self, state: CameraState, seen: Seen, rate: float) -> str:
        match state:
            case CameraState.LIVE:
                words = self.tr("{width} × {height} pixels, {rate} frames/s")
                return words.format(width=seen.width, height=seen.height, rate=number(rate, 1))
            case CameraState.DARK:
                return self.tr("Too dark. Take the cap off the lens, or give it light.")
            case CameraState.COVERED:
                return self.tr("The lens is covered. Take away what is before it.")
            case CameraState.FROZEN:
                return self.tr("The picture stands still. Check the camera and its cable.")
            case CameraState.ENDED:
                return self.tr("The clip has ended.")
            case CameraState.ABSENT:
                return self.tr("No picture comes from there. Plug the camera in, or choose another.")
            case CameraState.OPENING:
                return self.tr("Waiting for the first picture…")
