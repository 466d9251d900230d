"""Build what is installed on Linux, from a clean clone, in one step: `python3 packaging/build.py`.

Leaves in dist/ the Debian packages of station and server, SHA256SUMS, and prints the sizes. On the way the bundles are
frozen by PyInstaller, made lighter, searched for GPL parts of Qt, given their bill of materials, and tested: each runs
its own self-test before it is packed.

The tools come from packaging/lock/build.txt, in which every file is known by its hash, into build/env/. Of the system
it takes Python 3.11 or newer with venv, binutils, icu-devtools, dpkg, and the libraries of run.py.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE / "bundle"), str(HERE / "deb")]

import identity  # noqa: E402  # after the folders are known: packaging/ is no package
import package  # noqa: E402

import run  # noqa: E402

LOCK = HERE / "lock" / "build.txt"
SUPPLY = HERE / "supply" / "report.py"
WORK = ROOT / "build"
_GOALS_MB = {"station": (330, 150)}
"""What a program, without the licences' texts, and its package shall not exceed, in MiB."""


class BuildError(Exception):
    """The text is one sentence that says what is wrong."""


def main(words: list[str]) -> int:
    args = _parser().parse_args(words)
    environ = build_environ(os.environ, args.version)
    try:
        python = args.python or own_environment()
        args.out.mkdir(parents=True, exist_ok=True)
        made = [build(name, python, args.out, environ) for name in args.only or package.PACKAGES]
        write_sums(args.out, [file for files in made for file in files])
    except (BuildError, run.SetupError, ValueError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 1
    return 0


def build(name: str, python: Path, out: Path, environ: Mapping[str, str]) -> list[Path]:
    """From sources to a package, and the bill of materials beside it. BuildError."""
    bundle = WORK / "bundles" / name
    timed(f"{name}: PyInstaller", lambda: freeze(name, python, environ))
    timed(f"{name}: licences", lambda: tell_licences(bundle, python, environ))
    timed(f"{name}: self-test", lambda: self_test(bundle, package.PACKAGES[name].program, environ))
    version, epoch = environ[identity.VERSION_VARIABLE], int(environ[identity.EPOCH_VARIABLE])
    made: list[Path] = []
    timed(f"{name}: package", lambda: made.append(package.build(package.PACKAGES[name], bundle, version, epoch, out)))
    say_sizes(name, bundle, made[0])
    bill = made[0].with_suffix(".cdx.json")
    shutil.copyfile(bundle / "_internal" / "licences" / "sbom.cdx.json", bill)
    return [made[0], bill]


def build_environ(environ: Mapping[str, str], version: str) -> dict[str, str]:
    """What everything below is started with: nothing of whoever builds, and everything that makes two builds alike.
    ValueError: the version cannot be used."""
    kept = {name: value for name, value in run.child_environ(environ).items() if not name.startswith("COUNTERSIGN_")}
    chosen = {**kept, identity.VERSION_VARIABLE: version}
    return {
        **chosen,
        identity.VERSION_VARIABLE: identity.version(chosen),
        identity.EPOCH_VARIABLE: str(identity.epoch(environ)),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


def own_environment() -> Path:
    """build/env as the lock says it, made anew when the lock has changed."""
    env = run.environment_in(WORK / "env")
    stamp, wanted = env.folder / "lock-stamp", f"{sys.version} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return env.python
    shutil.rmtree(env.folder, ignore_errors=True)
    env.folder.mkdir(parents=True)
    uv = shutil.which("uv")
    log = WORK / "env-log"
    base = getattr(sys, "_base_executable", None) or sys.executable
    venv = [base, "-I", "-m", "venv", *(["--without-pip"] if uv else []), str(env.folder)]
    timed("environment", lambda: run.run_logged(venv, log))
    install = [*run.installer(env, uv), "--requirement", str(LOCK)]
    timed("packages of packaging/lock/build.txt", lambda: run.run_logged(install, log, {"PIP_USER": "0"}))
    stamp.write_text(wanted, encoding="utf-8")
    return env.python


def freeze(name: str, python: Path, environ: Mapping[str, str]) -> None:
    folders = ["--distpath", WORK / "bundles", "--workpath", WORK / "pyinstaller"]
    spec = HERE / "bundle" / f"{name}.spec"
    words = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN", *folders, spec]
    _run(words, WORK / f"{name}.log", environ)


def tell_licences(bundle: Path, python: Path, environ: Mapping[str, str]) -> None:
    out = bundle / "_internal" / "licences"
    _run([python, SUPPLY, "--bundle", bundle, "--out", out], WORK / f"{bundle.name}-licences.log", environ)


def self_test(bundle: Path, program: str, environ: Mapping[str, str]) -> None:
    own = {**environ, "QT_QPA_PLATFORM": "offscreen", "COUNTERSIGN_CONFIG": os.devnull}
    _run([bundle / program, "--selftest"], WORK / f"{bundle.name}-selftest.log", own)


def _run(words: list[str | Path], log: Path, environ: Mapping[str, str]) -> None:
    """BuildError with the last lines of what it said; all of it is in the log."""
    log.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        words, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    log.write_text(done.stdout, encoding="utf-8")
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-15:])
        raise BuildError(f"{Path(words[0]).name} ended with {done.returncode}; in full: {log}\n{tail}")


def say_sizes(name: str, bundle: Path, deb: Path) -> None:
    """In MiB; a goal that is missed is told, and is no reason to ship nothing."""
    licences, program = size_mib(bundle / "_internal" / "licences"), size_mib(bundle)
    program -= licences
    packed = deb.stat().st_size / 2**20
    goals = _GOALS_MB.get(name)
    told = "" if goals is None else f" (at most {goals[0]} and {goals[1]})"
    missed = goals is not None and (program > goals[0] or packed > goals[1])
    sizes = f"{program:.0f} MiB unpacked and {licences:.0f} MiB of licences, {packed:.0f} MiB packed"
    print(f"{name}: {sizes}{told}{': TOO LARGE' if missed else ''}")


def size_mib(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 2**20


def write_sums(out: Path, files: list[Path]) -> None:
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(files)]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    print("".join(lines), end="")


def timed(what: str, act: Callable[[], None]) -> None:
    begun_s = time.monotonic()
    print(f"{what} ...", flush=True)
    act()
    print(f"   {time.monotonic() - begun_s:.0f} s", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("packaging/build.py", description="Build the Debian packages.")
    parser.add_argument("--version", default="", help="MAJOR.MINOR.PATCH; without it, that of app/version.py")
    parser.add_argument("--only", action="append", choices=[*package.PACKAGES], help="may be given more than once")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="default: dist/")
    parser.add_argument("--python", type=Path, help="an environment that holds the build lock, instead of build/env")
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
