"""What goes into an installed program, what must not, and how it starts itself."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app import own_program
from tests.unit.bundling import ROOT, packaging_module

contents = packaging_module("bundle/contents")
gpl = packaging_module("bundle/gpl")
identity = packaging_module("bundle/identity")
lighter = packaging_module("bundle/lighter")
QT = "PySide6/Qt/lib/libQt6"


# --- contents ---


def test_the_station_carries_every_module_of_ours():
    names = set(contents.own_modules(contents.STATION))
    assert {"app.commands.demo", "ui.charts.plot", "services.stamp.rapidocr_reader"} <= names
    assert "services.inference.contract.generate" not in names


def test_the_server_carries_its_commands_and_no_window():
    names = contents.own_modules(contents.SERVER)
    assert "app.commands.server" in names
    assert not [name for name in names if name.startswith("ui") or "station" in name]
    assert {"PySide6", "ui"} <= set(contents.excludes(contents.SERVER))


def test_qt_is_trimmed_to_what_the_sources_import():
    modules = contents.qt_modules()
    assert {"QtCore", "QtGui", "QtWidgets", "QtSvg"} <= modules
    excluded = set(contents.excludes(contents.STATION))
    assert "PySide6.QtQml" in excluded
    assert not {f"PySide6.{name}" for name in modules} & excluded


@pytest.mark.parametrize(
    ("place", "stays_out"),
    [
        (f"{QT}Core.so.6", False),
        (f"{QT}Qml.so.6", True),
        ("PySide6\\Qt6Core.dll", False),
        ("PySide6\\Qt6Quick.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", False),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", True),
        ("PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", True),
        ("PySide6/Qt/plugins/sqldrivers/libqsqlite.so", True),
        ("PySide6/Qt/translations/qtbase_en.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6\\opengl32sw.dll", True),
        ("onnxruntime/capi/libonnxruntime.so.1.31.1", True),
        ("onnxruntime/capi/onnxruntime_pybind11_state.so", False),
        ("onnxruntime\\capi\\onnxruntime.dll", True),
        ("cv2/cv2.abi3.so", False),
        ("cv2/data/haarcascade_eye.xml", True),
        ("keyring-25.7.0.dist-info/entry_points.txt", False),
        ("keyring-25.7.0.dist-info/RECORD", True),
        ("resources/translations/countersign_id.qm", False),
        ("resources/translations/countersign_id.ts", True),
    ],
)
def test_files_stay_out_on_either_system(place, stays_out):
    libraries = {f"Qt6{name.removeprefix('Qt')}" for name in contents.qt_modules()}
    assert contents.left_out(place, f"/site-packages/{place}", libraries) is stays_out


def test_libraries_of_the_system_are_left_to_it():
    assert contents.left_out("libX11.so.6", "/lib/x86_64-linux-gnu/libX11.so.6", ())
    assert not contents.left_out("libpython3.11.so.1.0", "/opt/python/lib/libpython3.11.so.1.0", ())


def test_what_is_left_out_on_windows_is_what_the_system_may_lack_there():
    """A library under C:\\Windows is never taken for one of Debian's."""
    assert not contents.left_out("VCRUNTIME140.dll", "C:\\Windows\\System32\\VCRUNTIME140.dll", ())


# --- GPL ---


@pytest.mark.parametrize(
    "path",
    [
        "_internal/PySide6/QtCharts.abi3.so",
        "_internal/PySide6/Qt/lib/libQt6Charts.so.6",
        "_internal/PySide6/Qt6Graphs.dll",
        "_internal/PySide6/Qt/lib/libQt6DataVisualization.so.6",
        "_internal/PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "_internal/PySide6/plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll",
        "_internal/PySide6/Qt/lib/libQt6Quick3D.so.6",
        "_internal/PySide6/QtNetworkAuth.pyd",
        "_internal/PySide6/Qt/lib/libQt6WaylandCompositor.so.6",
        "_internal/PySide6/Qt/plugins/vectorimageformats/libqlottievectorimage.so",
        "_internal/libQt6ShaderTools.so.6",
    ],
)
def test_a_gpl_part_of_qt_is_found(tmp_path, path):
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.touch()
    (told,) = gpl.gpl_parts(tmp_path)
    assert told.startswith(path)


@pytest.mark.parametrize(
    "path",
    [
        f"_internal/{QT}Core.so.6",
        f"_internal/{QT}WaylandClient.so.6",
        "_internal/PySide6/QtNetwork.abi3.so",
        "_internal/PySide6/QtSvgWidgets.pyd",
        "_internal/grpc/_cython/cygrpc.so",
        "_internal/google/protobuf/message.so",
        "_internal/resources/icons/office_charts.svg",
        "_internal/ui/charts/view.pyc",
    ],
)
def test_what_is_under_the_lgpl_or_not_qt_is_not(path):
    assert gpl.gpl_part(path) == ""


