"""What the lock files promise: every file by its hash, none by an address, and one version for all."""

import re
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.supplying import LOCKS, ROOT

NAMES = ["station.txt", "dev.txt", "build.txt"]
Pins = dict[str, set[str]]


def entries(text: str) -> Iterator[tuple[Requirement, list[str]]]:
    """Each requirement of a lock with its hashes; options are none."""
    joined = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE))
    for line in (each for each in joined.splitlines() if each.strip() and not each.startswith("--")):
        words, *hashes = re.split(r"\s+--hash=", line.strip())
        yield Requirement(words), hashes


def pins(name: str) -> Pins:
    """Version and marker of everything a lock names, by canonical name."""
    found: Pins = {}
    for each, _ in entries((LOCKS / name).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(each.name), set()).add(f"{each.specifier} ; {each.marker}")
    return found


def disagreements(one: Pins, other: Pins) -> list[str]:
    return [name for name in sorted(set(one) & set(other)) if not _versions(one[name]) <= _versions(other[name])]


def _versions(lines: set[str]) -> set[str]:
    return {line.partition(" ;")[0] for line in lines}


def faults(text: str) -> list[str]:
    """What no lock may hold."""
    found = [
        f"{each}: not one version" for each, _ in entries(text) if not re.fullmatch(r"==[\w.!+-]+", str(each.specifier))
    ]
    found += [f"{each}: no hash" for each, hashes in entries(text) if not hashes]
    for each, hashes in entries(text):
        found += [f"{each}: {one}" for one in hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", one)]
    found += [
        f"an address: {line}" for line in text.splitlines() if re.search(r"\w+://| @ |--(extra-)?index|--find", line)
    ]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_known_by_its_hash_and_none_by_an_address(name: str) -> None:
    text = (LOCKS / name).read_text(encoding="utf-8")
    assert faults(text) == []
    assert len(list(entries(text))) > 50


GOOD = "one==1.0 \\\n    --hash=sha256:" + 64 * "0" + "\n    # via nothing\n"


@pytest.mark.parametrize(
    "bad",
    [
        GOOD.replace("==1.0", ">=1.0"),
        GOOD.replace("sha256", "md5"),
        "one==1.0\n",
        "--index-url https://packages.invalid/simple\n" + GOOD,
        "one @ https://packages.invalid/one.whl\n",
    ],
    ids=["no one version", "another hash", "no hash", "an index", "a place"],
)
def test_a_lock_that_promises_less_is_noticed(bad: str) -> None:
    assert faults(GOOD) == []
    assert faults(bad)


def test_what_is_tested_is_what_the_station_runs() -> None:
    station, dev = pins("station.txt"), pins("dev.txt")
    assert set(station) <= set(dev)
    assert disagreements(station, dev) == []


def test_what_builds_agrees_with_what_the_station_runs() -> None:
    station, build = pins("station.txt"), pins("build.txt")
    assert disagreements(station, build) == []
    assert len(set(station) & set(build)) > 40


def test_another_version_is_noticed() -> None:
    station = pins("station.txt")
    other = {**station, "httpx": {"==0.0.1 ; None"}}
    assert disagreements(station, other) == ["httpx"]


@pytest.mark.parametrize(("name", "extras"), [("station.txt", ["server"]), ("build.txt", ["server", "build", "docs"])])
def test_a_lock_names_everything_that_the_project_asks_for(name: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    locked = pins(name)
    assert [each for each in map(Requirement, asked) if canonicalize_name(each.name) not in locked] == []
