"""What is really in a bundle, whose it is, and what may not be in one: on files and metadata of the real packages."""

import re
import shutil
import socket
import sys
from dataclasses import replace
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from app.domain.about import PLACEHOLDER, Piece, Vendor, canonical
from services.about.installed import LICENCES, known_pieces, licence_of, piece_of
from services.about.program import read_vendor
from tests.unit.supplying import LOCKS, tool

contents, native, parts, audit = tool("contents"), tool("native"), tool("parts"), tool("audit")
environment, notices = tool("environment"), tool("notices")
MODULES = {"certifi", "certifi.core", "app.version", "json", "pyimod02_importers", "idna", "google"}
SWRESAMPLE, QT_CORE, GFORTRAN = "libswresample", "libQt6Core.so", "libgfortran"


@pytest.fixture(scope="module")
def here():
    return environment.read_environment(Path(sys.executable))


def path_of(here, start: str) -> str:
    """The installed file whose name begins so, as a path below site-packages: not a copy that pip has of it, and
    nothing that an installer compiled."""
    paths = (str(path) for path in here.owners if not path.startswith("pip/") and "__pycache__" not in path)
    return next(path for path in paths if path.rsplit("/", 1)[-1].startswith(start))


@pytest.fixture
def bundle(here, tmp_path: Path) -> Path:
    """A folder as PyInstaller lays it out, with real files of real packages in it."""
    if sys.platform != "linux":
        pytest.skip("the libraries are named as Linux names them")
    for start in ("cacert.pem", SWRESAMPLE, QT_CORE):
        put(here, tmp_path, path_of(here, start))
    dynamic = tmp_path / "_internal" / "lib-dynload" / "_json.cpython-311-x86_64-linux-gnu.so"
    dynamic.parent.mkdir()
    dynamic.touch()
    font = tmp_path / "_internal" / "resources" / "fonts" / "Inter-Regular.otf"
    font.parent.mkdir(parents=True)
    font.touch()
    (tmp_path / "_internal" / "libQt6Core.so.6").symlink_to(path_of(here, QT_CORE))
    return tmp_path


def put(here, bundle: Path, path: str, name: str = "") -> None:
    place = bundle / "_internal" / (name or path)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(here.place_of(path), place)


def looked(here, bundle: Path, modules: set[str] = MODULES):
    places, libraries = contents.files_of(bundle), native.Libraries()
    found = contents.sort_out(modules, places, here, libraries)
    made, wrong = parts.parts_of(found, parts.Sources(here, libraries, places, frozen=False))
    return found, {part.piece.name: part for part in made}, [*wrong, *parts.refusals(made)]


def test_the_parts_are_those_whose_modules_or_files_are_there_and_no_others(here, bundle: Path) -> None:
    found, made, wrong = looked(here, bundle)
    assert set(found.packages) == {"certifi", "idna", "opencv-python-headless", "pyside6-essentials"}
    assert set(found.libraries) == {"FFmpeg", "Qt"}
    assert found.python == ["lib-dynload/_json.cpython-311-x86_64-linux-gnu.so"]
    assert {"certifi", "idna", "FFmpeg", "Qt", "Python", "Inter"} <= set(made)
    assert "numpy" not in made
    assert wrong == []


def test_a_library_tells_its_version_and_owes_its_source(here, bundle: Path) -> None:
    _, made, _ = looked(here, bundle)
    qt, ffmpeg = made["Qt"].piece, made["FFmpeg"].piece
    assert qt.version == made["PySide6_Essentials"].piece.version
    assert f"/{qt.version}/" in qt.source
    assert ffmpeg.version[0].isdigit()
    assert ffmpeg.source.endswith(f"ffmpeg-{ffmpeg.version}.tar.xz")
    assert [text.name for text in made["FFmpeg"].texts] == ["LGPL-2.1.txt"]
    assert [text.name for text in made["Qt"].texts] == ["LGPL-3.0.txt", "GPL-3.0.txt"]
    ((path, digest),) = made["Qt"].hashes
    assert path == path_of(here, QT_CORE)
    assert len(digest) == 64


def test_two_packages_may_bring_two_versions_of_a_library(here, bundle: Path) -> None:
    for start in ("libscipy_openblas", "libopenblas"):
        put(here, bundle, path_of(here, start))
    places, libraries = contents.files_of(bundle), native.Libraries()
    found = contents.sort_out(MODULES, places, here, libraries)
    made, wrong = parts.parts_of(found, parts.Sources(here, libraries, places, frozen=False))
    blas = [each for each in made if each.piece.name == "OpenBLAS"]
    assert wrong == []
    assert len({each.piece.version for each in blas}) == len({each.key for each in blas}) == len(blas) == 2
    assert [len(each.hashes) for each in blas] == [1, 1]


