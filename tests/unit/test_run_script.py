"""The bootstrap script: what it decides, and that an unfinished environment is never used. No network."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import run

LOCKS = run.ROOT / "packaging" / "lock"
PROJECT = run.Project("countersign", "1.0.0", "app.__main__", "main")
LOCK_TEXTS = {"station": b"httpx==0.28.1\n", "dev": b"httpx==0.28.1\npytest==9.2.0\n"}
HERE, PYTHON = Path("countersign"), "cpython 3.11.2"


def stamp(**changed):
    given = {"lock_texts": LOCK_TEXTS, "project": PROJECT, "where": HERE, "python": PYTHON}
    return run.stamp_lines(**{**given, **changed})


# --- the stamp ---


def test_a_new_environment_needs_everything():
    assert run.outstanding("station", stamp(), []) == ["station", "link"]
    assert run.outstanding("dev", stamp(), []) == ["station", "dev", "link"]


def test_a_stamped_environment_needs_nothing():
    for profile in ("station", "dev"):
        assert run.outstanding(profile, stamp(), stamp().values()) == []


def test_a_station_environment_needs_only_the_test_tools_to_become_a_test_environment():
    stamped = [stamp()["station"], stamp()["link"]]
    assert run.outstanding("station", stamp(), stamped) == []
    assert run.outstanding("dev", stamp(), stamped) == ["dev"]


@pytest.mark.parametrize(
    "changed",
    [
        {"where": Path("elsewhere")},
        {"python": "cpython 3.12.1"},
        {"lock_texts": {**LOCK_TEXTS, "station": b"httpx==0.28.2\n"}},
    ],
    ids=["folder moved", "another Python", "lock changed"],
)
def test_the_environment_is_made_anew_when_what_it_rests_on_changes(changed):
    assert "station" in run.outstanding("station", stamp(**changed), stamp().values())


def test_the_environment_is_made_anew_after_a_change_of_the_steps(monkeypatch):
    before = stamp()
    monkeypatch.setattr(run, "SETUP_VERSION", "next")
    assert run.outstanding("station", stamp(), before.values()) == ["station", "link"]


def test_a_changed_test_lock_leaves_the_station_ready():
    changed = stamp(lock_texts={**LOCK_TEXTS, "dev": b"pytest==9.3.0\n"})
    assert run.outstanding("station", changed, stamp().values()) == []
    assert run.outstanding("dev", changed, stamp().values()) == ["dev"]


def test_a_new_version_of_the_project_is_only_linked_again():
    changed = stamp(project=PROJECT._replace(version="0.2.0"))
    assert run.outstanding("dev", changed, stamp().values()) == ["link"]


def test_the_project_is_read_from_pyproject():
    project = run.read_project((run.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert (project.name, project.module, project.function) == ("countersign", "app.__main__", "main")


# --- set-up, with a stand-in for uv ---

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for uv is a shell script")


def stand_in_for_uv(folder: Path, script: str = "exit 0") -> str:
    path = folder / "uv"
    path.write_text(f'#!/bin/sh\necho "$@" >> {folder / "calls"}\n{script}\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def env(tmp_path):
    return run.environment_in(tmp_path / ".venv")


@posix_only
def test_set_up_leaves_a_usable_environment_and_its_stamp(env, tmp_path):
    run.set_up(env, "station", stamp(), stand_in_for_uv(tmp_path))
    assert run.outstanding("station", stamp(), run.read_stamp(env)) == []
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    assert calls[0].endswith("station.txt")
    asked = "import app, importlib.metadata as m; print(app.__file__, m.version('countersign'))"
    answer = subprocess.run([env.python, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    version = tomllib.loads((run.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert answer.stdout.split() == [str(run.ROOT / "app" / "__init__.py"), version]


@posix_only
def test_a_failed_set_up_is_not_used_and_the_next_one_starts_from_the_beginning(env, tmp_path):
    with pytest.raises(run.SetupError, match="disk is full"):
        run.set_up(env, "station", stamp(), stand_in_for_uv(tmp_path, "echo No space left on device; exit 1"))
    assert run.read_stamp(env) == []
    half_done = env.site / "half_done.py"
    half_done.touch()
    run.set_up(env, "station", stamp(), stand_in_for_uv(tmp_path))
    assert not half_done.exists()


@posix_only
def test_a_test_environment_grows_from_a_station_s_and_serves_both(env, tmp_path):
    uv = stand_in_for_uv(tmp_path)
    run.set_up(env, "station", stamp(), uv)
    kept = env.site / "kept.py"
    kept.touch()
    run.set_up(env, "dev", stamp(), uv)
    assert kept.exists()
    assert run.outstanding("station", stamp(), run.read_stamp(env)) == []
    assert run.outstanding("dev", stamp(), run.read_stamp(env)) == []


@posix_only
def test_a_failed_upgrade_is_not_used_either(env, tmp_path):
    run.set_up(env, "station", stamp(), stand_in_for_uv(tmp_path))
    with pytest.raises(run.SetupError):
        run.set_up(env, "dev", stamp(), stand_in_for_uv(tmp_path, "exit 1"))
    assert run.read_stamp(env) == []


@posix_only
def test_a_changed_station_lock_installs_the_test_tools_again_too(env, tmp_path):
    uv = stand_in_for_uv(tmp_path)
    run.set_up(env, "dev", stamp(), uv)
    changed = stamp(lock_texts={**LOCK_TEXTS, "station": b"httpx==0.28.2\n"})
    run.set_up(env, "dev", changed, uv)
    assert (tmp_path / "calls").read_text(encoding="utf-8").count("dev.txt") == 2


@posix_only
def test_an_environment_without_its_python_does_not_count(env, tmp_path):
    run.set_up(env, "station", stamp(), stand_in_for_uv(tmp_path))
    env.python.unlink()
    assert run.read_stamp(env) == []


def test_somebody_else_s_environment_is_left_alone(env):
    env.folder.mkdir()
    (env.folder / "pyvenv.cfg").touch()
    with pytest.raises(run.SetupError, match=r"not made by run\.py"):
        run.set_up(env, "station", stamp(), None)
    assert (env.folder / "pyvenv.cfg").exists()


def test_one_start_sets_up_at_a_time(env):
    with run.one_at_a_time(env.lock), env.lock.open("a", encoding="utf-8") as second:
        assert not run.take_lock(second)
    with env.lock.open("a", encoding="utf-8") as later:
        assert run.take_lock(later)


# --- libraries of the system ---


def test_a_library_counts_under_its_newer_name():
    assert run.missing_packages(["libglib2.0-0", "libegl1"], {"libglib2.0-0t64", "libegl1"}) == []


def test_missing_libraries_keep_their_order():
    assert run.missing_packages(["libegl1", "libgl1", "libodbc2"], {"libgl1"}) == ["libegl1", "libodbc2"]


def test_the_remedy_is_one_command():
    sentence = run.shortage(["libegl1", "libgl1"], is_vital=True, reason="Missing.", is_root=False)
    command = [line for line in sentence.splitlines() if line.startswith("    ")]
    assert command == ["    sudo apt-get install --yes --no-install-recommends libegl1 libgl1"]
    assert "sudo" not in run.shortage(["libegl1"], is_vital=True, reason="Missing.", is_root=True)


@pytest.mark.parametrize(
    ("words", "needs_it"),
    [
        (["demo"], True),
        (["station", "--set", "a.b=c"], True),
        (["test"], True),
        (["demo", "--headless"], False),
        (["server"], False),
    ],
)
def test_only_what_opens_a_window_stops_for_qt_s_libraries(words, needs_it):
    assert run.needs_qt(words) is needs_it


# --- what is run ---


@pytest.mark.parametrize(
    ("words", "platform", "environ", "handed"),
    [
        (["demo"], "linux", {"DISPLAY": ":0"}, ["demo"]),
        (["demo"], "linux", {"WAYLAND_DISPLAY": "wayland-0"}, ["demo"]),
        (["demo"], "win32", {}, ["demo"]),
        (["demo", "--seed", "3"], "linux", {}, ["demo", "--headless", "--seed", "3"]),
        (["demo"], "linux", {"DISPLAY": ""}, ["demo", "--headless"]),
        (["demo", "--headless"], "linux", {}, ["demo", "--headless"]),
        (["station", "--set", "a.b=c"], "linux", {}, ["station", "--set", "a.b=c"]),
    ],
)
def test_the_words_reach_the_program(words, platform, environ, handed):
    result, note = run.hand_over(words, platform, environ)
    assert result == handed
    assert (note is not None) == (result != words)


def test_test_runs_every_check_and_pytest_last():
    names = [command[0] for command in run.checks_for([])]
    assert names == ["ruff", "ruff", "mypy", "lint-imports", "pytest"]


def test_words_after_test_are_pytest_s_alone():
    assert run.checks_for(["-k", "packing"]) == [["pytest", "-k", "packing"]]


def test_the_environment_comes_first_on_the_path_and_foreign_python_settings_stay_out(env):
    environ = run.activated(env, {"PATH": "before", "PYTHONPATH": "x", "PYTHONHOME": "y", "LANG": "id_ID"})
    assert environ["PATH"].split(os.pathsep) == [str(env.scripts), "before"]
    assert environ["LANG"] == "id_ID"
    assert not environ.keys() & {"PYTHONPATH", "PYTHONHOME"}


def test_the_exit_code_is_passed_on():
    assert run.call([sys.executable, "-c", "raise SystemExit(7)"], dict(os.environ)) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to die of")
def test_a_death_by_signal_gives_the_shell_s_code():
    assert run.call([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], dict(os.environ)) == 137


def test_no_words_explain_themselves(capsys):
    assert run.main([]) == 0
    assert "run.py demo" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "disk is full"),
        ("error: Request failed\n  cause: dns error", "cannot be reached"),
        ("Could not find a version that satisfies x (from versions: none)\nNo matching distribution", "be reached"),
        ("Could not find x (from versions: 1.0)\nERROR: No matching distribution found for x", "not published"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "not the one the lock file names"),
        ("first\n  something new went wrong\n\n", "something new went wrong"),
        ("", "no reason"),
    ],
)
def test_an_installer_s_complaint_becomes_one_sentence(output, sentence):
    assert sentence in run.explain(output)


def test_an_old_python_can_read_the_file_as_far_as_the_sentence_for_it():
    ast.parse((run.ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


# --- the lock files ---


def pins(name: str) -> dict[str, set[str]]:
    """Package → its pins (one, or one per Python) in a lock file."""
    found: dict[str, set[str]] = {}
    for line in (LOCKS / name).read_text(encoding="utf-8").splitlines():
        match = re.match(r"([a-z0-9-]+)==(\S+)( ; [^\\]+)?", line)
        if match:
            found.setdefault(match[1], set()).add(match[0].strip())
    return found


def test_the_dev_lock_holds_the_station_s():
    station, dev = pins("station.txt"), pins("dev.txt")
    assert station
    assert {name: dev.get(name) for name in station} == station


def test_qt_stays_at_the_release_that_does_not_abort():
    for name in ("station.txt", "dev.txt"):
        assert pins(name)["pyside6-essentials"] == {"pyside6-essentials==6.11.3"}
        assert pins(name)["shiboken6"] == {"shiboken6==6.11.3"}


@pytest.mark.parametrize(("lock", "table"), [("station.txt", "dependencies"), ("dev.txt", "dev")])
def test_every_dependency_of_the_project_is_locked(lock, table):
    project = tomllib.loads((run.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] if table == "dependencies" else project["optional-dependencies"][table]
    names = {re.split(r"[<>=!~\[ ]", entry)[0].lower() for entry in wanted}
    assert names <= pins(lock).keys()


@pytest.mark.parametrize("lock", ["station.txt", "dev.txt"])
def test_a_lock_knows_every_file_by_its_hash_and_none_by_an_address(lock):
    text = (LOCKS / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[a-z].*?(?=^[a-z]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
