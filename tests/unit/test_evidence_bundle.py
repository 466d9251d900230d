"""An evidence bundle is what the station made, to the bit, or it is refused with what is wrong: every way to tamper
with one is tried."""

import io
import json
import random
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keyring
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as NoKeyring

from app.domain.audit import AuditDeed, canonical_json
from app.domain.bundle import (
    AUDIT,
    MANIFEST,
    SESSION,
    SIGNATURE,
    Absence,
    BundleFault,
    BundleFinding,
    member_of,
    picture_name,
)
from app.domain.errors import ErrorCode, OperationalError
from app.use_cases.authority import Authority
from app.use_cases.evidence import Evidence
from services.evidence import container
from services.evidence.check import BundleVerdict, check_bundle, check_bytes
from services.evidence.container import archive
from services.evidence.station_key import KeptIn, StationKey, known_public_key
from services.record.record import SqlStationRecord
from tests.fakes.packed_session import OTHER, SESSION_ID, STATION, NoonClock, bundles, made_record, pack, put_back
from tests.fakes.people_known import ANI, OPERATOR, known_people
from tests.fakes.station_record import FakeAudit, Told

Members = dict[str, bytes]
SEED = b"7" * 32


@dataclass(frozen=True)
class Site:
    """A station's folder, the bundle of its session, and its key."""

    folder: Path
    data: bytes
    key: str

    def verdict(self, data: bytes, station_id: str = "") -> BundleVerdict:
        return check_bytes(data, [self.key], station_id)

    def faults(self, data: bytes, station_id: str = "") -> set[BundleFault]:
        found = self.verdict(data, station_id)
        assert found.good == (not found.findings)
        return {finding.fault for finding in found.findings}

    @property
    def members(self) -> Members:
        return container.members_of(self.data)


@pytest.fixture(scope="module", autouse=True)
def no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


def packed(folder: Path, session_id: str = SESSION_ID) -> bytes:
    with bundles(folder).packed(session_id, folder / "bundle.zip"):
        pass
    return (folder / "bundle.zip").read_bytes()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("station")
    record = made_record(folder)
    put_back(record)
    pack(record)
    put_back(record, "zz9")
    data = packed(folder)  # while the station runs
    record.close()
    return Site(folder, data, known_public_key(folder))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[SqlStationRecord]:
    made = made_record(tmp_path)
    yield made
    made.close()


def signed(members: Members, **changes: object) -> bytes:
    """As somebody would make it who has a key of his own: hashes and signature are right."""
    key = StationKey(SEED, KeptIn.FILE)
    manifest = json.loads(members[MANIFEST])
    content = {name: data for name, data in members.items() if name not in {MANIFEST, SIGNATURE}}
    named = {name: {"sha256": member_of(data).sha256, "size": len(data)} for name, data in content.items()}
    told = canonical_json({**manifest, "members": named, "public_key": key.public_key, **changes}).encode()
    return archive({**content, MANIFEST: told, SIGNATURE: key.sign(told)})


def forged(site: Site, name: str, change: Callable[[Any], object], **changes: object) -> set[BundleFault]:
    """What is wrong with a bundle one of whose documents was changed and signed anew, with a key that is trusted."""
    plain = json.loads(site.members[name])
    change(plain)
    data = signed({**site.members, name: canonical_json(plain).encode()}, **changes)
    found = check_bytes(data, [StationKey(SEED, KeptIn.FILE).public_key])
    return {finding.fault for finding in found.findings}


# -- what is whole ----------------------------------------------------------------------------------------------------


def test_a_bundle_is_whole_and_made_by_a_known_key(site: Site) -> None:
    found = site.verdict(site.data, STATION)
    assert found.good
    assert found.manifest is not None
    assert found.session is not None
    assert (found.manifest.session_id, found.session.dn) == (SESSION_ID, "KSS007317A")
    assert len(found.session.journal) == 10
    assert found.older_entries == 0


def test_the_same_session_gives_the_same_bytes(site: Site) -> None:
    assert packed(site.folder) == site.data


