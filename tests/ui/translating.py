"""The tool that keeps the translation, for tests: ``packaging/`` is no package, so it is loaded from its file."""

import importlib.util
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
TS = TRANSLATIONS / "countersign_id.ts"


class Entry(NamedTuple):
    context: str
    source: str
    translation: str
    state: str


def tool() -> ModuleType:
    """``packaging/translations/update.py``; its ``extract`` is the reader of the sources."""
    name = "countersign_translations"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / "translations" / "update.py")
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        before = list(sys.path)
        spec.loader.exec_module(sys.modules[name])
        sys.path[:] = before
    return sys.modules[name]


def entries(ts: Path = TS) -> Iterator[Entry]:
    for context in ElementTree.parse(ts).iterfind("context"):
        for message in context.iterfind("message"):
            translation = message.find("translation")
            assert translation is not None
            yield Entry(
                context.findtext("name", ""),
                message.findtext("source", ""),
                translation.text or "",
                translation.get("type", "finished"),
            )


def made_over(folder: Path, change: Callable[[Entry], str]) -> Path:
    """A folder for ``ui.language.TRANSLATIONS``, in which every translation is what ``change`` makes of it."""
    tree = ElementTree.parse(TS)
    for context in tree.iterfind("context"):
        for message in context.iterfind("message"):
            translation = message.find("translation")
            assert translation is not None
            entry = Entry(context.findtext("name", ""), message.findtext("source", ""), translation.text or "", "")
            translation.text = change(entry)
            translation.attrib.pop("type", None)
    ts = folder / TS.name
    tree.write(ts, encoding="utf-8", xml_declaration=True)
    tool().compile_ts(ts, ts.with_suffix(".qm"))
    return folder
