"""Rules A1-A5 of app/domain/alias.py, and what a supervisor does with them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alias import Alias, AliasBook, AliasKey, AliasRefusal, AliasStatus
from app.domain.audit import AuditDeed
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Right, Role
from app.messages import ALIAS_REFUSALS, error_sentence
from app.use_cases.aliases import Aliases
from app.use_cases.authority import Authority
from tests.fakes.alias_table import FakeAliasTable
from tests.fakes.people_known import ANI, BUDI, DEWI, SARI, known_people

ONE, TWO = ModelIdentity("covers", "1"), ModelIdentity("covers", "2")
LABEL = "W_CV01_D26RXXX_C03N_NL_DG00"
A = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
B = PartNumber("Z-CV03-D31LXXX-C03N-NL-DG00")
NOW = "2026-09-14T07:30:15+00:00"
PROPOSED, APPROVED, REVOKED = AliasStatus.PROPOSED, AliasStatus.APPROVED, AliasStatus.REVOKED


def act(status: AliasStatus, part: PartNumber = A, model: ModelIdentity = ONE, label: str = LABEL) -> Alias:
    """Ani proposes, Sari approves and revokes."""
    by = "ANI" if status is PROPOSED else "SARI"
    return Alias(AliasKey(model, label), part, status, by, "2026-01-01T00:00:00+00:00", "seen on the line")


def book(*acts: Alias) -> AliasBook:
    return AliasBook(acts)


class Noon:
    """A Clock that stands still."""

    def monotonic_s(self) -> float:
        return 0.0

    def utc(self) -> datetime:
        return datetime(2026, 9, 14, 7, 30, 15, 250_000, UTC)


# -- A1-A3: what counts -----------------------------------------------------------------------------------------------


def test_a1_another_version_begins_without() -> None:
    known = book(act(PROPOSED), act(APPROVED))
    assert list(known.approved(ONE)) == [LABEL]
    assert known.approved(TWO) == {}
    assert known.without_alias(ONE, [LABEL, "other"]) == ("other",)
    assert known.without_alias(TWO, [LABEL, "other"]) == (LABEL, "other")


def test_a2_the_newest_act_counts() -> None:
    history = [act(PROPOSED), act(APPROVED), act(REVOKED), act(PROPOSED), act(APPROVED)]
    counts = [bool(AliasBook(tuple(history[:n])).approved(ONE)) for n in range(len(history) + 1)]
    assert counts == [False, False, True, False, False, True]
    assert AliasBook(tuple(history)).current == (history[-1],)


def test_a3_only_what_is_approved_names_a_part() -> None:
    assert book(act(PROPOSED)).approved(ONE) == {}
    assert book(act(PROPOSED), act(PROPOSED, B)).proposed(ONE) == {LABEL: (A, B)}
    assert book(act(PROPOSED), act(APPROVED)).proposed(ONE) == {}


def test_a3_of_two_approved_neither_counts() -> None:
    assert book(act(APPROVED), act(APPROVED, B)).approved(ONE) == {}
    assert list(book(act(APPROVED), act(APPROVED, B), act(REVOKED, B)).approved(ONE)) == [LABEL]


# -- A4: what is refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", AliasStatus)
@pytest.mark.parametrize("nobody", ["", " ", "\t"])
def test_a4_every_act_has_a_name(status: AliasStatus, nobody: str) -> None:
    assert book(act(PROPOSED)).refusal(replace(act(status), by=nobody)) is AliasRefusal.NOBODY


@pytest.mark.parametrize("status", [APPROVED, REVOKED])
def test_a4_approving_and_revoking_have_a_reason(status: AliasStatus) -> None:
    assert book(act(PROPOSED)).refusal(replace(act(status), reason=" ")) is AliasRefusal.NO_REASON
    assert book().refusal(replace(act(PROPOSED), reason="")) is None


@pytest.mark.parametrize(
    ("before", "wanted", "refused"),
    [
        ((), PROPOSED, None),
        ((), APPROVED, AliasRefusal.NOT_PROPOSED),
        ((), REVOKED, AliasRefusal.NOT_PROPOSED),
        ((PROPOSED,), PROPOSED, AliasRefusal.UNCHANGED),
        ((PROPOSED,), APPROVED, None),
        ((PROPOSED,), REVOKED, None),
        ((PROPOSED, APPROVED), PROPOSED, AliasRefusal.UNCHANGED),
        ((PROPOSED, APPROVED), APPROVED, AliasRefusal.UNCHANGED),
        ((PROPOSED, APPROVED), REVOKED, None),
        ((PROPOSED, REVOKED), PROPOSED, None),
        ((PROPOSED, REVOKED), APPROVED, None),
        ((PROPOSED, REVOKED), REVOKED, AliasRefusal.UNCHANGED),
    ],
)
def test_a4_from_each_state(before: tuple[AliasStatus, ...], wanted: AliasStatus, refused: AliasRefusal | None) -> None:
    assert AliasBook(tuple(map(act, before))).refusal(act(wanted)) is refused


def test_a4_one_approved_part_at_a_time() -> None:
    known = book(act(PROPOSED), act(APPROVED), act(PROPOSED, B))
    assert known.refusal(act(APPROVED, B)) is AliasRefusal.OTHER_APPROVED
    assert known.with_act(act(REVOKED)).refusal(act(APPROVED, B)) is None
    with pytest.raises(ValueError, match="alias_other_approved"):
        known.with_act(act(APPROVED, B))


@given(
    st.lists(
        st.builds(
            act,
            st.sampled_from(AliasStatus),
            st.sampled_from([A, B]),
            st.sampled_from([ONE, TWO]),
            st.sampled_from([LABEL, "other"]),
        ),
        max_size=30,
    )
)
def test_a4_no_sequence_of_acts_leaves_two_approved_parts(acts: list[Alias]) -> None:
    known = AliasBook()
    for each in acts:
        if known.refusal(each) is None:
            known = known.with_act(each)
    approved = [each.key for each in known.current if each.status is APPROVED]
    assert len(approved) == len(set(approved))
    assert set(known.approved(ONE)) | set(known.approved(TWO)) == {key.label for key in approved}


# -- A5: two people ---------------------------------------------------------------------------------------------------


def by(name: str, status: AliasStatus) -> Alias:
    return replace(act(status), by=name)


@pytest.mark.parametrize(
    ("before", "approver", "refused"),
    [
        ((by("ANI", PROPOSED),), "ANI", AliasRefusal.OWN_PROPOSAL),
        ((by("ANI", PROPOSED),), " ani ", AliasRefusal.OWN_PROPOSAL),
        ((by("ANI", PROPOSED),), "SARI", None),
        ((by("Countersign", PROPOSED),), "SARI", None),
        ((by("import: SARI", PROPOSED),), "SARI", None),
        ((by("ANI", PROPOSED), by("SARI", APPROVED), by("ANI", REVOKED)), "ANI", AliasRefusal.OWN_PROPOSAL),
        ((by("ANI", PROPOSED), by("ANI", REVOKED), by("SARI", PROPOSED)), "ANI", None),
        ((by("ANI", PROPOSED), by("ANI", REVOKED), by("SARI", PROPOSED)), "SARI", AliasRefusal.OWN_PROPOSAL),
    ],
)
def test_a5_whoever_proposed_it_last_does_not_approve_it(
    before: tuple[Alias, ...], approver: str, refused: AliasRefusal | None
) -> None:
    assert AliasBook(before).refusal(by(approver, APPROVED)) is refused


def test_a5_a_proposal_is_taken_back_by_its_proposer() -> None:
    assert book(by("ANI", PROPOSED)).refusal(by("ANI", REVOKED)) is None


def test_a5_the_proposal_of_another_part_is_no_matter() -> None:
    other = replace(by("ANI", PROPOSED), part_number=B)
    assert book(by("SARI", PROPOSED), other).refusal(by("ANI", APPROVED)) is None


@given(st.text(max_size=150), st.text(max_size=150))
def test_the_subject_of_an_audit_is_short_ascii_and_each_keys_own(label: str, other: str) -> None:
    subject = AliasKey(ONE, label).subject
    assert subject.isascii()
    assert subject.isprintable()
    assert len(subject) <= 80
    assert (AliasKey(ONE, other).subject == subject) == (other == label)
    assert AliasKey(TWO, label).subject != subject


# -- the use case -----------------------------------------------------------------------------------------------------


KEY = AliasKey(ONE, LABEL)


def aliases(*acts: Alias) -> tuple[Aliases, FakeAliasTable]:
    table = FakeAliasTable(book(*acts))
    return Aliases(table, Authority(known_people, Noon()), Noon()), table


def test_acts_are_recorded_with_who_when_and_why() -> None:
    use, table = aliases()
    done = [use.propose(ANI, KEY, A, ""), use.approve(SARI, KEY, A, " looked "), use.revoke(BUDI, KEY, A, "no")]
    assert done == [
        Alias(KEY, A, PROPOSED, "ANI", NOW, ""),
        Alias(KEY, A, APPROVED, "SARI", NOW, "looked"),
        Alias(KEY, A, REVOKED, "BUDI", NOW, "no"),
    ]
    assert use.book() == table.book() == AliasBook(tuple(done))


def test_each_act_is_audited_with_the_state_before_and_after() -> None:
    use, table = aliases()
    for deed, actor in ((use.propose, ANI), (use.approve, SARI), (use.revoke, BUDI)):
        deed(actor, KEY, A, "looked")
    assert [(each.deed, each.by, each.role, each.reason) for each in table.audit] == [
        (AuditDeed.ALIAS_PROPOSED, "ANI", "supervisor", "looked"),
        (AuditDeed.ALIAS_APPROVED, "SARI", "supervisor", "looked"),
        (AuditDeed.ALIAS_REVOKED, "BUDI", "supervisor", "looked"),
    ]
    assert {each.subject for each in table.audit} == {KEY.subject}
    assert table.audit[0].before == ""
    assert [each.before for each in table.audit[1:]] == [each.after for each in table.audit[:2]]
    assert json.loads(table.audit[2].after) == {
        "model": "covers", "version": "1", "label": LABEL, "part": A.text, "status": "revoked",
    }  # fmt: skip


GUARDED = {
    "propose": (Right.PROPOSE_ALIAS, lambda use, who: use.propose(who, KEY, B, "")),
    "approve": (Right.APPROVE_ALIAS, lambda use, who: use.approve(who, KEY, A, "why")),
    "revoke": (Right.APPROVE_ALIAS, lambda use, who: use.revoke(who, KEY, A, "why")),
    "import_acts": (Right.APPROVE_ALIAS, lambda use, who: use.import_acts(who, [act(PROPOSED, B)])),
}


@pytest.mark.parametrize("deed", GUARDED)
@pytest.mark.parametrize(
    ("who", "may"),
    [
        (SARI, {Right.PROPOSE_ALIAS, Right.APPROVE_ALIAS}),
        (DEWI, {Right.PROPOSE_ALIAS}),
        (Actor("OP-17", Role.OPERATOR, "here"), set()),
        (Actor("OP-17", Role.SUPERVISOR, "here"), set()),  # was one at the sign-in, is none now
        (Actor("NOBODY", Role.SUPERVISOR, "here"), set()),
        (replace(SARI, proven=False), set()),
    ],
)
def test_who_may(deed: str, who: Actor, may: set[Right]) -> None:
    right, call = GUARDED[deed]
    use, table = aliases(act(PROPOSED))
    if right in may:
        call(use, who)
        assert len(table.audit) == len(table.book().acts) - 1 == 1
        return
    with pytest.raises(OperationalError) as caught:
        call(use, who)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert (table.book().acts, table.audit) == ((act(PROPOSED),), [])


def test_a_refused_act_is_told_by_its_reason_and_leaves_no_trace() -> None:
    use, table = aliases(act(PROPOSED))
    with pytest.raises(OperationalError) as caught:
        use.approve(ANI, KEY, A, "I say so")
    assert caught.value.code is ErrorCode.ALIAS_REFUSED
    words = ALIAS_REFUSALS[AliasRefusal.OWN_PROPOSAL].filled({"label": LABEL, "part": A})
    assert error_sentence(caught.value) == words
    assert (table.book().acts, table.audit) == ((act(PROPOSED),), [])


def test_every_refusal_has_a_sentence() -> None:
    assert set(ALIAS_REFUSALS) == set(AliasRefusal)


def test_import_of_what_is_approved_is_an_act_of_who_imports() -> None:
    use, table = aliases()
    recorded = use.import_acts(BUDI, [act(APPROVED)])
    assert [(each.status, each.by, each.at, each.reason) for each in recorded] == [
        (PROPOSED, "import: SARI", NOW, "seen on the line"),
        (APPROVED, "BUDI", NOW, "seen on the line"),
    ]
    assert table.book().acts == recorded
    assert [(each.deed, each.by) for each in table.audit] == [("alias_proposed", "BUDI"), ("alias_approved", "BUDI")]
    assert use.import_acts(BUDI, [act(APPROVED)]) == ()


def test_import_of_ones_own_history_is_no_proposal_of_ones_own() -> None:
    use, table = aliases()
    use.import_acts(SARI, [act(PROPOSED), act(APPROVED)])
    assert list(table.book().approved(ONE)) == [LABEL]
    again, other = aliases()
    again.import_acts(SARI, table.book().acts)
    assert other.book().acts[0].by == "import: SARI"


def test_import_approves_no_proposal_of_whoever_imports() -> None:
    use, table = aliases(act(PROPOSED))
    with pytest.raises(OperationalError) as caught:
        use.import_acts(ANI, [act(PROPOSED, B), act(APPROVED)])
    assert caught.value.details["reason"] is AliasRefusal.OWN_PROPOSAL
    assert table.book().acts == (act(PROPOSED),)


def test_import_leaves_a_proposal_to_its_proposer_and_lowers_nothing() -> None:
    use, table = aliases(act(PROPOSED), act(APPROVED))
    (recorded,) = use.import_acts(BUDI, [act(PROPOSED), act(PROPOSED, B)])
    assert (recorded.part_number, recorded.by) == (B, "import: ANI")
    assert list(table.book().approved(ONE)) == [LABEL]


def test_import_of_two_approved_parts_is_refused_whole() -> None:
    use, table = aliases()
    with pytest.raises(OperationalError) as caught:
        use.import_acts(BUDI, [act(PROPOSED), act(APPROVED), act(APPROVED, B)])
    assert caught.value.details["reason"] is AliasRefusal.OTHER_APPROVED
    assert table.book().acts == ()


def test_import_of_a_change_of_part_makes_room_first() -> None:
    use, table = aliases(act(PROPOSED), act(APPROVED))
    use.import_acts(BUDI, [act(APPROVED, B), act(REVOKED)])
    assert table.book().approved(ONE)[LABEL].part_number == B


def test_the_history_of_another_station_is_taken_over_as_it_ended() -> None:
    use, table = aliases()
    use.import_acts(BUDI, [act(PROPOSED), act(APPROVED), act(REVOKED), act(PROPOSED, B), act(APPROVED, B)])
    assert {each.part_number: each.status for each in table.book().current} == {A: REVOKED, B: APPROVED}
