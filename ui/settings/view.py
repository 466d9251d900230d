"""The settings dialog: sections at the left, their fields at the right, one search over all."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScroller,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import OperationalError
from app.messages import PLAIN, Wording, error_sentence
from app.settings import Settings
from app.settings_layers import with_changes
from app.use_cases.administration import ReadOnly
from ui.errand import Errand
from ui.settings.row import FieldRow
from ui.settings.view_model import Draft, Section, SettingField, draft, sections, setting_fields, shown_fields
from ui.theme.keys import answer_keys
from ui.theme.tokens import Palette, Sizes
from ui.theme.widgets import ActionButton, ContentScroll, label, set_tone

SAVE_LIMIT_S = 15.0
_MATCHES_AT_MOST = 10
Save = Callable[[Mapping[str, object]], None]


class SettingsDialog(QWidget):
    """A page, or a window of its own. ``save`` writes the changes (``section.key``: value, None: the default) and may
    raise OperationalError; it runs on a thread of its own, and ``saved`` tells of its success. ``closed``: it has
    nothing more to do. ``read_only``: why nothing may be changed.

    Keys: Tab to a field, arrows change it, Ctrl+S saves, Ctrl+F searches, Ctrl+Page up and down change the section,
    Escape leaves.
    """

    saved = Signal(object)
    closed = Signal()

    def __init__(
        self,
        settings: Settings,
        origins: Mapping[str, str],
        save: Save,
        colours: Palette,  # noqa: ARG002  # as every view has it; the look comes from the stylesheet
        sizes: Sizes,
        *,
        read_only: ReadOnly | None = None,
        wording: Wording = PLAIN,
    ) -> None:
        super().__init__()
        self.setObjectName("settingsDialog")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings, self._origins, self._save = settings, dict(origins), save
        self._sizes, self._read_only, self._wording = sizes, read_only, wording
        self._fields = setting_fields(settings, origins)
        self._sections = sections()
        self._section = self._sections[1].name
        self._edits: dict[str, object] = {}
        self._draft: Draft = draft(settings, self._fields, {})
        self._pending: dict[str, object] = {}
        self._rows: dict[str, FieldRow] = {}
        self._sure = False
        self._errand = Errand(self, "settings-file")
        self._make()
        self._build()
        self._connect()
        self.set_sizes(sizes)
        self._show_fields()
        self._show_draft()

    # -- built once -------------------------------------------------------------------------------------------------

    def _make(self) -> None:
        self._title = label("title", self.tr("Settings"))
        self.search = QLineEdit()
        self.search.setObjectName("settingsSearch")
        self.search.setProperty("role", "setting")
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.search.setPlaceholderText(self.tr("Search all settings"))
        self.search.setClearButtonEnabled(True)
        self._locked = label("strong", self._read_only_words(), name="settingsReadOnly")
        self._locked.setWordWrap(True)
        self._locked.setVisible(self._read_only is not None)
        set_tone(self._locked, "caution")
        self._group = QButtonGroup(self)
        self._buttons = {section.name: self._section_button(section) for section in self._sections}
        self._more = label("muted", name="settingsMore")
        self._more.setWordWrap(True)
        self._said = label("strong", name="settingsSaid")
        self._said.setWordWrap(True)
        self._cancel = ActionButton("", "settingsCancel")
        self._save_button = ActionButton(self.tr("Save"), "settingsSave", "primary")
        self._save_button.setVisible(self._read_only is None)
        self._save_button.setToolTip("Ctrl+S")
        for end in (self._cancel, self._save_button):
            end.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def _section_button(self, section: Section) -> ActionButton:
        button = ActionButton("", f"section_{section.name}", "choice")
        button.setCheckable(True)
        self._group.addButton(button)
        return button

    def _build(self) -> None:
        self._top, self._ends = QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(self._title)
        self._top.addStretch(1)
        self._top.addWidget(self.search, 1)
        self._ends.addWidget(self._said, 1)
        self._ends.addWidget(self._cancel)
        self._ends.addWidget(self._save_button)
        self._left, self._list = self._scrolled()
        for button in self._buttons.values():
            self._list.addWidget(button)
        self._list.addStretch(1)
        self._right, self._column = self._scrolled()
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self._grid = QGridLayout(self)
        self._grid.addLayout(self._top, 0, 0, 1, 2)
        self._grid.addWidget(self._locked, 1, 0, 1, 2)
        self._grid.addWidget(self._left, 2, 0)
        self._grid.addWidget(self._right, 2, 1)
        self._grid.addLayout(self._ends, 3, 0, 1, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(2, 1)

    def _scrolled(self) -> tuple[ContentScroll, QVBoxLayout]:
        scroll, content = ContentScroll(), QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        scroll.setWidget(content)
        scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        QScroller.grabGesture(scroll.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        return scroll, column

    def _connect(self) -> None:
        self.search.textChanged.connect(self._show_fields)
        self._group.buttonClicked.connect(self._section_chosen)
        self._save_button.clicked.connect(self.save)
        self._cancel.clicked.connect(self.leave)
        self._errand.done.connect(self._written)
        self._errand.failed.connect(self._not_written)
        self._errand.too_late.connect(self._no_answer)
        answer_keys(
            self,
            {
                "Ctrl+S": self.save,
                "Ctrl+F": self._to_search,
                "Ctrl+PgDown": self._next_section,
                "Ctrl+PgUp": self._previous_section,
                "Escape": self.leave,
            },
        )

    def set_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        unit = sizes.unit
        margin = round(18 * unit)
        self._grid.setContentsMargins(margin, round(12 * unit), margin, round(14 * unit))
        self._grid.setHorizontalSpacing(round(16 * unit))
        self._grid.setVerticalSpacing(round(10 * unit))
        self._list.setSpacing(round(4 * unit))
        self._column.setSpacing(round(8 * unit))
        self._ends.setSpacing(sizes.touch_gap)
        self._left.setFixedWidth(round(100 * unit + 200 * sizes.text))
        self.search.setFixedHeight(sizes.touch)
        for button in self._buttons.values():
            button.setFixedHeight(sizes.touch)
        for end, width in ((self._cancel, 230), (self._save_button, 260)):
            end.setFixedHeight(sizes.secondary)
            end.setMinimumWidth(round(width * unit))
        for row in self._rows.values():
            row.set_sizes(sizes)

    # -- what is seen -----------------------------------------------------------------------------------------------

    @Slot()
    def _show_fields(self) -> None:
        query = self.search.text()
        found = shown_fields(self._fields, self._section, query, self._described)
        shown = found[:_MATCHES_AT_MOST] if query.strip() else found
        for row in self._rows.values():
            row.hide()
        for place, field in enumerate(shown):
            row = self._row(field)
            self._column.removeWidget(row)
            self._column.insertWidget(place, row)
            row.show()
        self._more.setText(self._more_words(len(found) - len(shown), nothing=not found))
        self._more.setVisible(bool(self._more.text()))
        self._group.setExclusive(False)  # an exclusive group would not let the last one go
        for name, button in self._buttons.items():
            button.setChecked(name == self._section and not query.strip())
        self._group.setExclusive(True)
        self._right.verticalScrollBar().setValue(0)

    def _described(self, description: str) -> str:
        return QCoreApplication.translate("settings", description)

    def _row(self, field: SettingField) -> FieldRow:
        row = self._rows.get(field.key)
        if row is None:
            row = self._rows[field.key] = FieldRow(field, self._sizes, read_only=self._read_only is not None)
            row.edited.connect(self._edited)
            self._show_row(row)
        return row

    def _show_draft(self) -> None:
        self._draft = draft(self._settings, self._fields, self._edits)
        for row in self._rows.values():
            self._show_row(row)
        changed = {key.rpartition(".")[0] or self._sections[0].name for key in self._draft.changes}
        for section in self._sections:
            title = QCoreApplication.translate("settings", section.title)
            self._buttons[section.name].setText(f"{title}  ●" if section.name in changed else title)
        self._save_button.setEnabled(self._draft.may_save and not self._errand.running)
        self._sure = False
        self._cancel.setText(self.tr("Cancel") if self._draft.changes else self.tr("Close"))
        self._say(*self._draft_words())

    def _show_row(self, row: FieldRow) -> None:
        key = row.field.key
        value = self._edits.get(key, row.field.value)
        shown = row.field.default if value is None else value
        row.show_state(shown, changed=key in self._draft.changes, problem=self._draft.problem_of(row.field))

    def _say(self, words: str, tone: str = "plain") -> None:
        self._said.setText(words)
        set_tone(self._said, tone)

    # -- words ------------------------------------------------------------------------------------------------------

    def _read_only_words(self) -> str:
        if self._read_only is ReadOnly.NOT_AN_ADMIN:
            return self.tr("⚠ To look at only: an administrator may change settings.")
        if self._read_only is ReadOnly.FILE_LOCKED:
            return self.tr("⚠ To look at only: this user may not write the settings file. Ask IT.")
        return ""

    def _more_words(self, left_out: int, *, nothing: bool) -> str:
        if nothing:
            return self.tr("No setting is called so. Search by another word.")
        return self.tr("{count} more: type on to find them.").format(count=left_out) if left_out else ""

    def _draft_words(self) -> tuple[str, str]:
        found = self._draft
        if found.problems:
            return self.tr("✗ Correct what is marked: {keys}").format(keys=", ".join(found.problems)), "bad"
        if not found.changes:
            return "", "plain"
        if found.restart:
            return self.tr("Changed: {count}. They apply when the station is started again.").format(
                count=len(found.changes)
            ), "caution"
        return self.tr("Changed: {count}. They apply at once.").format(count=len(found.changes)), "good"

    # -- what is done -----------------------------------------------------------------------------------------------

    @Slot()
    def _section_chosen(self) -> None:
        self._go_to(next(name for name, button in self._buttons.items() if button is self._group.checkedButton()))

    @Slot()
    def _next_section(self) -> None:
        self._move(1)

    @Slot()
    def _previous_section(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        names = list(self._buttons)
        self._go_to(names[(names.index(self._section) + by) % len(names)])

    def _go_to(self, name: str) -> None:
        self._section = name
        self.search.clear()
        self._show_fields()
        self._left.ensureWidgetVisible(self._buttons[name])

    @Slot()
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str, object)
    def _edited(self, key: str, value: object) -> None:
        self._edits[key] = value
        self._show_draft()

    @Slot()
    def save(self) -> None:
        """Writes what is changed, if it is sound and may be changed."""
        if self._read_only is not None or not self._draft.may_save or self._errand.running:
            return
        changes = dict(self._draft.changes)
        self._pending = changes
        self._say(self.tr("Saving…"))
        self._save_button.setEnabled(False)
        self._right.setEnabled(False)
        self._errand.begin(lambda: self._save(changes), SAVE_LIMIT_S)

    @Slot()
    def leave(self) -> None:
        """Close; with changes only when asked a second time."""
        if self._draft.changes and not self._sure:
            self._sure = True
            self._cancel.setText(self.tr("Throw away"))
            self._say(self.tr("Throw the changes away? Press once more."), "caution")
            return
        self._edits.clear()
        self._errand.cancel()
        self.closed.emit()

    @Slot(object)
    def _written(self, _nothing: object) -> None:
        restart, changes = self._draft.restart, self._pending
        self._settings = with_changes(self._settings, changes)
        for key, value in changes.items():
            self._origins.pop(key, None)
            if value is not None:
                self._origins[key] = "file"
        self._fields = setting_fields(self._settings, self._origins)
        self._start_over()
        self._say(
            self.tr("✓ Saved. Start the station again for the changes to apply.") if restart else self.tr("✓ Saved."),
            "good",
        )
        self.saved.emit(changes)

    def _start_over(self) -> None:
        """New rows for the new values."""
        self._edits.clear()
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows.clear()
        self._right.setEnabled(True)
        self._show_fields()
        self._show_draft()

    @Slot(object)
    def _not_written(self, error: OperationalError) -> None:
        self._keep_on(str(error_sentence(error, self._wording)))

    @Slot()
    def _no_answer(self) -> None:
        self._keep_on(self.tr("The disk does not answer. Try again, and call IT if it stays so."))

    def _keep_on(self, words: str) -> None:
        self._right.setEnabled(True)
        self._show_draft()
        self._say(f"✗ {words}", "bad")
