"""The words of the page of sessions, in the language of the screen."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.conflict import ConflictReason
from app.domain.decision import RefusedReason, UndecidedReason
from app.domain.packing_session import Agreement
from app.domain.review import ReviewState, SessionState
from app.domain.timeline import CoverFacts, EventKind, TimelineEvent
from app.use_cases.browse import Source
from ui.language import in_order, number, shown_value
from ui.review.pictures import Proof
from ui.review.view_model import Days, Emptiness, Field
from ui.theme.plain_text import shown

_NAME_AT_MOST = 60


def state_words(state: SessionState) -> str:
    tr = QCoreApplication.translate
    return {
        SessionState.COMMITTED: tr("Review", "Committed"),
        SessionState.PROVISIONAL: tr("Review", "Provisional"),
        SessionState.CONFLICT: tr("Review", "Conflict"),
        SessionState.DISCREPANCY: tr("Review", "Discrepancy"),
        SessionState.VOIDED: tr("Review", "Voided"),
    }[state]


def review_words(state: ReviewState) -> str:
    tr = QCoreApplication.translate
    return {
        ReviewState.NOT_REVIEWED: tr("Review", "Not reviewed"),
        ReviewState.REVIEWED: tr("Review", "Reviewed"),
        ReviewState.REOPENED: tr("Review", "Reopened"),
    }[state]


def days_words(days: Days) -> str:
    tr = QCoreApplication.translate
    return {
        Days.TODAY: tr("Review", "Today"),
        Days.WEEK: tr("Review", "7 days"),
        Days.ALL: tr("Review", "All"),
        Days.CUSTOM: tr("Review", "From … to"),
    }[days]


def field_problem(field: Field) -> str:
    tr = QCoreApplication.translate
    return {
        Field.DN: tr("Review", "No delivery note begins like this."),
        Field.PART: tr("Review", "No part is called like this."),
        Field.OPERATOR: tr("Review", "Nobody has a badge like this."),
        Field.STATION: tr("Review", "No station is called like this."),
        Field.DAYS: tr("Review", "These days make no sense."),
    }[field]


def emptiness_words(why: Emptiness) -> str:
    tr = QCoreApplication.translate
    return {
        Emptiness.LOADING: tr("Review", "One moment…"),
        Emptiness.NOTHING_YET: tr("Review", "Nothing here yet: no session has been submitted."),
        Emptiness.NOTHING_FITS: tr("Review", "No session is as asked for. Widen the days, or clear the filter."),
        Emptiness.MEND_THE_FILTER: tr("Review", "Mend the filter first."),
        Emptiness.NOT_READ: tr("Review", "The sessions could not be read."),
    }[why]


def source_words(source: Source) -> str:
    tr = QCoreApplication.translate
    return {
        Source.FACTORY: tr("Review", "Sessions of the factory's database are missing here."),
        Source.CONFLICTS: tr("Review", "Conflicts are missing here."),
        Source.UNSENT: tr("Review", "What waits at this station is missing here."),
    }[source]


def proof_words(proof: Proof, station: str) -> str:
    tr = QCoreApplication.translate
    return {
        Proof.PROVEN: tr("Review", "This is the picture that was recorded: its hash is the same."),
        Proof.UNPROVEN: tr("Review", "No hash was recorded for this picture: it proves nothing."),
        Proof.ALTERED: tr("Review", "THIS IS NOT THE PICTURE THAT WAS RECORDED: its hash is another one."),
        Proof.ABSENT: tr("Review", "The picture is not here: it lies on {station}, or was thinned out.").format(
            station=shown(station, _NAME_AT_MOST)
        ),
        Proof.UNREADABLE: tr("Review", "The picture cannot be read."),
    }[proof]


def event_title(event: TimelineEvent) -> str:
    """One short line: what happened."""
    if event.cover is not None:
        return _cover_title(event.cover)
    tr, label = QCoreApplication.translate, event.label
    code = shown(label.code, _NAME_AT_MOST) if label else ""
    return {
        EventKind.OPENED: tr("Review", "Opened"),
        EventKind.COVER: tr("Review", "Cover"),
        EventKind.LABEL_COUNTED: tr("Review", "Label {label}").format(label=code),
        EventKind.LABEL_TAKEN_BACK: tr("Review", "Label {label} taken back").format(label=code),
        EventKind.LABEL_REMOVED: tr("Review", "Label {label} of an earlier session removed").format(label=code),
        EventKind.SUBMITTED: tr("Review", "Submitted"),
        EventKind.DISCREPANCY: tr("Review", "With a discrepancy"),
        EventKind.WAITS: tr("Review", "Waits at its station"),
        EventKind.COMMITTED: tr("Review", "Committed"),
        EventKind.CONFLICT: tr("Review", "Could not be taken"),
        EventKind.SETTLED: tr("Review", "Conflict settled"),
        EventKind.REVIEWED: tr("Review", "Reviewed"),
        EventKind.NOTED: tr("Review", "Note"),
        EventKind.REVIEW_REOPENED: tr("Review", "Review opened again"),
        EventKind.SESSION_REOPENED: tr("Review", "Session reopened"),
        EventKind.VOIDED: tr("Review", "Session voided"),
        EventKind.OTHER: shown(event.text, _NAME_AT_MOST),
    }[event.kind]


def event_detail(event: TimelineEvent) -> str:
    """One line more: on what grounds, and with whom."""
    if event.cover is not None:
        return _cover_detail(event.cover)
    tr, label = QCoreApplication.translate, event.label
    if event.kind is EventKind.CONFLICT:
        return _conflict_detail(event)
    if label is not None and label.part_number:
        words = tr("Review", "{quantity} × {part}")
        return words.format(quantity=number(label.quantity), part=shown(label.part_number))
    if event.kind is EventKind.OPENED:
        return _opening(event.text)
    with_second = tr("Review", "agreed by {second}").format(second=shown(event.second, _NAME_AT_MOST))
    text = "" if label is not None or event.kind is EventKind.OTHER else shown(event.text)
    return " · ".join(each for each in (text, with_second if event.second else "") if each)


def _opening(text: str) -> str:
    """The journal's own words for an opening, with those of them that people know otherwise."""
    tr = QCoreApplication.translate
    known: dict[str, str] = {
        Agreement.THREE_WAY: tr("Review", "camera, label and note must agree"),
        Agreement.TWO_WAY: tr("Review", "label and note must agree"),
        Agreement.LABEL_ALONE: tr("Review", "labels alone: the note was not seen"),
        "again": tr("Review", "packed before"),
    }
    return " · ".join(known.get(each, shown(each, _NAME_AT_MOST)) for each in text[:200].split(", "))


