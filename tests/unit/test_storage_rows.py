"""What is sent to the database: a record's hash, and texts that fit their columns."""

from dataclasses import replace

import pytest

from app.domain.errors import OperationalError
from app.domain.packing_session import PackingRecord
from services.storage.columns import METADATA
from services.storage.fitting import CUT, fitted
from services.storage.rows import payload_hash
from services.storage.schema import countersign_audit, countersign_commit, labels
from tests.contract.test_packing_store import AT, record, scanned

BEFORE_REMOVALS = "231a2425c6a6322cead4d99b25060ca64e71157db9ff64b64e2a650215d03773"
"""Of this record, by the version that knew no removals."""


def old_record() -> PackingRecord:
    return record("L-1", "M-1", known=("L-2",))


def test_a_record_of_the_version_before_has_the_same_hash() -> None:
    assert payload_hash(old_record()) == BEFORE_REMOVALS


def test_what_is_new_makes_another_hash() -> None:
    old = old_record()
    removed, as_of = ({"removed": scanned("L-3")}, {"note_as_of": AT})
    hashes = {payload_hash(replace(old, session=replace(old.session, **change))) for change in (removed, as_of)}
    assert len(hashes | {BEFORE_REMOVALS}) == 3


def test_every_column_that_may_be_cut_is_there() -> None:
    assert {f"{c.table.name}.{c.name}" for table in METADATA.sorted_tables for c in table.columns} >= CUT


def test_a_text_is_as_long_as_the_server_counts_it() -> None:
    assert fitted(countersign_audit, {"detail": "𠮷" * 250})["detail"] == "𠮷" * 250
    assert fitted(countersign_audit, {"detail": "𠮷" * 251})["detail"] == "𠮷" * 249 + "…"


def test_a_text_that_fits_and_what_is_no_text_stay_as_they_are() -> None:
    row = {"discrepancy_reason": "x" * 500, "packing_code": None}
    assert fitted(countersign_commit, row) == row
    assert fitted(countersign_commit, {"discrepancy_reason": "x" * 501})["discrepancy_reason"] == "x" * 497 + "..."


def test_a_text_that_must_be_whole_is_refused() -> None:
    with pytest.raises(OperationalError, match="label of labels has more than 80 characters"):
        fitted(labels, {"label": "x" * 81})
