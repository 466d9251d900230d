"""The self-test's checks of everything but pictures and the screen. Each imports its library itself: one that is
missing is that check's failure and no other's."""

import asyncio
import os
import ssl
import sys
import tempfile
import threading
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

from app.commands.selftest_check import Check, expect
from app.settings import Settings

_LOOPBACK = "127.0.0.1"
_LIMIT_S = 10.0


def _untyped(module: ModuleType) -> Any:
    """A library of which the type checker knows less than is there."""
    return module


def _settings() -> str:
    import pydantic
    import tomlkit

    document = tomlkit.parse('[station]\nid = "self-test"  # kept\n')
    document["station"]["undo_s"] = 2.5
    text = tomlkit.dumps(document)
    expect("# kept" in text, "a comment is lost")
    expect(Settings.model_validate(tomlkit.parse(text).unwrap()).station.undo_s == 2.5, "a setting is read wrongly")
    return f"pydantic {pydantic.VERSION}, tomlkit {tomlkit.__version__}"


def _folders() -> str:
    import filelock
    import platformdirs

    expect(bool(platformdirs.user_data_path("countersign").name), "no folder for data")
    with tempfile.TemporaryDirectory() as folder, filelock.FileLock(Path(folder, "lock"), timeout=1) as lock:
        expect(lock.is_locked, "a lock is not held")
    return f"platformdirs {platformdirs.__version__}, filelock {filelock.__version__}"


def _sqlite() -> str:
    import sqlite3

    import sqlalchemy

    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE parts (number TEXT)"))
        connection.execute(sqlalchemy.text("INSERT INTO parts VALUES (:number)"), {"number": "D9"})
        found = connection.execute(sqlalchemy.text("SELECT number FROM parts")).scalar_one()
    engine.dispose()
    expect(found == "D9", "a row comes back different")
    return f"SQLAlchemy {sqlalchemy.__version__}, SQLite {sqlite3.sqlite_version}"


def _odbc() -> str:
    """A machine without a database needs no driver: what is missing is told, and not a failure."""
    from sqlalchemy.dialects import mssql

    expect(_untyped(mssql).dialect().name == "mssql", "SQLAlchemy does not know SQL Server")
    try:
        import pyodbc
    except ImportError as error:
        if "libodbc" not in str(error):
            raise
        return "unixODBC is not installed: SQL Server cannot be used (Debian: libodbc2)"
    found = ", ".join(pyodbc.drivers()) or "none: SQL Server needs Microsoft's ODBC Driver 18"
    return f"pyodbc {pyodbc.version}, drivers: {found}"


def _grpc() -> str:
    from services.inference.loopback import call_over_loopback

    version, is_well = call_over_loopback()
    expect(is_well, "the answer comes back different")
    return f"{version}, a call over the loopback"


def _reflection() -> str:
    from grpc_reflection.v1alpha import reflection

    return str(reflection.SERVICE_NAME)


def _http() -> str:
    """Asked in both of its ways: the ERP is asked asynchronously."""
    import httpx

    async def ask(address: str) -> str:
        async with httpx.AsyncClient(timeout=_LIMIT_S, trust_env=False) as client:
            return (await client.get(address)).text

    with HTTPServer((_LOOPBACK, 0), _Answer) as server:
        address = f"http://{_LOOPBACK}:{server.server_port}/"
        answering = threading.Thread(target=_answer_twice, args=(server,), name="self-test-http")
        answering.start()
        got = {httpx.get(address, timeout=_LIMIT_S, trust_env=False).text, asyncio.run(ask(address))}
        answering.join()
    expect(got == {"well"}, "the answer comes back different")
    authorities = len(httpx.create_ssl_context().get_ca_certs())
    expect(authorities > 0, "no certificate authority is known")
    return f"{httpx.__version__}, {ssl.OPENSSL_VERSION}, {authorities} authorities"


def _answer_twice(server: HTTPServer) -> None:
    for _ in range(2):
        server.handle_request()


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the standard library's name
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"well")

    def log_message(self, *_: object) -> None:  # it would write to the standard error
        pass


def _matching() -> str:
    import rapidfuzz
    from rapidfuzz.distance import Indel

    expect(Indel.distance("CONE D9", "CONE D23") == 3, "two texts are compared wrongly")
    return str(rapidfuzz.__version__)


def _keyring() -> str:
    """That its backend for this system can be loaded; whether a keyring is open is the matter of a session."""
    import keyring
    from keyring.backends import SecretService, Windows, fail

    backend = keyring.get_keyring()
    if sys.platform == "linux":
        import secretstorage

        expect(callable(secretstorage.dbus_init), "the way to the desktop's keyring is missing")
    expect(all(map(callable, (SecretService.Keyring, Windows.WinVaultKeyring))), "its backends are missing")
    none = isinstance(backend, fail.Keyring)
    return "no keyring is open here" if none else f"{type(backend).__module__}"


def _message_bus() -> str:
    """A message for the session's bus, as it goes over the line and comes back; whether a bus is there is the matter of
    a session."""
    if sys.platform != "linux":
        return "this system has none"
    from jeepney import DBusAddress, Parser, new_method_call

    asked = new_method_call(DBusAddress("/a", "org.example", "org.example.A"), "Inhibit", "s", ("why",))
    (heard,) = Parser().feed(asked.serialise(serial=1))
    expect(heard.body == ("why",), "a message comes back otherwise")
    return "a message, there and back"