def _cover_title(cover: CoverFacts) -> str:
    tr = QCoreApplication.translate
    part = shown(cover.part_number or cover.model_label, _NAME_AT_MOST)
    titles = {
        "accepted": tr("Review", "{part} accepted"),
        "refused": tr("Review", "{part} refused"),
        "undecided": tr("Review", "{part} undecided"),
    }
    if cover.verdict in titles:
        return titles[cover.verdict].format(part=part)
    return f"{part} · {shown(cover.verdict, _NAME_AT_MOST)}"


def _cover_detail(cover: CoverFacts) -> str:
    return " · ".join(words for words in (reason_words(cover.reason), *_grounds(cover)) if words)


def cover_facts(cover: CoverFacts) -> list[tuple[str, str]]:
    """Everything that a decision rests on, as pairs of a name and a value; what was not recorded is left out."""
    tr = QCoreApplication.translate
    facts = [
        (tr("Review", "Part"), shown(cover.part_number)),
        (tr("Review", "Reason"), reason_words(cover.reason)),
        (tr("Review", "Model's label"), shown(cover.model_label)),
        (tr("Review", "Model"), shown(cover.model)),
        (tr("Review", "Confidence"), _percent(cover.confidence)),
        (tr("Review", "Frames that agree"), number(cover.votes) if cover.votes else ""),
        (tr("Review", "Agreement"), _percent(cover.agreement)),
        (tr("Review", "Lead over the next class"), _percent(cover.margin)),
        (tr("Review", "Stamp"), _stamp(cover)),
        (tr("Review", "Alias approved by"), shown(cover.alias_by, _NAME_AT_MOST)),
    ]
    return [(name, value) for name, value in facts if value]


