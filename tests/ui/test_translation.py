"""The translation is whole, like its sources, and kept from all of them."""

import ast
import re
import string
from pathlib import Path

import pytest

from tests.ui.translating import ROOT, TS, Entry, entries, tool

SHOWING = {
    "label": 1, "ActionButton": 0, "QLabel": 0, "QPushButton": 0, "QCheckBox": 0, "QRadioButton": 0, "QGroupBox": 0,
    "setText": 0, "setPlaceholderText": 0, "setAccessibleName": 0, "setAccessibleDescription": 0, "setToolTip": 0,
    "setWindowTitle": 0, "setTitle": 0, "setStatusTip": 0, "setWhatsThis": 0, "setHtml": 0, "setMarkdown": 0,
    "addItem": 0, "addTab": 1, "addAction": 0, "say": 0, "drawText": -1,
}  # fmt: skip
"""What puts words on the screen: the place of the words among its arguments."""
SAME_IN_BOTH = re.compile(r"Countersign|Bahasa Indonesia|English|(Ctrl|Alt)\+(Shift\+)?(\w?|Enter)|/dev/ttyACM0, COM3")
"""Names, keys and ports."""


# -- the files --------------------------------------------------------------------------------------------------------


def test_the_translation_is_up_to_date_with_the_sources_and_compiled(tmp_path: Path) -> None:
    made = tool().fresh(tmp_path)
    again = "run python packaging/translations/update.py"
    assert TS.read_bytes() == made.read_bytes(), again
    assert TS.with_suffix(".qm").read_bytes() == made.with_suffix(".qm").read_bytes(), again


def test_everything_is_translated(tmp_path: Path) -> None:
    """As update.py --missing says it: of the sources as they are now, not as they were at the last update."""
    assert tool().untranslated(tool().fresh(tmp_path)) == []


def test_the_file_names_no_place_on_any_machine() -> None:
    assert "<location" not in TS.read_text(encoding="utf-8")


def unlike(entry: Entry) -> str:
    """What a translation must have of its source: names in braces, spaces at the ends, marks, the kind of ending."""
    source, translation = entry.source, entry.translation
    if not translation or "%n" in source:
        return "has no translation, or plural forms, which need a file for English too"
    differing = [has.__name__ for has in (names_in, ends, ending, marks) if has(translation) != has(source)]
    return f"“{source}” and “{translation}” differ in {', '.join(differing)}" if differing else ""


def test_every_translation_is_like_its_source() -> None:
    assert list(filter(None, map(unlike, entries()))) == []


@pytest.mark.parametrize(
    "translation",
    ["", "Label {labels} batal.", "Label batal.", " Label {label} batal.", "Label {label} batal", "⚠ Label {label}."],
)
def test_a_translation_unlike_its_source_is_found(translation: str) -> None:
    assert unlike(Entry("messages", "Label {label} was taken back.", translation, ""))
    assert not unlike(Entry("messages", "Label {label} was taken back.", "Label {label} dibatalkan.", ""))


def names_in(text: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, form, conversion) for _, name, form, conversion in string.Formatter().parse(text) if name)


def ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def ending(text: str) -> str:
    return text[-1] if text[-1] in ".…:?!" else ""


def marks(text: str) -> list[str]:
    """The glyphs that go with colours, and the commands that are typed as they are."""
    return sorted(re.findall(r"[✓✗⚠↺↑→●○▲■]|countersign \w+|\b\w+\.\w+_\w+\b", text))


# -- finding the words ------------------------------------------------------------------------------------------------

IDIOMS = """
from PySide6.QtCore import QCoreApplication, QLocale

def words(which: int) -> str:
    tr, number = QCoreApplication.translate, QLocale().toString
    return {1: tr("Alone", "In a table"), 2: QCoreApplication.translate("Alone", "With “quotes” and \\\\ … ✗")}[which]

class View:
    def a(self) -> str:
        return self.tr("over "
            "two lines").format(a=self.tr("inside"))

    def b(self) -> dict[int, str]:
        class Inner:
            def c(self) -> str:
                return self.tr("of the inner one")
        return {1: self.tr("after it"), 2: self.tr("one", "of two")}
"""


def test_every_idiom_of_ours_is_found(tmp_path: Path) -> None:
    source = tmp_path / "view.py"
    source.write_text(IDIOMS, encoding="utf-8")
    assert {tuple(words) for words in tool().extract.in_source(source)} == {
        ("Alone", "In a table", ""),
        ("Alone", "With “quotes” and \\ … ✗", ""),
        ("View", "over two lines", ""),
        ("View", "inside", ""),
        ("Inner", "of the inner one", ""),
        ("View", "after it", ""),
        ("View", "one", "of two"),
    }


def test_what_is_found_arrives_in_the_file_as_it_was_written(tmp_path: Path) -> None:
    words = tool().extract.Words
    asked = [words("Alone", 'With “quotes", \\ and … ✗\n'), words("View", "one", "of two"), words("View", "one")]
    tool().update(tmp_path / "made.ts", asked)
    assert sorted(tool().untranslated(tmp_path / "made.ts")) == sorted(asked)


@pytest.mark.parametrize(
    "call",
    [
        'class A:\n    def b(self, name):\n        return self.tr(f"hello {name}")',
        "class A:\n    def b(self, name):\n        return self.tr(name)",
        'def b(view):\n    return view.tr("hello")',
        "from PySide6.QtCore import QCoreApplication\ndef b(name):\n    return QCoreApplication.translate('A', name)",
    ],
)
def test_a_call_that_translates_nothing_is_refused(tmp_path: Path, call: str) -> None:
    source = tmp_path / "view.py"
    source.write_text(call, encoding="utf-8")
    with pytest.raises(tool().extract.UntranslatableError, match=r"view\.py:\d"):
        list(tool().extract.in_source(source))


def bare_words(source: str) -> list[str]:
    """Literals with a word in them that are put on the screen without being translated."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        place = SHOWING.get(name)
        if place is not None and len(node.args) > max(place, 0):
            found += _literals(node.args[place])
    return [text for text in found if re.search(r"[^\W\d_]{2}", text) and not SAME_IN_BOTH.fullmatch(text)]


def _literals(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=values):
            return [text for value in values if isinstance(value, ast.Constant) for text in _literals(value)]
        case ast.BinOp(left=left, right=right):
            return _literals(left) + _literals(right)
        case ast.IfExp(body=body, orelse=orelse):
            return _literals(body) + _literals(orelse)
    return []


@pytest.mark.parametrize("path", sorted((ROOT / "ui").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_view_shows_words_that_nobody_translates(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "call",
    [
        'label("title", "Hello you")', 'ActionButton("Submit", "submitButton")', 'self.box.setText(f"{n} pieces")',
        'painter.drawText(room, flags, "Hello")', 'line.setPlaceholderText("Scan" if a else "")',
    ],
)  # fmt: skip
def test_words_that_nobody_translates_are_found(call: str) -> None:
    assert bare_words(call)
