"""Pieces of Markdown that the generated pages are made of."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_WIDTH = 120
_PAGE = re.compile(r"docs/((?:adr/)?([\w.-]+))\.md")


def notice(source: str) -> str:
    """The second paragraph of every generated page."""
    made = f"Made by `python3 packaging/reference.py` from {source}. Do not edit this page: edit what it is made of."
    return f"*{_filled(made)}*"


def paragraph(text: str) -> str:
    """Of a docstring: one run of words, its pages as links where they exist."""
    return _filled(linked(" ".join(text.replace("``", "`").split())))


def linked(text: str) -> str:
    """``docs/page.md`` becomes a link where there is such a page, else its name."""
    return _PAGE.sub(_link, text)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def code(text: str) -> str:
    """As a span of code; nothing for nothing."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def block(text: str, language: str = "") -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def sentence(words: str) -> str:
    """A line of help as a sentence."""
    said = f"{words[0].upper()}{words[1:].rstrip('.')}"
    return said if said.endswith("?") else f"{said}."


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _link(found: re.Match[str]) -> str:
    there = (DOCS / f"{found[1]}.md").exists()
    return f"[{found[2].replace('-', ' ')}]({found[1]}.md)" if there else f"“{found[2].replace('-', ' ')}”"