def _grounds(cover: CoverFacts) -> list[str]:
    tr = QCoreApplication.translate
    agree = tr("Review", "{frames} frames agree").format(frames=number(cover.votes)) if cover.votes else ""
    alias = tr("Review", "alias by {name}").format(name=shown(cover.alias_by, _NAME_AT_MOST)) if cover.alias_by else ""
    return [_percent(cover.confidence), agree, _stamp(cover), alias]


def _stamp(cover: CoverFacts) -> str:
    tr = QCoreApplication.translate
    said = {
        "agrees": tr("Review", "stamp agrees: {text}"),
        "contradicts": tr("Review", "stamp contradicts: {text}"),
    }.get(cover.stamp_says, "")
    return said.format(text=shown(cover.stamp, _NAME_AT_MOST))


def _percent(share: float | None) -> str:
    if share is None:
        return ""
    return QCoreApplication.translate("Review", "{number} %").format(number=number(100 * share, 1))


def reason_words(reason: str) -> str:
    """Of a decision; a newer program's own word where we have none."""
    tr = QCoreApplication.translate
    known: dict[str, str] = {
        UndecidedReason.CUT_BY_EDGE: tr("Review", "cut by the picture's edge"),
        UndecidedReason.CLASSES_DISAGREE: tr("Review", "frames disagree about the part"),
        UndecidedReason.CONFIDENCE_LOW: tr("Review", "confidence too low"),
        UndecidedReason.CLASSES_CLOSE: tr("Review", "two parts too close"),
        UndecidedReason.RIVAL_HEARD: tr("Review", "another class at the same place"),
        UndecidedReason.COLLECTING: tr("Review", "too few frames"),
        UndecidedReason.LABEL_CONTESTED: tr("Review", "two parts share the model's label"),
        UndecidedReason.ALIAS_AWAITED: tr("Review", "its alias is not approved"),
        UndecidedReason.LABEL_UNKNOWN: tr("Review", "the model's label is no part"),
        UndecidedReason.STAMP_CONTRADICTS: tr("Review", "the stamp says another part"),
        UndecidedReason.DIFFERENT_PARTS: tr("Review", "two different parts in view"),
        RefusedReason.NOT_ON_NOTE: tr("Review", "not on the delivery note"),
    }
    return known.get(reason, shown(reason, _NAME_AT_MOST))


def _conflict_detail(event: TimelineEvent) -> str:
    tr = QCoreApplication.translate
    why: dict[str, str] = {
        ConflictReason.LABELS_TAKEN: tr("Review", "labels are taken: {labels}"),
        ConflictReason.LABELS_REMOVED: tr("Review", "labels were removed meanwhile: {labels}"),
        ConflictReason.NOTE_UNKNOWN: tr("Review", "the delivery note is unknown"),
        ConflictReason.NOTE_DISAGREES: tr("Review", "the delivery note says otherwise: {labels}"),
    }
    codes = shown_value([shown(code, _NAME_AT_MOST) for code in event.codes[:20]])
    told = why.get(event.text, shown(event.text, _NAME_AT_MOST)).replace("{labels}", codes)
    sides = {
        f"{shown(each.dn, _NAME_AT_MOST)} {shown(each.station_id, _NAME_AT_MOST)}".strip() for each in event.holders
    }
    other = tr("Review", "the other side: {sides}").format(sides=shown_value(in_order(sides, str)[:8])) if sides else ""
    return " · ".join(each for each in (told, other) if each)


def moment_of(iso_utc: str) -> datetime | None:
    """None: it is no time."""
    try:
        return datetime.fromisoformat(iso_utc)
    except ValueError:
        return None
