"""The page's words for codes."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.domain.audit import UNREADABLE
from app.use_cases.read_audit import ChainName
from ui.audit.view_model import Check, Emptiness, Outcome, Span
from ui.language import number, said_error


def deeds() -> Mapping[str, str]:
    """By their names, in the order of a day."""
    tr = QCoreApplication.translate
    return {
        "signed_in": tr("AuditWords", "Signed in"),
        "sign_in_refused": tr("AuditWords", "Sign-in refused"),
        "sign_in_locked": tr("AuditWords", "Sign-in locked"),
        "signed_out": tr("AuditWords", "Signed out"),
        "idle_locked": tr("AuditWords", "Locked when idle"),
        "unlocked": tr("AuditWords", "Unlocked"),
        "opened": tr("AuditWords", "Session opened"),
        "cover_accepted": tr("AuditWords", "Cover accepted"),
        "cover_refused": tr("AuditWords", "Cover refused"),
        "cover_undecided": tr("AuditWords", "Cover undecided"),
        "label_counted": tr("AuditWords", "Label counted"),
        "label_taken_back": tr("AuditWords", "Label taken back"),
        "submitted": tr("AuditWords", "Session submitted"),
        "left": tr("AuditWords", "Session left"),
        "record_completed": tr("AuditWords", "Delivery note completed"),
        "session_reviewed": tr("AuditWords", "Session reviewed"),
        "session_noted": tr("AuditWords", "Note written"),
        "review_reopened": tr("AuditWords", "Review reopened"),
        "session_reopened": tr("AuditWords", "Session reopened"),
        "session_voided": tr("AuditWords", "Session voided"),
        "conflict_settled": tr("AuditWords", "Conflict settled"),
        "decision_judged": tr("AuditWords", "Decision judged"),
        "alias_proposed": tr("AuditWords", "Alias proposed"),
        "alias_approved": tr("AuditWords", "Alias approved"),
        "alias_revoked": tr("AuditWords", "Alias revoked"),
        "exported": tr("AuditWords", "Exported"),
        "shift_check_passed": tr("AuditWords", "Shift check passed"),
        "shift_check_failed": tr("AuditWords", "Shift check failed"),
        "shift_check_overridden": tr("AuditWords", "Shift check overridden"),
        "shift_handed_over": tr("AuditWords", "Shift handed over"),
        "person_added": tr("AuditWords", "Person added"),
        "person_changed": tr("AuditWords", "Person changed"),
        "person_removed": tr("AuditWords", "Person removed"),
        "secret_set": tr("AuditWords", "PIN or password set"),
        "settings_changed": tr("AuditWords", "Settings changed"),
        "kiosk_left": tr("AuditWords", "Full screen left"),
        "station_key_noted": tr("AuditWords", "Station's key noted"),
        "model_switched": tr("AuditWords", "New model used"),
        "model_taken_back": tr("AuditWords", "Model taken back"),
        "model_refused": tr("AuditWords", "Model refused"),
        "head_seen": tr("AuditWords", "Other audit noted"),
        "audit_begun": tr("AuditWords", "Audit begun"),
        "record_restored": tr("AuditWords", "Record restored"),
        "message_released": tr("AuditWords", "Message released"),
        "messages_resent": tr("AuditWords", "Messages sent again"),
        UNREADABLE: tr("AuditWords", "Unreadable"),
    }


def chain_words(name: ChainName) -> str:
    tr = QCoreApplication.translate
    words = {
        ChainName.STATION: tr("AuditWords", "This station"),
        ChainName.FACTORY: tr("AuditWords", "The factory"),
    }
    return words[name]


def span_words(span: Span) -> str:
    tr = QCoreApplication.translate
    words = {
        Span.ALL: tr("AuditWords", "At any time"),
        Span.DAY: tr("AuditWords", "In the last 24 hours"),
        Span.WEEK: tr("AuditWords", "In the last 7 days"),
        Span.MONTH: tr("AuditWords", "In the last 30 days"),
    }
    return words[span]


def emptiness_words(why: Emptiness) -> str:
    tr = QCoreApplication.translate
    words = {
        Emptiness.NOTHING_DONE: tr("AuditWords", "Nothing here yet: nobody has done anything that is written down."),
        Emptiness.NOTHING_FOUND: tr("AuditWords", "Nothing found. Ask for less, or look in the other audit."),
        Emptiness.LOOKING: tr("AuditWords", "Looking…"),
        Emptiness.BROKEN: "",
    }
    return words[why]


def check_words(check: Check) -> str:
    """One sentence on a check, or on the one under way; "" where there is none."""
    tr = QCoreApplication.translate
    if check.running:
        return tr("AuditWords", "Checked so far: {lines} lines…").format(lines=number(check.lines))
    if check.trouble is not None:
        return str(said_error(check.trouble))
    verdict, outcome = check.verdict, check.outcome
    if verdict is None or outcome is None:
        return ""
    words = {
        Outcome.WHOLE: tr("AuditWords", "✓ Whole: {lines} lines. Heads noted elsewhere that agree: {heads}."),
        Outcome.WHOLE_ALONE: tr(
            "AuditWords", "⚠ Whole: {lines} lines. Nothing was noted elsewhere: an end cut off would not be seen."
        ),
        Outcome.FOUND: tr("AuditWords", "✗ Not whole: {found} findings in {lines} lines."),
    }
    counts = {"lines": verdict.lines, "heads": verdict.heads, "found": len(verdict.found)}
    said = words[outcome].format(**{name: number(count) for name, count in counts.items()})
    return f"{said} {said_error(verdict.away).what}" if verdict.away is not None else said
