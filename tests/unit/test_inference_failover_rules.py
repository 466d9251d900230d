"""Whatever a server does - dies, hangs, answers for a second and dies again - the failover keeps its rules."""

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.detection import DetectorSource, FrameDetections
from app.ports.detector import DetectorStatus
from services.inference.client.failover import FailoverDetector, FailoverPolicy
from tests.fakes.inference_server import red_frame
from tests.unit.test_inference_failover import HandDetector

SILENCE_S, HEALTHY_S = 1.0, 5.0

Event = tuple[str, float]
events = st.lists(
    st.tuples(
        st.sampled_from(["offer", "offer", "answer", "answer", "look", "down", "up"]),
        st.sampled_from([0.0, 0.05, 0.1, 0.3, 0.9, 1.1, 3.0]),
    ),
    max_size=120,
)


@dataclass
class Model:
    """The rules once more, from the whole history instead of a few numbers."""

    now_s: float = 0.0
    up: bool = True
    attempt: int = 0
    owed_since_s: float | None = None
    answers_s: list[float] = field(default_factory=list)
    last_trouble_s: float = float("-inf")
    ever: bool = False

    def happen(self, kind: str) -> None:
        silent = self.owed_since_s is not None and self.now_s - self.owed_since_s > SILENCE_S
        reconnected = kind == "up" and not self.up
        self.up, self.attempt = (self.up or reconnected) and kind != "down", self.attempt + reconnected
        if silent or reconnected or (self.ever and not self.up):
            self.last_trouble_s = self.now_s
        if kind == "offer" and self.owed_since_s is None:
            self.owed_since_s = self.now_s
        if kind == "answer":
            self.owed_since_s, self.ever = None, True
            self.answers_s.append(self.now_s)

    @property
    def well_for_s(self) -> float:
        """Since the first answer after the last trouble."""
        good = [at_s for at_s in self.answers_s if at_s >= self.last_trouble_s]
        return self.now_s - good[0] if good else 0.0


@given(events)
@settings(max_examples=400, deadline=None)
def test_never_back_before_it_was_well_for_long_and_never_long_with_a_silent_one(history: list[Event]) -> None:
    policy, model = FailoverPolicy(silence_s=SILENCE_S, healthy_s=HEALTHY_S), Model()
    for kind, after_s in history:
        model.now_s += after_s
        if kind == "answer" and not model.up:
            continue
        before = policy.on_primary
        owed_s = 0.0 if model.owed_since_s is None else model.now_s - model.owed_since_s
        model.happen(kind)
        if kind == "offer":
            policy.offered(model.now_s, primary_up=model.up, attempt=model.attempt)
        elif kind == "answer":
            policy.answered(model.now_s, attempt=model.attempt)
        else:
            policy.look(model.now_s, primary_up=model.up, attempt=model.attempt)
        if policy.on_primary and not before:
            assert kind == "answer"
            assert model.well_for_s >= HEALTHY_S
        if kind != "answer" and owed_s > SILENCE_S:
            assert not policy.on_primary
        if model.ever and not model.up:
            assert not policy.on_primary


class CountingHand(HandDetector):
    """A HandDetector that counts its connections."""

    reconnects = 0

    def status(self) -> DetectorStatus:
        status = super().status()
        return DetectorStatus(status.source, None, 0, 0, status.detail, reconnects=self.reconnects)


acts = st.lists(
    st.tuples(
        st.sampled_from(["offer", "offer", "offer", "server", "server", "local", "local", "down", "up"]),
        st.sampled_from([0.02, 0.07, 0.3, 1.2]),
        st.integers(0, 3),
    ),
    max_size=150,
)


@given(acts)
@settings(max_examples=300, deadline=None)
def test_results_are_never_twice_or_out_of_order(history: list[tuple[str, float, int]]) -> None:
    now_s, frame_id = 0.0, 0
    server, local = CountingHand(DetectorSource.SERVER), CountingHand(DetectorSource.LOCAL)
    detector = FailoverDetector(server, local, silence_s=SILENCE_S, healthy_s=HEALTHY_S, clock=lambda: now_s)
    results: list[FrameDetections] = []
    detector.start(results.append)
    for kind, after_s, back in history:
        now_s += after_s
        if kind == "offer":
            frame_id += 1
            detector.offer(red_frame(frame_id))
        elif kind == "down":
            server.present = False
        elif kind == "up":
            server.reconnects += not server.present
            server.present = True
        else:
            answering = server if kind == "server" else local
            if answering.present and len(answering.offered) > back:
                answering.answer(answering.offered[-1 - back].stamp.frame_id)
    ids = [result.stamp.frame_id for result in results]
    assert ids == sorted(set(ids))
    status = detector.status()
    assert status.results == len(results)
    assert status.reconnects == server.reconnects
    assert status.switches >= (1 if any(result.source is DetectorSource.LOCAL for result in results) else 0)


def test_a_server_that_answers_for_a_second_and_dies_again_never_gets_the_station_back() -> None:
    policy = FailoverPolicy(silence_s=SILENCE_S, healthy_s=HEALTHY_S)
    policy.offered(0.0, primary_up=True)
    policy.answered(0.0)
    changes, before = 0, True
    for tick in range(1, 3000):
        now_s, attempt = tick / 15, tick // 30
        up = tick % 30 < 15
        policy.offered(now_s, primary_up=up, attempt=attempt)
        if up:
            policy.answered(now_s, attempt=attempt)
        changes, before = changes + (policy.on_primary != before), policy.on_primary
    assert (changes, policy.on_primary) == (1, False)


def test_a_connection_lost_and_replaced_between_two_looks_is_an_interruption() -> None:
    policy = FailoverPolicy(silence_s=SILENCE_S, healthy_s=HEALTHY_S)
    policy.offered(0.0, primary_up=True)
    policy.look(2.0, primary_up=True)
    for tick in range(200):
        policy.offered(3 + tick / 10, primary_up=True, attempt=tick // 40)
        policy.answered(3 + tick / 10, attempt=tick // 40)
    assert not policy.on_primary
