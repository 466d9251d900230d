"""The life of the embedded packing store: labels come in, notes are packed and packed again."""

import random
from collections.abc import Callable
from pathlib import Path

from app.domain.labels import LabelRecord
from app.domain.packing_session import PackingRecord, PackingSession
from services.record.faults.life import Life
from services.record.faults.record_life import at, label, note
from services.storage.open_store import open_sqlite
from services.storage.packing_store import SqlPackingStore

Act = Callable[[SqlPackingStore], object]

_FILE = "packing.sqlite"
_TIMEOUT_S = 1.0


def packing_life(seed: int, notes: int = 3) -> Life[SqlPackingStore]:
    """The same ``seed`` gives the same life. Of times, a view holds those of the records only."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    papers = [note(f"KSS{seed:04d}{number:02d}P", rng.randint(1, 4)) for number in range(notes)]
    labels = [
        [label(f"L{number}-{n}", rng.choice(paper.lines).part_number) for n in range(rng.randint(2, 8))]
        for number, paper in enumerate(papers)
    ]
    master = [LabelRecord(each.code, each.part_number, 30, True, False) for of_note in labels for each in of_note]
    records = []
    for number, (paper, of_note) in enumerate(zip(papers, labels, strict=True)):
        for half, some in enumerate((of_note[:1], of_note[1:])):
            session = PackingSession(f"s-{number}-{half}", paper, tuple(some))
            records.append(PackingRecord(f"key-{number}-{half}", f"PKG-{number}", session, at(half), "bench-1"))

    def view(store: SqlPackingStore) -> object:
        packed = tuple(store.packed_note(paper.number) for paper in papers)
        return packed, tuple(store.find_label(each.code) for each in master)

    acts: list[Act | None] = [
        lambda store: store.add_labels(master),
        *(_committed(record) for record in records[:3]),
        None,
    ]
    acts += [_committed(record) for record in records[3:]]
    return Life(f"packing store, seed {seed}", _FILE, _open, acts, view)


def _open(folder: Path) -> SqlPackingStore:
    return open_sqlite(folder / _FILE, _TIMEOUT_S)


def _committed(record: PackingRecord) -> Act:
    return lambda store: store.commit(record)