def test_a_stand_in_of_our_own_is_no_library_of_others(here, bundle: Path) -> None:
    place = bundle / "_internal" / path_of(here, "libopenblas")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(bytes(9_088))
    found, made, wrong = looked(here, bundle)
    assert "OpenBLAS" not in made
    assert not any("openblas" in path for files in found.packages.values() for path in files)
    assert wrong == []


def test_a_library_that_does_not_tell_its_version_has_no_source_to_name(here, bundle: Path) -> None:
    place = bundle / "_internal" / path_of(here, QT_CORE)
    place.write_bytes(place.read_bytes().replace(b"Qt 6.", b"Qt X."))
    _, _, wrong = looked(here, bundle)
    (said,) = wrong
    assert said.startswith("Qt: ")
    assert "owes its source" in said


def test_a_video_library_that_was_built_under_the_gpl_is_refused(here, bundle: Path) -> None:
    path = path_of(here, SWRESAMPLE)
    place = bundle / "_internal" / path
    place.write_bytes(place.read_bytes().replace(b"LGPL version 2.1 or later", b"GPL version 2 or later   "))
    _, _, wrong = looked(here, bundle)
    assert wrong == [f"{path}: it does not say that it is under LGPL-2.1-or-later"]


@pytest.mark.parametrize("start", ["libQt6WaylandCompositor.so", "libqtvirtualkeyboardplugin.so", "libqtvkbplugin.so"])
def test_a_qt_module_under_the_gpl_is_refused(here, bundle: Path, start: str) -> None:
    put(here, bundle, path_of(here, start))
    _, _, wrong = looked(here, bundle)
    (refused,) = wrong
    assert refused.startswith("Qt modules under the GPL")
    assert "GPL-3.0-only may not be handed to customers" in refused


def test_readline_is_refused(here, bundle: Path) -> None:
    (bundle / "_internal" / "libreadline.so.8").touch()
    _, _, wrong = looked(here, bundle)
    assert any("GNU Readline" in each and "may not be handed" in each for each in wrong)


def test_what_nobody_owns_is_refused_by_name(here, bundle: Path) -> None:
    put(here, bundle, path_of(here, SWRESAMPLE), "PySide6/Qt/lib/libstranger.so.1")
    put(here, bundle, path_of(here, SWRESAMPLE), "libother.so")
    _, _, wrong = looked(here, bundle, {*MODULES, "nobodys.module"})
    assert len(wrong) == 3
    assert all(any(name in each for each in wrong) for name in ("libstranger", "libother", "nobodys.module"))
    assert all("nobody is known to own it" in each for each in wrong)


@pytest.mark.parametrize(
    "path", ["numpy.libs/libsurprise-1.so.2", "numpy/surprise.dll", "PySide6/Qt/lib/libsurprise.so"]
)
def test_a_library_of_others_inside_a_package_is_refused_until_somebody_knows_it(here, bundle: Path, path: str) -> None:
    put(here, bundle, path_of(here, SWRESAMPLE), path)
    owned = replace(here, owners={**here.owners, path: "numpy"})
    _, _, wrong = looked(owned, bundle)
    assert wrong == [f"{path}: nobody is known to own it"]


def test_an_extension_of_a_packages_own_is_not(here, bundle: Path) -> None:
    for start in ("_multiarray_umath.", "pyodbc.c"):
        put(here, bundle, path_of(here, start))
    found, _, wrong = looked(here, bundle)
    assert {"numpy", "pyodbc"} <= set(found.packages)
    assert wrong == []


# -- what may not be handed on ----------------------------------------------------------------------------------------


def part(licence: str, *, texts: bool = True, source: str = ""):
    return parts.Part(
        "package", Piece("thing", "1.0", licence, (), source), (LICENCES / "notice.txt",) if texts else ()
    )


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (part("AGPL-3.0-only"), "AGPL-3.0-only may not be handed to customers"),
        (part("GPL-3.0-only"), "GPL-3.0-only may not be handed to customers"),
        (part(""), "its licence is not known"),
        (part("our own words"), "may not be handed to customers"),
        (part("MIT", texts=False), "the text of its licence, MIT, is missing"),
        (part("LGPL-3.0-only"), "owes its source"),
    ],
)
def test_li3_a_build_is_refused_with_the_name_and_the_reason(bad, reason: str) -> None:
    (said,) = parts.refusals([part("MIT"), bad])
    assert said.startswith("thing 1.0: ")
    assert reason in said


def test_li3_what_is_in_order_is_not_refused() -> None:
    assert list(parts.refusals([part("MIT"), part("LGPL-3.0-only", source="https://qt.invalid/")])) == []


