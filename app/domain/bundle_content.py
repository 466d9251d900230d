"""What an evidence bundle says, and whether it holds together: session, journal, audit and pictures."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from app.domain.audit import GENESIS, canonical_json, line_hash
from app.domain.bundle import (
    AuditExtract,
    BundledEntry,
    BundledLine,
    BundledSession,
    BundleFault,
    BundleFinding,
    Link,
    Manifest,
    picture_of,
)
from app.domain.journal import Deed

_COVERS = {Deed.COVER_ACCEPTED, Deed.COVER_REFUSED, Deed.COVER_UNDECIDED}
_ENTRIES = frozenset(Deed)


def content_findings(manifest: Manifest, session: BundledSession, audit: AuditExtract) -> Iterator[BundleFinding]:
    """What does not fit together in members that are what the manifest says."""
    if session.station_id != manifest.station_id:
        yield BundleFinding(BundleFault.OTHER_STATION, session.station_id)
    if session.session_id != manifest.session_id:
        yield BundleFinding(BundleFault.OTHER_SESSION, session.session_id)
    yield from chain_findings(audit)
    yield from journal_findings(session, audit.lines)
    try:
        follows = told(session.journal)
        agrees = canonical_json(follows) == canonical_json(session.told)
    except (ValueError, RecursionError):
        yield BundleFinding(BundleFault.JOURNAL_BROKEN)
        return
    if not agrees:
        yield BundleFinding(BundleFault.TOLD_OTHERWISE)
    yield from _picture_findings(manifest, named_pictures(follows))


def told(journal: Sequence[BundledEntry]) -> dict[str, object]:
    """Rule EB3: what the entries say, in their order: how the session began, every decision, the labels that count at
    the end, and the submission. Of their payloads only what is needed is looked at, so that any version's can be read.
    ValueError: they cannot follow one another."""
    opened: object = None
    submitted: object = None
    decisions: list[object] = []
    labels: dict[str, object] = {}
    for entry in journal:
        said = json.loads(entry.payload)
        if (opened is None) != (entry.deed == Deed.OPENED):
            raise ValueError("a session is opened once, and first")
        if entry.deed == Deed.OPENED:
            opened = said
            labels = {_text(each, "code", "text"): each for each in _list(said, "labels")}
        elif entry.deed in _COVERS:
            decisions.append({"seq": entry.seq, "decision": said})
        elif entry.deed == Deed.LABEL_COUNTED:
            labels[_text(said, "label", "code", "text")] = _at(said, "label")
        elif entry.deed == Deed.LABEL_TAKEN_BACK:
            labels.pop(_text(said, "code", "text"), None)
        elif entry.deed == Deed.SUBMITTED:
            submitted = said
    return {"opened": opened, "decisions": decisions, "labels": list(labels.values()), "submitted": submitted}


def named_pictures(follows: Mapping[str, object]) -> dict[str, str]:
    """Every picture's SHA-256 by its id, of a session that is told. ValueError."""
    found: dict[str, str] = {}
    decisions = [_at(each, "decision") for each in _list(follows, "decisions")]
    opened = follows["opened"]
    earlier = [each for name in ("decisions", "undecided") for each in _list(opened, name)] if opened else []
    for decision in (*earlier, *decisions):
        picture = _at(decision, "evidence", "picture")
        if picture is not None:
            found[_text(picture, "picture_id")] = _text(picture, "sha256")
    return found


def chain_findings(audit: AuditExtract) -> Iterator[BundleFinding]:
    """Rule EB4: every line's hash is its content's, and every two lines that follow one another are chained; before and
    after each line there is one, but for the first of all and the head."""
    last = audit.head.seq if audit.head else 0
    places = [*(Link(line.seq, line.previous, line.hash) for line in audit.lines), *audit.links]
    chain = {place.seq: place for place in places}
    for seq, times in Counter(place.seq for place in places).items():
        if times > 1:
            yield BundleFinding(BundleFault.CHAIN_BROKEN, str(seq))
    for line in audit.lines:
        if not line.body.isascii() or line.hash != line_hash(line.seq, line.previous, line.body):
            yield BundleFinding(BundleFault.LINE_ALTERED, str(line.seq))
        neighbours = {line.seq - 1, line.seq + 1} - {0, last + 1}
        if not neighbours <= set(chain):
            yield BundleFinding(BundleFault.CHAIN_BROKEN, str(line.seq))
    for seq, place in chain.items():
        if not 1 <= seq <= last or place.previous != _hash_before(chain, place):
            yield BundleFinding(BundleFault.CHAIN_BROKEN, str(seq))
    if audit.head and last in chain and chain[last].hash != audit.head.hash:
        yield BundleFinding(BundleFault.CHAIN_BROKEN, str(last))


