"""``countersign scanners``: the serial ports, how to name each in ``scanner.serial_port``, and what a scanner says.

The name for ``scanner.serial_port`` stays the same in another socket where the system keeps one (docs/scanner.md).

Exit code: 0 when there is a port, or a code was read; 1 when there is none, or none was read.
"""

import argparse
import json
import queue
import sys
from dataclasses import asdict

from app.ports.scanner import Scanner, ScannerState
from app.settings import Settings
from services.scanner.serial_ports import Choice, plugged_in
from services.scanner.serial_scanner import SerialScanner

_LOOK_S = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON list; of --try, one JSON text a code")
    parser.add_argument("--try", metavar="PORT", dest="port", help="print each code read from PORT, until Ctrl-C")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when there is none, or none was read."""
    if args.port:
        chosen = settings.scanner
        return listen(SerialScanner(args.port, chosen.serial_baud, chosen.prefix, chosen.suffix), in_json=args.json)
    found = plugged_in()
    print(as_json(found) if args.json else as_words(found, sys.platform))
    return 0 if found else 1


def listen(scanner: Scanner, *, in_json: bool) -> int:
    """Print what is read until Ctrl-C, and to stderr whenever the scanner comes or goes."""
    codes: queue.SimpleQueue[str] = queue.SimpleQueue()
    scanner.start(codes.put)
    told = ""
    try:
        while True:
            told = _tell(scanner, told)
            try:
                code = codes.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            print(json.dumps(code) if in_json else visible(code), flush=True)
    except KeyboardInterrupt:
        return 0 if scanner.status().codes else 1
    finally:
        scanner.close()


def visible(code: str) -> str:
    """What cannot be printed is written as its number: a terminal would obey it."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in code)


def as_json(found: list[Choice]) -> str:
    return json.dumps([asdict(choice) for choice in found], indent=2)


def as_words(found: list[Choice], platform: str) -> str:
    if found:
        rows = [f"{choice.port}\n  {_described(choice)}" for choice in found]
        return "\n".join(["To use one: --set scanner.serial_port=PORT; to see what it reads: --try PORT", *rows])
    drivers = " A USB scanner may need its maker's driver." if platform == "win32" else ""
    return (
        f"No serial port is there.{drivers} A scanner that types like a keyboard needs none; "
        "most are switched to serial (USB-CDC) by a bar code in their manual."
    )


def _described(choice: Choice) -> str:
    now = f", now {choice.device}" if choice.device != choice.port else ""
    return f"{choice.name}{now}{f', USB {choice.usb}' if choice.usb else ''}"


def _tell(scanner: Scanner, told: str) -> str:
    status = scanner.status()
    said = f"listening on {status.detail}; Ctrl-C ends" if status.state is ScannerState.READY else status.detail
    if said != told:
        print(said, file=sys.stderr)
    return said
