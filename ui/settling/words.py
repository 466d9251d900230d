"""What the panels and the page of conflicts say, in the language of the screen."""

import re
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.conflict import ConflictReason
from app.domain.settlement import LabelNow, Obstacle, Settled, Settlement
from app.domain.voiding import LostBy, PartChange
from ui.language import moment, number, shown_value
from ui.settling.view_model import BookingState, CaseRow, ChoiceState, LabelRow, SessionDeed, Side
from ui.theme.plain_text import shown

_NAMED_AT_MOST = 6
_LONG_WORD = re.compile(r"(\S{24})(?=\S)")


def when(iso_utc: str) -> str:
    return moment(datetime.fromisoformat(iso_utc)) if iso_utc else ""


def wrappable(text: str) -> str:
    """As it may stand on the screen: a word that would not fit a line may be broken."""
    return _LONG_WORD.sub("\\1\N{ZERO WIDTH SPACE}", shown(text))


def some_of(codes: Sequence[str]) -> str:
    """The first few by name, and how many more there are."""
    named = [shown(code, 40) for code in codes[:_NAMED_AT_MOST]]
    more = len(codes) - len(named)
    translate = QCoreApplication.translate
    if more:
        named.append(translate("Settling", "{count} more").format(count=number(more)))
    return shown_value(named)


# -- a session --------------------------------------------------------------------------------------------------------


def deed_title(deed: SessionDeed) -> str:
    translate = QCoreApplication.translate
    return {
        SessionDeed.VOID: translate("Settling", "Void this session"),
        SessionDeed.REOPEN: translate("Settling", "Reopen this session"),
    }[deed]


def deed_button(deed: SessionDeed) -> str:
    translate = QCoreApplication.translate
    return {
        SessionDeed.VOID: translate("Settling", "Void…"),
        SessionDeed.REOPEN: translate("Settling", "Reopen"),
    }[deed]


def booking_heading(state: BookingState) -> str:
    translate = QCoreApplication.translate
    template = translate("Settling", "DN {dn}, packed at {station} on {when} as {code}")
    return template.format(
        dn=shown(state.dn, 60),
        station=shown(state.station_id, 40),
        when=when(state.submitted_at),
        code=shown(state.packing_code, 80),
    )


def effect_lines(state: BookingState) -> list[str]:
    """What will happen, before it is done."""
    translate = QCoreApplication.translate
    if state.voided_at:
        said = translate("Settling", "{who} has voided it on {when}: there is nothing left to do.")
        return [said.format(who=shown(state.voided_by, 40), when=when(state.voided_at))]
    if state.deed is SessionDeed.REOPEN:
        return [
            translate(
                "Settling", "Nothing is booked by it. The note may be opened again at a bench and corrected there."
            ),
            translate("Settling", "The session comes back into the list of those that wait for a review."),
        ]
    lines = [translate("Settling", "Nothing is booked for it any more: no label would be freed.")]
    if state.labels:
        freed = translate("Settling", "Labels that become free again: {labels}, with {pieces} pieces.")
        lines = [freed.format(labels=number(state.labels), pieces=number(state.pieces))]
    if state.kept:
        stays = translate("Settling", "Labels that are no longer this session's and stay as they are: {labels}.")
        lines.append(stays.format(labels=number(state.kept)))
    if state.took_out:
        out = translate("Settling", "Labels that it took out of the note stay out: {labels}.")
        lines.append(out.format(labels=number(state.took_out)))
    return [*lines, translate("Settling", "The session itself stays on record, with who voided it and why.")]


def fate_words(row: LabelRow) -> str:
    translate = QCoreApplication.translate
    if row.lost_by is None:
        return translate("Settling", "becomes free")
    words = {
        LostBy.TAKEN_OUT: translate("Settling", "stays: taken out later, by session {session}"),
        LostBy.COUNTED_AGAIN: translate("Settling", "stays: counted again, by session {session}"),
        LostBy.ANOTHER_PROGRAM: translate("Settling", "stays: another program took it out"),
    }[row.lost_by]
    return words.format(session=shown(row.session_id, 12))


def done_words(state: BookingState) -> str:
    translate = QCoreApplication.translate
    if state.deed is SessionDeed.REOPEN:
        return translate("Settling", "The session is reopened.")
    return translate("Settling", "The session is voided. Free again: {labels} labels.").format(
        labels=number(state.labels)
    )


def part_line(change: PartChange) -> str:
    translate = QCoreApplication.translate
    return translate("Settling", "{part}: {before} → {after} of {asked}").format(
        part=shown(change.part_number.text, 60),
        before=number(change.before),
        after=number(change.after),
        asked=number(change.note_quantity),
    )


# -- a conflict -------------------------------------------------------------------------------------------------------


def reason_words(reason: str) -> str:
    translate = QCoreApplication.translate
    words = {
        ConflictReason.LABELS_TAKEN: translate("Settling", "Another session had used its labels."),
        ConflictReason.LABELS_REMOVED: translate("Settling", "Labels that it takes out were out already."),
        ConflictReason.NOTE_UNKNOWN: translate("Settling", "The ERP does not know its note."),
        ConflictReason.NOTE_DISAGREES: translate("Settling", "Its note asks for something else."),
    }
    return next((said for known, said in words.items() if known.value == reason), shown(reason, 40))


