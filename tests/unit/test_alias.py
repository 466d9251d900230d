"""Rules A1-A4 of app/domain/alias.py, and what a supervisor does with them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alias import Alias, AliasBook, AliasKey, AliasRefusal, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import PartNumber
from app.messages import ALIAS_REFUSALS, error_sentence
from app.use_cases.aliases import Aliases
from tests.fakes.alias_table import FakeAliasTable

ONE, TWO = ModelIdentity("covers", "1"), ModelIdentity("covers", "2")
LABEL = "W_CV01_D26RXXX_C03N_NL_DG00"
A = PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00")
B = PartNumber("Z-CV03-D31LXXX-C03N-NL-DG00")
NOW = "2026-09-14T07:30:15+00:00"
PROPOSED, APPROVED, REVOKED = AliasStatus.PROPOSED, AliasStatus.APPROVED, AliasStatus.REVOKED


def act(status: AliasStatus, part: PartNumber = A, model: ModelIdentity = ONE, label: str = LABEL) -> Alias:
    return Alias(AliasKey(model, label), part, status, "Sari", "2026-01-01T00:00:00+00:00", "seen on the line")


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


# -- the use case -----------------------------------------------------------------------------------------------------


def aliases(*acts: Alias) -> tuple[Aliases, FakeAliasTable]:
    table = FakeAliasTable(book(*acts))
    return Aliases(table, Noon()), table


def test_acts_are_recorded_with_who_when_and_why() -> None:
    use, table = aliases()
    key = AliasKey(ONE, LABEL)
    done = [use.propose(key, A, " Ani ", ""), use.approve(key, A, "Sari", " looked "), use.revoke(key, A, "Budi", "no")]
    assert done == [
        Alias(key, A, PROPOSED, "Ani", NOW, ""),
        Alias(key, A, APPROVED, "Sari", NOW, "looked"),
        Alias(key, A, REVOKED, "Budi", NOW, "no"),
    ]
    assert table.book().acts == tuple(done)


@pytest.mark.parametrize("deed", ["propose", "approve", "revoke"])
def test_a_refused_act_is_told_by_its_reason(deed: str) -> None:
    use, table = aliases()
    with pytest.raises(OperationalError) as caught:
        getattr(use, deed)(AliasKey(ONE, LABEL), A, "", "")
    assert caught.value.code is ErrorCode.ALIAS_REFUSED
    assert error_sentence(caught.value) == ALIAS_REFUSALS[AliasRefusal.NOBODY].filled({"label": LABEL, "part": A})
    assert table.book().acts == ()


def test_every_refusal_has_a_sentence() -> None:
    assert set(ALIAS_REFUSALS) == set(AliasRefusal)


def test_coverage_names_the_labels_without() -> None:
    use, _ = aliases(act(PROPOSED), act(APPROVED), act(PROPOSED, label="second"))
    assert use.coverage(ONE, (LABEL, "second", "third")) == ("second", "third")


def test_import_of_what_is_approved_is_an_act_of_who_imports() -> None:
    use, table = aliases()
    recorded = use.import_acts([act(APPROVED)], "Budi")
    assert [(each.status, each.by, each.at, each.reason) for each in recorded] == [
        (PROPOSED, "Budi", NOW, "seen on the line"),
        (APPROVED, "Budi", NOW, "seen on the line"),
    ]
    assert table.book().acts == recorded
    assert use.import_acts([act(APPROVED)], "Budi") == ()


@pytest.mark.parametrize("status", [APPROVED, REVOKED])
def test_import_lifts_no_status_without_a_name(status: AliasStatus) -> None:
    use, table = aliases()
    with pytest.raises(OperationalError) as caught:
        use.import_acts([act(PROPOSED, B), act(status)])
    assert caught.value.details["reason"] is AliasRefusal.NOBODY
    assert table.book().acts == ()


def test_import_leaves_a_proposal_to_its_proposer_and_lowers_nothing() -> None:
    use, table = aliases(act(PROPOSED), act(APPROVED))
    (recorded,) = use.import_acts([act(PROPOSED), act(PROPOSED, B)])
    assert (recorded.part_number, recorded.by) == (B, "Sari")
    assert list(table.book().approved(ONE)) == [LABEL]


def test_import_of_two_approved_parts_is_refused_whole() -> None:
    use, table = aliases()
    with pytest.raises(OperationalError) as caught:
        use.import_acts([act(PROPOSED), act(APPROVED), act(APPROVED, B)], "Budi")
    assert caught.value.details["reason"] is AliasRefusal.OTHER_APPROVED
    assert table.book().acts == ()


def test_import_of_a_change_of_part_makes_room_first() -> None:
    use, table = aliases(act(PROPOSED), act(APPROVED))
    use.import_acts([act(APPROVED, B), act(REVOKED)], "Budi")
    assert table.book().approved(ONE)[LABEL].part_number == B


def test_the_history_of_another_station_is_taken_over_as_it_ended() -> None:
    use, table = aliases()
    use.import_acts([act(PROPOSED), act(APPROVED), act(REVOKED), act(PROPOSED, B), act(APPROVED, B)], "Budi")
    assert {each.part_number: each.status for each in table.book().current} == {A: REVOKED, B: APPROVED}