def test_the_bytes_of_an_archive_stay_as_they_were_in_every_version() -> None:
    """Else bundles of one version would be refused by another."""
    made = archive({MANIFEST: b"{}", SIGNATURE: b"s" * 64, picture_name("0" * 32): b"\xff\xd8"})
    assert member_of(made).sha256 == "bde5d0de5f7996dcd757d70a34e0aa7fdf8e639192509fcb7147b24d0b30b9d4"


def test_it_tells_the_whole_session(site: Site) -> None:
    told = json.loads(site.members[SESSION])["told"]
    assert [label["code"]["text"] for label in told["labels"]] == ["L-1", "L-2"]
    assert [each["decision"]["verdict"] for each in told["decisions"]] == [
        "accepted", "refused", "accepted", "undecided",
    ]  # fmt: skip
    assert told["submitted"]["discrepancy_reason"] == "short: =1+1"
    entries = json.loads(site.members[SESSION])["journal"]
    assert [entry["by"] for entry in entries[:2]] == ["OP-17", ""]


def test_whole_but_signed_by_a_key_that_is_not_known(site: Site) -> None:
    found = check_bytes(site.data, [])
    assert found.whole
    assert not found.good


def test_signed_anew_by_another_key_it_is_not_good(site: Site) -> None:
    found = site.verdict(signed(site.members))
    assert found.whole
    assert not found.good


# -- what the station no longer has -----------------------------------------------------------------------------------


def test_pictures_that_cannot_be_put_in_are_named_with_their_hash(record: SqlStationRecord, tmp_path: Path) -> None:
    thinned, gone, altered, kept = pack(record, pictures=4)
    folder = record.pictures
    with closing(sqlite3.connect(tmp_path / "station.sqlite")) as connection, connection:
        connection.execute("UPDATE picture SET removed = 1 WHERE picture_id = ?", (thinned.picture_id,))
    folder.path(gone.picture_id).unlink()
    folder.path(altered.picture_id).write_bytes(b"something else")
    found = check_bytes(packed(tmp_path), [known_public_key(tmp_path)])
    assert found.good
    assert found.manifest is not None
    assert {(each.picture_id, each.sha256, each.why) for each in found.manifest.missing} == {
        (thinned.picture_id, thinned.sha256, Absence.THINNED_OUT),
        (gone.picture_id, gone.sha256, Absence.NOT_THERE),
        (altered.picture_id, altered.sha256, Absence.ALTERED),
    }
    assert picture_name(kept.picture_id) in found.manifest.members


def test_an_unknown_session_is_told_and_leaves_no_file(record: SqlStationRecord, tmp_path: Path) -> None:
    pack(record)
    target = tmp_path / "none.zip"
    with pytest.raises(OperationalError) as refused, bundles(tmp_path).packed("../../x", target):
        pass
    assert refused.value.code is ErrorCode.SESSION_UNKNOWN
    assert not list(tmp_path.glob("none*"))


# -- the use case -----------------------------------------------------------------------------------------------------


def use_case(folder: Path, told: Told) -> tuple[Evidence, FakeAudit]:
    audit = FakeAudit(told)
    return Evidence(bundles(folder), Authority(known_people, NoonClock()), audit), audit


def test_ex1_the_audit_names_the_bundle_by_its_manifest(site: Site, tmp_path: Path) -> None:
    evidence, audit = use_case(site.folder, Told())
    made = evidence.pack(ANI, SESSION_ID, tmp_path / "b.zip")
    (line,) = audit.kept
    assert (line.act.deed, line.act.subject, line.act.by) == (AuditDeed.EXPORTED, f"session:{SESSION_ID}", "ANI")
    assert json.loads(line.act.after)["manifest_sha256"] == made.manifest_sha256
    assert made.manifest_sha256 == member_of(container.members_of((tmp_path / "b.zip").read_bytes())[MANIFEST]).sha256


def test_ex1_without_the_audit_there_is_no_bundle(site: Site, tmp_path: Path) -> None:
    evidence, _ = use_case(site.folder, Told(OperationalError(ErrorCode.DATABASE_LOCKED, path="x")))
    with pytest.raises(OperationalError):
        evidence.pack(ANI, SESSION_ID, tmp_path / "b.zip")
    assert list(tmp_path.iterdir()) == []


