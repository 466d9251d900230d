"""What the licences oblige us to hand on, written into a folder: the notice, every text, and the list of both."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path

from parts import Part

from app.domain.about import Piece, Vendor, notice_text
from app.domain.licence import taken
from services.about.installed import LICENCES
from services.about.program import INDEX, NOTICE

TEXTS, WHOLE = "texts", "LICENCES.txt"
_WIDTH = 100


def write_notices(out: Path, parts: Sequence[Part], vendor: Vendor) -> None:
    """``out`` is made; its former texts go. What is written depends on ``parts`` alone, never on the day."""
    shutil.rmtree(out / TEXTS, ignore_errors=True)
    (out / TEXTS).mkdir(parents=True)
    there: dict[Path, str] = {}
    pieces = [_written(part, out, there) for part in parts]
    template = (LICENCES / NOTICE).read_text(encoding="utf-8")
    notice = notice_text(template, pieces, vendor)
    (out / NOTICE).write_text(notice, encoding="utf-8")
    (out / INDEX).write_text(_index(pieces), encoding="utf-8")
    (out / WHOLE).write_text(_whole(out, notice, pieces), encoding="utf-8")


def _written(part: Part, out: Path, there: dict[Path, str]) -> Piece:
    """The piece, with its texts where they now lie. ``there``: those that another piece has brought already."""
    for place, text in enumerate(part.texts, start=1):
        if text not in there:
            there[text] = f"{TEXTS}/{part.key}.txt" if len(part.texts) == 1 else f"{TEXTS}/{part.key}-{place}.txt"
            (out / there[text]).write_text(text.read_text(encoding="utf-8", errors="replace"), encoding="utf-8")
    piece = part.piece
    return Piece(piece.name, piece.version, piece.licence, tuple(there[text] for text in part.texts), piece.source)


def _index(pieces: Sequence[Piece]) -> str:
    rows = [
        {
            "name": each.name,
            "version": each.version,
            "licence": each.licence,
            "texts": list(each.texts),
            "source": each.source,
        }
        for each in pieces
    ]
    return json.dumps({"pieces": rows}, indent=1, ensure_ascii=False) + "\n"


def _whole(out: Path, notice: str, pieces: Sequence[Piece]) -> str:
    """One file to read or to print: notice, list, and every text once, under the names of all who share it."""
    lines = [textwrap.fill(line, _WIDTH, subsequent_indent="    ") for line in notice.splitlines()]
    lines += ["", "=" * _WIDTH, ""]
    lines += [f"{each.title}: {taken(each.licence)}" for each in pieces]
    shared: dict[str, list[str]] = {}
    for piece in pieces:
        for name in piece.texts:
            text = (out / name).read_text(encoding="utf-8").strip("\n")
            names = shared.setdefault(text, [])
            if piece.name not in names:
                names.append(piece.name)
    for text, names in shared.items():
        lines += ["", "=" * _WIDTH, textwrap.fill(", ".join(names), _WIDTH), "=" * _WIDTH, "", text]
    return "\n".join(lines) + "\n"
