"""``countersign match LABEL --dn NOTE``: which part of a note a label of a model names, and why.

It says ``exact`` by the spelling, ``alias`` by an approved alias, else at most a ``suggestion`` for a supervisor,
with its score, the runner-up and the difference in words. Without ``--model`` the aliases of any model count if all
versions that know the label agree. A label whose own part is on the note stays ``exact`` when an alias says another
part, with a warning on the standard error.

Exit code: 0 when the label is a part of the note; 1 when it is not; 2 when the note or the file cannot be used.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from app.commands.alias import known_book, model_identity
from app.domain.alias import Alias, AliasBook
from app.domain.delivery_note import parse_dn_number
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.identity import Identities, Identity, Verdict, suggestion
from app.domain.part_number import PartMaster, PartNumber, canonical_part_number
from app.messages import error_sentence
from app.settings import Settings
from services.aliases.csv_file import read_aliases
from services.erp.answer import delivery_note
from services.matching.similarity import similarity

_DECIMALS = 4
_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("label", metavar="LABEL", help="as the model spells it")
    parser.add_argument(
        "--dn", required=True, metavar="FILE|PART,PART…", help="the note, as the ERP's JSON answer or its parts"
    )
    parser.add_argument("--aliases", type=Path, metavar="FILE", help="CSV file of aliases; without it the database's")
    parser.add_argument("--model", type=model_identity, metavar="NAME@VERSION", help="count only this model's aliases")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if not args.label.strip():
        raise _unusable("LABEL", "it is empty")
    asked = _asked(args.dn)
    book = AliasBook(read_aliases(args.aliases)) if args.aliases else known_book(settings)
    alias = _approved(book, args.label, args.model)
    identity = Identities(asked, {alias.key.label: alias} if alias else {}).resolve(args.label)
    if identity.contested and alias is not None:
        other = f"an approved alias says that it is {alias.part_number}"
        print(f"countersign: {args.label} is on the note as it is spelt, but {other}.", file=sys.stderr)
    found = _match(identity, asked, settings.decision.master())
    print(json.dumps(found.as_json()) if args.json else found.in_words())
    return 0 if identity.verdict is not Verdict.NONE else 1


@dataclass(frozen=True, slots=True)
class Match:
    """``verdict`` is exact, alias, suggestion or none; only the first two name a part, the third proposes one."""

    label: str
    verdict: str
    part_number: PartNumber | None
    score: float
    runner_up: PartNumber | None = None
    difference: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "label": self.label,
            "verdict": self.verdict,
            "part_number": self.part_number and str(self.part_number),
            "score": round(self.score, _DECIMALS),
            "runner_up": self.runner_up and str(self.runner_up),
            "difference": self.difference,
        }

    def in_words(self) -> str:
        if self.verdict == Verdict.EXACT:
            return f"{self.label} is {self.part_number}, as it is spelt."
        if self.verdict == Verdict.ALIAS:
            return f"{self.label} is {self.part_number}, by an approved alias."
        if self.part_number is None:
            return f"{self.label} is not on this note, and nothing on it is alike."
        next_best = f", then {self.runner_up}" if self.runner_up else ""
        difference = f" Difference: {self.difference}." if self.difference else ""
        return (
            f"{self.label} is not on this note. Most alike is {self.part_number} "
            f"({self.score:.0%}{next_best}).{difference} It does not count unless a supervisor approves an alias."
        )


def _match(identity: Identity, asked: frozenset[PartNumber], master: PartMaster) -> Match:
    if identity.part_number is not None:
        return Match(identity.label, identity.verdict.value, identity.part_number, 1.0)
    alike = suggestion(identity.label, asked, similarity, master)
    if alike is None:
        best = max(similarity(identity.spelling, part) for part in asked)
        return Match(identity.label, Verdict.NONE.value, None, best)
    return Match(identity.label, "suggestion", alike.part_number, alike.score, alike.runner_up, alike.in_words)


def _approved(book: AliasBook, label: str, model: ModelIdentity | None) -> Alias | None:
    """The approved alias of one model version; without ``model`` the one on which every version that knows the label
    agrees. What one of them has only proposed or has revoked is no agreement."""
    models = [model] if model else list(dict.fromkeys(act.key.model for act in book.acts if act.key.label == label))
    found = [book.approved(each).get(label) for each in models]
    return found[0] if len({each and each.part_number for each in found}) == 1 else None


def _asked(words: str) -> frozenset[PartNumber]:
    """The parts of a file, where there is one of that name, else the parts that are listed. FILE_UNREADABLE."""
    path = Path(words)
    if words.strip() and _exists(path):
        return _asked_in_file(path)
    listed = [each.strip() for each in words.split(",") if each.strip()]
    if not listed:
        raise _unusable("--dn", "it names no part")
    wrong = next((each for each in listed if not _PART.fullmatch(each)), None)
    if len(listed) == 1 and "," not in words and (wrong or canonical_part_number(words).meaning is None):
        raise _unusable(words, "there is no such file, and it is no part number")
    if wrong:
        raise _unusable("--dn", f"“{wrong[:40]}” is no part number")
    return frozenset(map(canonical_part_number, listed))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a long list of parts is no possible name of a file
        return False


def _asked_in_file(path: Path) -> frozenset[PartNumber]:
    """The parts of the first row's note."""
    try:
        answer = path.read_bytes()
        number = str(json.loads(answer)["results"][0]["NODN"])
    except OSError as error:
        raise _unusable(str(path), error.strerror or str(error)) from error
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _unusable(str(path), "it is not an ERP answer with results") from error
    try:
        note = delivery_note(parse_dn_number(number), answer)
    except OperationalError as error:
        raise _unusable(str(path), error_sentence(error).what.removesuffix(".")) from error
    return frozenset(line.part_number for line in note.lines)


def _unusable(path: str, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.FILE_UNREADABLE, path=path, problem=problem)
