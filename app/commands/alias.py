"""``countersign alias``: which part a label of a model is, as a named supervisor declares it.

For labels that are spelt unlike their part: proposed by one person, approved by a supervisor, and never by likeness.
An alias belongs to one version of one model; a new version begins without any. Every act is kept, with who, when and
why, in the database of the settings. ``--config`` and ``--set`` go before the second word.

Who proposes, approves, revokes or imports signs in: with the badge of ``--as``, or the one asked for, and PIN or
password. Supervisors may do all of it, administrators propose. Whoever proposed an alias does not approve it.

A label has one approved part at a time: to change it, revoke the one and approve the other. The CSV file has the
columns ``model_name,model_version,label,part_number,status,by,at,reason``. Rows that are approved or revoked are
taken over only as acts of whoever imports, now, with the file's reason; their proposals stay those of the name in the
file, after ``import: ``. A row that is wrong refuses the whole file. What a spreadsheet would take for a formula is
written with an apostrophe before it and read without.

Exit code: 0 when done; 1 when an act is refused or the database does not take it; 2 when a file cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.bootstrap import database_login
from app.commands.sign_in_prompt import add_sign_in_arguments, prompted_actor
from app.domain.alias import MAX_REASON, Alias, AliasBook, AliasKey
from app.domain.detection import ModelIdentity
from app.domain.part_number import canonical_part_number
from app.domain.people import Actor
from app.places import DATABASE_NAME
from app.ports.alias_table import TEXT_AT_MOST, AliasTable
from app.ports.clock import SystemClock
from app.settings import Settings
from app.use_cases.aliases import Aliases
from services.aliases.csv_file import cells, csv_of, read_aliases, write_aliases
from services.storage.open_store import open_aliases, sqlite_file
from services.updates.open_updates import model_in_use
from services.vision.model import load_model
from services.vision.model_card import CARD_NAME, read_card
from services.vision.model_file import model_path

_ACTS = {
    "propose": "say that a label may be a part; it counts when approved",
    "approve": "let a label count as the part that was proposed for it",
    "revoke": "let it count no longer",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(
        dest="deed", required=True, metavar="list|propose|approve|revoke|import|export|coverage"
    )
    listed = deeds.add_parser("list", help="every alias as it stands")
    listed.add_argument("--model", type=model_identity, metavar="NAME@VERSION", help="of this model only")
    listed.add_argument("--json", action="store_true", help="one JSON list")
    for deed, summary in _ACTS.items():
        _add_act(deeds.add_parser(deed, help=summary))
    imported = deeds.add_parser("import", help="take over a CSV file, all of it or nothing")
    imported.add_argument("file", type=Path, metavar="FILE")
    add_sign_in_arguments(imported)
    exported = deeds.add_parser("export", help="write every act as a CSV file")
    exported.add_argument("file", metavar="FILE|-", help="- is the standard output")
    coverage = deeds.add_parser("coverage", help="the labels of a model that have no approved alias")
    coverage.add_argument("--model-path", metavar="PATH", help="another model than the settings'")


def _add_act(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("label", type=_text, metavar="LABEL", help="as the model spells it")
    parser.add_argument("part", type=_text, metavar="PART", help="as the ERP spells it")
    parser.add_argument("--model", type=model_identity, required=True, metavar="NAME@VERSION")
    parser.add_argument("--reason", type=_reason, required=True, metavar="TEXT")
    add_sign_in_arguments(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.deed not in {"import", *_ACTS}:
        return _read(args, settings)
    acting = _acting(args)
    actor, authority = prompted_actor(settings, args.as_whom, secret_stdin=args.secret_stdin)
    table = open_table(settings)
    try:
        print(acting(Aliases(table, authority, SystemClock()), actor))
    finally:
        table.close()
    return 0


def open_table(settings: Settings) -> AliasTable:
    """The alias table of the settings' database, made ready. Raises OperationalError(DATABASE_…)."""
    rules = settings.database
    return open_aliases(rules.url, settings.data_path / DATABASE_NAME, rules.timeout_s, database_login(settings))


