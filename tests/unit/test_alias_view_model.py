"""The page of aliases as values."""

from dataclasses import replace

import pytest

from app.domain.alias import Alias, AliasBook, AliasKey, AliasRefusal, AliasStatus
from app.domain.identity import suggestion
from app.domain.part_number import PartMaster, PartNumber
from app.ports.past_decisions import SeenLabel
from app.use_cases.alias_effect import Change, Effect, Outcome, PastVerdict
from app.use_cases.alias_overview import OpenLabel, Overview
from services.matching.similarity import similarity
from tests.fakes.people_known import ANI, DEWI, SARI
from tests.unit.builders import MODEL
from tests.unit.test_alias_effect import REFUSED
from ui.aliases.view_model import (
    CHANGES_SHOWN,
    AliasRow,
    Deed,
    EffectTone,
    Group,
    effect_state,
    history,
    offers,
    rows,
    status_of_effect,
)

PART = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
PROPOSED, APPROVED, REVOKED = AliasStatus.PROPOSED, AliasStatus.APPROVED, AliasStatus.REVOKED


def alias(label: str, status: AliasStatus, by: str = "ANI") -> Alias:
    return Alias(AliasKey(MODEL, label), PART, status, by, "2026-09-10T03:12:00+00:00", "why")


def open_label(label: str, *, spelt_right: bool = False) -> OpenLabel:
    alike = None if spelt_right else suggestion(label, [PART], similarity, PartMaster())
    return OpenLabel(AliasKey(MODEL, label), SeenLabel(MODEL, label, 0, 3, 0), spelt_right, alike)


ACTS = (
    alias("waits", PROPOSED),
    alias("stands", PROPOSED),
    alias("stands", APPROVED, "SARI"),
    alias("gone", PROPOSED),
    alias("gone", REVOKED, "SARI"),
)
OVERVIEW = Overview(
    AliasBook(ACTS), (open_label("W_CV01_D26RXXX_C03N_NL_DG00"), open_label("own", spelt_right=True)), (PART,)
)


def row(label: str) -> AliasRow:
    return next(each for each in rows(OVERVIEW) if each.key.label == label)


def test_rows_stand_in_their_groups_in_order() -> None:
    assert [(each.group, each.key.label) for each in rows(OVERVIEW)] == [
        (Group.PROPOSED, "waits"),
        (Group.OPEN, "W_CV01_D26RXXX_C03N_NL_DG00"),
        (Group.APPROVED, "stands"),
        (Group.REVOKED, "gone"),
        (Group.SPELT, "own"),
    ]
    assert row("W_CV01_D26RXXX_C03N_NL_DG00").part == PART
    assert row("own").part is None
    assert rows(Overview(AliasBook())) == ()


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("WAITS", ["waits"]),
        ("cv02 sari", ["stands", "gone"]),
        ("  ", ["waits", "W_CV01_D26RXXX_C03N_NL_DG00", "stands", "gone", "own"]),
        ("demo own", ["own"]),
        ("nobody", []),
    ],
)
def test_what_is_sought_is_found_by_every_word(sought: str, found: list[str]) -> None:
    assert [each.key.label for each in rows(OVERVIEW, sought)] == found


def test_a_row_stays_itself_when_it_is_loaded_again() -> None:
    assert row("waits").identity == replace(row("waits"), group=Group.APPROVED).identity
    assert row("own").identity == replace(row("own"), part=PART).identity
    assert row("waits").identity != row("stands").identity


@pytest.mark.parametrize(
    ("label", "deeds"),
    [
        ("W_CV01_D26RXXX_C03N_NL_DG00", [Deed.PROPOSE]),
        ("own", [Deed.PROPOSE]),
        ("waits", [Deed.APPROVE, Deed.REVOKE]),
        ("stands", [Deed.REVOKE]),
        ("gone", [Deed.APPROVE]),
    ],
)
def test_what_may_be_done_about_a_row(label: str, deeds: list[Deed]) -> None:
    found = offers(OVERVIEW.book, SARI, row(label), PART)
    assert [each.deed for each in found] == deeds
    assert all(each.possible for each in found)


def test_what_the_rules_or_the_role_refuse_is_said_before_it_is_tried() -> None:
    own, _ = offers(OVERVIEW.book, ANI, row("waits"), PART)
    assert (own.refusal, own.possible) == (AliasRefusal.OWN_PROPOSAL, False)
    assert [each.allowed for each in offers(OVERVIEW.book, DEWI, row("waits"), PART)] == [False, False]
    assert offers(OVERVIEW.book, DEWI, row("own"), PART)[0].possible
    other = AliasBook((*ACTS, replace(alias("gone", PROPOSED), part_number=PartNumber("Z-OTHER"))))
    second = AliasBook((*other.acts, replace(alias("gone", APPROVED, "SARI"), part_number=PartNumber("Z-OTHER"))))
    assert offers(second, SARI, row("gone"), PART)[0].refusal is AliasRefusal.OTHER_APPROVED


def test_without_a_part_there_is_nothing_to_do() -> None:
    assert offers(OVERVIEW.book, SARI, row("own"), None) == ()


def test_the_effect_is_that_of_what_can_be_decided() -> None:
    assert {group: status_of_effect(group) for group in Group} == {
        Group.PROPOSED: APPROVED,
        Group.OPEN: APPROVED,
        Group.SPELT: APPROVED,
        Group.REVOKED: APPROVED,
        Group.APPROVED: REVOKED,
    }


def test_the_history_of_a_row_is_its_own_newest_first() -> None:
    assert history(OVERVIEW.book, row("stands")) == (ACTS[2], ACTS[1])
    assert history(OVERVIEW.book, row("own")) == ()


ACCEPTED, UNDECIDED = Outcome(PastVerdict.ACCEPTED, PART), Outcome(PastVerdict.UNDECIDED)
DANGEROUS = Change(REFUSED, Outcome(PastVerdict.REFUSED), ACCEPTED)
HARMLESS = Change(REFUSED, UNDECIDED, ACCEPTED)


@pytest.mark.parametrize(
    ("effect", "tone"),
    [
        (Effect(decisions=412), EffectTone.UNKNOWN),
        (Effect(decisions=412, label=3), EffectTone.NOTHING),
        (Effect((HARMLESS,), 412, 3), EffectTone.SOME),
        (Effect((HARMLESS, DANGEROUS), 412, 3), EffectTone.DANGEROUS),
    ],
)
def test_the_tone_of_an_effect(effect: Effect, tone: EffectTone) -> None:
    assert effect_state(effect, APPROVED).tone is tone


def test_many_changes_are_cut_and_counted() -> None:
    state = effect_state(Effect((HARMLESS,) * (CHANGES_SHOWN + 7), 412, 300), REVOKED)
    assert (len(state.changes), state.more, state.status) == (CHANGES_SHOWN, 7, REVOKED)
