"""The check before a shift's first delivery note, as the workplace meets it. Desk's thread."""

from app.domain.decision import Accepted, Refused
from app.domain.notices import InfoCode
from app.domain.people import Actor
from app.domain.shift import CheckStep, ShiftCheck
from app.use_cases.shift import Shifts

_SAID = {
    CheckStep.SHOW_BAD: InfoCode.SHIFT_SHOW_BAD,
    CheckStep.SHOW_GOOD: InfoCode.SHIFT_SHOW_GOOD,
    CheckStep.PASSED: InfoCode.SHIFT_PASSED,
    CheckStep.FAILED: InfoCode.SHIFT_FAILED,
}


class ShiftGate:
    """Open where ``shifts`` is None. ``check`` is the one under way, None while there is none."""

    def __init__(self, shifts: Shifts | None) -> None:
        self._shifts = shifts
        self.check: ShiftCheck | None = None

    def closed(self) -> bool:
        """Rule SH6: while a check is due no delivery note is opened; one that is open already is finished. Begins the
        check, or goes on with it. Raises OperationalError as the record does."""
        due = self._shifts.due() if self._shifts else None
        self.check = None if due is None else self.check or due
        return self.check is not None

    @property
    def said(self) -> tuple[InfoCode, dict[str, object]]:
        """What the operator is told of the check, with the piece that it is about."""
        check = self._under_way
        piece = {CheckStep.SHOW_BAD: check.bad, CheckStep.SHOW_GOOD: check.good}.get(check.step)
        if check.wrong is not None:
            piece = check.wrong.part_number
        return _SAID[check.step], {"part": piece.short if piece else ""}

    def decided(self, actor: Actor, decision: Accepted | Refused) -> bool:
        """Whether that changed anything; an end is kept. Raises OperationalError as the record does: the check then
        stands as before."""
        after = self._under_way.after(decision)
        if after == self.check:
            return False
        if self._shifts and after.step in {CheckStep.PASSED, CheckStep.FAILED}:
            self._shifts.record(actor, after)
        self.check = after
        return True

    @property
    def failed(self) -> bool:
        return self.check is not None and self.check.step is CheckStep.FAILED

    @property
    def passed(self) -> bool:
        return self.check is not None and self.check.step is CheckStep.PASSED

    def again(self) -> None:
        """From the beginning; :meth:`closed` begins it."""
        self.check = None

    @property
    def _under_way(self) -> ShiftCheck:
        if self.check is None:
            raise ValueError("no check is under way")
        return self.check
