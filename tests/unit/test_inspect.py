"""The inspector: announces what has settled, once, and for the note it was decided for."""

import pytest

from app.domain.decision import Accepted, Refused, VoteRules
from app.domain.delivery_note import DeliveryNote, DnNumber
from app.domain.detection import Box, Detection
from app.domain.inspection import Asked
from app.use_cases.inspect import Inspected, Inspector
from tests.fakes.station_parts import SetClock
from tests.unit.builders import D26L, D26R, D31R, FAR_BOX, note, part, result, seen

FRAME_S = 0.1


class Bench:
    """An inspector that is shown frames, ten a second."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.settled: list[tuple[DeliveryNote, Accepted | Refused]] = []
        self.inspector = Inspector(VoteRules(), self.clock, lambda paper, decision: self._settle(paper, decision))
        self._frames = 0

    def _settle(self, paper: DeliveryNote, decision: Accepted | Refused) -> None:
        self.settled.append((paper, decision))

    @property
    def told(self) -> list[str]:
        return [f"{type(each).__name__} {each.evidence.label}" for _, each in self.settled]

    def show(self, *covers: Detection, frames: int = 3) -> Inspected:
        for _ in range(frames):
            self._frames += 1
            self.clock.now_s += FRAME_S
            latest = self.inspector.observe(result(self._frames, self.clock.now_s, *covers))
        return latest


@pytest.fixture
def bench() -> Bench:
    opened = Bench()
    opened.inspector.ask(Asked(note(D26L)))
    return opened


def test_a_right_cover_is_announced_once_while_it_stays(bench: Bench) -> None:
    inspected = bench.show(seen(D26L), frames=20)
    assert bench.told == [f"Accepted {D26L}"]
    assert bench.settled[0][0] == note(D26L)
    (decision,) = inspected.decisions
    assert isinstance(decision, Accepted)
    assert inspected.result.stamp.frame_id == 20


def test_a_wrong_cover_is_refused_once_while_it_stays(bench: Bench) -> None:
    bench.show(seen(D26R), frames=20)
    assert bench.told == [f"Refused {D26R}"]
    decision = bench.settled[0][1]
    assert isinstance(decision, Refused)
    assert decision.part_number == part(D26R)


def test_an_undecided_cover_is_not_announced(bench: Bench) -> None:
    bench.show(seen(D26L, 0.84), frames=20)
    bench.show(seen(D26L, 0.9), frames=2)
    assert bench.told == []


def test_a_cover_that_wavers_and_settles_as_the_same_is_not_announced_again(bench: Bench) -> None:
    bench.show(seen(D26L))
    bench.show(seen(D26L, 0.5), frames=5)
    bench.show(seen(D26L), frames=5)
    assert bench.told == [f"Accepted {D26L}"]


def test_a_cover_that_comes_back_is_announced_again(bench: Bench) -> None:
    bench.show(seen(D26L))
    bench.show(frames=10)
    bench.show(seen(D26L))
    assert bench.told == [f"Accepted {D26L}"] * 2


def test_a_cover_exchanged_for_another_in_the_same_place_is_announced(bench: Bench) -> None:
    bench.inspector.ask(Asked(note(D26L, D31R)))
    for label in (D26L, D31R, D26L):
        bench.show(seen(label), frames=8)
    assert bench.told == [f"Accepted {D26L}", f"Accepted {D31R}", f"Accepted {D26L}"]


def test_of_two_different_covers_only_the_wrong_one_is_announced(bench: Bench) -> None:
    bench.show(seen(D26L), seen(D26R, box=FAR_BOX), frames=8)
    assert bench.told == [f"Refused {D26R}"]


def test_a_layer_of_equal_covers_is_counted(bench: Bench) -> None:
    inspected = bench.show(seen(D26L), seen(D26L, box=FAR_BOX), frames=8)
    assert bench.told == [f"Accepted {D26L}"] * 2
    assert inspected.in_view == {part(D26L): 2}


def test_nothing_is_decided_without_a_note(bench: Bench) -> None:
    bench.inspector.ask(None)
    inspected = bench.show(seen(D26L), seen(D26R, box=Box(0, 0, 0.2, 0.2)), frames=8)
    assert inspected.decisions == ()
    assert len(inspected.result.detections) == 2
    assert bench.told == []


def test_votes_of_the_time_before_a_note_do_not_count_for_it(bench: Bench) -> None:
    bench.show(seen(D26R), frames=2)
    bench.inspector.ask(Asked(note(D26R)))
    bench.show(seen(D26R), frames=2)
    assert bench.told == []
    bench.show(seen(D26R), frames=1)
    assert bench.told == [f"Accepted {D26R}"]


def test_a_cover_that_stays_in_view_is_decided_again_for_the_next_note(bench: Bench) -> None:
    next_note = DeliveryNote(DnNumber("KSS2"), note(D26R).lines)
    bench.show(seen(D26L))
    bench.inspector.ask(Asked(next_note))
    bench.show(seen(D26L))
    assert bench.told == [f"Accepted {D26L}", f"Refused {D26L}"]
    assert bench.settled[1][0] == next_note


def test_a_note_opened_again_is_decided_again(bench: Bench) -> None:
    bench.show(seen(D26L))
    bench.inspector.ask(None)
    bench.show(seen(D26L), frames=1)
    bench.inspector.ask(Asked(note(D26L)))
    bench.show(seen(D26L))
    assert bench.told == [f"Accepted {D26L}"] * 2


def test_setting_the_same_note_again_keeps_what_was_decided(bench: Bench) -> None:
    bench.show(seen(D26L))
    bench.inspector.ask(Asked(note(D26L)))
    bench.show(seen(D26L))
    assert bench.told == [f"Accepted {D26L}"]