def test_the_installed_wheel_itself_holds_some():
    """A control: the search finds what is really there."""
    import PySide6

    assert any("Virtual Keyboard" in line for line in gpl.gpl_parts(Path(PySide6.__file__).parent / "Qt" / "plugins"))


# --- which build ---


def test_the_version_is_asked_or_declared():
    assert identity.version({}) == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert identity.version({"BUILD_VERSION": "2.3.4"}) == "2.3.4"
    with pytest.raises(ValueError, match=r"MAJOR\.MINOR\.PATCH"):
        identity.version({"BUILD_VERSION": "2.3-rc1"})


def test_the_same_sources_give_the_same_build_file():
    told = json.loads(identity.build_json({"SOURCE_DATE_EPOCH": "0", "BUILD_VERSION": "1.2.3"}))
    assert told["version"] == "1.2.3"
    assert told["built_at"] == "1970-01-01T00:00:00+00:00"
    assert identity.build_json({"BUILD_VERSION": "1.2.3"}) == identity.build_json({"BUILD_VERSION": "1.2.3"})


# --- lighter ---


def test_icu_keeps_what_the_program_speaks():
    kept = ["coll/root.res", "coll/id.res", "coll/ucadata.icu", "en_GB.res", "id.res", "root.res", "pool.res"]
    dropped = ["coll/zh.res", "de.res", "zh_Hant_TW.res", "curr/en.res", "lang/id.res", "gb18030.cnv", "unames.icu"]
    assert lighter.unread([*kept, *dropped]) == dropped


def test_a_library_that_the_loader_would_refuse_is_told_from_one_that_it_takes(tmp_path):
    python = Path(sys.executable).resolve()
    if python.read_bytes()[:4] != b"\x7fELF":
        pytest.skip("this machine's programs are not ELF files")
    assert lighter.is_aligned(python)
    broken = bytearray(python.read_bytes())
    table, size, count = (int.from_bytes(broken[a:b], "little") for a, b in ((32, 40), (54, 56), (56, 58)))
    for at in range(table, table + size * count, size):
        broken[at + 8 : at + 16] = (int.from_bytes(broken[at + 8 : at + 16], "little") + 1).to_bytes(8, "little")
    file = tmp_path / "broken.so"
    file.write_bytes(broken)
    assert not lighter.is_aligned(file)


def test_a_library_of_ours_needs_others_and_no_executable_stack(tmp_path):
    """The server's unit forbids executable memory: with such a stack it does not load."""
    if not all(map(shutil.which, ("ld", "objcopy", "objdump"))):
        pytest.skip("binutils are not installed")
    file = tmp_path / "libempty.so"
    lighter.link_empty(file, "libempty.so", lighter.SYSTEM_BLAS)
    told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"NEEDED +(\S+)", told) == list(lighter.SYSTEM_BLAS)
    assert re.findall(r"SONAME +(\S+)", told) == ["libempty.so"]
    assert re.search(r"STACK .*\n.*flags rw-\n", told), told


# --- how it starts itself ---


def test_from_a_checkout_python_starts_it():
    assert own_program.command("server", "--help") == [sys.executable, "-m", "app", "server", "--help"]


def test_installed_it_starts_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_program.command("server") == [sys.executable, "server"]
    assert own_program.module("services.record.faults.kill") == [sys.executable, "-m", "services.record.faults.kill"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["-m", "app", "server"], True),
        (["-m", "services.record.faults.kill"], True),
        (["-m", "http.server"], False),
        (["-m", "appendix"], False),
        (["-m"], False),
        (["server"], False),
    ],
)
def test_an_installed_program_runs_modules_of_ours_only(words, named):
    assert own_program.names_module(words) is named


def test_the_entry_runs_a_module_of_ours_with_its_words(tmp_path):
    """As a frozen program is started, but by Python."""
    entry = ROOT / "packaging" / "bundle" / "entry.py"
    done = subprocess.run(
        [sys.executable, entry, "-m", "app", "--version"],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "countersign"), done.stderr


def test_nothing_else_starts_python_by_hand():
    """An installed program has none; `own_program` is where the difference is known."""
    files = [file for package in ("app", "ui", "services") for file in (ROOT / package).rglob("*.py")]
    found = [str(file.relative_to(ROOT)) for file in files if "sys.executable" in file.read_text(encoding="utf-8")]
    assert sorted(found) == ["app/own_program.py", "services/inference/contract/generate.py"]


def test_a_python_that_belongs_to_the_system_is_carried_whole():
    """Its libraries lie where everything else is the system's to mend."""
    for source in ("/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", "/usr/lib/python3.11/lib-dynload/_ssl.so"):
        assert not contents.left_out(Path(source).name, source, ())
    assert contents.left_out("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", ())
