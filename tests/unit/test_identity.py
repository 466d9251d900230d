"""Rules I1-I4 of app/domain/identity.py and P2-P4 of app/domain/part_number.py."""

import itertools
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.identity import SUGGEST_FROM, Identities, Verdict, suggestion
from app.domain.part_number import (
    ALWAYS_DISCRIMINATING,
    DISCRIMINATING,
    PartMaster,
    PartNumber,
    Segment,
    canonical_part_number,
)
from services.matching.similarity import similarity

CARD = Path(__file__).resolve().parents[2] / "resources" / "models" / "demo" / "model.toml"
LABELS: list[str] = tomllib.loads(CARD.read_text(encoding="utf-8"))["classes"]
PAIRS = list(itertools.permutations(LABELS, 2))
MODEL = ModelIdentity("covers", "1")
D26L, D26R = "W_CV01_D26LXXX_C03N_NL_DG00", "W_CV01_D26RXXX_C03N_NL_DG00"
OTHER = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
MASTER = PartMaster()


def part(label: str) -> PartNumber:
    return canonical_part_number(label)


def book(*statuses: AliasStatus, label: str = D26R, to: PartNumber = OTHER) -> AliasBook:
    return AliasBook(tuple(Alias(AliasKey(MODEL, label), to, each, "Sari", "2026-01-01", "why") for each in statuses))


def on_note(label: str, *asked: PartNumber, known: AliasBook | None = None):
    return Identities.of(asked, known or AliasBook(), MODEL).resolve(label)


# -- I1-I3: which part of the note ------------------------------------------------------------------------------------


def test_the_ten_labels_make_ninety_ordered_pairs() -> None:
    assert (len(set(LABELS)), len(PAIRS)) == (10, 90)


@pytest.mark.parametrize(("label", "other"), PAIRS)
def test_i1_no_label_is_another(label: str, other: str) -> None:
    found = on_note(label, part(other))
    assert (found.verdict, found.part_number) == (Verdict.NONE, None)
    assert found.named == part(label)
    assert MASTER.tells_apart(part(label), part(other))


@pytest.mark.parametrize("label", LABELS)
def test_i1_a_label_is_its_own_part_among_all(label: str) -> None:
    found = on_note(label, *map(part, LABELS))
    assert (found.verdict, found.part_number, found.contested) == (Verdict.EXACT, part(label), False)


def test_i1_an_approved_alias_names_the_part() -> None:
    found = on_note(D26R, OTHER, known=book(AliasStatus.PROPOSED, AliasStatus.APPROVED))
    assert (found.verdict, found.part_number, found.named) == (Verdict.ALIAS, OTHER, OTHER)


@pytest.mark.parametrize("statuses", [[AliasStatus.PROPOSED], [AliasStatus.APPROVED, AliasStatus.REVOKED]])
def test_i1_no_other_alias_does(statuses: list[AliasStatus]) -> None:
    found = on_note(D26R, OTHER, known=book(*statuses))
    assert (found.verdict, found.part_number) == (Verdict.NONE, None)
    assert found.awaited == ((OTHER,) if statuses == [AliasStatus.PROPOSED] else ())


def test_i1_an_alias_is_of_one_label_and_one_version() -> None:
    known = book(AliasStatus.APPROVED)
    assert on_note(D26L, OTHER, known=known).verdict is Verdict.NONE
    assert on_note(D26R.lower(), OTHER, known=known).verdict is Verdict.NONE
    newer = Identities.of([OTHER], known, ModelIdentity("covers", "2"))
    assert newer.resolve(D26R).verdict is Verdict.NONE


def test_i2_what_the_note_does_not_ask_for_is_nothing() -> None:
    found = on_note(D26R, part(D26L), known=book(AliasStatus.APPROVED))
    assert (found.verdict, found.part_number, found.named) == (Verdict.NONE, None, OTHER)
    assert on_note(D26R).verdict is Verdict.NONE


def test_i3_a_label_that_is_two_parts_is_contested() -> None:
    known = book(AliasStatus.APPROVED)
    assert on_note(D26R, part(D26R), known=known).contested
    found = on_note(D26R, part(D26R), OTHER, known=known)
    assert (found.verdict, found.part_number, found.contested) == (Verdict.EXACT, part(D26R), True)
    assert not on_note(D26R, OTHER, known=known).contested
    assert not on_note(D26R, part(D26R), known=book(AliasStatus.APPROVED, to=part(D26R))).contested


