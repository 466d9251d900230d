"""Which sound an act of the operator is answered with, and a listener that makes it."""

from app.domain.decision import RefusedReason
from app.domain.notices import InfoCode, Notice, Tone
from app.ports.clock import Clock
from app.ports.sounds import Sound, Sounds
from app.use_cases.desk_state import DeskState
from app.use_cases.inspect import Inspected

HAMMER_S = 3.0

_OF_TONE = {Tone.REFUSED: Sound.REFUSED, Tone.TROUBLE: Sound.TROUBLE}
_OF_GOOD_NEWS = {
    InfoCode.LABEL_COUNTED: Sound.COUNTED,
    InfoCode.PART_ACCEPTED: Sound.ACCEPTED,
    InfoCode.SAVED: Sound.DONE,
    InfoCode.COMMITTED: Sound.DONE,
}


def sound_for(before: DeskState | None, after: DeskState) -> Sound | None:
    """Rule H1: what is refused and what is wrong is heard by its tone, good news by what it says; the rest is silent,
    and so is a state that says nothing new."""
    if before is not None and before.revision == after.revision:
        return None
    notice = after.notice
    return _OF_TONE.get(notice.tone) or _of_good_news(notice)


def _of_good_news(notice: Notice) -> Sound | None:
    return _OF_GOOD_NEWS.get(notice.code) if isinstance(notice.code, InfoCode) else None


class SoundingListener:
    """A StationListener that is heard. Each scan is answered; but rule H2: the same refusal of the same part by the
    camera, which a cover held there earns again and again, sounds once in ``HAMMER_S``.

    Called on the station's threads, the desk's states on one of them.
    """

    def __init__(self, sounds: Sounds, clock: Clock) -> None:
        self._sounds, self._clock = sounds, clock
        self._before: DeskState | None = None
        self._sounded_s: dict[tuple[object, ...], float] = {}  # a camera's refusal and its part -> when it was heard

    def desk_changed(self, state: DeskState) -> None:
        sound, self._before = sound_for(self._before, state), state
        if sound is not None and not self._hammers(state.notice):
            self._sounds.play(sound)

    def inspected(self, inspected: Inspected) -> None:
        """What the camera sees makes no sound before it is settled."""

    def bug(self, _error: BaseException) -> None:
        """The fault is the answer to whatever was asked."""
        self._sounds.play(Sound.TROUBLE)

    def _hammers(self, notice: Notice) -> bool:
        if not isinstance(notice.code, RefusedReason):
            return False
        refused, now_s = (notice.code, notice.details.get("part")), self._clock.monotonic_s()
        if now_s - self._sounded_s.get(refused, -HAMMER_S) < HAMMER_S:
            return True
        self._sounded_s[refused] = now_s
        return False
