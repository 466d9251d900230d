"""`countersign bench save`: both ways save the same session, and only one of them grows with it."""

import argparse
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.commands import bench_save
from app.settings import Settings
from services.storage.open_store import open_sqlite
from services.storage.present_save import present_save
from tests.contract.test_packing_store import MASTER, record


def test_both_ways_write_the_same_into_the_factorys_tables(tmp_path: Path) -> None:
    tables: dict[str, list[list[tuple[object, ...]]]] = {}
    for way in ("ours", "present"):
        store = open_sqlite(tmp_path / f"{way}.sqlite", 0.5)
        store.add_labels(MASTER)
        if way == "ours":
            store.commit(record("L-1", "L-2", "M-1"))
        else:
            with store.engine.begin() as connection:
                present_save(connection, record("L-1", "L-2", "M-1"))
        store.close()
        with closing(sqlite3.connect(tmp_path / f"{way}.sqlite")) as file:
            tables[way] = [file.execute(query).fetchall() for query in QUERIES]
    assert tables["ours"] == tables["present"]
    assert [len(rows) for rows in tables["ours"]] == [1, 2, 3, len(MASTER)]


QUERIES = (
    "SELECT packing_code, no_dn, po, created_at FROM packing",
    "SELECT packing_code, no_dn, part_number_dn, total_qty_dn, total_qty_label FROM detail_packing",
    "SELECT part_number_label, no_dn, label, qty_label FROM detail_label_packing",
    "SELECT label, packing FROM labels",
)


@pytest.mark.skipif(bool(os.environ.get(bench_save.TEST_MSSQL)), reason="counts what SQLite needs")
def test_the_bench_counts_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_save, "SIZES", (5, 30))
    report = bench_save.measure(argparse.Namespace(labels=20, delay_ms=1.0), Settings())
    growth, ratio = report.checks
    assert (growth.value, growth.ok) == (0, True)
    assert ratio.value > 1
    statements = report.figures["statements"]
    assert isinstance(statements, dict)
    assert statements[30]["present"] - statements[5]["present"] == 3 * 25
    assert statements[30]["ours"] == statements[5]["ours"] < 25
    assert isinstance(report.figures["round_trip_ms"], float)
    assert report.figures["round_trip_ms"] >= 1.0