def _codes() -> str:
    import numpy as np
    import zxingcpp

    drawn = zxingcpp.create_barcode("LBL-26-000191", zxingcpp.BarcodeFormat.QRCode)
    read = zxingcpp.read_barcodes(np.asarray(drawn.to_image(scale=4)))
    expect([each.text for each in read] == ["LBL-26-000191"], "a code is not read back")
    return "a QR code drawn and read"


def _serial() -> str:
    import serial
    from serial.tools import list_ports

    ports = len(list(list_ports.comports()))
    if sys.platform != "win32":  # a pretended port, which Windows does not have
        ours, theirs = os.openpty()
        try:
            with serial.Serial(os.ttyname(theirs), timeout=_LIMIT_S) as port:
                os.write(ours, b"OP-1\r")
                expect(port.read(5) == b"OP-1\r", "what was written is not read")
        finally:
            os.close(ours)
            os.close(theirs)
    return f"{serial.__version__}, {ports} ports"


def _sound() -> str:
    """On a device that nobody hears."""
    import miniaudio

    from services.sound.device import open_null_device

    asked = threading.Event()

    def silence() -> Generator[bytes, int, None]:
        frames = yield b""
        while True:
            asked.set()
            frames = yield bytes(2 * frames)

    source = silence()
    next(source)
    device = open_null_device(source)
    heard = asked.wait(_LIMIT_S)
    device.close()
    expect(heard, "the device never asked for sound")
    return str(miniaudio.__version__)


def _secrets() -> str:
    import argon2

    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    expect(hasher.verify(hasher.hash("483920"), "483920"), "a secret is not recognised")
    return "argon2id"


def _signatures() -> str:
    import cryptography
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.x509.oid import NameOID

    key = ed25519.Ed25519PrivateKey.generate()
    key.public_key().verify(key.sign(b"evidence"), b"evidence")
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "self-test")]), datetime.now(UTC)
    asked = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = asked.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    expect(dated.sign(key, None).subject == name, "a certificate names somebody else")
    return str(cryptography.__version__)


def _updates() -> str:
    """A root of trust signed and verified, as models travel."""
    import securesystemslib.signer
    import tuf.api.metadata
    import tuf.ngclient

    signing, api, client = map(_untyped, (securesystemslib.signer, tuf.api.metadata, tuf.ngclient))
    signer = signing.CryptoSigner.generate_ed25519()
    root = api.Metadata(api.Root(expires=datetime.now(UTC) + timedelta(days=1)))
    root.signed.add_key(signer.public_key, api.Root.type)
    root.sign(signer)
    read = api.Metadata.from_bytes(root.to_bytes())
    read.verify_delegate(api.Root.type, read)
    expect(callable(client.Updater), "its client is missing")
    return str(tuf.__version__)


def _spreadsheets() -> str:
    from io import BytesIO

    import xlsxwriter

    with BytesIO() as file:
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            book.add_worksheet("parts").write_string(0, 0, "D9")
        expect(file.getvalue().startswith(b"PK"), "the workbook is no archive")
    return str(xlsxwriter.__version__)


def _coco() -> str:
    import numpy as np
    from pycocotools import mask
    from pycocotools.cocoeval import COCOeval

    packed = mask.encode(np.asfortranarray(np.ones((4, 4), np.uint8)))
    expect(int(mask.area(packed)) == 16 and callable(COCOeval), "an area is wrong")
    return "masks and scores"


def _metrics() -> str:
    from prometheus_client import CollectorRegistry, Counter, generate_latest

    registry = CollectorRegistry()
    Counter("self_test", "of this check", registry=registry).inc()
    expect(b"self_test_total 1.0" in generate_latest(registry), "a counter is not told")
    return "a counter"


LIBRARIES = (
    Check("settings", ("pydantic", "tomlkit"), _settings),
    Check("folders and locks", ("platformdirs", "filelock"), _folders),
    Check("SQLite", ("SQLAlchemy",), _sqlite),
    Check("ODBC", ("pyodbc",), _odbc),
    Check("gRPC", ("grpcio", "grpcio-health-checking", "protobuf"), _grpc),
    Check("gRPC reflection", ("grpcio-reflection",), _reflection),
    Check("metrics", ("prometheus-client",), _metrics),
    Check("HTTP", ("httpx",), _http),
    Check("signatures", ("cryptography",), _signatures),
    Check("signed models", ("tuf", "securesystemslib"), _updates),
    Check("keyring", ("keyring",), _keyring),
    Check("message bus", ("jeepney",), _message_bus),
    Check("secrets", ("argon2-cffi",), _secrets),
    Check("matching", ("rapidfuzz",), _matching, needs_station=True),
    Check("codes", ("zxing-cpp",), _codes),
    Check("serial ports", ("pyserial",), _serial),
    Check("sound", ("miniaudio",), _sound, needs_station=True),
    Check("spreadsheets", ("XlsxWriter",), _spreadsheets, needs_station=True),
    Check("COCO", ("pycocotools",), _coco, needs_station=True),
)