def known_book(settings: Settings) -> AliasBook:
    """What the settings' database holds; nothing is made where there is no SQLite file yet. Raises
    OperationalError(DATABASE_…)."""
    file = sqlite_file(settings.database.url, settings.data_path / DATABASE_NAME)
    if file is not None and not file.exists():
        return AliasBook()
    table = open_table(settings)
    try:
        return table.book()
    finally:
        table.close()


def model_and_labels(path: Path) -> tuple[ModelIdentity, tuple[str, ...]]:
    """Who a model is and what it names: from its card, else from the model itself. MODEL_MISSING, MODEL_UNUSABLE."""
    card = read_card(path / CARD_NAME) if path.is_dir() else None
    if card is not None and card.classes:
        return ModelIdentity(card.name, card.version), card.classes
    model = load_model(path, threads=1)
    return model.identity, model.classes


def model_identity(text: str) -> ModelIdentity:
    name, at, version = text.rpartition("@")
    if not (name and at and version):
        raise argparse.ArgumentTypeError(f"“{text}” is not NAME@VERSION")
    return ModelIdentity(name, version)


Acting = Callable[[Aliases, Actor], str]
"""An act that somebody who has signed in does; the line that tells of it."""


def _acting(args: argparse.Namespace) -> Acting:
    """What is wrong with the words or the file is told before anybody is asked who he is."""
    if args.deed == "import":
        acts = read_aliases(args.file)
        return lambda aliases, actor: f"{len(aliases.import_acts(actor, acts))} acts recorded"
    key, part = AliasKey(args.model, args.label), canonical_part_number(args.part)
    act = {"propose": Aliases.propose, "approve": Aliases.approve, "revoke": Aliases.revoke}[args.deed]
    return lambda aliases, actor: _line(act(aliases, actor, key, part, args.reason))


def _read(args: argparse.Namespace, settings: Settings) -> int:
    """Open to everybody."""
    table = open_table(settings)
    try:
        book = table.book()
    finally:
        table.close()
    match args.deed:
        case "list":
            _print_list(book, args.model, as_json=args.json)
        case "export":
            _export(book, args.file)
        case "coverage":
            model, labels = model_and_labels(model_path(args.model_path) if args.model_path else model_in_use(settings))
            print("\n".join(coverage_lines(model, labels, book.without_alias(model, labels))))
    return 0


def coverage_lines(model: ModelIdentity, labels: tuple[str, ...], missing: tuple[str, ...]) -> list[str]:
    """One line that sums up, then one for each label."""
    return [
        f"{model}: {len(missing)} of {len(labels)} labels have no approved alias",
        *(f"  {each}" for each in missing),
    ]


def _print_list(book: AliasBook, model: ModelIdentity | None, *, as_json: bool) -> None:
    standing = [each for each in book.current if model in {None, each.key.model}]
    if as_json:
        print(json.dumps([cells(each) for each in standing]))
        return
    for each in standing:
        print(_line(each))


def _export(book: AliasBook, file: str) -> None:
    if file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(csv_of(book.acts).encode())
        return
    write_aliases(Path(file), book.acts)
    print(f"{file}: {len(book.acts)} acts")


def _line(alias: Alias) -> str:
    reason = f" ({alias.reason})" if alias.reason else ""
    return (
        f"{alias.status:<8} {alias.key.label} -> {alias.part_number} "
        f"for {alias.key.model}, by {alias.by} at {alias.at}{reason}"
    )


def _text(text: str) -> str:
    return _shown(text, TEXT_AT_MOST)


def _reason(text: str) -> str:
    return _shown(text, MAX_REASON)


def _shown(text: str, at_most: int) -> str:
    """Of the command line only what can be read again is taken."""
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("it is empty or cannot be shown")
    if len(text) > at_most:
        raise argparse.ArgumentTypeError(f"it has more than {at_most} characters")
    return text
