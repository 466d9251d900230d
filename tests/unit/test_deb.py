"""The Debian packages as they are described: control file, configuration, dependencies, the unit, the repository."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.settings import Settings
from tests.unit.bundling import ROOT, packaging_module

depends = packaging_module("deb/depends")
package = packaging_module("deb/package")
FILES = ROOT / "packaging" / "deb"
SCRIPTS = sorted(file for bundle in ("station", "server") for file in (FILES / bundle).glob("p*"))
UNIT = (FILES / "server" / "countersign-server.service").read_text(encoding="utf-8")


@pytest.mark.parametrize("described", [package.STATION, package.SERVER], ids=lambda each: each.bundle)
def test_the_control_file_is_whole(described):
    text = package.control(described, "1.2.3", depends.Needs(("libc6 (>= 2.34)",), ("libodbc2t64 | libodbc2",)), 1000)
    fields = dict(re.findall(r"(?m)^([A-Z][\w-]*): (.*)$", text))
    assert fields["Package"] == described.name
    assert fields["Version"] == "1.2.3"
    assert fields["Depends"].startswith("libc6 (>= 2.34)")
    assert "libodbc2t64 | libodbc2" in fields["Recommends"]
    assert text.endswith("\n")
    assert all(line.startswith(" ") for line in text.partition("Description: ")[2].splitlines()[1:])


def test_only_what_lies_below_etc_is_configuration():
    assert package.conffiles(package.STATION) == ["/etc/countersign/conf.d/10-station.toml"]
    assert package.conffiles(package.SERVER) == ["/etc/countersign/conf.d/20-server.toml"]


@pytest.mark.parametrize("described", [package.STATION, package.SERVER], ids=lambda each: each.bundle)
def test_every_file_is_there(described):
    assert [source for source in described.files if not (ROOT / source).is_file()] == []


@pytest.mark.parametrize("name", ["station/10-station.toml", "server/20-server.toml"])
def test_the_shipped_configuration_changes_nothing_and_names_real_settings(name):
    text = (FILES / name).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {}
    opened = re.sub(r"(?m)^# (?=\[|[a-z_]+ = )", "", text)
    set_to = tomllib.loads(opened)
    assert set_to
    Settings.model_validate(set_to)


# --- dependencies ---


def test_libraries_become_packages_of_either_release():
    needs = depends.debian_needs({"libglib-2.0.so.0", "libX11.so.6", "libodbc.so.2", "libc.so.6"}, 34)
    assert needs.depends == ("libc6 (>= 2.34)", "libglib2.0-0t64 | libglib2.0-0", "libx11-6")
    assert needs.recommends == ("libodbc2t64 | libodbc2",)


def test_a_library_that_nobody_knows_stops_the_build():
    with pytest.raises(depends.UnknownLibraryError, match=r"libnew\.so\.7"):
        depends.debian_needs({"libnew.so.7"}, 34)


def test_the_libraries_of_an_elf_file_are_read():
    if not shutil.which("objdump"):
        pytest.skip("objdump, of binutils, is not installed")
    python = Path(sys.executable).resolve()
    assert "libc.so.6" in depends.needed([python, python])
    assert depends.glibc(python) > 0


# --- the unit ---


def test_the_unit_is_locked_down():
    for line in (
        "User=countersign-server",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "PrivateDevices=yes",
        "MemoryDenyWriteExecute=yes",
        "CapabilityBoundingSet=",
        "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
        "SystemCallFilter=@system-service",
        "StateDirectory=countersign-server",
    ):
        assert f"\n{line}\n" in UNIT, line


def test_the_units_environment_names_real_settings():
    from app.settings_layers import load_settings

    given = dict(line.split("=", 2)[1:] for line in UNIT.splitlines() if line.startswith("Environment=COUNTERSIGN_"))
    settings = load_settings(Path("no-such-file.toml"), given, machine=Path("no-such-folder"))
    assert settings.data_dir == "/var/lib/countersign-server"
    assert settings.server.models_dir == "/var/lib/countersign-server/models"


def test_systemd_has_nothing_to_say_against_it(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "countersign-server.service"
    unit.write_text(UNIT.replace("/usr/bin/countersign-server", "/bin/true"), encoding="utf-8")
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout[-300:] + rated.stderr
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert "countersign" not in verified.stderr, verified.stderr


# --- the scripts ---


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: f"{each.parent.name}-{each.name}")
def test_a_script_of_the_package_is_shell_and_stops_at_an_error(script):
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\nset -e\n")
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0


def test_nothing_of_a_users_is_touched_when_a_package_goes():
    words = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    assert "/home" not in words
    assert re.findall(r"rm -rf (\S+)", words) == ["/var/lib/countersign-server"]


# --- a package and a repository, small ---


def built(tmp_path: Path, version: str) -> Path:
    """A package of a bundle that is one script."""
    bundle = tmp_path / "bundle"
    bundle.mkdir(exist_ok=True)
    program = bundle / "countersign-server"
    program.write_text("#!/bin/sh\necho hello\n", encoding="utf-8")
    program.chmod(0o755)
    (bundle / "library.so").write_bytes(Path("/bin/sh").read_bytes())  # an ELF file that needs little
    made: Path = package.build(package.SERVER, bundle, version, 1_700_000_000, tmp_path)
    return made


@pytest.fixture
def needs_dpkg() -> None:
    if not all(map(shutil.which, ("dpkg-deb", "objdump"))):
        pytest.skip("dpkg-deb or objdump is not installed")


@pytest.mark.usefixtures("needs_dpkg")
def test_a_package_is_the_same_each_time_and_belongs_to_root(tmp_path):
    first = built(tmp_path, "1.2.3").read_bytes()
    deb = built(tmp_path, "1.2.3")
    assert deb.read_bytes() == first
    listed = subprocess.run(["dpkg-deb", "-c", deb], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/countersign-server -> /opt/countersign/server/countersign-server" in listed
    assert re.search(r"-rwxr-xr-x root/root .* \./opt/countersign/server/countersign-server\n", listed)
    assert not re.search(r"^.{7}w", listed.replace("lrwxrwxrwx", "l---------"), re.MULTILINE), "writable by others"


@pytest.mark.usefixtures("needs_dpkg")
def test_the_repository_lists_every_version_it_was_given(tmp_path):
    if not shutil.which("apt-ftparchive"):
        pytest.skip("apt-ftparchive, of apt-utils, is not installed")
    apt = packaging_module("apt")
    folder = tmp_path / "repository"
    for version in ("1.0.0", "1.1.0"):
        assert apt.main([str(folder), str(built(tmp_path, version))]) == 0
    listed = (folder / "dists/stable/main/binary-amd64/Packages").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^Version: (.*)$", listed) == ["1.0.0", "1.1.0"]
    assert "pool/countersign-server_1.1.0_amd64.deb" in listed
    release = (folder / "dists/stable/Release").read_text(encoding="utf-8")
    assert "main/binary-amd64/Packages.gz" in release
    assert not (folder / "dists/stable/InRelease").exists(), "nobody has signed it"