def test_an_operator_takes_no_evidence_away(site: Site, tmp_path: Path) -> None:
    evidence, audit = use_case(site.folder, Told())
    with pytest.raises(OperationalError) as refused:
        evidence.pack(OPERATOR, SESSION_ID, tmp_path / "b.zip")
    assert refused.value.code is ErrorCode.NOT_ALLOWED
    assert (audit.kept, list(tmp_path.iterdir())) == ([], [])


# -- tampering without the key ----------------------------------------------------------------------------------------


def test_any_bit_of_any_member_is_noticed(site: Site) -> None:
    chance = random.Random(7)
    for name, content in site.members.items():
        for place in {0, len(content) - 1, *chance.sample(range(len(content)), min(40, len(content)))}:
            altered = bytearray(content)
            altered[place] ^= 1 << chance.randrange(8)
            members = {**site.members, name: bytes(altered)}
            assert site.faults(archive(members)), (name, place)  # with the check sums of the archive mended


def test_members_swapped(site: Site) -> None:
    first, second = [name for name in site.members if name.startswith("pictures/")][:2]
    swapped = {**site.members, first: site.members[second], second: site.members[first]}
    assert site.verdict(archive(swapped)).findings == tuple(
        BundleFinding(BundleFault.MEMBER_ALTERED, name) for name in sorted((first, second))
    )


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, SESSION, AUDIT, "pictures/"])
def test_a_member_removed(site: Site, name: str) -> None:
    gone = next(each for each in site.members if each.startswith(name))
    faults = site.faults(archive({each: data for each, data in site.members.items() if each != gone}))
    assert faults == {BundleFault.SIGNATURE_WRONG if name == SIGNATURE else BundleFault.MEMBER_MISSING}


def test_a_member_added(site: Site) -> None:
    more = {**site.members, picture_name("a" * 32): b"\xff\xd8 something nobody has signed"}
    assert site.faults(archive(more)) == {BundleFault.MEMBER_EXTRA}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice(site: Site) -> None:
    out = io.BytesIO(site.data)
    with zipfile.ZipFile(out, "a") as more:
        more.writestr(SESSION, b"{}")
    assert site.faults(out.getvalue()) == {BundleFault.MEMBER_TWICE}


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/passwd", "C:\\x", "pictures/../../x.jpg", "session.json/", "SESSION.JSON", "a\x00b"]
)
def test_a_name_that_could_be_a_path(site: Site, name: str) -> None:
    assert site.faults(archive({**site.members, name: b""})) & {BundleFault.MEMBER_NAME, BundleFault.NOT_A_BUNDLE}


def test_cut_off_at_any_length(site: Site) -> None:
    for size in range(0, len(site.data), 701):
        assert site.faults(site.data[:size]) == {BundleFault.NOT_A_BUNDLE}


@pytest.mark.parametrize("place", ["before", "behind", "between"])
def test_nothing_is_hidden_beside_the_members(site: Site, place: str) -> None:
    data, stranger = site.data, b"something else"
    middle = data.index(b"PK\x01\x02")
    hidden = {
        "before": stranger + data,
        "behind": data + stranger,
        "between": data[:middle] + stranger + data[middle:],
    }[place]
    assert site.faults(hidden) == {BundleFault.NOT_A_BUNDLE}


def test_a_comment_and_another_date_are_not_the_stations(site: Site) -> None:
    out = io.BytesIO(site.data)
    with zipfile.ZipFile(out, "a") as changed:
        changed.comment = b"approved"
    assert site.faults(out.getvalue()) == {BundleFault.NOT_A_BUNDLE}
    dated = site.data.replace(struct.pack("<HH", 0, 33), struct.pack("<HH", 0, 34))
    assert dated != site.data
    assert site.faults(dated) == {BundleFault.NOT_A_BUNDLE}


def test_a_compression_bomb_is_refused_before_it_is_opened(site: Site) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(SESSION, b"0" * 50_000_000)
    assert len(out.getvalue()) < 100_000
    assert site.faults(out.getvalue()) == {BundleFault.TOO_LARGE}