def test_everything_that_the_station_needs_may_be_handed_on(here) -> None:
    """The lock's packages as they are installed here, each with its text."""
    known = known_pieces()
    wanted = sorted(environment.locked_names(LOCKS / "station.txt") & set(here.packages))
    made = [parts.Part("package", piece_of(here.packages[name], known.get(name, {})), ()) for name in wanted]
    made = [parts.Part("package", each.piece, parts._texts(each.piece)) for each in made]
    assert len(made) > 50
    assert list(parts.refusals(made)) == []


def test_the_vendor_is_filled_in_before_a_program_is_final() -> None:
    assert list(parts.vendor_refusals(Vendor("Acme", "sources@acme.invalid", 3))) == []
    assert list(parts.vendor_refusals(Vendor("Acme", PLACEHOLDER, 3)))
    assert read_vendor().years >= 3


# -- what a package declares ------------------------------------------------------------------------------------------


class Declared(Distribution):
    def __init__(self, *lines: str) -> None:
        self._told = "\n".join(["Metadata-Version: 2.1", "Name: thing", "Version: 1", *lines])

    def read_text(self, filename: str) -> str | None:
        return self._told if filename == "METADATA" else None

    def locate_file(self, path: object) -> Path:
        return Path(str(path))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["License-Expression: MIT"], "MIT"),
        (["License: BSD-3-Clause"], "BSD-3-Clause"),
        (["License: AGPL-3.0"], "AGPL-3.0"),
        (["License: MIT License", "Classifier: License :: OSI Approved :: MIT License"], "MIT"),
        (["Classifier: License :: OSI Approved :: BSD License"], ""),
        (["Classifier: License :: OSI Approved :: GNU Affero General Public License v3"], "AGPL-3.0-only"),
        (["Classifier: License :: OSI Approved :: MIT License",
          "Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)"], "MIT AND GPL-3.0-only"),
        ([], ""),
    ],
)  # fmt: skip
def test_what_a_package_declares(lines: list[str], expected: str) -> None:
    assert licence_of(Declared(*lines), {}) == expected
    assert licence_of(Declared(*lines), {"licence": "Zlib"}) == "Zlib"


def test_everything_that_is_known_better_is_a_licence_on_the_list_with_texts_that_are_there() -> None:
    for name, told in known_pieces().items():
        assert name == canonical(name)
        assert told.get("why") or told.get("source"), name
        texts = told.get("text", [])
        assert all((LICENCES / each).is_file() for each in ([texts] if isinstance(texts, str) else texts)), name


# -- what is handed on ------------------------------------------------------------------------------------------------


def test_the_notice_names_every_source_that_is_owed_and_the_texts_are_there(here, bundle: Path, tmp_path: Path) -> None:
    _, made, _ = looked(here, bundle)
    out = tmp_path / "licences"
    for _ in range(2):  # a second build leaves nothing of the first
        notices.write_notices(out, list(made.values()), Vendor("Acme", "sources@acme.invalid", 3))
    notice, whole = (out / "notice.txt").read_text(), (out / "LICENCES.txt").read_text()
    assert f"Qt {made['Qt'].piece.version}, LGPL-3.0-only: {made['Qt'].piece.source}" in notice
    assert "sources@acme.invalid" in notice
    assert "Acme" in whole
    assert whole.count("\nPySide6_Essentials, Qt\n") == 2  # one heading for both over LGPL-3.0, one over GPL-3.0
    assert re.search(r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 3", whole)
    assert re.search(r"GNU LESSER GENERAL PUBLIC LICENSE\s+Version 2\.1", whole)
    assert "SIL OPEN FONT LICENSE" in whole
    texts = {f"texts/{each.name}" for each in (out / "texts").iterdir()}
    assert texts
    assert all(f'"{name}"' in (out / "licences.json").read_text() for name in texts)


# -- known vulnerabilities --------------------------------------------------------------------------------------------


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_database_that_nobody_answers_for_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "getproxies", dict)
    with pytest.raises(audit.UnreachableError, match=r"127\.0\.0\.1"):
        audit.reach(f"http://127.0.0.1:{closed_port()}/v1/query")
    with socket.create_server(("127.0.0.1", 0)) as server:
        audit.reach(f"http://127.0.0.1:{server.getsockname()[1]}/v1/query")


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--require"], 1)])
def test_without_a_database_the_audit_is_skipped_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    monkeypatch.setattr(audit, "getproxies", dict)
    assert audit.main(["--service", f"http://127.0.0.1:{closed_port()}/v1/query", *words]) == code
    assert "skipped, the advisory database cannot be asked: 127.0.0.1:" in capsys.readouterr().err


def test_every_locked_version_is_asked_about_once() -> None:
    pins = audit.pinned(sorted(LOCKS.glob("*.txt")))
    asked = [each for chosen in audit._one_version_each(pins) for each in chosen]
    assert sorted(asked) == pins
    assert len({version for name, version in pins if name == "numpy"}) > 1
    assert all(len(dict(chosen)) == len(chosen) for chosen in audit._one_version_each(pins))
