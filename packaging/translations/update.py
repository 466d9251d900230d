"""Bring the translation up to date with the source: `python packaging/translations/update.py`.

Finds every word of the screen, merges them into resources/translations/countersign_id.ts with Qt's lupdate, and
compiles that to countersign_id.qm with lrelease. Both come with PySide6-Essentials. Then says what is untranslated.

    --missing   only say what is untranslated, and change nothing; exit code 1 if anything is
    --check     only say whether both files are up to date and complete; exit code 1 if not
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import extract  # after its folder is known: packaging/ is no package

TS = extract.ROOT / "resources" / "translations" / "countersign_id.ts"


def qm_of(ts: Path) -> Path:
    return ts.with_suffix(".qm")


def update(ts: Path, words: list[extract.Words]) -> None:
    """Merge into ``ts``, which need not be there yet; what the source no longer says is dropped."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "words.cpp"
        source.write_text("\n".join(map(_marked, words)) + "\n", encoding="utf-8")
        _run("lupdate", source, "-silent", "-locations", "none", "-no-obsolete", "-sort-messages",
             "-source-language", "en", "-target-language", "id", "-ts", ts)  # fmt: skip


def compile_ts(ts: Path, qm: Path) -> None:
    _run("lrelease", "-silent", "-nounfinished", ts, "-qm", qm)


def untranslated(ts: Path) -> list[extract.Words]:
    """What has no translation, or one that lupdate only guessed from similar words."""
    found = []
    for context in ElementTree.parse(ts).iterfind("context"):  # noqa: S314 - our own file
        for message in context.iterfind("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not translation.text:
                texts = (message.findtext("source", ""), message.findtext("comment", ""))
                found.append(extract.Words(context.findtext("name", ""), *texts))
    return found


def fresh(folder: Path, ts: Path = TS) -> Path:
    """A copy of ``ts`` in ``folder`` as an update would leave it, with its .qm."""
    copy = folder / ts.name
    if ts.exists():
        shutil.copyfile(ts, copy)
    update(copy, extract.every_word())
    compile_ts(copy, qm_of(copy))
    return copy


def _marked(words: extract.Words) -> str:
    texts = ", ".join(f'"{_escaped(text)}"' for text in words if text)
    return f"QT_TRANSLATE_NOOP{'3' if words.remark else ''}({texts})"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _run(tool: str, *arguments: object) -> None:
    """Of the environment this Python is in: pyside6-lupdate, pyside6-lrelease."""
    program = shutil.which(f"pyside6-{tool}", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit(f"There is no pyside6-{tool} beside {sys.executable}; it comes with PySide6-Essentials.")
    subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def main(words: list[str]) -> int:
    if not words:
        update(TS, extract.every_word())
        compile_ts(TS, qm_of(TS))
        _list(untranslated(TS))
        return 0
    if words not in (["--missing"], ["--check"]):
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        made = fresh(Path(folder))
        missing = untranslated(made)
        _list(missing)
        stale = [] if words == ["--missing"] else [file for file in (TS, qm_of(TS)) if not _same(file, made)]
        for file in stale:
            print(f"{file.relative_to(extract.ROOT)} is not up to date")
        return 1 if missing or stale else 0


def _list(missing: list[extract.Words]) -> None:
    for words in missing:
        print(": ".join(text for text in words if text))
    print(f"{len(missing)} untranslated")


def _same(file: Path, made: Path) -> bool:
    return file.exists() and file.read_bytes() == made.with_suffix(file.suffix).read_bytes()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