def test_a_compressed_bundle_is_not_as_a_station_writes_it(site: Site) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as small:
        small.writestr(picture_name("0" * 32), b"0" * 60)
    assert site.faults(out.getvalue() + b" " * 100) == {BundleFault.NOT_A_BUNDLE}


def test_too_many_members_and_too_large_a_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    many = archive({picture_name(f"{number:032x}"): b"" for number in range(container.MEMBERS_AT_MOST + 1)})
    assert site.faults(many) == {BundleFault.TOO_LARGE}
    monkeypatch.setattr(container, "SIZE_AT_MOST", 1000)
    assert site.faults(site.data) == {BundleFault.TOO_LARGE}


@given(st.data())
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mutation_is_ever_good(site: Site, data: st.DataObject) -> None:
    changed = bytearray(site.data)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(changed)))
        size = data.draw(st.sampled_from([0, 1, 1, 2, 4, 64, 2000]))
        changed[start : start + size] = data.draw(st.binary(max_size=8))
    found = site.verdict(bytes(changed))
    assert found.good == (bytes(changed) == site.data)
    assert found.whole == found.good


@given(st.binary(max_size=300), st.sampled_from([MANIFEST, SESSION, AUDIT]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_document_holds_it_is_refused(site: Site, content: bytes, name: str) -> None:
    assert site.faults(archive({**site.members, name: content}))


# -- tampering with a key of one's own, and with the station's --------------------------------------------------------


def test_a_bundle_of_another_station(site: Site) -> None:
    assert site.faults(site.data, "station-2") == {BundleFault.OTHER_STATION}


@pytest.mark.parametrize("schema", [2, 99])
def test_a_future_schema_is_refused_as_such(site: Site, schema: int) -> None:
    assert site.faults(signed(site.members, schema=schema, more="of a later version")) == {BundleFault.SCHEMA_NEWER}


@pytest.mark.parametrize("schema", [0, -1, "1", None, 1.5, True])
def test_no_schema_of_ours(site: Site, schema: object) -> None:
    assert BundleFault.MEMBER_UNREADABLE in site.faults(signed(site.members, schema=schema))


@pytest.mark.parametrize(
    "text", [b"[" * 200_000, b"{}", b"null", b'"x"', b"\xff", b'{"told":NaN}', b"1" * 5000, b'{"schema":1,"schema":1}']
)
@pytest.mark.parametrize("name", [MANIFEST, SESSION, AUDIT])
def test_nonsense_in_a_document(site: Site, name: str, text: bytes) -> None:
    data = archive({**site.members, MANIFEST: text}) if name == MANIFEST else signed({**site.members, name: text})
    assert BundleFault.MEMBER_UNREADABLE in site.faults(data)


def at_entry(number: int, **changes: object) -> Callable[[Any], object]:
    return lambda plain: plain["journal"][number].update(changes)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (at_entry(1, by="SOMEBODY"), BundleFault.ENTRY_DISAGREES),
        (at_entry(1, at="2026-09-14T09:00:00+00:00"), BundleFault.ENTRY_DISAGREES),
        (at_entry(1, detail="another part"), BundleFault.ENTRY_DISAGREES),
        (at_entry(6, payload='{"label": {"code": {"text": "L-9"}}}'), BundleFault.ENTRY_DISAGREES),
        (at_entry(1, payload="no JSON"), BundleFault.JOURNAL_BROKEN),
        (at_entry(1, payload="\ud800"), BundleFault.JOURNAL_BROKEN),
        (at_entry(0, deed="left"), BundleFault.JOURNAL_BROKEN),
        (at_entry(3, seq=9), BundleFault.JOURNAL_BROKEN),
        (lambda plain: plain["journal"].pop(), BundleFault.ENTRY_MISSING),
        (lambda plain: plain["journal"].insert(2, plain["journal"][2]), BundleFault.JOURNAL_BROKEN),
        (lambda plain: plain["journal"].reverse(), BundleFault.ENTRY_DISAGREES),
        (lambda plain: plain["told"]["labels"].pop(), BundleFault.TOLD_OTHERWISE),
        (lambda plain: plain["told"].update(remark="all well"), BundleFault.TOLD_OTHERWISE),
        (lambda plain: plain.update(station_id="station-2"), BundleFault.OTHER_STATION),
        (lambda plain: plain.update(session_id=OTHER), BundleFault.OTHER_SESSION),
        (lambda plain: plain.update(remark="all well"), BundleFault.MEMBER_UNREADABLE),
    ],
)
def test_a_session_that_does_not_agree_with_its_audit(
    site: Site, change: Callable[[Any], object], fault: BundleFault
) -> None:
    assert fault in forged(site, SESSION, change)


