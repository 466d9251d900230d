"""The Debian packages in a clean Debian: installed by apt, started, upgraded, downgraded, removed.

    COUNTERSIGN_TEST_DEBS=dist pytest -m slow tests/packaging/test_deb_in_chroot.py

Without that variable they are built first, which takes some minutes. The server is started in two ways: in a chroot by
the unit's command, as its user and with its environment, without capabilities and without executable memory; and, where
there is systemd-nspawn, by systemd, with every lock of the unit. The tests are one story and run in order.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.packaging.chroot import Chroot, debian, missing_tools

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(bool(missing_tools()), reason=missing_tools() or "-"),
]
ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("countersign-station", "countersign-server")
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "countersign-tests"
DATA, CONFIG = "/var/lib/countersign-server", "/etc/countersign/conf.d"
PORT = 50987
NEXT = "99.0.0"


@pytest.fixture(scope="module")
def debs(tmp_path_factory) -> list[Path]:
    folder = Path(os.environ.get("COUNTERSIGN_TEST_DEBS", ""))
    if not os.environ.get("COUNTERSIGN_TEST_DEBS"):
        folder = tmp_path_factory.mktemp("dist")
        subprocess.run([sys.executable, ROOT / "packaging" / "build.py", "--out", folder], check=True)
    found = [next(iter(sorted(folder.glob(f"{name}_*.deb"))), None) for name in PACKAGES]
    assert all(found), f"{folder} does not hold both packages"
    return [deb.resolve() for deb in found if deb]


@pytest.fixture(scope="module")
def machine(tmp_path_factory, debs) -> Chroot:
    """With the repository in /repository, signed, and known to apt by its key."""
    made = Chroot.unpacked(debian(CACHE), tmp_path_factory.mktemp("machine") / "root")
    publish(made, debs)
    key = "usr/share/keyrings/countersign.gpg"
    shutil.copyfile(made.root / "repository" / "countersign.gpg", made.root / key)
    source = f"deb [signed-by=/{key}] file:/repository stable main\n"
    made.path("/etc/apt/sources.list.d/countersign.list").write_text(source, encoding="utf-8")
    made.run("apt-get", "update")
    return made


def publish(machine: Chroot, debs: list[Path]) -> None:
    home = machine.root.parent / "gnupg"
    environ = {**os.environ, "GNUPGHOME": str(home)}
    if not home.exists():
        home.mkdir(mode=0o700)
        words = ["--batch", "--passphrase", "", "--quick-generate-key", "countersign-test", "ed25519", "sign", "never"]
        subprocess.run(["gpg", "--quiet", *words], check=True, env=environ)
    command: list[str | Path] = [sys.executable, ROOT / "packaging" / "apt.py", machine.root / "repository", *debs]
    subprocess.run([*command, "--key", "countersign-test"], check=True, env=environ)


def reversioned(deb: Path, version: str, folder: Path) -> Path:
    """The same package under another version."""
    tree = folder / deb.stem
    subprocess.run(["dpkg-deb", "-R", deb, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {version}", control.read_text()), encoding="utf-8")
    for build in tree.rglob("resources/build.json"):
        build.write_text(json.dumps({**json.loads(build.read_text()), "version": version}), encoding="utf-8")
    made = folder / f"{deb.name.split('_')[0]}_{version}_{deb.name.split('_')[2]}"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z1", "-b", tree, made], check=True)
    shutil.rmtree(tree)
    return made


def apt(machine: Chroot, *words: str) -> str:
    return machine.run("apt-get", "-o", "Dpkg::Use-Pty=0", "--yes", "--no-install-recommends", *words)


def unit(machine: Chroot) -> dict[str, list[str]]:
    text = machine.path("/usr/lib/systemd/system/countersign-server.service").read_text(encoding="utf-8")
    lines = [line.partition("=") for line in text.splitlines() if "=" in line and not line.startswith("#")]
    return {key: [value for name, _, value in lines if name == key] for key, _, _ in lines}


@contextmanager
def serving(machine: Chroot) -> Iterator[str]:
    """The unit's own command, user and environment; gives its address."""
    said = unit(machine)
    environ = dict(each.split("=", 1) for each in said["Environment"])
    user = said["User"][0]
    dropped = ["--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all"]
    become = ["setpriv", "--reuid", user, "--regid", said["Group"][0], "--clear-groups", *dropped]
    process = machine.start([*become, *said["ExecStart"][0].split()], environ)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("listening on "), f"{first}{process.communicate(timeout=10)}"
        yield first.split()[-1]
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # who enters the chroot waits for who runs in it
        process.communicate(timeout=30)


def version_of(machine: Chroot, program: str) -> str:
    return machine.run(program, "--version").split()[1]


