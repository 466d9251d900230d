"""One setting: what it is for, its editor, where its value comes from, and what is wrong with it."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from ui.settings.editors import Editor, editor_for
from ui.settings.view_model import Kind, Origin, Problem, ProblemKind, SettingField, shown_value
from ui.theme.tokens import Sizes
from ui.theme.widgets import ActionButton, label, set_tone

_EDITOR_WIDTH = 400


def described(field: SettingField) -> str:
    """Its description in the language of the screen."""
    return QCoreApplication.translate("settings", field.description)


class FieldRow(QFrame):
    """``edited``: key, and what was typed or chosen; None: back to the default."""

    edited = Signal(str, object)

    def __init__(self, field: SettingField, sizes: Sizes, *, read_only: bool) -> None:
        super().__init__()
        self.field, self._read_only = field, read_only
        self.setObjectName(f"row_{field.key}")
        self.setProperty("role", "fieldRow")
        self._what = label("field", described(field), name=f"what_{field.key}")
        self._notes = label("caption", name=f"notes_{field.key}")
        self._problem = label("field", name=f"problem_{field.key}")
        set_tone(self._problem, "bad")
        for words in (self._what, self._notes, self._problem):
            words.setWordWrap(True)
        self.editor: Editor = editor_for(field, self.tr("Off"), self.tr("On"))
        self.editor.setToolTip(field.key)
        self._default = ActionButton(self.tr("Default"), f"default_{field.key}", "quiet")
        self._default.setAccessibleName(self.tr("{setting}: back to the default").format(setting=field.key))
        self._build()
        self.editor.edited.connect(self._edited)
        self._default.clicked.connect(self._reset)
        self.set_sizes(sizes)
        self.show_state(field.value, changed=False, problem=None)

    def _build(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._what, 0, 0, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(self._notes, 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.editor, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._default, 0, 2, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._problem, 2, 0, 1, 3)
        self._grid.setColumnStretch(0, 1)
        kept = self._default.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._default.setSizePolicy(kept)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def set_sizes(self, sizes: Sizes) -> None:
        unit = sizes.unit
        self._grid.setContentsMargins(round(16 * unit), round(8 * unit), round(10 * unit), round(8 * unit))
        self._grid.setHorizontalSpacing(round(12 * unit))
        self._grid.setVerticalSpacing(round(3 * unit))
        self.editor.set_sizes(sizes)
        self.editor.setFixedWidth(max(round(_EDITOR_WIDTH * unit), 5 * sizes.touch))
        self._default.setFixedSize(max(round(92 * sizes.text), sizes.touch), sizes.touch)

    def show_state(self, value: object, *, changed: bool, problem: Problem | None) -> None:
        self.editor.show_value(value)
        self.editor.setEnabled(not self.field.locked and not self._read_only)
        may_reset = self.editor.isEnabled() and shown_value(value) != shown_value(self.field.default)
        self._default.setVisible(may_reset)
        self._notes.setText(self._notes_text(changed=changed))
        self._problem.setText(self._problem_words(problem) if problem else "")
        self._problem.setVisible(problem is not None)
        set_tone(self, "bad" if problem else "changed" if changed else "plain")

    # -- words ------------------------------------------------------------------------------------------------------

    def _notes_text(self, *, changed: bool) -> str:
        field = self.field
        notes = [field.key, self._bounds_words(), self._origin_words()]
        if changed:
            was = self._value_words(field.value)
            notes[2] = self.tr("changed, was {value}").format(value=was)
        return "  ·  ".join(note for note in notes if note)

    def _bounds_words(self) -> str:
        low, high = self.field.low, self.field.high
        if low is None or high is None:
            return ""
        words = [*self.field.choices, f"{low:.12g} … {high:.12g}"]
        return self.tr(" or ").join(words)

    def _origin_words(self) -> str:
        match self.field.origin:
            case Origin.ENVIRONMENT:
                return self.tr("fixed by the environment variable {name}").format(name=self.field.origin_name)
            case Origin.POLICY:
                return self.tr("fixed for this machine by {file}").format(file=self.field.origin_name)
            case Origin.COMMAND_LINE:
                return self.tr("fixed on the command line")
            case Origin.FILE:
                return self.tr("set here; default {value}").format(value=self._value_words(self.field.default))
            case Origin.DEFAULT:
                return self.tr("default")

    def _value_words(self, value: object) -> str:
        if self.field.kind is Kind.SWITCH:
            return self.tr("On") if value else self.tr("Off")
        return shown_value(value) or self.tr("empty")

    def _problem_words(self, problem: Problem) -> str:
        field = self.field
        match problem.kind:
            case ProblemKind.NOT_A_NUMBER:
                said = self.tr("Not a number.")
            case ProblemKind.NOT_WHOLE:
                said = self.tr("A whole number is needed.")
            case ProblemKind.OUT_OF_RANGE:
                bounds = f"{field.low:.12g}", f"{field.high:.12g}"
                said = self.tr("At least {low}, at most {high}.").format(low=bounds[0], high=bounds[1])
            case ProblemKind.SAID:
                said = QCoreApplication.translate("settings", problem.text)
        return f"✗ {said}"

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _edited(self, value: object) -> None:
        self.edited.emit(self.field.key, value)

    @Slot()
    def _reset(self) -> None:
        self.edited.emit(self.field.key, None)
