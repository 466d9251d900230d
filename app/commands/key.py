"""``countersign key``: the station's key, with which it signs the evidence that it gives away.

It is made at its first use. ``show`` tells the public key and where the private one is kept; ``export`` writes the
public key into a file for whoever checks evidence.

Exit code: 0; 1 when a file cannot be written; 2 when the keyring does not open or the key is no longer there.
"""

import argparse
from pathlib import Path

from app.settings import Settings
from services.evidence.station_key import PRIVATE_NAME, KeptIn, KeyPlace, station_key
from services.exports.whole_file import whole_file


def key_place(settings: Settings) -> KeyPlace:
    return KeyPlace(settings.data_path, settings.identity.keyring, settings.station.id)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True, metavar="show|export")
    deeds.add_parser("show", help="the public key, and where the private one is kept; makes it at the first use")
    exported = deeds.add_parser("export", help="the public key as a file for whoever checks evidence")
    exported.add_argument("file", type=Path, metavar="FILE", help="one that is there is replaced")


def run(args: argparse.Namespace, settings: Settings) -> int:
    place = key_place(settings)
    key = station_key(place)
    if args.deed == "export":
        with whole_file(args.file) as part:
            part.write_text(f"{key.public_key}\n", encoding="ascii")
        print(f"{args.file}: the public key of {place.station_id}")
        return 0
    kept = f"the keyring, under {place.keyring}"
    if key.kept_in is KeptIn.FILE:
        kept = f"{place.folder / PRIVATE_NAME}: this machine has no keyring, so see that nobody else can read it"
    print(f"station      {place.station_id}\npublic key   {key.public_key}\nprivate key  in {kept}")
    return 0