def _hash_before(chain: Mapping[int, Link], place: Link) -> str:
    """That of the place before; of a link that has none there, whatever it says."""
    if place.seq == 1:
        return GENESIS
    before = chain.get(place.seq - 1)
    return before.hash if before else place.previous


class _Said(NamedTuple):
    """What an act's line says, as far as it is compared."""

    subject: str
    station_id: str
    deed: str
    at: str
    by: str
    after: str


def journal_findings(session: BundledSession, lines: Sequence[BundledLine]) -> Iterator[BundleFinding]:
    """Rule EB5: entry by entry the journal is what the audit's lines say: its number, when, by whom, what, and the hash
    of its text. Only the beginning of a session older than the audit has no lines (:func:`entries_before_audit`)."""
    if [entry.seq for entry in session.journal] != list(range(1, len(session.journal) + 1)):
        yield BundleFinding(BundleFault.JOURNAL_BROKEN)
    said = [_said(line) for line in lines]
    if None in said:
        yield BundleFinding(BundleFault.LINE_ALTERED, str(lines[said.index(None)].seq))
        return
    known = [each for each in said if each]
    for each in known:
        if each.subject != f"session:{session.session_id}":
            yield BundleFinding(BundleFault.OTHER_SESSION, each.subject)
        elif each.station_id not in {"", session.station_id}:
            yield BundleFinding(BundleFault.OTHER_STATION, each.station_id)
    yield from _entry_findings(session.journal, [each for each in known if each.deed in _ENTRIES])


def entries_before_audit(session: BundledSession, lines: Sequence[BundledLine]) -> int:
    """How many entries are older than the audit, and vouched for by the signature alone."""
    acts = sum(1 for said in map(_said, lines) if said and said.deed in _ENTRIES)
    return max(0, len(session.journal) - acts)


def payload_sha256(payload: str) -> str:
    return hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()


def _entry_findings(journal: Sequence[BundledEntry], acts: Sequence[_Said]) -> Iterator[BundleFinding]:
    older = len(journal) - len(acts)
    if older < 0:
        yield BundleFinding(BundleFault.ENTRY_MISSING, str(len(journal) + 1))
        return
    for entry, said in zip(journal[older:], acts, strict=True):
        if not _agree(entry, said):
            yield BundleFinding(BundleFault.ENTRY_DISAGREES, str(entry.seq))


def _agree(entry: BundledEntry, said: _Said) -> bool:
    try:
        after = json.loads(said.after)
        told_of = (_at(after, "seq"), _text(after, "detail"), _text(after, "sha256"))
        expected = (entry.seq, entry.detail, payload_sha256(entry.payload))
    except (ValueError, RecursionError):
        return False
    return told_of == expected and (said.deed, said.at, said.by) == (entry.deed, entry.at, entry.by)


def _said(line: BundledLine) -> _Said | None:
    try:
        act = json.loads(line.body)
        return _Said(*(_text(act, name) for name in _Said._fields))
    except (ValueError, RecursionError):
        return None


def _picture_findings(manifest: Manifest, named: Mapping[str, str]) -> Iterator[BundleFinding]:
    """Rule EB6: every picture that the journal names is in the bundle or named as missing, and no other one is."""
    there = {picture_of(name): member.sha256 for name, member in manifest.members.items() if picture_of(name)}
    missing = {each.picture_id: each.sha256 for each in manifest.missing}
    for picture_id in sorted({*there, *missing, *named}):
        claims = [each[picture_id] for each in (there, missing) if picture_id in each]
        if claims != [named.get(picture_id)]:
            yield BundleFinding(BundleFault.PICTURES_DISAGREE, picture_id)


def _at(value: object, *path: str) -> object:
    for name in path:
        if not isinstance(value, dict) or name not in value:
            raise ValueError(f"there is no {name}")
        value = value[name]
    return value


def _text(value: object, *path: str) -> str:
    found = _at(value, *path)
    if not isinstance(found, str):
        raise ValueError(f"{path[-1]} is no text")
    return found


def _list(value: object, name: str) -> list[object]:
    found = value.get(name, []) if isinstance(value, dict) else None
    if not isinstance(found, list):
        raise ValueError(f"{name} is no list")
    return found
