"""Covers that went away undecided: kept as a fact, once each, and never counted for anything."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.decision import Accepted, Refused, Undecided, UndecidedReason, VoteRules, as_plain
from app.domain.delivery_note import DeliveryNote
from app.domain.detection import Box, Detection, ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.inspection import Asked
from app.domain.journal import CoverAccepted, CoverUndecided, Entry, JournalLine, Opened, audit_entry, folded
from app.domain.notices import InfoCode
from app.domain.packing_session import UNDECIDED_AT_MOST, PackingRecord, PackingSession
from app.ports.frame import Frame
from app.use_cases.inspect import LINGERED_S, Inspector
from services.record.entry_json import entry_from_json, entry_to_json
from services.storage.record_json import record_from_json, record_to_json
from services.storage.rows import payload_hash
from tests.fakes.station_parts import SetClock
from tests.fakes.waiting import eventually
from tests.unit.builders import (
    D26L,
    D26R,
    D31R,
    FAR_BOX,
    accepted,
    label_record,
    note,
    part,
    refused,
    result,
    seen,
    undecided,
)
from tests.unit.test_desk import Bench as DeskBench
from tests.unit.test_station import Bench as StationBench

FRAME_S = 0.1
LONG = round(LINGERED_S / FRAME_S) + 1
WEAK = 0.7


class Bench:
    """An inspector that is shown frames, ten a second, and forgets each frame after five more."""

    def __init__(self, *, listening: bool = True) -> None:
        self.clock = SetClock()
        self.told: list[tuple[DeliveryNote, Undecided, Frame | None]] = []
        self.settled: list[tuple[DeliveryNote, Accepted | Refused]] = []
        heard = self._undecided if listening else None
        self.inspector = Inspector(VoteRules(), self.clock, self._settle, None, heard, self._frame)
        self.inspector.ask(Asked(note(D26L, D31R)))
        self.frames = 0
        self.decisions: list[tuple[type, str]] = []

    def _settle(self, paper: DeliveryNote, decision: Accepted | Refused) -> None:
        self.settled.append((paper, decision))

    def _undecided(self, paper: DeliveryNote, decision: Undecided, frame: Frame | None) -> None:
        self.told.append((paper, decision, frame))

    def _frame(self, frame_id: int) -> Frame | None:
        stamp = result(frame_id, self.clock.now_s).stamp
        return Frame(stamp, np.zeros((2, 2, 3), np.uint8)) if frame_id > self.frames - 5 else None

    def show(self, *covers: Detection, frames: int = 1, model: ModelIdentity | None = None) -> None:
        for _ in range(frames):
            self.frames += 1
            self.clock.now_s += FRAME_S
            seen_now = result(self.frames, self.clock.now_s, *covers)
            inspected = self.inspector.observe(replace(seen_now, model=model) if model else seen_now)
            self.decisions += [(type(each), each.evidence.label) for each in inspected.decisions]


def test_uc1_a_cover_that_lingered_and_went_is_told_once_with_its_surest_frame() -> None:
    bench = Bench()
    bench.show(seen(D26L, WEAK), frames=5)
    bench.show(seen(D26L, 0.84), frames=5)
    bench.show(seen(D26L, WEAK), frames=10)
    assert bench.told == []
    bench.show(frames=20)
    ((paper, decision, frame),) = bench.told
    assert paper == note(D26L, D31R)
    assert (decision.reason, decision.evidence.label) == (UndecidedReason.CONFIDENCE_LOW, D26L)
    assert decision.evidence.confidence == 0.84
    assert frame is not None
    assert frame.stamp.frame_id == decision.evidence.best_frame_id
    assert frame.stamp.frame_id in range(6, 11)


@pytest.mark.parametrize(
    ("frames", "told"), [(LONG - 2, 0), (LONG + 1, 1)], ids=["gone sooner", "just as long as it takes"]
)
def test_uc1_only_what_lingered_is_told(frames: int, told: int) -> None:
    bench = Bench()
    bench.show(seen(D26L, WEAK), frames=frames)
    bench.show(frames=10)
    assert len(bench.told) == told


def test_uc1_a_cover_that_was_ever_decided_is_not_told() -> None:
    bench = Bench()
    for label in (D26L, D26R):
        bench.show(seen(label, WEAK), frames=LONG)
        bench.show(seen(label), frames=8)
        bench.show(seen(label, WEAK), frames=2 * LONG)
        bench.show(frames=10)
    assert bench.told == []
    assert [type(decision) for _, decision in bench.settled] == [Accepted, Refused]


def test_uc1_a_cover_replaced_by_another_elsewhere_is_told() -> None:
    bench = Bench()
    bench.show(seen(D26L, WEAK), frames=LONG)
    bench.show(seen(D31R, box=FAR_BOX), frames=10)
    assert [decision.evidence.label for _, decision, _ in bench.told] == [D26L]


def test_uc1_on_its_way_out_a_cover_is_told_by_its_better_moment() -> None:
    bench = Bench()
    bench.show(seen(D26L, WEAK), frames=LONG)
    bench.show(seen(D26L, 0.95, Box(0.0, 0.3, 0.6, 0.7)), frames=3)
    bench.show(frames=10)
    assert [decision.reason for _, decision, _ in bench.told] == [UndecidedReason.CONFIDENCE_LOW]


def test_uc1_nothing_is_told_of_a_note_that_was_closed_or_another_model() -> None:
    bench = Bench()
    bench.show(seen(D26L, WEAK), frames=LONG)
    bench.inspector.ask(Asked(note(D26R)))
    bench.show(frames=10)
    bench.show(seen(D26L, WEAK), frames=LONG)
    bench.show(frames=1, model=ModelIdentity("demo", "2"))
    bench.show(frames=10, model=ModelIdentity("demo", "2"))
    bench.inspector.ask(None)
    bench.show(frames=10)
    assert bench.told == []


COVERS = st.lists(
    st.tuples(st.sampled_from([D26L, D26R, D31R]), st.sampled_from([0.3, 0.6, 0.84, 0.95]), st.booleans()), max_size=2
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COVERS, st.integers(1, 20)), max_size=8))
def test_uc1_listening_changes_no_decision_and_tells_each_track_once(
    story: list[tuple[list[tuple[str, float, bool]], int]],
) -> None:
    with_it, without = Bench(), Bench(listening=False)
    for covers, frames in story:
        shown = [seen(label, confidence, FAR_BOX if far else seen(label).box) for label, confidence, far in covers]
        with_it.show(*shown, frames=frames)
        without.show(*shown, frames=frames)
    assert with_it.decisions == without.decisions
    assert with_it.settled == without.settled
    tracks = [decision.evidence.track_id for _, decision, _ in with_it.told]
    assert len(tracks) == len(set(tracks))
    assert not set(tracks) & {decision.evidence.track_id for _, decision in with_it.settled}


DECISIONS = st.sampled_from([accepted(D26L), accepted(D31R), refused(D26R)])
UNDECIDED = st.builds(undecided, st.sampled_from([D26L, D31R, D26R]), st.sampled_from(list(UndecidedReason)))


@given(st.lists(DECISIONS | UNDECIDED, max_size=12))
def test_s8_undecided_covers_count_for_nothing(covers: list[Accepted | Refused | Undecided]) -> None:
    session = PackingSession("s-1", note(D26L, D31R))
    settled = waited = session
    for each in covers:
        if isinstance(each, Undecided):
            waited = waited.with_undecided(each)
        else:
            settled, waited = settled.with_decision(each), waited.with_decision(each)
    assert replace(waited, undecided=()) == settled
    assert waited.undecided == tuple(each for each in covers if isinstance(each, Undecided))
    for name in ("inspected", "camera_part", "progress", "changed", "open_parts"):
        assert getattr(waited, name) == getattr(settled, name)
    for label in (D26L, D31R, D26R):
        assert waited.refusal(label_record("L-1", label)) == settled.refusal(label_record("L-1", label))


def record_of(session: PackingSession) -> PackingRecord:
    return PackingRecord("key", "PKG-1", session, "2026-09-14T07:30:15+00:00", "qc-3")


def test_a_record_with_undecided_covers_comes_back_and_an_older_one_is_as_it_was() -> None:
    session = PackingSession("s-1", note(D26L), decisions=(accepted(),))
    waited = session.with_undecided(undecided(D26R, UndecidedReason.DIFFERENT_PARTS))
    assert record_from_json(record_to_json(record_of(waited))) == record_of(waited)
    older = json.loads(record_to_json(record_of(session)))
    assert older["session"].pop("undecided") == []
    for decision in older["session"]["decisions"]:
        del decision["evidence"]["best_box"]
    assert record_from_json(json.dumps(older)) == record_of(session)
    assert payload_hash(record_of(waited)) == payload_hash(record_of(session))


@pytest.mark.parametrize(("kept_as", "plain_of"), [("decisions", undecided), ("undecided", accepted)])
def test_a_settled_cover_among_the_undecided_ones_is_no_record(kept_as: str, plain_of) -> None:
    session = PackingSession("s-1", note(D26L), decisions=(accepted(),), undecided=(undecided(),))
    plain = json.loads(record_to_json(record_of(session)))["session"]
    other = {"decisions": "undecided", "undecided": "decisions"}[kept_as]
    broken = json.loads(record_to_json(record_of(session)))
    broken["session"][kept_as] = plain[other]
    with pytest.raises(ValueError, match="undecided"):
        record_from_json(json.dumps(broken))


def test_an_entry_comes_back_and_says_what_it_is() -> None:
    entry = CoverUndecided(undecided(D26R, UndecidedReason.CLASSES_CLOSE))
    assert entry_from_json("cover_undecided", entry_to_json(entry)) == entry
    with pytest.raises(ValueError, match="another deed"):
        entry_from_json("cover_refused", entry_to_json(entry))
    told = audit_entry(JournalLine(4, "now", entry))
    assert (told.deed, told.detail) == ("cover_undecided", f"{D26R}: classes_close")


def test_in_plain_values_it_names_its_parts_and_its_place_in_the_picture() -> None:
    waited = undecided(D26R, UndecidedReason.DIFFERENT_PARTS)
    plain = as_plain(replace(waited, parts=(part(D26R), part(D31R))))
    assert (plain["verdict"], plain["reason"], plain["part_number"]) == ("undecided", "different_parts", "")
    assert plain["parts"] == [part(D26R).text, part(D31R).text]
    assert plain["box"] == [0.3, 0.3, 0.7, 0.7]
    moved = replace(waited.evidence, best_box=Box(0.1, 0.2, 0.5, 0.55557))
    assert as_plain(replace(waited, evidence=moved))["box"] == [0.1, 0.2, 0.5, 0.5556]


def opened() -> DeskBench:
    bench = DeskBench()
    bench.scan("KSS007317A")
    return bench


def test_the_desk_keeps_it_with_its_picture_and_says_nothing() -> None:
    bench = opened()
    before, paper = len(bench.published), bench.state.note
    assert paper is not None
    frame = Frame(result(2, 1.0).stamp, np.zeros((4, 4, 3), np.uint8))
    bench.desk.record_undecided(paper, undecided(), frame)
    assert len(bench.published) == before
    session = bench.state.session
    assert session is not None
    (kept,) = session.undecided
    assert kept.evidence.picture is not None
    assert bench.record.journal.open_session() == session
    bench.scan("L-1")
    assert bench.labels == ["L-1"]
    assert bench.state.session is not None
    assert bench.state.session.undecided == (kept,)
    bench.desk.submit("one part is missing")
    assert [record.session.undecided for record in bench.sent] == [(kept,)]
    by = [line for line in bench.sent[0].audit if line.deed == "cover_undecided"]
    assert [line.by for line in by] == [""]


def test_the_desk_keeps_none_of_another_note_and_no_more_than_enough() -> None:
    bench = opened()
    paper = bench.state.note
    assert paper is not None
    bench.desk.record_undecided(note(D26R), undecided())
    assert bench.state.session is not None
    assert bench.state.session.undecided == ()
    for _ in range(UNDECIDED_AT_MOST + 5):
        bench.desk.record_undecided(paper, undecided())
    assert len(bench.state.session.undecided) == UNDECIDED_AT_MOST


def test_a_disk_that_cannot_keep_it_is_told_and_the_work_goes_on() -> None:
    bench = opened()
    paper = bench.state.note
    assert paper is not None
    bench.record.error = OperationalError(ErrorCode.DATABASE_UNWRITABLE, path="station.sqlite", problem="full")
    bench.desk.record_undecided(paper, undecided())
    assert bench.state.notice.code is ErrorCode.DATABASE_UNWRITABLE
    bench.record.error = None
    bench.scan("L-1")
    assert bench.labels == ["L-1"]


def test_the_station_keeps_it_with_the_frame_of_its_surest_moment() -> None:
    bench = StationBench()
    bench.station.start()
    try:
        bench.station.scan("KSS007317A")
        bench.until(InfoCode.NOTE_OPENED)
        bench.show(seen(D26L, WEAK), frames=3)
        bench.show(seen(D26L, 0.84), frames=LONG)
        bench.show(seen(D26L, WEAK), frames=2 * LONG)  # the surest moment's frame is long out of the station's memory
        bench.show(frames=10)
        eventually(lambda: bool(bench.record.pictures.kept))
        revisions = len(bench.ear.states)
    finally:
        bench.station.close()
    session = bench.record.journal.open_session()
    assert session is not None
    (kept,) = session.undecided
    assert kept.evidence.confidence == 0.84
    assert kept.evidence.picture is not None
    assert session.decisions == ()
    assert revisions == len(bench.ear.states)
    assert bench.ear.bugs == []


def test_the_journal_of_a_session_tells_its_undecided_covers() -> None:
    story: list[Entry] = [
        Opened(PackingSession("s-1", note(D26L))),
        CoverUndecided(undecided()),
        CoverAccepted(accepted()),
    ]
    session = folded(JournalLine(seq, "now", entry) for seq, entry in enumerate(story, 1))
    assert (session.undecided, session.decisions) == ((undecided(),), (accepted(),))
