"""The station as it is composed, in this process: clip, model, ERP over HTTP and SQLite are the real ones."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap import build_station, build_store
from app.domain.command import Command
from app.domain.decision import RefusedReason
from app.domain.detection import DetectorSource
from app.domain.errors import ErrorCode, OperationalError
from app.domain.labels import LabelCode, LabelRecord
from app.domain.notices import InfoCode, Tone
from app.domain.packing_session import LabelRefusal
from app.messages import error_sentence, notice_sentence
from app.places import DATABASE_NAME
from app.ports.camera import CameraState
from app.ports.station_record import MessageState
from app.settings import Settings
from app.settings_layers import load_settings
from app.use_cases.desk_state import Phase
from app.use_cases.station import Station
from services.erp.stand_in import Deliveries, StandInErp, Trouble
from tests.conftest import SHOWN
from tests.fakes.listening import Ear
from tests.fakes.waiting import eventually
from tests.unit.builders import part

DN = "KSS007317A"
RIGHT, WRONG = (part(label) for label in SHOWN)
LABELS = [
    LabelRecord(LabelCode("L-1"), RIGHT, 20, active=True, used=False, supplier="Sinar"),
    LabelRecord(LabelCode("L-2"), RIGHT, 10, active=True, used=False, supplier="Sinar"),
    LabelRecord(LabelCode("TWIN"), WRONG, 10, active=True, used=False, supplier="Sinar"),
]
THE_STAND_INS_OWN = "process_request_thread"


@pytest.fixture
def erp() -> Iterator[StandInErp]:
    deliveries: Deliveries = {
        DN: [
            {"NODN": DN, "ITEM": str(RIGHT), "QTY": "20", "PO": "SUB1"},
            {"NODN": f"{DN}-1", "ITEM": str(RIGHT), "QTY": 10, "PO": "SUB2"},
        ]
    }
    with StandInErp(deliveries) as running:
        yield running


def plant(folder: Path, clip: Path, erp: StandInErp, **more: str) -> Settings:
    """A station that works alone; ``more`` changes a setting, with ``__`` for the dot."""
    values: Mapping[str, str] = {
        "data_dir": str(folder),
        "station__id": "station-7",
        "station__detector": "local",
        "camera__source": str(clip),
        "erp__base_url": erp.base_url,
        "database__timeout_s": "0.5",
        "decision__agreement": "two_way",
        "station__sign_in": "false",
        "station__hold_refusals": "false",
        "station__undo_s": "0",
        **more,
    }
    overrides = [f"{key.replace('__', '.')}={value}" for key, value in values.items()]
    return load_settings(Path("no-such-file.toml"), {}, overrides)


class Running:
    """A station at work; a context manager that finds any thread it leaves behind."""

    def __init__(self, settings: Settings) -> None:
        self._before = set(threading.enumerate())
        self.ear = Ear()
        self.station: Station = build_station(settings, self.ear)

    def __enter__(self) -> "Running":
        self.station.start()
        eventually(lambda: self.ear.states)  # the first one says that it is ready
        return self

    def __exit__(self, *_: object) -> None:
        self.station.close()
        left = {thread.name for thread in set(threading.enumerate()) - self._before}
        assert not {name for name in left if THE_STAND_INS_OWN not in name}
        assert self.ear.bugs == []
        for state in self.ear.states:
            assert "?" not in str(notice_sentence(state.notice))

    def scan(self, text: str) -> None:
        """Scan, and wait for the desk's answer."""
        revision = self.ear.desk.revision
        self.station.scan(text)
        eventually(lambda: self.ear.desk.revision > revision)


def fill_label_master(settings: Settings) -> None:
    with closing(build_store(settings)) as store:
        store.add_labels(LABELS)


def rows(settings: Settings, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(settings.data_path / DATABASE_NAME)) as connection:
        return connection.execute(query).fetchall()


def test_a_label_counts_only_after_its_cover_was_shown(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, short_clip, erp, decision__agreement="three_way")
    fill_label_master(settings)
    with Running(settings) as running:
        running.scan(DN)
        running.scan("L-1")
        running.ear.hears(LabelRefusal.CAMERA_HAS_NOT_SEEN)
        running.ear.hears(InfoCode.PART_ACCEPTED, 30)
        running.scan("L-1")
        running.ear.hears(InfoCode.LABEL_COUNTED)