def reason_short(reason: str) -> str:
    """For a line of the list."""
    translate = QCoreApplication.translate
    words = {
        ConflictReason.LABELS_TAKEN: translate("Settling", "labels taken"),
        ConflictReason.LABELS_REMOVED: translate("Settling", "labels out already"),
        ConflictReason.NOTE_UNKNOWN: translate("Settling", "note unknown"),
        ConflictReason.NOTE_DISAGREES: translate("Settling", "note disagrees"),
    }
    return next((said for known, said in words.items() if known.value == reason), shown(reason, 40))


def settled_short(settlement: Settlement | None) -> str:
    translate = QCoreApplication.translate
    if settlement is None:
        return translate("Settling", "settled")
    return {
        Settlement.SEND_AGAIN: translate("Settling", "all booked"),
        Settlement.WITHOUT_DISPUTED: translate("Settling", "booked in part"),
        Settlement.SET_ASIDE: translate("Settling", "not booked"),
    }[settlement]


def now_words(row: CaseRow) -> str:
    translate = QCoreApplication.translate
    if row.ours:
        return translate("Settling", "booked by this session")
    return {
        LabelNow.FREE: translate("Settling", "free"),
        LabelNow.TAKEN: translate("Settling", "taken"),
        LabelNow.MISSING: translate("Settling", "not in the label master"),
        LabelNow.RECORDED: translate("Settling", "to be taken out"),
        LabelNow.NOT_RECORDED: translate("Settling", "out already"),
    }[row.now]


def other_words(side: Side | None) -> str:
    """Who has the label, or had it."""
    translate = QCoreApplication.translate
    if side is None:
        return ""
    dn = shown(side.dn, 60)
    if not side.session_id:
        words = translate("Settling", "{dn}, by another program").format(dn=dn)
    else:
        words = translate("Settling", "{dn}, at {station}").format(dn=dn, station=shown(side.station_id, 40))
    return translate("Settling", "{words} (then)").format(words=words) if side.then else words


def side_lines(side: Side) -> list[tuple[str, str]]:
    """Captions and values; what is not known is left out."""
    translate = QCoreApplication.translate
    pieces = translate("Settling", "{labels}, with {pieces} pieces")
    facts = [
        (translate("Settling", "DN"), shown(side.dn, 60)),
        (translate("Settling", "Station"), shown(side.station_id, 40)),
        (translate("Settling", "Operator"), shown(side.operator, 40)),
        (translate("Settling", "When"), when(side.at)),
        (translate("Settling", "Packing code"), shown(side.packing_code, 80)),
        (translate("Settling", "Labels"), pieces.format(labels=number(side.labels), pieces=number(side.pieces))),
    ]
    return [(caption, value) for caption, value in facts if value]


def choice_title(settlement: Settlement) -> str:
    translate = QCoreApplication.translate
    return {
        Settlement.SEND_AGAIN: translate("Settling", "Book all of it"),
        Settlement.WITHOUT_DISPUTED: translate("Settling", "Book it without the disputed labels"),
        Settlement.SET_ASIDE: translate("Settling", "Book nothing of it"),
    }[settlement]


def choice_effect(choice: ChoiceState) -> str:
    """What it does, or why it cannot be chosen."""
    translate = QCoreApplication.translate
    if choice.obstacle is not None:
        return obstacle_words(choice.obstacle)
    if choice.settlement is Settlement.SET_ASIDE:
        return translate("Settling", "Its cartons are unpacked and packed anew. One person is enough.")
    if choice.already:
        return translate(
            "Settling", "It was written in the meantime: nothing more is booked, and the conflict is closed."
        )
    booked = translate("Settling", "Books labels: {labels}, with {pieces} pieces. Takes two people.")
    words = booked.format(labels=number(choice.labels), pieces=number(choice.pieces))
    if choice.left_out:
        without = translate("Settling", "Without: {labels}.").format(labels=some_of(choice.left_out))
        words = f"{words} {without}"
    return words


def obstacle_words(obstacle: Obstacle) -> str:
    translate = QCoreApplication.translate
    return {
        Obstacle.SETTLED: translate("Settling", "Not possible: it is settled."),
        Obstacle.BOOKED: translate("Settling", "Not possible: it was written in the meantime."),
        Obstacle.NOTE_AWAY: translate("Settling", "Not possible now: the ERP does not answer."),
        Obstacle.NOTE_UNKNOWN: translate("Settling", "Not possible: the ERP does not know the note."),
        Obstacle.LABELS_NOT_FREE: translate(
            "Settling", "Not possible while labels are taken. Void the other session first, if it is the wrong one."
        ),
        Obstacle.NOTE_DISAGREES: translate("Settling", "Not possible: the note asks for less than it holds."),
        Obstacle.NOTHING_DISPUTED: translate("Settling", "Not needed: nothing of it is disputed any more."),
        Obstacle.NOTHING_LEFT: translate("Settling", "Not possible: nothing would be left of it."),
    }[obstacle]


def settled_words(settled: Settled) -> str:
    translate = QCoreApplication.translate
    template = translate("Settling", "{how}, by {who} on {when}. Reason: {why}")
    return template.format(
        how=choice_title(settled.settlement) if settled.settlement else translate("Settling", "settled"),
        who=shown(settled.by, 90),
        when=when(settled.at),
        why=wrappable(settled.reason),
    )
