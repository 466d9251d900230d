"""The power fails between any two operations of the disk, and every operation of the disk fails: what was promised is
there, and nothing is half done. The real stores, on a file system that writes down what they do to it."""

import argparse
from itertools import pairwise

import pytest

from app.settings import Settings
from services.record.faults.operations import (
    Acknowledge,
    Link,
    Operation,
    Sync,
    SyncFolder,
    Truncate,
    Unlink,
    Write,
)
from services.record.faults.power_loss import SECTOR, cuts

pytest.importorskip("apsw", reason="APSW, of the extra dev, gives SQLite the file system that fails")

from app.commands import bench_faults
from services.record.faults.deaf import deaf
from services.record.faults.io_errors import io_errors
from services.record.faults.life import CONTROLS, SAFE_MODES, Mode, recorded
from services.record.faults.packing_life import packing_life
from services.record.faults.record_life import record_life
from services.record.faults.survival import Verdict, survival, survival_of_second_cut

STATES = 1_000
"""In each of the two modes that keep their word."""


@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_no_power_cut_loses_what_the_record_has_acknowledged(mode: Mode) -> None:
    found = survival(record_life(1, sessions=2), mode, random_ones=2, about=STATES * 5 // 4)
    assert found.states >= STATES
    assert found.failures == 0, found.first_failure


@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_no_power_cut_loses_what_the_packing_store_has_acknowledged(mode: Mode) -> None:
    found = survival(packing_life(1, notes=2), mode, random_ones=0, about=150)
    assert found.states > 100
    assert found.failures == 0, found.first_failure


@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_a_second_power_cut_while_the_first_is_mended_loses_nothing_either(mode: Mode) -> None:
    found = survival_of_second_cut(record_life(1, sessions=1), mode, first_cuts=20, second_cuts=15)
    assert found.states > 40
    assert found.failures == 0, found.first_failure


@pytest.mark.parametrize("mode", CONTROLS, ids=str)
def test_the_ways_known_to_lose_are_found_losing(mode: Mode) -> None:
    found = survival(record_life(1, sessions=1), mode, random_ones=0, about=250)
    assert found.verdicts[Verdict.LOST] > 0
    if mode.synchronous == "off":
        assert found.verdicts[Verdict.BROKEN] + found.verdicts[Verdict.UNREADABLE] > 0


@pytest.mark.parametrize("full", [False, True], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_an_error_of_the_disk_is_told_and_leaves_nothing_half_done(mode: Mode, full: bool, lasting: bool) -> None:
    found = io_errors(record_life(1, sessions=1), mode, full=full, lasting=lasting, every=19)
    assert found.told >= 20
    assert not found.failures


@pytest.mark.parametrize("full", [False, True], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_an_error_of_the_disk_leaves_no_half_of_a_commit_in_the_packing_store(mode: Mode, full: bool) -> None:
    found = io_errors(packing_life(1, notes=1), mode, full=full, lasting=full, every=17)
    assert found.told > 10
    assert not found.failures


def test_a_commit_succeeds_in_spite_of_an_error_only_where_the_error_comes_after_it() -> None:
    truncate, wal = (io_errors(record_life(1, 1), mode, full=False, lasting=False, every=29) for mode in SAFE_MODES)
    assert truncate.not_needed == 0
    assert wal.not_needed > 0


def test_a_store_that_does_not_listen_to_its_disk_is_found_out() -> None:
    found = io_errors(deaf(record_life(1, sessions=1)), SAFE_MODES[0], full=False, lasting=False, every=40)
    assert any("promised and lost" in failure for failure in found.failures)


@pytest.mark.slow
def test_the_bench_says_what_it_tried_and_that_its_controls_failed() -> None:
    parser = argparse.ArgumentParser()
    bench_faults.add_arguments(parser)
    report = bench_faults.measure(parser.parse_args(["--part", "power-loss", "--power-loss", "50"]), Settings())
    assert [check.name for check in report.checks if not check.ok] == []
    assert sum("(control)" in check.name for check in report.checks) == len(CONTROLS)
    assert set(report.figures) == {"power-loss"}


@pytest.mark.parametrize("mode", SAFE_MODES, ids=str)
def test_a_recording_holds_every_promise_after_a_synchronisation(mode: Mode, tmp_path) -> None:
    """The file system sees what the store does: else there would be nothing to cut."""
    recording = recorded(record_life(1, sessions=1), mode, tmp_path)
    promises = [place for place, each in enumerate(recording.operations) if isinstance(each, Acknowledge)]
    assert len(promises) == len(recording.views)
    for before, after in pairwise(promises):
        kinds = [type(each) for each in recording.operations[before:after]]
        assert Write in kinds
        assert Sync in kinds


# The model itself, on recordings made by hand.

FILE = Link("file", 0)
A, B = b"a" * 4, b"b" * 4


def images(*operations: Operation) -> set[tuple[int, tuple[tuple[str, bytes], ...]]]:
    """With the number of the last promise."""
    return {(cut.promised, tuple(sorted(cut.image.items()))) for cut in cuts(operations, random_ones=0)}


def contents(*operations: Operation) -> set[bytes | None]:
    """Of ``file`` at the last promise; None: it is not there."""
    found = {image for promised, image in images(*operations, Acknowledge(9)) if promised == 9}
    return {dict(image).get("file") for image in found}


def test_what_is_synchronised_is_there() -> None:
    assert contents(FILE, SyncFolder(), Write(0, 0, A), Sync(0)) == {A}


def test_writes_since_then_may_be_there_in_any_combination() -> None:
    found = contents(FILE, SyncFolder(), Write(0, 0, A), Sync(0), Write(0, 0, B), Write(0, 4, B))
    assert {A, B, A + B, B + B} <= found
    assert all(content is not None and content[:4] in (A, B, b"\xa5" * 4) for content in found)


def test_a_later_write_may_be_there_without_an_earlier_one() -> None:
    assert b"\0" * 4 + B in contents(FILE, SyncFolder(), Write(0, 0, A), Write(0, 4, B))


def test_a_write_may_be_torn_at_a_sector_or_leave_rubbish() -> None:
    data = b"x" * (2 * SECTOR)
    found = contents(FILE, SyncFolder(), Write(0, 100, data))
    assert b"\0" * 100 + data[: SECTOR - 100] in found
    assert b"\0" * 100 + b"\xa5" * len(data) in found


def test_a_truncation_may_be_missing() -> None:
    assert contents(FILE, SyncFolder(), Write(0, 0, A), Sync(0), Truncate(0, 0)) == {A, b""}


def test_a_deleted_file_may_come_back_until_the_folder_is_synchronised() -> None:
    made = (FILE, SyncFolder(), Write(0, 0, A), Sync(0), Unlink("file"))
    assert contents(*made) == {A, None}
    assert contents(*made, SyncFolder()) == {None}


def test_a_new_file_may_be_missing_until_the_folder_is_synchronised_however_well_its_content_is() -> None:
    assert contents(FILE, Write(0, 0, A), Sync(0)) == {A, None}


def test_the_last_promise_goes_with_every_disk() -> None:
    found = images(FILE, SyncFolder(), Acknowledge(0), Write(0, 0, A), Sync(0), Acknowledge(1))
    assert {promised for promised, image in found if dict(image).get("file") == A} == {0, 1}
    assert not any(promised == 1 and dict(image)["file"] != A for promised, image in found)


def test_many_unsynchronised_writes_are_not_all_combined_but_each_is_missed_and_each_is_alone() -> None:
    writes = [Write(0, number, b"x") for number in range(10)]
    found = contents(FILE, SyncFolder(), *writes)
    for number in range(10):
        assert b"x" * number + (b"\0" if number < 9 else b"") + b"x" * (9 - number) in found
        assert b"\0" * number + b"x" in found
