"""The start of a shift and its end: the check before the first delivery note, and what is handed over."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from app.domain.audit import AuditDeed, AuditLine
from app.domain.decision import as_plain
from app.domain.errors import ErrorCode, OperationalError
from app.domain.free_text import free_text
from app.domain.part_number import PartNumber
from app.domain.people import Actor, Right
from app.domain.shift import CheckStep, HandOver, ShiftCheck, hand_over, shift_began
from app.ports.audit_trail import AuditTrail
from app.ports.clock import Clock
from app.ports.shift_book import ShiftBook
from app.use_cases.authority import Authority

_CHECKED = {AuditDeed.SHIFT_CHECK_PASSED.value, AuditDeed.SHIFT_CHECK_OVERRIDDEN.value}


@dataclass(frozen=True, slots=True)
class ShiftRules:
    """``check``: nothing is packed in a shift before it was passed. ``zone`` None: the machine's own."""

    starts: tuple[time, ...] = (time(6), time(14), time(22))
    check: bool = False
    good: PartNumber | None = None
    bad: PartNumber | None = None
    zone: tzinfo | None = None


class Shifts:
    """Any thread that the audit may be used on. Results are kept in the station's audit, under the subject
    ``shift:`` and the time at which the shift began."""

    def __init__(
        self, audit: AuditTrail, book: ShiftBook, authority: Authority, clock: Clock, rules: ShiftRules
    ) -> None:
        self._audit, self._book, self._authority, self._clock = audit, book, authority, clock
        self.rules = rules
        self._checked = ""  # the subject of a shift that is known to be checked

    # -- the check --------------------------------------------------------------------------------------------------

    def began(self) -> datetime:
        return shift_began(self._clock.utc(), self.rules.starts, self.rules.zone)

    def due(self) -> ShiftCheck | None:
        """Rule SH5: the check that has to be passed before anything is packed; None: it was, in this shift, or somebody
        who may has gone over it, or the site asks for none. It outlives a restart."""
        rules = self.rules
        if not (rules.check and rules.good and rules.bad):
            return None
        subject = self._subject()
        if self._checked != subject and any(line.act.deed in _CHECKED for line in self._audit.of_subject(subject)):
            self._checked = subject
        return None if self._checked == subject else ShiftCheck(rules.good, rules.bad)

    def record(self, actor: Actor, check: ShiftCheck) -> None:
        """Keep how it ended. ValueError: it has not ended."""
        deeds = {CheckStep.PASSED: AuditDeed.SHIFT_CHECK_PASSED, CheckStep.FAILED: AuditDeed.SHIFT_CHECK_FAILED}
        self._authority.require(actor, Right.PACK)
        if check.step not in deeds:
            raise ValueError("the check has not ended")
        decisions = {"refused": check.refused, "accepted": check.accepted, "wrong": check.wrong}
        after = {
            "good": check.good.text,
            "bad": check.bad.text,
            **{name: as_plain(decision) for name, decision in decisions.items() if decision},
        }
        self._audit.append(self._authority.act(actor, deeds[check.step], self._subject(), after=after))
        if check.step is CheckStep.PASSED:
            self._checked = self._subject()

    def override(self, actor: Actor, reason: str) -> None:
        """Work begins without the check. Raises OperationalError: NOT_ALLOWED, REASON_NEEDED."""
        self._authority.require(actor, Right.OVERRIDE_SHIFT_CHECK)
        deed, reason = AuditDeed.SHIFT_CHECK_OVERRIDDEN, _reason(reason)
        self._audit.append(self._authority.act(actor, deed, self._subject(), reason=reason))
        self._checked = self._subject()

    # -- the hand-over ----------------------------------------------------------------------------------------------

    def summary(self, actor: Actor, ago: int = 0) -> HandOver:
        """Of the shift that runs, or of one ``ago`` before it."""
        self._authority.require(actor, Right.PACK)
        began = self.began()
        ended = self._clock.utc()
        for _ in range(ago):
            ended, began = began, shift_began(began - timedelta(seconds=1), self.rules.starts, self.rules.zone)
        lines = self._audit.of_subject(_subject_of(began))
        checks = [line.act.deed for line in lines if line.act.deed.startswith("shift_check")]
        worked = self._book.worked(began, ended)
        return hand_over(_utc_text(began), _utc_text(ended), worked, checks[-1] if checks else "")

    def hand_over(self, actor: Actor, summary: HandOver, words: str) -> None:
        """Keep the summary and what its giver has to say, for whoever comes next."""
        self._authority.require(actor, Right.PACK)
        subject = _subject_of(datetime.fromisoformat(summary.began))
        deed, after = AuditDeed.SHIFT_HANDED_OVER, asdict(summary)
        self._audit.append(self._authority.act(actor, deed, subject, reason=free_text(words), after=after))

    def handed_over(self) -> AuditLine | None:
        """The newest hand-over of this shift or the one before; None: nobody has said anything."""
        began = self.began()
        before = shift_began(began - timedelta(seconds=1), self.rules.starts, self.rules.zone)
        for moment in (began, before):
            lines = self._audit.of_subject(_subject_of(moment))
            found = [line for line in lines if line.act.deed == AuditDeed.SHIFT_HANDED_OVER]
            if found:
                return found[-1]
        return None

    def _subject(self) -> str:
        return _subject_of(self.began())


def _subject_of(began: datetime) -> str:
    return f"shift:{_utc_text(began)}"


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _reason(text: str) -> str:
    if not (words := free_text(text)):
        raise OperationalError(ErrorCode.REASON_NEEDED)
    return words
