"""What the program says of itself: its build, what runs it, and whose work it contains."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.licence import owes_source, taken

PROGRAM = "Countersign"
PLACEHOLDER = "(to be filled in by the vendor)"
"""Stands in the vendor's file until somebody has filled it in."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of others. ``version``: "" where it does not say. ``licence``: an SPDX expression, "" where it is not
    known. ``texts``: names of its licence texts, for whoever keeps them. ``source``: where its makers publish its
    sources, "" where nobody has to say."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...] = ()
    source: str = ""

    @property
    def title(self) -> str:
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who hands the program to customers, and answers for the offer of sources, ``years`` long."""

    name: str
    contact: str
    years: int

    @property
    def known(self) -> bool:
        return PLACEHOLDER not in (self.name, self.contact)


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """``built_at``: UTC, ISO 8601, "" for a checkout. ``runs_on``: name and version of what runs it, in the order in
    which it is told. ``model``: name and version, "" where none can be read. ``notice``: what the licences oblige us
    to say, in English."""

    version: str
    build_id: str
    built_at: str
    runs_on: tuple[tuple[str, str], ...]
    model: str
    pieces: tuple[Piece, ...]
    notice: str


def ticket(facts: AboutFacts, model_in_use: str = "") -> str:
    """For a support ticket: a line for each fact that is known, in English whatever the screen speaks. Rule AB1: the
    model is the one that answers now, else the own one."""
    ours = ((PROGRAM, facts.version), ("Build", facts.build_id), ("Built", facts.built_at))
    told = (*ours, *facts.runs_on, ("Model", model_in_use or facts.model))
    return "".join(f"{name}: {value}\n" for name, value in told if value)


def canonical(name: str) -> str:
    """A package's name as an index has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def notice_text(template: str, pieces: Sequence[Piece], vendor: Vendor) -> str:
    """The notice, with every piece whose source is owed (rule LI2), where its makers publish that, and the offer. One
    line for each paragraph. A line of the template that begins with a name in square brackets stands only where there
    is a piece of that name."""
    owed = [piece for piece in pieces if piece.source and owes_source(piece.licence)]
    lines = [f"  {each.title}, {taken(each.licence)}: {each.source}" for each in owed]
    names = {"", *(canonical(piece.name) for piece in pieces)}
    kept = (line for line in template.splitlines(keepends=True) if canonical(_condition(line)) in names)
    return "".join(line.removeprefix(f"[{_condition(line)}]") for line in kept).format(
        program=PROGRAM, pieces="\n".join(lines), vendor=vendor.name, contact=vendor.contact, years=vendor.years
    )


def _condition(line: str) -> str:
    return line[1 : line.index("]")] if line.startswith("[") else ""
