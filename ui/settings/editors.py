"""One editor for each kind of setting. All are used by finger, by mouse, and by keyboard: Tab goes to one, the arrow
keys change it. A scanner types no arrow keys, and Enter changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QFrame, QHBoxLayout, QLineEdit, QSizePolicy

from ui.settings.view_model import Kind, SettingField, shown_value, stepped
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label

_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_STEPS = {Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1, Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10}


class Editor(QFrame):
    """``edited`` brings what was typed or chosen; :meth:`show_value` tells nobody."""

    edited = Signal(object)

    def __init__(self, field: SettingField) -> None:
        super().__init__()
        self.setObjectName(f"edit_{field.key}")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: object) -> None:
        raise NotImplementedError

    def set_sizes(self, sizes: Sizes) -> None:
        raise NotImplementedError


class ChoiceEditor(Editor):
    """Every choice is seen; one is pressed. Also of a switch, whose choices are off and on."""

    def __init__(self, field: SettingField, choices: Sequence[tuple[object, str]]) -> None:
        super().__init__(field)
        self.setProperty("role", "segments")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(field.key)
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        for index, (value, words) in enumerate(choices):
            button = ActionButton(words, f"{field.key}={value}", "segment")
            button.setAccessibleName(f"{field.key} {words}")
            button.setCheckable(True)
            self._group.addButton(button, index)
            self._row.addWidget(button)
        self._row.setSpacing(0)
        self._group.idClicked.connect(self._chosen)

    def show_value(self, value: object) -> None:
        self._group.button(self._values.index(value)).setChecked(True)

    def set_sizes(self, sizes: Sizes) -> None:
        for button in self._group.buttons():
            button.setFixedHeight(sizes.touch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        wanted = self._group.button(self._group.checkedId() + (step or 0))
        if step is None or not self.isEnabled():
            event.ignore()
        elif wanted is not None:
            wanted.setChecked(True)
            self._chosen(self._group.id(wanted))

    @Slot(int)
    def _chosen(self, index: int) -> None:
        self.edited.emit(self._values[index])


class LineEditor(Editor):
    """A text as it is typed."""

    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        self.line = QLineEdit()
        self.line.setObjectName(f"line_{field.key}")
        self.line.setAccessibleName(field.key)
        self.line.setAccessibleDescription(field.description)
        self.line.setProperty("role", "setting")
        if field.longest is not None:
            self.line.setMaxLength(field.longest)
        self.setFocusProxy(self.line)
        self._row.addWidget(self.line, 1)
        self.line.textEdited.connect(self._typed)

    def show_value(self, value: object) -> None:
        text = shown_value(value)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def set_sizes(self, sizes: Sizes) -> None:
        self.line.setFixedHeight(sizes.touch)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.edited.emit(text)

    def _put(self, text: str) -> None:
        self.line.setText(text)
        self.edited.emit(text)


class NumberEditor(LineEditor):
    """− and + beside it; they go on while they are held."""

    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        self._field = field
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._less = self._stepper("−", "less")
        self._more = self._stepper("+", "more")
        self._row.insertWidget(0, self._less)
        if field.unit:
            self._row.addWidget(label("muted", self.tr("days") if field.unit == "days" else field.unit))
        self._row.addWidget(self._more)
        self._less.clicked.connect(self._lower)
        self._more.clicked.connect(self._raise)

    def _stepper(self, sign: str, word: str) -> ActionButton:
        button = ActionButton(sign, f"{word}_{self._field.key}", "stepper")
        button.setAccessibleName(self.tr("{setting}: {sign}").format(setting=self._field.key, sign=sign))
        button.setAutoRepeat(True)
        return button

    def set_sizes(self, sizes: Sizes) -> None:
        super().set_sizes(sizes)
        self._row.setSpacing(round(6 * sizes.unit))
        for button in (self._less, self._more):
            button.setFixedSize(sizes.touch, sizes.touch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            event.ignore()
        else:
            self._step(steps)

    @Slot()
    def _lower(self) -> None:
        self._step(-1)

    @Slot()
    def _raise(self) -> None:
        self._step(1)

    def _step(self, steps: int) -> None:
        self._put(stepped(self._field, self.line.text(), steps))


class PathEditor(LineEditor):
    """With a window to choose the file or folder in, which holds nothing else up."""

    def __init__(self, field: SettingField) -> None:
        super().__init__(field)
        self._folder = field.key.endswith("_dir")
        self._choose = ActionButton(self.tr("Choose…"), f"choose_{field.key}")
        self._choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._choose.setAccessibleName(self.tr("Choose {setting}").format(setting=field.key))
        self._row.addWidget(self._choose)
        self._choose.clicked.connect(self._open)

    def set_sizes(self, sizes: Sizes) -> None:
        super().set_sizes(sizes)
        self._row.setSpacing(round(6 * sizes.unit))
        self._choose.setFixedHeight(sizes.touch)

    @Slot()
    def _open(self) -> None:
        dialog = QFileDialog(self, self._choose.accessibleName(), self.line.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory if self._folder else QFileDialog.FileMode.ExistingFile)
        dialog.setModal(False)
        dialog.fileSelected.connect(self._took)
        dialog.show()

    @Slot(str)
    def _took(self, path: str) -> None:
        self._put(path)


def editor_for(field: SettingField, off: str, on: str) -> Editor:
    """``off``, ``on``: the words of a switch."""
    made: Editor
    match field.kind:
        case Kind.SWITCH:
            made = ChoiceEditor(field, [(False, off), (True, on)])
        case Kind.CHOICE:
            made = ChoiceEditor(field, [(choice, choice) for choice in field.choices])
        case Kind.NUMBER:
            made = NumberEditor(field)
        case Kind.PATH:
            made = PathEditor(field)
        case Kind.TEXT:
            made = LineEditor(field)
    made.show_value(field.value)
    made.setEnabled(not field.locked)
    return made
