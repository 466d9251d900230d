"""Which words the screen shows, found in the source: what ``update.py`` hands to Qt's lupdate.

lupdate's own reader of Python takes ``tr("Context", "words")`` behind ``tr = QCoreApplication.translate`` for words
with a comment, and what follows an inner class for a part of it. Python's own parser makes neither mistake, and can say
what is wrong with a call that would never be translated.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DYNAMIC = {"messages", "settings", "demo"}
"""Contexts whose words come from tables that are read by :func:`tables`, so that ui may translate them unseen."""

QT_WORDS = {
    "QFileDialog": (
        "&Choose", "&Delete", "&Look in:", "&New Folder", "&Open", "&Rename", "&Save", "All Files (*)", "Back",
        "Change to detail view mode", "Change to list view mode", "Create New Folder", "Create a New Folder",
        "Detail View", "Directories", "Directory:", "File &name:", "Files", "Files of &type:", "Find Directory",
        "Forward", "Go back", "Go forward", "Go to the parent directory", "List View", "List of places and bookmarks",
        "Open", "Parent Directory", "Show ", "Show &hidden files", "Sidebar",
    ),
    "QFileSystemModel": ("Computer", "Date Modified", "Name", "Size"),
    "QLineEdit": ("&Copy", "&Paste", "&Redo", "&Undo", "Cu&t", "Delete", "Select All"),
    "QPlatformTheme": ("Cancel", "OK", "Open", "Save"),
}  # fmt: skip
"""What Qt itself says in the dialogs we open: it brings no translation into Bahasa Indonesia."""


class Words(NamedTuple):
    """``context`` and ``text`` as ``QCoreApplication.translate`` looks them up; ``remark`` tells two of them apart."""

    context: str
    text: str
    remark: str = ""


class UntranslatableError(Exception):
    """A call that translates nothing: its words are no literal, or nobody could know their context."""


def every_word(root: Path = ROOT) -> list[Words]:
    """Everything that has to be translated, each once, in a settled order. UntranslatableError."""
    found = {words for path in sorted((root / "ui").rglob("*.py")) for words in in_source(path)}
    return sorted(found | set(tables(root)))


def tables(root: Path = ROOT) -> Iterator[Words]:
    """The words that are no literals of ui: codes' sentences, the settings, what the demo announces, and Qt's."""
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    from app.health_messages import templates as health_templates
    from app.messages import templates
    from ui.settings.view_model import setting_descriptions

    yield from (Words("messages", template) for template in dict.fromkeys((*templates(), *health_templates())))
    yield from (Words("settings", description) for description in setting_descriptions())
    yield from (Words(context, text) for context, texts in QT_WORDS.items() for text in texts)
    yield Words("QFileSystemModel", "Type", "All other platforms")
    yield Words("QAbstractFileIconProvider", "Folder", "All other platforms")
    yield Words("QAbstractFileIconProvider", "Drive")
    demo = ast.parse((root / "app" / "commands" / "demo_site.py").read_text(encoding="utf-8"))
    for node in ast.walk(demo):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_say":
            yield Words("demo", _literal(node.args[0], "app/commands/demo_site.py"))


def in_source(path: Path) -> Iterator[Words]:
    """The words of one module. UntranslatableError."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _Reader(path, _other_names(tree)).words_in(tree, "")


def _other_names(tree: ast.Module) -> dict[str, str]:
    """``tr = QCoreApplication.translate`` and the like: which call a local name stands for."""
    return {
        target.id: value.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target, value in _pairs(node.targets[0], node.value)
        if isinstance(target, ast.Name) and isinstance(value, ast.Attribute) and value.attr in {"tr", "translate"}
    }


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


class _Reader:
    def __init__(self, path: Path, other_names: dict[str, str]) -> None:
        self._path, self._other_names = path, other_names

    def words_in(self, node: ast.AST, class_name: str) -> Iterator[Words]:
        inner = node.name if isinstance(node, ast.ClassDef) else class_name
        if isinstance(node, ast.Call) and (words := self._of_call(node, class_name)):
            yield words
        for child in ast.iter_child_nodes(node):
            yield from self.words_in(child, inner)

    def _of_call(self, call: ast.Call, class_name: str) -> Words | None:
        place = f"{self._path}:{call.lineno}"
        match call.func:
            case ast.Attribute(attr="translate", value=ast.Name(id="QCoreApplication")):
                return self._translated(call.args, place)
            case ast.Name(id=name) if self._other_names.get(name) == "translate":
                return self._translated(call.args, place)
            case ast.Attribute(attr="tr", value=ast.Name(id="self")) if class_name:
                return Words(class_name, *(_literal(each, place) for each in call.args[:2]))
            case ast.Name(id=name) if self._other_names.get(name) == "tr" and class_name:
                return Words(class_name, *(_literal(each, place) for each in call.args[:2]))
            case ast.Attribute(attr="tr"):
                raise UntranslatableError(f"{place}: nobody knows the context; use QCoreApplication.translate")
        return None

    def _translated(self, arguments: list[ast.expr], place: str) -> Words | None:
        context = _literal(arguments[0], place)
        if context in DYNAMIC and not isinstance(arguments[1], ast.Constant):
            return None
        return Words(context, *(_literal(each, place) for each in arguments[1:3]))


def _literal(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        return node.value
    raise UntranslatableError(f"{place}: only a literal is translated, not {ast.unparse(node)}")
