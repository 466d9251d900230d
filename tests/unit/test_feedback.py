"""Which sound answers which notice, and that nothing hammers."""

from collections.abc import Sequence
from typing import assert_never

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.decision import RefusedReason
from app.domain.errors import ErrorCode
from app.domain.notices import InfoCode, Notice, NoticeCode, Tone
from app.domain.packing_session import LabelRefusal
from app.domain.part_number import PartNumber
from app.ports.sounds import Sound
from app.use_cases.desk_state import DeskState
from app.use_cases.feedback import HAMMER_S, SoundingListener, sound_for
from app.use_cases.station import StationListener
from tests.fakes.sounds import HeardSounds
from tests.fakes.station_parts import SetClock

D26R, D31R = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00"), PartNumber("Z-CV01-D31RXXX-C03N-NL-DQ00")
CODES = [*InfoCode, *ErrorCode, *LabelRefusal, *RefusedReason]


def state(revision: int, tone: Tone, code: NoticeCode, **details: object) -> DeskState:
    return DeskState(notice=Notice(tone, code, details), revision=revision)


def camera_refuses(revision: int, part: PartNumber) -> DeskState:
    return state(revision, Tone.REFUSED, RefusedReason.NOT_ON_NOTE, part=part)


class Heard:
    """A listener, what it plays, and its clock."""

    def __init__(self) -> None:
        self.sounds, self.clock = HeardSounds(), SetClock()
        self.listener: StationListener = SoundingListener(self.sounds, self.clock)

    def after(self, states: Sequence[DeskState], *, each_s: float) -> list[Sound]:
        for one in states:
            self.listener.desk_changed(one)
            self.clock.now_s += each_s
        return self.sounds.heard


@pytest.mark.parametrize(
    ("tone", "code", "sound"),
    [
        (Tone.GOOD, InfoCode.LABEL_COUNTED, Sound.COUNTED),
        (Tone.GOOD, InfoCode.PART_ACCEPTED, Sound.ACCEPTED),
        (Tone.GOOD, InfoCode.SAVED, Sound.DONE),
        (Tone.GOOD, InfoCode.COMMITTED, Sound.DONE),
        (Tone.REFUSED, LabelRefusal.UNKNOWN, Sound.REFUSED),
        (Tone.REFUSED, RefusedReason.NOT_ON_NOTE, Sound.REFUSED),
        (Tone.REFUSED, InfoCode.ALREADY_PACKED, Sound.REFUSED),
        (Tone.TROUBLE, ErrorCode.DATABASE_UNWRITABLE, Sound.TROUBLE),
        (Tone.TROUBLE, InfoCode.IN_CONFLICT, Sound.TROUBLE),
        (Tone.INFO, InfoCode.NOTE_OPENED, None),
        (Tone.INFO, InfoCode.LABEL_TAKEN_BACK, None),
    ],
)
def test_rule_h1_what_is_heard(tone: Tone, code: NoticeCode, sound: Sound | None) -> None:
    assert sound_for(DeskState(), state(1, tone, code)) is sound
    assert sound_for(None, state(1, tone, code)) is sound


@given(st.sampled_from(Tone), st.sampled_from(CODES))
def test_rule_h1_bad_news_is_never_silent_and_never_sounds_like_good_news(tone: Tone, code: NoticeCode) -> None:
    heard = sound_for(None, state(1, tone, code))
    match tone:
        case Tone.REFUSED:
            assert heard is Sound.REFUSED
        case Tone.TROUBLE:
            assert heard is Sound.TROUBLE
        case Tone.GOOD | Tone.INFO:
            assert heard not in {Sound.REFUSED, Sound.TROUBLE}
        case _:
            assert_never(tone)


@given(st.sampled_from(Tone), st.sampled_from(CODES))
def test_rule_h1_the_same_revision_says_nothing_new(tone: Tone, code: NoticeCode) -> None:
    told = state(4, tone, code)
    assert sound_for(told, told) is None


def test_every_scan_is_answered_also_the_same_refusal_twice() -> None:
    refusals = [state(each, Tone.REFUSED, LabelRefusal.SCANNED_ALREADY, label="L1", part=D26R) for each in range(1, 4)]
    assert Heard().after(refusals, each_s=0.4) == [Sound.REFUSED] * 3


def test_rule_h2_a_cover_held_before_the_camera_does_not_hammer() -> None:
    held = [camera_refuses(each, D31R) for each in range(1, 31)]
    assert Heard().after(held, each_s=HAMMER_S / 10) == [Sound.REFUSED] * 3


def test_rule_h2_two_covers_in_turn_do_not_either_but_each_is_heard() -> None:
    held = [camera_refuses(each, D31R if each % 2 else D26R) for each in range(1, 11)]
    assert Heard().after(held, each_s=HAMMER_S / 20) == [Sound.REFUSED] * 2


def test_rule_h2_it_does_not_swallow_what_is_scanned_meanwhile() -> None:
    mixed = [
        camera_refuses(1, D31R),
        state(2, Tone.REFUSED, LabelRefusal.UNKNOWN, label="L9"),
        camera_refuses(3, D31R),
        state(4, Tone.GOOD, InfoCode.LABEL_COUNTED, label="L1", part=D26R),
    ]
    assert Heard().after(mixed, each_s=0.1) == [Sound.REFUSED, Sound.REFUSED, Sound.COUNTED]


def test_a_bug_sounds_like_trouble() -> None:
    heard = Heard()
    heard.listener.bug(ZeroDivisionError())
    assert heard.sounds.heard == [Sound.TROUBLE]
