"""A StationListener for tests, and waiting for what it hears."""

from app.domain.notices import NoticeCode
from app.use_cases.desk_state import DeskState
from app.use_cases.inspect import Inspected
from tests.fakes.waiting import eventually


class Ear:
    """Keeps every desk state, every result and every bug."""

    def __init__(self) -> None:
        self.states: list[DeskState] = []
        self.seen: list[Inspected] = []
        self.bugs: list[BaseException] = []

    def desk_changed(self, state: DeskState) -> None:
        self.states.append(state)

    def inspected(self, inspected: Inspected) -> None:
        self.seen.append(inspected)

    def bug(self, error: BaseException) -> None:
        self.bugs.append(error)

    @property
    def desk(self) -> DeskState:
        return self.states[-1] if self.states else DeskState()

    @property
    def codes(self) -> list[NoticeCode]:
        """What the desk said, oldest first."""
        return [state.notice.code for state in self.states]

    def hears(self, code: NoticeCode, timeout_s: float = 10.0) -> DeskState:
        """Wait until the desk says ``code``, which may have been a while ago; the newest state that does."""
        eventually(lambda: code in self.codes, timeout_s)
        return next(state for state in reversed(self.states) if state.notice.code is code)
