"""Everything that the lock names for Windows is fetched and looked through: 500 MB.

Slow, by hand; needs uv, a place to fetch packages from, and pefile of the build extra.
"""

import shutil
from pathlib import Path

import pytest

from tests.packaging.windows import tool

libraries, resolve = map(tool, ("libraries", "resolve"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv"),
]


@pytest.fixture(scope="module")
def fetched(tmp_path_factory) -> Path:
    pytest.importorskip("pefile", reason="pefile is in the build extra")
    folder: Path = tmp_path_factory.mktemp("windows") / "set"
    resolve.fetch(folder, resolve.PYTHON)
    return folder


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_the_lock_resolves_for_windows(tmp_path, python):
    assert "pyodbc" in resolve.fetch(tmp_path / "none", python, dry=True)
    assert not [*(tmp_path / "none").rglob("*.py")]


def test_a_lock_with_a_wrong_hash_is_refused(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(f"filelock==4.2.11 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(RuntimeError, match=r"[Hh]ash"):
        resolve.fetch(tmp_path / "none", resolve.PYTHON, lock=lock)


def test_every_library_finds_what_it_asks_for(fetched):
    found = resolve.report(fetched)
    assert found["libraries"] > 300
    assert found["unknown"] == {}
    assert found["station, from the builder"] == {}
    assert set(found["server, from the builder"]) == {"msvcp140.dll", "msvcp140_1.dll"}


def test_a_library_that_is_taken_away_is_missed(fetched, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(fetched / "PySide6", copy / "PySide6", ignore=shutil.ignore_patterns("qml", "Qt6Gui.dll"))
    found = libraries.look(resolve.imports(copy))
    assert "PySide6/Qt6Widgets.dll" in found.unknown["qt6gui.dll"]


def test_nothing_is_excused_that_is_not_there(fetched):
    """An exception outlives its reason: each of them still concerns a file of the set."""
    paths = resolve.imports(fetched)
    assert [path for path, _ in libraries.NOT_SHIPPED if not any(file.startswith(path) for file in paths)] == []
    asked = {name.removesuffix(".dll") for names in paths.values() for name in names}
    assert libraries.SYSTEM - asked == set()


def test_a_library_for_another_processor_is_refused(tmp_path, fetched):
    content = bytearray((fetched / "PySide6" / "msvcp140.dll").read_bytes())
    header = int.from_bytes(content[0x3C:0x40], "little")
    content[header + 4 : header + 6] = (0xAA64).to_bytes(2, "little")
    (tmp_path / "arm.dll").write_bytes(content)
    with pytest.raises(RuntimeError, match="not for 64-bit Windows"):
        resolve.imports(tmp_path)