def test_the_whole_job(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, short_clip, erp)
    fill_label_master(settings)
    with Running(settings) as running:
        running.scan(f" {DN.lower()}\r")
        assert running.ear.desk.phase is Phase.PACKING
        accepted = running.ear.hears(InfoCode.PART_ACCEPTED, 30)
        refused = running.ear.hears(RefusedReason.NOT_ON_NOTE, 30)
        assert (accepted.notice.details["part"], refused.notice.details["part"]) == (RIGHT, WRONG)
        for label in ("TWIN", "NOBODY", "L-1", "L-1", "L-2"):
            running.scan(label)
        for refusal in (LabelRefusal.PART_NOT_ON_NOTE, LabelRefusal.UNKNOWN, LabelRefusal.SCANNED_ALREADY):
            running.ear.hears(refusal)
        running.station.do(Command.CONFIRM)
        committed = running.ear.hears(InfoCode.COMMITTED)
        status = running.station.status()
        assert (status.camera.state, status.detector.source) == (CameraState.LIVE, DetectorSource.LOCAL)
        assert status.results_per_second > 0

    assert rows(settings, "SELECT packing_code, no_dn, po FROM packing") == [
        (committed.packing_code, DN, "SUB1, SUB2"),
    ]
    assert rows(settings, "SELECT part_number_dn, total_qty_dn, total_qty_label, status FROM detail_packing") == [
        (str(RIGHT), "30", "30", "Terpenuhi"),
    ]
    assert rows(settings, "SELECT label, qty_label FROM detail_label_packing ORDER BY label") == [
        ("L-1", "20"),
        ("L-2", "10"),
    ]
    assert rows(settings, "SELECT label, packing FROM labels ORDER BY label") == [
        ("L-1", "Yes"),
        ("L-2", "Yes"),
        ("TWIN", None),
    ]


def test_a_note_packed_before_is_reopened_and_its_discrepancy_made_good(
    tmp_path: Path, short_clip: Path, erp: StandInErp
) -> None:
    settings = plant(tmp_path, short_clip, erp)
    fill_label_master(settings)
    with Running(settings) as running:
        for text in (DN, "L-1"):
            running.scan(text)
        running.station.do(Command.CONFIRM)
        running.station.set_reason("the rest comes tomorrow")
        running.station.do(Command.CONFIRM)
        first = running.ear.hears(InfoCode.COMMITTED)
    with Running(settings) as running:
        running.scan(DN)
        assert running.ear.desk.phase is Phase.ALREADY_PACKED
        running.station.do(Command.CONFIRM)
        running.ear.hears(InfoCode.NOTE_OPENED)
        for text in ("L-1", "L-2"):
            running.scan(text)
        running.ear.hears(LabelRefusal.SCANNED_ALREADY)
        running.station.do(Command.CONFIRM)
        assert running.ear.hears(InfoCode.COMMITTED).packing_code == first.packing_code
    assert rows(settings, "SELECT total_qty_label, status FROM detail_packing") == [("30", "Terpenuhi")]
    assert len(rows(settings, "SELECT * FROM packing")) == 1


# -- what goes wrong around it ----------------------------------------------------------------------------------------