def line_changed(number: int, old: str, new: str) -> Callable[[Any], object]:
    def change(plain: Any) -> None:
        line = plain["lines"][number]
        assert old in line["body"]
        line["body"] = line["body"].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (line_changed(0, "OP-17", "OP-18"), BundleFault.LINE_ALTERED),
        (line_changed(0, "OP-17", "é"), BundleFault.LINE_ALTERED),
        (lambda plain: plain["lines"][0].update(body="null"), BundleFault.LINE_ALTERED),
        (lambda plain: plain["lines"].pop(3), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["lines"].reverse(), BundleFault.ENTRY_DISAGREES),
        (lambda plain: plain["lines"][4].update(previous="0" * 64), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["lines"].append(plain["lines"][0]), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["links"].pop(0), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["links"].pop(), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["links"][-1].update(previous="0" * 64), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["links"][0].update(hash="0" * 64), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain.update(head=None), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["head"].update(seq=3), BundleFault.CHAIN_BROKEN),
        (lambda plain: plain["head"].update(seq=13, hash="0" * 64), BundleFault.CHAIN_BROKEN),
    ],
)
def test_an_audit_that_does_not_hold(site: Site, change: Callable[[Any], object], fault: BundleFault) -> None:
    assert fault in forged(site, AUDIT, change)


def test_a_picture_that_the_journal_does_not_name_and_one_that_is_kept_back(site: Site) -> None:
    key = StationKey(SEED, KeptIn.FILE).public_key
    more = signed({**site.members, picture_name("a" * 32): b"\xff\xd8"})
    first = next(name for name in site.members if name.startswith("pictures/"))
    fewer = signed({name: data for name, data in site.members.items() if name != first})
    for data in (more, fewer):
        assert {each.fault for each in check_bytes(data, [key]).findings} == {BundleFault.PICTURES_DISAGREE}


def test_a_session_older_than_the_audit_is_vouched_for_by_the_signature_alone(site: Site) -> None:
    """Rule EB5: only its beginning, and it is told."""
    key = StationKey(SEED, KeptIn.FILE).public_key
    plain = json.loads(site.members[AUDIT])
    first, *rest = plain["lines"]
    link = {name: first[name] for name in ("seq", "previous", "hash")}
    links = [each for each in plain["links"] if each["seq"] != first["seq"] - 1]
    older = {**plain, "lines": rest, "links": [link, *links]}
    found = check_bytes(signed({**site.members, AUDIT: canonical_json(older).encode()}), [key])
    assert (found.good, found.older_entries) == (True, 1)


# -- the negative control ---------------------------------------------------------------------------------------------


def test_a_check_without_hashes_would_be_found_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests above rest on the hashes: with a check that takes every member for what it should be, a picture that
    was put in another one's place is good."""
    first, second = [name for name in site.members if name.startswith("pictures/")][:2]
    swapped = archive({**site.members, first: site.members[second], second: site.members[first]})
    assert site.faults(swapped)
    monkeypatch.setattr("services.evidence.check.member_findings", lambda *_: ())
    assert site.verdict(swapped).good


def test_the_file_itself(site: Site, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(site.data)
    assert check_bundle(tmp_path / "b.zip", [site.key]).good
    with pytest.raises(OperationalError) as unreadable:
        check_bundle(tmp_path / "not there.zip", [])
    assert unreadable.value.code is ErrorCode.FILE_UNREADABLE
    with pytest.raises(OperationalError):
        check_bundle(tmp_path, [])
