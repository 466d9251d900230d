"""The disks that a power cut may leave, from a recording of what was done to them.

The model is that of SQLite's own description, "Atomic Commit In SQLite" (sections 2 "Hardware Assumptions" and 9
"Things That Can Go Wrong"), and harsher where that is cheap:

- What a file got before its last synchronisation is there. (A disk that lies about it cannot be helped.)
- Of what it got since, anything may be there and anything missing, in any combination and across files: nothing keeps
  the order of writes between two synchronisations.
- A write may be torn: only its first sectors of 512 bytes are there; or it left nothing but rubbish in its place. As
  SQLite assumes ("powersafe overwrite"), bytes outside a write never change.
- A truncation may be missing or there.
- A name that appeared or went is durable after the folder was synchronised, before that it may be old or new, each name
  for itself. The file behind a name that comes back has all that it had.

Up to ``ALL_COMBINATIONS`` unsynchronised operations every combination is tried. With more of them: every prefix, each
one missing, each one alone, and seeded random ones. Each position between two operations is looked at, so a
combination without the newest operation was tried one position earlier and is not made twice.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from services.record.faults.operations import (
    Acknowledge,
    Disk,
    Image,
    Link,
    Operation,
    Sync,
    SyncFolder,
    Unlink,
    Unsynced,
    Write,
)

ALL_COMBINATIONS = 6
SECTOR = 512
_RUBBISH = b"\xa5"


@dataclass(frozen=True, slots=True)
class Cut:
    """``promised``: the number of the last acknowledged act; -1: the store was never opened."""

    promised: int
    image: Image


NEW = Cut(-1, {})
"""A disk on which there is nothing, and no promise."""


def cuts(
    operations: Sequence[Operation], random_ones: int, about: int | None = None, start: Cut = NEW
) -> Iterator[Cut]:
    """Every cut of the model, some of them alike. ``random_ones``: how many random combinations at each position;
    ``about``: only so many cuts, evenly spread; ``start``: where the operations begin."""
    every = 1
    if about is not None:
        every = max(1, sum(1 for _ in _moments(operations, random_ones, start)) // about)
    for promised, disk, combination in islice(_moments(operations, random_ones, start), 0, None, every):
        yield Cut(promised, disk.with_applied(combination))


def _moments(
    operations: Sequence[Operation], random_ones: int, start: Cut
) -> Iterator[tuple[int, Disk, Sequence[Unsynced]]]:
    """The last promise, what is durable (it changes with the next moment), and what else is there."""
    rng = random.Random(0)  # noqa: S311 - no secret
    disk, unsynced, promised = Disk(start.image), list[Unsynced](), start.promised
    for operation in operations:
        match operation:
            case Acknowledge(number):
                promised = number
                combinations = _everything(unsynced, random_ones, rng)
            case Sync() | SyncFolder():
                unsynced = _synchronised(disk, unsynced, operation)
                combinations = _everything(unsynced, random_ones, rng)
            case _:
                unsynced.append(operation)
                combinations = _with_newest(unsynced, random_ones, rng)
        yield from ((promised, disk, combination) for combination in combinations)


def whole(operations: Sequence[Operation], promised: int) -> Image:
    """The disk right after that promise, with the power on."""
    disk = Disk({})
    for operation in operations:
        if operation == Acknowledge(promised):
            break
        if not isinstance(operation, Acknowledge | Sync | SyncFolder):
            disk.apply([operation])
    return disk.with_applied(())


def _synchronised(disk: Disk, unsynced: Sequence[Unsynced], by: Sync | SyncFolder) -> list[Unsynced]:
    """Puts on ``disk`` what is durable now, and returns the rest."""
    done = [each for each in unsynced if _covers(by, each)]
    disk.apply(done)
    return [each for each in unsynced if not _covers(by, each)]


def _covers(by: Sync | SyncFolder, operation: Unsynced) -> bool:
    if isinstance(operation, Link | Unlink):
        return isinstance(by, SyncFolder)
    return isinstance(by, Sync) and operation.file == by.file


def _everything(unsynced: Sequence[Unsynced], random_ones: int, rng: random.Random) -> Iterator[Sequence[Unsynced]]:
    """As if each operation had just been the newest: all combinations of those before it."""
    yield ()
    for length in range(1, len(unsynced) + 1):
        yield from _with_newest(unsynced[:length], 0, rng)
    yield from _random(unsynced, random_ones, rng)
    for place in range(len(unsynced)):
        yield from ([*unsynced[:place], torn, *unsynced[place + 1 :]] for torn in _torn(unsynced[place]))


def _with_newest(unsynced: Sequence[Unsynced], random_ones: int, rng: random.Random) -> Iterator[Sequence[Unsynced]]:
    """Combinations that hold the newest operation, whole or torn."""
    *older, newest = unsynced
    if len(older) < ALL_COMBINATIONS:
        bases: Iterator[Sequence[Unsynced]] = _subsets(older)
    else:
        bases = _some(older, random_ones, rng)
    for base in bases:
        yield [*base, newest]
    for torn in _torn(newest):
        yield [*older, torn]
        yield [torn]


def _subsets(operations: Sequence[Unsynced]) -> Iterator[Sequence[Unsynced]]:
    for chosen in range(2 ** len(operations)):
        yield [each for place, each in enumerate(operations) if chosen >> place & 1]


def _some(older: Sequence[Unsynced], random_ones: int, rng: random.Random) -> Iterator[Sequence[Unsynced]]:
    yield ()
    yield older
    for place, each in enumerate(older):
        yield [*older[:place], *older[place + 1 :]]
        yield [each]
    yield from _random(older, random_ones, rng)


def _random(operations: Sequence[Unsynced], count: int, rng: random.Random) -> Iterator[Sequence[Unsynced]]:
    """Each operation is there by the toss of a coin of that combination; now and then one of them is torn."""
    for _ in range(count if operations else 0):
        share = rng.random()
        kept = [each for each in operations if rng.random() < share]
        if kept and rng.random() < 0.5:
            place = rng.randrange(len(kept))
            kept[place] = rng.choice([kept[place], *_torn(kept[place])])
        yield kept


def _torn(operation: Unsynced) -> Sequence[Unsynced]:
    """What may be there of one write: its first sectors, or its length with rubbish inside."""
    if not isinstance(operation, Write):
        return ()
    file, offset, data = operation.file, operation.offset, operation.data
    first = SECTOR - offset % SECTOR
    starts = [Write(file, offset, data[:end]) for end in range(first, len(data), SECTOR)]
    return [*starts, Write(file, offset, _RUBBISH * len(data))]