@given(st.text(), st.sets(st.text().map(canonical_part_number)), st.sampled_from(LABELS))
def test_i1_whatever_is_accepted_is_on_the_note_by_spelling(text: str, asked: set[PartNumber], label: str) -> None:
    for each in (text, label):
        found = on_note(each, *asked)
        assert found.part_number is None or found.part_number == canonical_part_number(each) in asked


# -- I4: what is alike ------------------------------------------------------------------------------------------------


def test_i4_the_mirrored_twin_is_suggested_with_the_difference() -> None:
    found = suggestion(D26L, [part(D26R), part("W_CV01_B20RXXX_B03N_NL_DG00")], similarity, MASTER)
    assert found is not None
    assert (found.part_number, found.in_words) == (part(D26R), "side: L instead of R")
    assert found.runner_up == part("W_CV01_B20RXXX_B03N_NL_DG00")
    assert SUGGEST_FROM < found.runner_up_score < found.score < 1.0


@pytest.mark.parametrize(("label", "other"), PAIRS)
def test_i4_what_differs_is_always_said_and_never_quite_alike(label: str, other: str) -> None:
    found = suggestion(label, [part(other)], similarity, MASTER)
    assert found is None or (0 < found.score < 1.0 and found.in_words and found.runner_up is None)


def test_i4_nothing_alike_is_no_suggestion() -> None:
    assert suggestion(D26L, [], similarity, MASTER) is None
    assert suggestion(D26L, [PartNumber("SCREW")], similarity, MASTER) is None


@given(st.text(), st.text())
def test_similarity_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = PartNumber(one), PartNumber(other)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == pytest.approx(similarity(b, a))
    assert similarity(a, a) == 1.0


@given(st.lists(st.text("AB0", max_size=2), min_size=6, max_size=6), st.lists(st.text("AB0"), min_size=6, max_size=6))
def test_only_the_same_part_is_wholly_alike(one: list[str], other: list[str]) -> None:
    a, b = PartNumber("-".join(one)), PartNumber("-".join(other))
    assert (similarity(a, b) == 1.0) == (a == b)


# -- P2-P4: what a part number says -----------------------------------------------------------------------------------


def test_p2_what_each_segment_says() -> None:
    assert part("W_CV01_B24RSXX_B03N_NL_DG00").meaning == {
        Segment.PREFIX: "Z",
        Segment.COVER_SERIES: "CV01",
        Segment.SIZE: "B24",
        Segment.SIDE: "R",
        Segment.VARIANT: "S",
        Segment.TYPE_CODE: "B03N",
        Segment.LABEL_FLAG: "NL",
        Segment.FINISH_CODE: "DG00",
    }
    assert all(part(label).meaning for label in LABELS)


@pytest.mark.parametrize("text", ["", "SCREW", "Z-CV01-D26-C03N-NL-DG00", "Z--D26LXXX-C03N-NL-DG00", "Z-A-D26L-B-C"])
def test_p2_what_is_built_otherwise_says_nothing(text: str) -> None:
    assert PartNumber(text).meaning is None
    assert MASTER.differences(PartNumber(text), part(D26L)) == ()


def test_p3_differences_in_the_order_of_the_number() -> None:
    found = MASTER.differences(part("W_CV01_B24RSXX_B03N_NL_DG00"), part("W_CV02_D26LXXX_C03N_XL_DQ00"))
    assert [str(each) for each in found] == [
        "cover series: CV01 instead of CV02",
        "size: B24 instead of D26",
        "side: R instead of L",
        "variant: S instead of none",
        "type code: B03N instead of C03N",
        "label flag: NL instead of XL",
        "finish code: DG00 instead of DQ00",
    ]
    assert {each.segment for each in found if each.discriminating} == DISCRIMINATING
    assert MASTER.differences(part(D26L), part(D26L)) == ()


def test_p4_what_tells_parts_apart() -> None:
    assert MASTER.tells_apart(part(D26L), part(D26R))
    assert not MASTER.tells_apart(part(D26L), OTHER)  # the series alone does not
    assert not MASTER.tells_apart(part(D26L), part(D26L))
    assert MASTER.tells_apart(PartNumber("SCREW"), part(D26L))
    assert not MASTER.tells_apart(PartNumber("SCREW"), PartNumber("SCREW"))


def test_p4_size_and_side_always_do() -> None:
    least = PartMaster(ALWAYS_DISCRIMINATING)
    assert least.tells_apart(part(D26L), part(D26R))
    assert not least.tells_apart(part(D26L), part("W_CV01_D26LXXX_C01N_NL_DQ00"))
    for segment in ALWAYS_DISCRIMINATING:
        with pytest.raises(ValueError, match="unsafe"):
            PartMaster(DISCRIMINATING - {segment})
