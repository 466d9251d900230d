"""Sleep and screen saver are held off while a session is open."""

from app.ports.awake import Awake
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.inspect import Inspected

_AT_WORK = frozenset({Phase.SHIFT_CHECK, Phase.PACKING, Phase.SUBMITTING})


class SessionAwake:
    """A StationListener. Rule AW1: from the note's opening to its submission, also while the screen is locked or
    somebody else signs in; a session that was left behind by who signed out holds off nothing."""

    def __init__(self, awake: Awake) -> None:
        self._awake = awake

    def desk_changed(self, state: DeskState) -> None:
        kept = state.phase in {Phase.LOCKED, Phase.SIGNING_IN} and state.session is not None
        if state.phase in _AT_WORK or kept:
            self._awake.hold()
        else:
            self._awake.release()

    def inspected(self, inspected: Inspected) -> None:
        pass

    def bug(self, error: BaseException) -> None:
        pass
