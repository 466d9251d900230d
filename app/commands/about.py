"""``countersign about``: version, build, what runs it, the model, and the licences of what it contains."""

import argparse
import json

from app.commands.about_parts import build_about
from app.domain.about import AboutFacts, Piece, ticket
from app.ports.about import About
from app.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--json", action="store_true", help="for programs")
    add("--licences", action="store_true", help="what is contained, the notice, and the texts of the licences")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """FILE_UNREADABLE when an installation is damaged."""
    about = build_about(settings)
    facts = about.facts()
    if args.json:
        print(json.dumps(as_json(facts), indent=2))
    else:
        print(ticket(facts), end="")
    if args.licences and not args.json:
        print_licences(about, facts)
    return 0


def as_json(facts: AboutFacts) -> dict[str, object]:
    return {
        "version": facts.version,
        "build": facts.build_id,
        "built_at": facts.built_at,
        "runs_on": dict(facts.runs_on),
        "model": facts.model,
        "pieces": [{"name": each.name, "version": each.version, "licence": each.licence} for each in facts.pieces],
    }


def print_licences(about: About, facts: AboutFacts) -> None:
    print(f"\n{facts.notice}")
    for piece in facts.pieces:
        print(f"{piece.title}: {piece.licence or 'licence not declared'}")
    for piece in facts.pieces:
        print(f"\n{_headed(piece)}\n\n{about.text(piece) or '(it carries no text of its own)'}")


def _headed(piece: Piece) -> str:
    return f"{'=' * 100}\n{piece.title}\n{'=' * 100}"
