"""Every code has words, and every name in them is one that is really given."""

import ast
import string
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from app.domain.alias import AliasRefusal
from app.domain.audit import Breach
from app.domain.decision import RefusedReason, UndecidedReason
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import UpdateRefusal
from app.domain.notices import InfoCode, Notice, Tone
from app.domain.packing_session import LabelRefusal
from app.domain.people import PersonProblem, SecretProblem
from app.messages import (
    ALIAS_REFUSALS,
    BREACHES,
    ERRORS,
    INFOS,
    LABEL_REFUSALS,
    PERSON_PROBLEMS,
    REFUSED,
    SECRET_PROBLEMS,
    UNDECIDED,
    UPDATE_REFUSALS,
    Sentence,
    Wording,
    error_sentence,
    notice_sentence,
    sentence,
    templates,
)

ROOT = Path(__file__).resolve().parents[2]
TABLES: list[tuple[type[StrEnum], Mapping[StrEnum, Sentence]]] = [
    (ErrorCode, ERRORS),
    (LabelRefusal, LABEL_REFUSALS),
    (UndecidedReason, UNDECIDED),
    (RefusedReason, REFUSED),
    (InfoCode, INFOS),
    (AliasRefusal, ALIAS_REFUSALS),
    (Breach, BREACHES),
    (UpdateRefusal, UPDATE_REFUSALS),
    (SecretProblem, SECRET_PROBLEMS),
    (PersonProblem, PERSON_PROBLEMS),
]
ALL = [(code, words) for _, table in TABLES for code, words in table.items()]


@pytest.mark.parametrize(("codes", "table"), TABLES, ids=lambda each: getattr(each, "__name__", ""))
def test_every_code_has_a_sentence(codes: type[StrEnum], table: Mapping[StrEnum, Sentence]) -> None:
    assert set(table) == set(codes)


def test_no_two_codes_are_spelt_alike() -> None:
    assert len({code.value for code, _ in ALL}) == len(ALL)


@pytest.mark.parametrize(("code", "words"), ALL, ids=lambda each: str(each) if isinstance(each, StrEnum) else "")
def test_a_sentence_is_one(code: StrEnum, words: Sentence) -> None:
    assert words.what[0].isupper() or words.what[0] in "“{"
    assert words.what[-1] in ".…"
    assert not words.action or words.action[-1] == "."
    assert str(sentence(code, {})).count("?") >= len(names_in(words))


def names_in(words: Sentence) -> set[str]:
    fields = [*string.Formatter().parse(words.what), *string.Formatter().parse(words.action)]
    return {name for _, name, _, _ in fields if name}


def raise_sites() -> Iterator[tuple[str, ErrorCode, set[str]]]:
    """Every ``OperationalError(ErrorCode.X, name=…)`` of the program: where, which, with which details."""
    for path in sorted([*(ROOT / "app").rglob("*.py"), *(ROOT / "services").rglob("*.py")]):
        if path.name.startswith("bench_"):
            continue  # a bench raises whatever code it is given, on purpose
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id == "OperationalError":
                (code,) = node.args
                assert isinstance(code, ast.Attribute), f"{path}:{node.lineno}"
                given = {keyword.arg or "" for keyword in node.keywords}
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ErrorCode[code.attr], given


SITES = list(raise_sites())


@pytest.mark.parametrize(("place", "code", "given"), SITES, ids=[place for place, _, _ in SITES])
def test_whoever_raises_gives_what_the_sentence_names(place: str, code: ErrorCode, given: set[str]) -> None:
    assert names_in(ERRORS[code]) <= given


def test_details_are_filled_in() -> None:
    error = OperationalError(ErrorCode.ERP_TOO_SLOW, timeout_s=15.0, address="http://erp")
    assert "longer than 15 s" in str(error_sentence(error))
    assert "http://erp" in str(error_sentence(error))


def test_a_list_reads_as_one() -> None:
    error = OperationalError(ErrorCode.LABEL_TAKEN_MEANWHILE, labels=["L-1", "L-2"])
    assert "L-1, L-2" in str(error_sentence(error))


def test_what_a_scanner_read_is_shown_as_it_is_and_never_filled_in() -> None:
    assert "“{dn}{0.__class__}”" in str(sentence(ErrorCode.DN_NOT_READABLE, {"dn": "{dn}{0.__class__}"}))


def test_a_detail_that_is_missing_is_a_question_mark_and_no_second_trouble() -> None:
    assert "?" in str(sentence(InfoCode.COMMITTED, {}))
    assert "?" in str(sentence(ErrorCode.ERP_TOO_SLOW, {}))


def test_a_notice_has_its_codes_words() -> None:
    notice = Notice(Tone.GOOD, InfoCode.COMMITTED, {"packing_code": "PKG-1"})
    assert notice_sentence(notice) == INFOS[InfoCode.COMMITTED].filled(notice.details)
    assert "PKG-1" in str(notice_sentence(notice))


DUTCH = Wording(
    words=lambda template: {"Label {label}: {quantity} × {part}.": "{part}, {quantity} keer: {label}."}[template],
    value=lambda value: f"<{value}>",
)


def test_another_wording_translates_the_template_and_writes_its_details() -> None:
    counted = Sentence("Label {label}: {quantity} × {part}.", "Label {label}: {quantity} × {part}.")
    filled = counted.filled({"label": "{part}", "quantity": 2}, DUTCH)
    assert filled.what == "<?>, <2> keer: <{part}>."
    assert filled.action == filled.what


def test_errors_and_notices_take_another_wording() -> None:
    loud = Wording(words=lambda template: f"!{template}", value=str)
    assert error_sentence(OperationalError(ErrorCode.ALIAS_REFUSED, reason=AliasRefusal.NO_REASON), loud).action == (
        "!Say why."
    )
    assert notice_sentence(Notice(Tone.INFO, InfoCode.SIGN_IN), loud).what == "!Scan your badge."


def test_the_translators_are_given_every_template_once() -> None:
    given = templates()
    assert {words.what for _, words in ALL} | {words.action for _, words in ALL} - {""} == set(given)
    assert len(set(given)) == len(given)
