"""What the page of aliases says, in the language of the screen."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.alias import Alias, AliasStatus
from app.domain.errors import ErrorCode, OperationalError
from app.domain.part_number import Difference, Segment
from app.domain.people import Actor
from app.use_cases.alias_effect import EFFECT_DAYS, Change, Outcome, PastVerdict
from app.use_cases.alias_overview import OpenLabel, SideBySide
from ui.aliases.view_model import AliasRow, Deed, EffectState, EffectTone, Group, Offer
from ui.language import moment, number, said_error
from ui.theme.plain_text import shown

tr = QCoreApplication.translate
_PART_AT_MOST = 100


def group_words(group: Group) -> str:
    return {
        Group.OPEN: tr("AliasPage", "Without an alias"),
        Group.SPELT: tr("AliasPage", "Spelt as on the notes"),
        Group.PROPOSED: tr("AliasPage", "Proposed"),
        Group.APPROVED: tr("AliasPage", "Approved"),
        Group.REVOKED: tr("AliasPage", "Revoked"),
    }[group]


def deed_words(deed: Deed) -> str:
    return {
        Deed.PROPOSE: tr("AliasPage", "Propose"),
        Deed.APPROVE: tr("AliasPage", "Approve"),
        Deed.REVOKE: tr("AliasPage", "Revoke"),
    }[deed]


def row_words(row: AliasRow) -> str:
    """The second line of a row."""
    if row.alias is not None:
        return f"→ {shown(str(row.part), _PART_AT_MOST)}"
    return _open_words(row.label) if row.label else ""


def _open_words(label: OpenLabel) -> str:
    if label.spelt_right:
        return tr("AliasPage", "needs none")
    if label.suggestion is None:
        return tr("AliasPage", "like no part of the notes")
    part, percent = shown(str(label.suggestion.part_number), _PART_AT_MOST), number(100 * label.suggestion.score)
    return tr("AliasPage", "{part}?  {percent} %").format(part=part, percent=percent)


def no_part_words(row: AliasRow) -> str:
    """What is said while no part is chosen."""
    if row.group is Group.SPELT:
        return tr("AliasPage", "Notes ask for parts that are spelt so: it needs no alias.")
    return tr("AliasPage", "No part of the last days' notes is chosen. Choose the one that it is.")


def standing_words(row: AliasRow) -> str:
    """How it stands, and by whom."""
    if row.alias is not None:
        return act_words(row.alias)
    if row.label is None:
        return ""
    seen = row.label.seen
    return tr(
        "AliasPage", "In the last {days} days: {accepted} accepted, {refused} refused, {undecided} not decided."
    ).format(
        days=number(EFFECT_DAYS),
        accepted=number(seen.accepted),
        refused=number(seen.refused),
        undecided=number(seen.undecided),
    )


def act_words(act: Alias) -> str:
    words = {
        AliasStatus.PROPOSED: tr("AliasPage", "Proposed by {who}, {at}"),
        AliasStatus.APPROVED: tr("AliasPage", "Approved by {who}, {at}"),
        AliasStatus.REVOKED: tr("AliasPage", "Revoked by {who}, {at}"),
    }[act.status].format(who=shown(act.by, 60), at=moment(datetime.fromisoformat(act.at)))
    return f"{words}: “{shown(act.reason, 500)}”" if act.reason else f"{words}."


def segment_words(segment: Segment) -> str:
    return {
        Segment.PREFIX: tr("AliasPage", "prefix"),
        Segment.COVER_SERIES: tr("AliasPage", "cover series"),
        Segment.SIZE: tr("AliasPage", "size"),
        Segment.SIDE: tr("AliasPage", "side"),
        Segment.VARIANT: tr("AliasPage", "variant"),
        Segment.TYPE_CODE: tr("AliasPage", "type code"),
        Segment.LABEL_FLAG: tr("AliasPage", "label flag"),
        Segment.FINISH_CODE: tr("AliasPage", "finish code"),
    }[segment]


def difference_words(difference: Difference) -> str:
    none = tr("AliasPage", "none")
    seen, asked = shown(difference.seen, 40) or none, shown(difference.asked, 40) or none
    return f"{segment_words(difference.segment)} {seen} → {asked}"


def likeness_words(side: SideBySide) -> str:
    """The score, and what it is worth."""
    alike = tr("AliasPage", "They look {percent} % alike, which decides nothing.").format(
        percent=number(100 * side.score)
    )
    if not side.comparable:
        return tr("AliasPage", "Not both are built of six segments: compare them whole.") + " " + alike
    if not side.differences:
        return tr("AliasPage", "Nothing differs.") + " " + alike
    return alike


def effect_words(state: EffectState) -> str:
    found, changed = state.effect, number(len(state.effect.changes))
    every, days = number(found.decisions), number(EFFECT_DAYS)
    if state.tone is EffectTone.UNKNOWN:
        words = tr("AliasPage", "The label was not among the {count} decisions of the last {days} days.")
        return words.format(count=every, days=days)
    if state.status is AliasStatus.REVOKED:
        words = tr(
            "AliasPage", "Revoked, it would have changed {changed} of {count} decisions of the last {days} days."
        )
    else:
        words = tr(
            "AliasPage", "Approved, it would have changed {changed} of {count} decisions of the last {days} days."
        )
    return words.format(changed=changed, count=every, days=days)


def danger_words(state: EffectState) -> str:
    """What is told in red, before all else."""
    if state.tone is not EffectTone.DANGEROUS:
        return ""
    return tr(
        "AliasPage", "✗ {count} covers that were refused, or accepted as another part, would have been accepted."
    ).format(count=number(state.effect.dangerous))


def not_replayed_words(state: EffectState) -> str:
    found = state.effect
    parts = (
        (found.no_note, tr("AliasPage", "{count} whose note is not known")),
        (found.beyond, tr("AliasPage", "{count} older ones")),
        (found.of_others, tr("AliasPage", "{count} of other models or versions")),
    )
    said = ", ".join(words.format(count=number(count)) for count, words in parts if count)
    return tr("AliasPage", "Not replayed: {what}.").format(what=said) if said else ""


def change_words(change: Change) -> str:
    of = change.decision
    return tr("AliasPage", "{at} · DN {dn} · {station}: {before} → {after}").format(
        at=moment(datetime.fromisoformat(of.submitted_at)),
        dn=shown(of.dn, 60),
        station=shown(of.station_id, 40),
        before=_outcome_words(change.before),
        after=_outcome_words(change.after),
    )


def more_changes_words(more: int) -> str:
    return tr("AliasPage", "and {count} more").format(count=number(more))


def _outcome_words(outcome: Outcome) -> str:
    part = shown(str(outcome.part), _PART_AT_MOST) if outcome.part else ""
    if outcome.verdict is PastVerdict.UNDECIDED:
        return tr("AliasPage", "not decided")
    if outcome.verdict is PastVerdict.REFUSED:
        return tr("AliasPage", "refused")
    return tr("AliasPage", "accepted as {part}").format(part=part)


def refusal_words(offer: Offer, row: AliasRow, actor: Actor) -> str:
    """Why an act is not possible."""
    if not offer.allowed:
        return str(said_error(OperationalError(ErrorCode.NOT_ALLOWED, who=shown(actor.user_name, 40))))
    label, part = shown(row.key.label, 60), shown(str(row.part), 60)
    return str(said_error(OperationalError(ErrorCode.ALIAS_REFUSED, label=label, part=part, reason=offer.refusal)))
