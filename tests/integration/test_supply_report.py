"""Bill, licences and audit as the build makes them: a real bundle, the real tools, an advisory database on loopback.

Slow, and only where the packages of packaging/lock/build.txt are: COUNTERSIGN_TEST_BUILD_PYTHON names their Python.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.unit.supplying import LOCKS, SUPPLY, building_python, tool

PYTHON = building_python()
EPOCH = "1700000000"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="needs PyInstaller, CycloneDX and pip-audit (packaging/lock/build.txt)"),
]


def run(*words: object) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_PROXY": "127.0.0.1"}
    command = [PYTHON, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings, timeout=300)


# -- bill and licences ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made by PyInstaller of a program that uses two packages and Python's readline."""
    folder = tmp_path_factory.mktemp("bundle")
    program = folder / "tiny.py"
    program.write_text("import certifi, readline, simplejpeg\nprint(certifi.where(), readline, simplejpeg)\n")
    places = [f"--{name}path={folder / name}" for name in ("dist", "work", "spec")]
    made = run("-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, program)
    assert made.returncode == 0, made.stderr
    return folder / "dist" / "tiny"


def without_the_systems(bundle: Path) -> None:
    """As our bundles are: the system's libraries are the system's."""
    for file in (bundle / "_internal").glob("lib*.so*"):
        if not file.name.startswith("libpython") and not file.is_symlink():
            file.unlink()
    for file in bundle.rglob("readline.*.so"):
        file.unlink()


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_with_readline_is_refused_and_without_it_is_described(bundle: Path, tmp_path: Path) -> None:
    refused = run(SUPPLY / "report.py", "--bundle", bundle, "--out", tmp_path / "refused")
    assert refused.returncode == 1
    assert "GNU Readline: GPL-3.0-or-later may not be handed to customers" in refused.stderr
    assert not (tmp_path / "refused").exists()

    without_the_systems(bundle)
    for name in ("one", "other"):
        described = run(SUPPLY / "report.py", "--bundle", bundle, "--out", tmp_path / name)
        assert described.returncode == 0, described.stderr
    assert content(tmp_path / "one") == content(tmp_path / "other")

    bill = json.loads((tmp_path / "one" / "sbom.cdx.json").read_text())
    assert (bill["specVersion"], bill["metadata"]["timestamp"]) == ("1.6", "2023-11-14T22:13:20+00:00")
    components = {each["name"]: each for each in bill["components"]}
    assert {"certifi", "simplejpeg", "numpy", "Python", "PyInstaller bootloader", "OpenBLAS"} <= set(components)
    assert not {"httpx", "Qt", "PySide6_Essentials", "cyclonedx-python-lib", "Inter"} & set(components)
    assert components["certifi"]["purl"].startswith("pkg:pypi/certifi@")
    assert components["certifi"]["licenses"][0]["license"]["id"] == "MPL-2.0"
    native = [each for each in components["simplejpeg"]["components"] if each["name"].endswith(".so")]
    assert native
    assert all(len(each["hashes"][0]["content"]) == 64 for each in native)


def test_another_content_is_another_bill(bundle: Path, tmp_path: Path) -> None:
    without_the_systems(bundle)
    serials = set()
    for added in (b"", b" "):
        file = next(bundle.rglob("_jpeg.*.so"))
        file.write_bytes(file.read_bytes() + added)
        assert run(SUPPLY / "report.py", "--bundle", bundle, "--out", tmp_path).returncode == 0
        serials.add(json.loads((tmp_path / "sbom.cdx.json").read_text())["serialNumber"])
    assert len(serials) == 2


def test_without_a_bundle_the_lock_is_described(tmp_path: Path) -> None:
    assert run(SUPPLY / "report.py", "--out", tmp_path).returncode == 0
    names = {each["name"] for each in json.loads((tmp_path / "sbom.cdx.json").read_text())["components"]}
    assert {"httpx", "Qt", "FFmpeg", "PySide6_Essentials"} <= names
    assert "cyclonedx-bom" not in names


@pytest.mark.parametrize("words", [["--final"], ["--bundle", "/nowhere"]])
def test_what_cannot_be_handed_out_writes_nothing(tmp_path: Path, words: list[str]) -> None:
    refused = run(SUPPLY / "report.py", "--out", tmp_path / "out", *words)
    assert refused.returncode == (1 if words == ["--final"] else 2)
    assert refused.stderr
    assert not (tmp_path / "out").exists()


# -- known vulnerabilities --------------------------------------------------------------------------------------------


class Database(ThreadingHTTPServer):
    """Answers as OSV's does. ``known``: what it knows, by package; ``asked``: about what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.known: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        self.broken = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1/query"


class Answering(BaseHTTPRequestHandler):
    server: Database

    def do_POST(self) -> None:
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name, version = question["package"]["name"], question["version"]
        self.server.asked.append((name, version))
        body = json.dumps(self._answer(name)).encode()
        self.send_response(500 if self.server.broken else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, name: str) -> dict[str, object]:
        mended = self.server.known.get(name)
        if mended is None:
            return {}
        events = [{"introduced": "0"}, {"fixed": mended}]
        affected = {"package": {"name": name, "ecosystem": "PyPI"}, "ranges": [{"type": "ECOSYSTEM", "events": events}]}
        told = "2026-01-01T00:00:00Z"
        return {
            "vulns": [{"id": f"TEST-{name}", "summary": "", "details": "", "modified": told, "affected": [affected]}]
        }

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def database() -> Iterator[Database]:
    server = Database()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_every_locked_version_is_asked_about_and_what_is_known_fails_the_check(database: Database) -> None:
    fine = run(SUPPLY / "audit.py", "--service", database.url)
    assert fine.returncode == 0, fine.stderr
    assert set(tool("audit").pinned([LOCKS / "station.txt"])) <= set(database.asked)
    assert len({version for name, version in database.asked if name == "numpy"}) == 2
    database.known["idna"] = "999"
    found = run(SUPPLY / "audit.py", "--service", database.url, "--lock", LOCKS / "station.txt")
    assert found.returncode == 1
    assert "TEST-idna (mended in 999)" in found.stdout


def test_a_database_that_breaks_off_is_no_finding_and_no_silence(database: Database) -> None:
    database.broken = True
    lock = LOCKS / "pins.txt"
    skipped = run(SUPPLY / "audit.py", "--service", database.url, "--lock", lock)
    assert skipped.returncode == 0
    assert "skipped, the advisory database cannot be asked" in skipped.stderr
    assert run(SUPPLY / "audit.py", "--service", database.url, "--lock", lock, "--require").returncode == 1
