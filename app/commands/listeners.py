"""Several listeners of one station."""

from app.use_cases.desk_state import DeskState
from app.use_cases.inspect import Inspected
from app.use_cases.station import StationListener


class Listeners:
    """A StationListener that passes every notice to each of its own, in their order."""

    def __init__(self, *listeners: StationListener) -> None:
        self._listeners = listeners

    def desk_changed(self, state: DeskState) -> None:
        for listener in self._listeners:
            listener.desk_changed(state)

    def inspected(self, inspected: Inspected) -> None:
        for listener in self._listeners:
            listener.inspected(inspected)

    def bug(self, error: BaseException) -> None:
        for listener in self._listeners:
            listener.bug(error)
