"""``countersign server``: the inference server all stations share, and who may connect to it.

Prints ``listening on HOST:PORT`` once the model is warm. SIGTERM or Ctrl-C lets frames under way finish (3 s at
most). ``enroll``, ``revoke``, ``stations`` and ``certificate`` look after who may connect, ``status`` asks the server
on this machine; docs/server.md has the whole story. ``--config`` and ``--set`` go before the second word.

Exit code: 0 after a stop; 1 when the port is taken, the model is missing or unusable, or the settings would open it
to the network without protection.
"""

import argparse
import importlib.util
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.domain.errors import ErrorCode, OperationalError
from app.runtime.pulse import Pulse
from app.settings import Settings
from app.updating import server_updates
from services.inference.ray import environment
from services.inference.server import enrolment
from services.inference.server.control_client import ControlClient
from services.inference.server.main import serve
from services.logs.claim import FolderClaim
from services.logs.log_files import SERVER_LOG_NAME, LogFiles, in_system_journal, log_folder

_STATION = re.compile(r"[A-Za-z0-9._-]{1,40}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--synthetic", action="store_true", help="answer with the fixed synthetic detection, no model")
    parser.add_argument("--engine", choices=("local", "simulated", "ray"), help="what computes: server.engine")
    parser.add_argument("--until-stdin-ends", action="store_true", help="stop when the program that started it is gone")
    deeds = parser.add_subparsers(dest="deed", metavar="status|enroll|revoke|stations|certificate")
    deeds.add_parser("status", help="what the server on this machine is doing")
    enroll = deeds.add_parser("enroll", help="issue what a station needs to connect; what it had is void")
    enroll.add_argument("station", type=_station)
    enroll.add_argument("--out", type=Path, help="file for the token, or folder for the certificate")
    enroll.add_argument("--mtls", action="store_true", help="a certificate instead of a token; needs --out")
    revoke = deeds.add_parser("revoke", help="refuse a station from now on")
    revoke.add_argument("station", type=_station)
    deeds.add_parser("stations", help="who may connect")
    certificate = deeds.add_parser("certificate", help="issue a TLS certificate for the server itself")
    certificate.add_argument("names", nargs="+", metavar="NAME", help="host names and addresses the stations use")
    certificate.add_argument("--out", type=Path, required=True, help="folder for server.crt and server.key")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Without a deed it serves, and prints ``listening on HOST:PORT`` on standard output once it does."""
    if args.deed:
        return _DEEDS[args.deed](args, settings)
    if args.synthetic:
        settings = settings.model_copy(update={"server": settings.server.model_copy(update={"synthetic": True})})
    if args.until_stdin_ends:
        threading.Thread(target=_stop_with_stdin, name="stdin", daemon=True).start()  # blocked in a read for ever
    if args.engine:
        settings = settings.model_copy(update={"server": settings.server.model_copy(update={"engine": args.engine})})
    with _log_file(settings):
        if settings.server.engine == "ray":
            _serve_ray(settings)
        else:
            _serve(settings)
    return 0


def _serve(settings: Settings) -> None:
    """With the updates of its model beside it, on a thread of their own that begins once the model is warm."""
    stop = threading.Event()
    updates = server_updates(settings, stop.is_set)
    pulse = Pulse("updates", updates.run, lambda _bug: None) if updates else None

    def ready(port: int) -> None:
        print(f"listening on {settings.server.host}:{port}", flush=True)
        if pulse is not None:
            pulse.start()

    try:
        serve(settings, ready=ready)
    finally:
        stop.set()
        if pulse is not None:
            pulse.close()


@contextmanager
def _log_file(settings: Settings) -> Iterator[None]:
    """What the server logs goes into its data folder too, unless the system's journal keeps it."""
    folder, rule = log_folder(settings.data_path), settings.log.to_file
    claim = FolderClaim(folder, SERVER_LOG_NAME)
    wanted = rule == "always" or (rule == "auto" and not in_system_journal())
    if not wanted or not claim.take():
        yield
        return
    files = LogFiles(folder, settings.log, name=SERVER_LOG_NAME)
    files.start()
    try:
        yield
    finally:
        files.close()
        claim.release()


def _serve_ray(settings: Settings) -> None:
    if importlib.util.find_spec("ray") is None:
        raise OperationalError(ErrorCode.EXTRA_MISSING, feature="countersign server --engine ray", extra="ray")
    environment.prepare()
    from services.inference.ray.launch import serve_ray  # Ray, only here

    serve_ray(settings, ready=lambda gateways: print(f"listening on {', '.join(gateways)}", flush=True))


def _status(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    now = ControlClient(settings.server.control_port).status()
    print(f"port {now.port}, model {now.model}, {now.streams} streams, up {now.uptime_s / 3600:.1f} h")
    return 0


def _enroll(args: argparse.Namespace, settings: Settings) -> int:
    file, now = _access_file(settings), datetime.now(UTC)
    if args.mtls:
        if args.out is None:
            print("countersign: --mtls needs --out FOLDER", file=sys.stderr)
            return 2
        enrolment.enroll_with_certificate(file, args.station, args.out, now)
        print(f"{args.station}: ca.crt, station.crt and station.key are in {args.out}")
    else:
        token = enrolment.enroll_with_token(file, args.station, args.out, now)
        print(f"{args.station}: its token is in {args.out}" if args.out else token)
    _tell_server(settings)
    return 0


def _revoke(args: argparse.Namespace, settings: Settings) -> int:
    enrolment.revoke(_access_file(settings), args.station, datetime.now(UTC))
    print(f"{args.station} is revoked{'' if _tell_server(settings) else '; no server is running here'}")
    return 0


def _stations(args: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001
    for name, station in sorted(enrolment.stations(_access_file(settings)).items()):
        how = "certificate" if station.certificate_sha256 else "token"
        state = f"revoked {station.revoked_at:%Y-%m-%d %H:%M} UTC" if station.revoked_at else how
        print(f"{name:<20} enrolled {station.enrolled_at:%Y-%m-%d %H:%M} UTC  {state}")
    return 0


def _certificate(args: argparse.Namespace, settings: Settings) -> int:
    enrolment.issue_server_certificate(_access_file(settings), args.names, args.out, datetime.now(UTC))
    print(f"server.crt and server.key are in {args.out}; stations need ca.crt beside them")
    return 0


_DEEDS = {"status": _status, "enroll": _enroll, "revoke": _revoke, "stations": _stations, "certificate": _certificate}


def _access_file(settings: Settings) -> Path:
    if not settings.server.access_file:
        raise OperationalError(
            ErrorCode.SETTING_INVALID,
            origin="settings",
            key="server.access_file",
            problem="it must name the file of enrolled stations",
        )
    return Path(settings.server.access_file)


def _tell_server(settings: Settings) -> bool:
    """The server looks at the file by itself; told, it does so at once. False: none is running here."""
    try:
        ControlClient(settings.server.control_port).reload_access()
    except OperationalError:
        return False
    return True


def _station(text: str) -> str:
    if not _STATION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"“{text}” cannot be a station's id")
    return text


def _stop_with_stdin() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