def test_they_install_through_apt_from_the_signed_folder(machine):
    said = apt(machine, "install", *PACKAGES)
    assert "Setting up countersign-server" in said
    for place in (
        "/usr/bin/countersign",
        "/usr/bin/countersign-server",
        "/usr/share/applications/countersign.desktop",
        "/usr/share/icons/hicolor/scalable/apps/countersign.svg",
        "/usr/lib/udev/rules.d/60-countersign.rules",
        "/usr/lib/systemd/system/countersign-server.service",
        f"{CONFIG}/10-station.toml",
        f"{CONFIG}/20-server.toml",
        "/usr/share/doc/countersign-station/copyright",
    ):
        assert os.path.lexists(machine.path(place)), place
    assert "countersign-server" in machine.path("/etc/passwd").read_text(encoding="utf-8")
    assert machine.run("stat", "-c", "%U %a", DATA).split() == ["countersign-server", "750"]
    wanted = machine.path("/etc/systemd/system/multi-user.target.wants/countersign-server.service")
    assert wanted.is_symlink(), "it starts with the machine"


def test_every_library_works_there(machine):
    environ = {"QT_QPA_PLATFORM": "offscreen"}
    for program in ("countersign", "countersign-server"):
        said = machine.run(program, "selftest", "--json", environ=environ)
        told = json.loads(said[said.index("{\n") :])  # before it, libraries may talk on the standard error
        assert told["ok"], told
        assert told["installed"]
        assert told["build"]["id"] not in {"", "source"}


def test_the_demo_of_the_installed_program_runs_against_the_installed_server(machine):
    server = machine.path(f"{CONFIG}/20-server.toml")
    before = server.read_text(encoding="utf-8")
    ours = f"\n[server]\nport = {PORT}\ncontrol_port = {PORT + 1}\n"  # IT's hand, which an upgrade keeps
    server.write_text(before + ours, encoding="utf-8")
    with serving(machine) as address:
        assert address.endswith(f":{PORT}"), "the policy of the machine holds"
        said = machine.run("countersign", "demo", "--headless", "--json", "--server", address)
    outcome = json.loads(said.splitlines()[-1])
    assert outcome["committed"], outcome
    assert outcome["server_frames"] > 100
    assert outcome["local_frames"] == 0


@pytest.mark.skipif(not shutil.which("systemd-nspawn"), reason="systemd-nspawn is not installed")
def test_it_starts_with_a_machine_behind_all_its_locks(machine):
    """With systemd as on a real machine: every line of the unit is in force."""
    said = machine.boot(f"""
        until countersign-server server status; do sleep 1; done
        systemctl is-active countersign-server
        countersign demo --headless --json --server 127.0.0.1:{PORT} 2> /dev/null
        systemctl show --property NRestarts,MemoryDenyWriteExecute,ProtectSystem countersign-server
        systemctl stop countersign-server
        systemctl show --property Result countersign-server
        journalctl --unit countersign-server --output cat --no-pager
    """)
    assert "\nactive\n" in said, said
    outcome = json.loads(next(line for line in said.splitlines() if line.startswith("{")))
    assert outcome["committed"], outcome
    assert outcome["local_frames"] == 0
    told = set(said.splitlines())
    assert {"Result=success", "NRestarts=0", "MemoryDenyWriteExecute=yes", "ProtectSystem=strict"} <= told
    assert f"listening on 127.0.0.1:{PORT}" in said, "its log is in the journal"


def test_an_upgrade_keeps_configuration_and_data(machine, debs, tmp_path):
    model = machine.path(f"{DATA}/models/kept.txt")
    model.write_text("of the site", encoding="utf-8")
    before = version_of(machine, "countersign")
    publish(machine, [reversioned(deb, NEXT, tmp_path) for deb in debs])
    machine.run("apt-get", "update")
    apt(machine, "upgrade")
    assert version_of(machine, "countersign") == version_of(machine, "countersign-server") == NEXT != before
    assert f"port = {PORT}" in machine.path(f"{CONFIG}/20-server.toml").read_text(encoding="utf-8")
    assert model.read_text(encoding="utf-8") == "of the site"
    with serving(machine):
        pass


def test_a_downgrade_has_to_be_asked_for_and_keeps_them_as_well(machine, debs):
    wanted = [f"{name}={deb.name.split('_')[1]}" for name, deb in zip(PACKAGES, debs, strict=True)]
    with pytest.raises(AssertionError, match="--allow-downgrades"):
        apt(machine, "install", *wanted)
    apt(machine, "install", "--allow-downgrades", *wanted)
    assert version_of(machine, "countersign") == debs[0].name.split("_")[1]
    assert f"port = {PORT}" in machine.path(f"{CONFIG}/20-server.toml").read_text(encoding="utf-8")
    with serving(machine):
        pass


def test_removing_keeps_them_and_purging_leaves_nothing_of_ours(machine):
    apt(machine, "remove", *PACKAGES)
    assert machine.path(f"{CONFIG}/20-server.toml").exists()
    assert machine.path(f"{DATA}/models/kept.txt").exists()
    site = machine.path(f"{CONFIG}/50-site.toml")
    site.write_text("# IT's own\n", encoding="utf-8")
    machine.path("/root/.local/share/countersign").mkdir(parents=True)
    apt(machine, "purge", *PACKAGES)
    left = [path for path in machine.files_of("countersign") if not path.startswith("usr/share/keyrings")]
    assert left == [  # what docs/install-linux.md says
        "etc/apt/sources.list.d/countersign.list",
        "etc/countersign",
        "root/.local/share/countersign",
    ]
    assert site.exists()
    assert "countersign-server" in machine.path("/etc/passwd").read_text(encoding="utf-8"), "its number stays taken"