def test_an_unknown_note_is_told_and_the_next_is_opened(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    with Running(plant(tmp_path, short_clip, erp)) as running:
        running.scan("KSS999999Z")
        notice = running.ear.desk.notice
        assert (notice.tone, notice.code) == (Tone.REFUSED, ErrorCode.DN_NOT_REGISTERED)
        assert "KSS999999Z" in str(notice_sentence(notice))
        running.scan(DN)
        assert running.ear.desk.phase is Phase.PACKING


@pytest.mark.parametrize("trouble", [Trouble(delay_s=30.0), Trouble(status=503)])
def test_an_erp_that_is_away_is_told_and_the_labels_go_on(
    tmp_path: Path, short_clip: Path, erp: StandInErp, trouble: Trouble
) -> None:
    settings = plant(tmp_path, short_clip, erp, erp__timeout_s="0.5")
    fill_label_master(settings)
    with Running(settings) as running:
        running.scan(DN)
        running.station.do(Command.NEXT)
        running.ear.hears(InfoCode.NOTE_LEFT)
        erp.trouble = trouble
        running.scan(DN)
        remembered = running.ear.hears(InfoCode.NOTE_REMEMBERED)
        assert remembered.session is not None
        assert remembered.session.note_as_of
        assert [part.quantity for part in remembered.session.note.parts] == [30]
        running.station.do(Command.NEXT)
        running.scan("KSS000111A")
        assert running.ear.hears(InfoCode.NOTE_PROVISIONAL).phase is Phase.PACKING


@pytest.mark.parametrize("trouble", [Trouble(body=b"<html>down for maintenance</html>"), Trouble(cut_short=True)])
def test_an_erp_that_talks_nonsense_is_told_and_tried_again(
    tmp_path: Path, short_clip: Path, erp: StandInErp, trouble: Trouble
) -> None:
    with Running(plant(tmp_path, short_clip, erp, erp__timeout_s="0.5")) as running:
        erp.trouble = trouble
        running.scan(DN)
        notice = running.ear.desk.notice
        assert (notice.tone, notice.code) == (Tone.TROUBLE, ErrorCode.ERP_ANSWER_UNUSABLE)
        assert running.ear.desk.session is None
        erp.trouble = Trouble()
        running.scan(DN)
        assert running.ear.desk.phase is Phase.PACKING


def test_an_erp_that_is_down_is_told(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, short_clip, erp)
    erp.stop()
    with Running(settings) as running:
        running.scan(DN)
        assert running.ear.desk.notice.code is InfoCode.NOTE_PROVISIONAL


def test_without_a_camera_the_labels_go_on(tmp_path: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, tmp_path / "unplugged", erp)
    fill_label_master(settings)
    with Running(settings) as running:
        eventually(lambda: running.station.status().camera.state is CameraState.ABSENT)
        assert "unplugged" in running.station.status().camera.detail
        for text in (DN, "L-1"):
            running.scan(text)
        assert running.ear.desk.notice.code is InfoCode.LABEL_COUNTED
        assert running.station.status().result_age_ms is None


def test_a_camera_that_is_plugged_in_later_is_found(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    clip = tmp_path / "later.avi"
    clip.write_bytes(b"not yet")
    with Running(plant(tmp_path, clip, erp)) as running:
        eventually(lambda: running.station.status().camera.state is CameraState.ABSENT)
        clip.write_bytes(short_clip.read_bytes())
        eventually(lambda: running.station.status().camera.state is CameraState.LIVE)
        eventually(lambda: running.ear.seen)


@pytest.mark.parametrize("content", [b"no model", None])
def test_without_a_model_the_labels_go_on(
    tmp_path: Path, short_clip: Path, erp: StandInErp, content: bytes | None
) -> None:
    model = tmp_path / "model.onnx"
    if content is not None:
        model.write_bytes(content)
    settings = plant(tmp_path, short_clip, erp, model__path=str(model))
    with Running(settings) as running:
        eventually(lambda: str(model) in running.station.status().detector.detail)
        assert running.station.status().detector.source is None
        running.scan(DN)
        assert running.ear.desk.phase is Phase.PACKING
        eventually(lambda: running.station.status().camera.frames > 0)


def test_a_database_that_is_locked_keeps_nobody_waiting_and_nothing_is_lost(
    tmp_path: Path, short_clip: Path, erp: StandInErp
) -> None:
    settings = plant(tmp_path, short_clip, erp)
    fill_label_master(settings)
    with Running(settings) as running, closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as other:
        for text in (DN, "L-1", "L-2"):
            running.scan(text)
        other.execute("BEGIN IMMEDIATE")
        running.station.do(Command.CONFIRM)
        assert running.ear.hears(InfoCode.SAVED).sent is MessageState.WAITING
        eventually(lambda: running.station.status().record.away is not None)
        assert running.station.status().record.outbox.waiting == 1
        other.rollback()
        running.ear.hears(InfoCode.COMMITTED)
    assert rows(settings, "SELECT COUNT(*) FROM detail_label_packing") == [(2,)]


def test_without_its_database_a_station_opens_notes_and_says_what_it_cannot_check(
    tmp_path: Path, short_clip: Path, erp: StandInErp
) -> None:
    settings = plant(tmp_path, short_clip, erp)
    (tmp_path / DATABASE_NAME).write_bytes(b"this is a letter, not a database" * 99)
    with Running(settings) as running:
        running.scan(DN)
        assert running.ear.desk.phase is Phase.PACKING
        running.scan("L-1")
        assert running.ear.desk.notice.code is LabelRefusal.UNKNOWN_OFFLINE
        (tmp_path / DATABASE_NAME).unlink()
        eventually(lambda: running.station.status().record.away is None, 30)


def test_two_days_alone_end_in_the_database_once_it_is_there(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    """ERP and database are gone; the station has seen the labels, never the note, and is restarted in between."""
    settings = plant(tmp_path, short_clip, erp, erp__timeout_s="0.5")
    fill_label_master(settings)
    with Running(settings) as running:
        eventually(lambda: running.station.status().record.away is None and label_copied(settings, "L-2"))
    database, aside = tmp_path / DATABASE_NAME, tmp_path / "aside"
    database.rename(aside)
    database.mkdir()
    erp.trouble = Trouble(status=503)
    with Running(settings) as running:
        running.scan(DN)
        assert running.ear.desk.notice.code is InfoCode.NOTE_PROVISIONAL
        running.scan("L-1")
    with Running(settings) as running:
        assert running.ear.hears(InfoCode.RESUMED).phase is Phase.PACKING
        running.scan("L-2")
        running.station.do(Command.CONFIRM)
        running.ear.hears(InfoCode.SAVED)
    database.rmdir()
    aside.rename(database)
    erp.trouble = Trouble()
    with Running(settings) as running:
        eventually(lambda: running.station.status().record.outbox.confirmed == 1, 30)
    assert rows(settings, "SELECT part_number_dn, total_qty_dn, total_qty_label FROM detail_packing") == [
        (str(RIGHT), "30", "30")
    ]
    assert rows(settings, "SELECT agreement FROM countersign_session") == [("label_alone",)]


def label_copied(settings: Settings, code: str) -> bool:
    with closing(sqlite3.connect(settings.data_path / "station.sqlite")) as connection:
        return connection.execute("SELECT 1 FROM cached_label WHERE label = ?", (code,)).fetchone() is not None


def test_a_station_that_is_killed_goes_on_where_it_was(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, short_clip, erp)
    fill_label_master(settings)
    with Running(settings) as running:
        running.scan(DN)
        running.ear.hears(InfoCode.PART_ACCEPTED, 30)
        running.scan("L-1")
    with Running(settings) as running:
        resumed = running.ear.hears(InfoCode.RESUMED)
        assert resumed.session is not None
        assert [str(label.code) for label in resumed.session.labels] == ["L-1"]
        assert RIGHT in resumed.session.inspected
        picture = resumed.session.decisions[0].evidence.picture
        assert picture is not None
        (kept,) = (tmp_path / "pictures").rglob(f"{picture.picture_id}*")
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == picture.sha256


def test_a_data_folder_that_cannot_be_made_lets_no_station_start(
    tmp_path: Path, short_clip: Path, erp: StandInErp
) -> None:
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(OperationalError) as caught:
        build_station(plant(in_the_way, short_clip, erp), Ear())
    assert caught.value.code is ErrorCode.DATABASE_UNWRITABLE
    assert str(in_the_way) in str(error_sentence(caught.value))


def test_a_second_station_on_the_same_record_is_refused_and_the_first_goes_on(
    tmp_path: Path, short_clip: Path, erp: StandInErp
) -> None:
    settings = plant(tmp_path, short_clip, erp)
    with Running(settings) as running:
        with pytest.raises(OperationalError) as caught:
            build_station(settings, Ear())
        assert caught.value.code is ErrorCode.RECORD_IN_USE
        assert "?" not in str(error_sentence(caught.value))
        running.scan(DN)
        assert running.ear.desk.phase is Phase.PACKING


def test_a_recorded_label_is_taken_out_and_free_again(tmp_path: Path, short_clip: Path, erp: StandInErp) -> None:
    settings = plant(tmp_path, short_clip, erp)
    fill_label_master(settings)
    with Running(settings) as running:
        for text in (DN, "L-1", "L-2"):
            running.scan(text)
        running.station.do(Command.CONFIRM)
        running.ear.hears(InfoCode.COMMITTED)
        running.scan(DN)
        running.station.do(Command.CONFIRM)
        running.ear.hears(InfoCode.NOTE_OPENED)
        running.station.take_back("L-2")
        running.ear.hears(InfoCode.LABEL_REMOVED)
        running.station.do(Command.CONFIRM)
        running.station.set_reason("it was the wrong carton")
        running.station.do(Command.CONFIRM)
        eventually(lambda: running.ear.codes.count(InfoCode.COMMITTED) == 2)
    assert rows(settings, "SELECT total_qty_label, status FROM detail_packing") == [("20", "Belum Terpenuhi")]
    assert rows(settings, "SELECT label, packing FROM labels WHERE label LIKE 'L-%' ORDER BY label") == [
        ("L-1", "Yes"),
        ("L-2", None),
    ]
