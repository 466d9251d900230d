"""Set up what is needed and start Countersign: `python3 run.py demo`, `python3 run.py test`.

Any other word goes to the program itself, after the same set-up: `python3 run.py station --set a.b=c`.
The environment lies in `.venv/` beside this file. It is made from a lock file in packaging/lock/, in which every
file is known by its hash, and is used only when its stamp says that the set-up came to its end.
docs/adr/0003-set-up.md says why it is done this way. Standard library only.
"""

import sys

# Must come first, and the file must parse on Python 3.6: who starts it with that gets this sentence, not a traceback.
if not (3, 11) <= sys.version_info[:2] <= (3, 14):  # the versions for which every locked package has a wheel
    sys.exit(
        "Countersign needs Python 3.11, 3.12, 3.13 or 3.14; this is {}.{}. "
        "Start it with one of those, for example: python3.11 run.py demo".format(*sys.version_info[:2])
    )

import contextlib
import errno
import hashlib
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sysconfig
import time
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parent
SETUP_VERSION = "1"  # raise it when the steps below change what they leave behind
WINDOWS = sys.platform == "win32"

USAGE = """\
python3 run.py demo              the station on its built-in material; no camera, server or database needed
python3 run.py test              every check and all tests
python3 run.py test -k packing   pytest alone, with these words for it
python3 run.py WORD ...          any other word goes to the program: run.py station --help

The first start sets up an environment in .venv/ and says what it does; later starts use it at once."""

# Debian's names. Newer releases add t64 to some of them; `missing_packages` knows.
QT_PACKAGES = ("libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0")
EXTRA_PACKAGES = (  # a window on X, and pyodbc: everything else runs without them
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0", "libodbc2"),
)

NEEDED_MB = {"station": 900, "dev": 1200}  # environment plus unpacking
TROUBLES = (  # first match in the installer's output -> the sentence
    (r"No space left on device|not enough space", "The disk is full; free some space and start again."),
    (
        r"name resolution|dns error|Failed to establish a new connection|Network is unreachable|Connection refused"
        r"|error sending request|Could not resolve|Temporary failure resolving|timed out|No route to host"
        r"|from versions: none",  # pip's words for a registry that never answered
        "The package registry cannot be reached; check the network or the proxy settings and start again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "A downloaded file is not the one the lock file names; nothing was used. Start again, and tell IT if it stays.",
    ),
    (
        r"No matching distribution|no wheels with a matching|requirements are unsatisfiable",
        "One of the packages is not published for this Python and machine; "
        "use 64-bit Python 3.11 to 3.14 on Windows, or on Linux with glibc 2.34 (Arm: 2.39) or newer.",
    ),
    (r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate", "The registry's certificate is not trusted here; ask IT."),
    (r"[Pp]ermission denied|Access is denied", "A file could not be written; check who owns this folder."),
)


class SetupError(Exception):
    """Set-up cannot go on; the text is one sentence that says what to do."""


def say(text: str) -> None:
    """Notes go to stderr, so that the program's own output can be piped."""
    print(text, file=sys.stderr, flush=True)


# --- the environment and its stamp ------------------------------------------------------------------------------


class Environment(NamedTuple):
    """Where the pieces of `.venv/` are."""

    folder: Path
    python: Path
    scripts: Path
    site: Path

    @property
    def stamp(self) -> Path:
        return self.folder / "setup-stamp"

    @property
    def lock(self) -> Path:
        return self.folder / "setup-lock"

    @property
    def log(self) -> Path:
        return self.folder / "setup-log"

    @property
    def command(self) -> Path:
        """The file that starts Countersign, to be given to `python`."""
        return self.scripts / ("countersign-script.py" if WINDOWS else "countersign")


def environment_in(folder: Path) -> Environment:
    where = sysconfig.get_paths("venv", {"base": str(folder), "platbase": str(folder)})
    scripts = Path(where["scripts"])
    return Environment(folder, scripts / ("python.exe" if WINDOWS else "python"), scripts, Path(where["purelib"]))


class Project(NamedTuple):
    """What the installed metadata repeats from pyproject.toml."""

    name: str
    version: str
    module: str
    function: str


def read_project(pyproject: str) -> Project:
    table = tomllib.loads(pyproject)["project"]
    module, function = table["scripts"][table["name"]].split(":")
    return Project(table["name"], table["version"], module, function)


def stamp_lines(lock_texts: Mapping[str, bytes], project: Project, where: Path, python: str) -> "dict[str, str]":
    """What the stamp must hold, a line for each part: one per lock file, and `link` for the project itself.

    Everything that makes an environment unusable when it changes is in each line: the set-up's own version, the
    Python, the folder (scripts name it), and the text of the lock.
    """
    parts = {**lock_texts, "link": repr(tuple(project)).encode()}
    fixed = "\n".join((SETUP_VERSION, python, str(where), "")).encode()
    return {part: f"{part} {hashlib.sha256(fixed + text).hexdigest()}" for part, text in parts.items()}


def parts_for(profile: str) -> "tuple[str, ...]":
    """The dev lock holds all of the station's, so a test environment also runs the station."""
    return ("station", "dev") if profile == "dev" else ("station",)


def outstanding(profile: str, wanted: Mapping[str, str], stamped: Collection[str]) -> "list[str]":
    """Which parts have to be installed before `profile` can run; empty when it is ready."""
    return [part for part in (*parts_for(profile), "link") if wanted[part] not in stamped]


def read_stamp(env: Environment) -> "list[str]":
    """Nothing, when the environment is not whole."""
    if not (env.python.exists() and env.command.exists() and env.stamp.exists()):
        return []
    return env.stamp.read_text(encoding="utf-8").splitlines()


def wanted_here() -> "dict[str, str]":
    locks = {part: (ROOT / "packaging" / "lock" / f"{part}.txt").read_bytes() for part in parts_for("dev")}
    project = read_project((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    python = f"{sys.implementation.name} {platform.python_version()} {platform.machine()} {sys.base_prefix}"
    return stamp_lines(locks, project, ROOT, python)


# --- making it ----------------------------------------------------------------------------------------------------


def explain(output: str) -> str:
    """The sentence for an installer's complaint, or its own last line."""
    for pattern, sentence in TROUBLES:
        if re.search(pattern, output):
            return sentence
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "It gave no reason."


def run_logged(command: Sequence[str], log: Path, extra_environ: "Mapping[str, str] | None" = None) -> None:
    """Run an installer out of sight; its words go to the log."""
    finished = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**child_environ(os.environ), **(extra_environ or {})},
        check=False,
    )
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ {shlex.join(command)}\n{finished.stdout}\n")
    if finished.returncode:
        raise SetupError(f"{explain(finished.stdout)} (What happened in full: {log})")


@contextlib.contextmanager
def timed(what: str) -> "Iterator[None]":
    started = time.monotonic()
    say(f"{what} ...")
    yield
    say(f"   done in {time.monotonic() - started:.1f} s")


def take_lock(file: "IO[str]") -> bool:
    """Whether this process now holds the file; the system lets go of it when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


@contextlib.contextmanager
def one_at_a_time(lock: Path) -> "Iterator[None]":
    lock.parent.mkdir(exist_ok=True)
    with lock.open("a", encoding="utf-8") as file:
        if not take_lock(file):
            say("Another start is setting up; waiting for it ...")
            while not take_lock(file):
                time.sleep(0.3)
        yield


def empty(env: Environment) -> None:
    """Clear the folder, but for the lock file, which is held, and the log, which may have begun."""
    for entry in env.folder.iterdir():
        if entry in {env.lock, env.log}:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def installer(env: Environment, uv: "str | None") -> "list[str]":
    """The command that installs a hashed lock: uv when there is one, otherwise the environment's own pip."""
    hashed = ["--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    if uv:
        return [uv, "pip", "install", "--python", str(env.python), *hashed]
    return [str(env.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *hashed]


def make(env: Environment) -> None:
    """An empty environment. The standard library makes it in both cases, so that either installer can add to it."""
    empty(env)
    base = getattr(sys, "_base_executable", None) or sys.executable  # not the .venv's own, if that is what runs this
    with timed(f"Making the environment .venv with Python {platform.python_version()}"):
        run_logged([base, "-I", "-m", "venv", "--without-pip", str(env.folder)], env.log)


def install(env: Environment, part: str, uv: "str | None") -> None:
    lock = ROOT / "packaging" / "lock" / f"{part}.txt"
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    tool = "uv" if uv else "pip"
    with timed(f"Installing the {part} packages with {tool} (about {count}; the first time they are downloaded)"):
        if not (uv or (env.site / "pip").exists()):
            run_logged([str(env.python), "-I", "-m", "ensurepip"], env.log)
        run_logged([*installer(env, uv), "--requirement", str(lock)], env.log, {"PIP_USER": "0"})


def link(env: Environment, project: Project) -> None:
    """Make the source tree importable and give it its command, as an editable install would.

    Written here rather than by the build backend, which would copy resources/ into the environment (where it goes
    stale) and need packages of its own. No network, no build, a few milliseconds.
    """
    env.site.joinpath(f"{project.name}.pth").write_text(f"{os.path.relpath(ROOT, env.site)}\n", encoding="utf-8")
    for old in env.site.glob(f"{project.name}-*.dist-info"):
        shutil.rmtree(old)
    about = env.site / f"{project.name}-{project.version}.dist-info"
    about.mkdir()
    entry = f"{project.module}:{project.function}"
    metadata = {
        "METADATA": f"Metadata-Version: 2.1\nName: {project.name}\nVersion: {project.version}\n",
        "entry_points.txt": f"[console_scripts]\n{project.name} = {entry}\n",
        "INSTALLER": "run.py\n",
    }
    for name, text in metadata.items():
        about.joinpath(name).write_text(text, encoding="utf-8")
    record = [*(f"{about.name}/{name}" for name in (*metadata, "RECORD")), f"{project.name}.pth"]
    about.joinpath("RECORD").write_text("".join(f"{path},,\n" for path in record), encoding="utf-8")
    program = f"import sys\nfrom {project.module} import {project.function}\n\nsys.exit({project.function}())\n"
    if WINDOWS:
        start = f'@"%~dp0python.exe" "%~dp0{env.command.name}" %*\r\n'
        env.scripts.joinpath(f"{project.name}.cmd").write_text(start, encoding="utf-8", newline="")
    else:  # sh runs the second line, Python reads it as a string: works whatever the folder is called
        program = f"#!/bin/sh\n'''exec' {shlex.quote(str(env.python))} \"$0\" \"$@\"\n' '''\n{program}"
    env.command.write_text(program, encoding="utf-8")
    env.command.chmod(0o755)


def write_stamp(env: Environment, lines: Iterable[str]) -> None:
    fresh = env.folder / "setup-stamp.new"
    fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    fresh.replace(env.stamp)


def refuse_foreign(env: Environment) -> None:
    if env.folder.exists() and any(env.folder.iterdir()) and not env.lock.exists():
        raise SetupError(f"{env.folder} was not made by run.py; move it away or delete it, then start again.")


def require_space(folder: Path, profile: str) -> None:
    free_mb = shutil.disk_usage(folder).free // 2**20
    if free_mb < NEEDED_MB[profile]:
        raise SetupError(f"Set-up needs {NEEDED_MB[profile]} MB of disk in {folder}, and only {free_mb} MB are free.")


def set_up(env: Environment, profile: str, wanted: Mapping[str, str], uv: "str | None") -> None:
    """Bring the environment to `profile`. The stamp goes first and comes back last."""
    refuse_foreign(env)
    with one_at_a_time(env.lock):
        stamped = read_stamp(env)
        todo = outstanding(profile, wanted, stamped)
        if not todo:
            return  # another start has done it meanwhile
        started = time.monotonic()
        env.stamp.unlink(missing_ok=True)
        kept = [part for part, line in wanted.items() if line in stamped]
        if "station" in todo:  # new, unfinished, or no longer what the lock says: from the beginning
            kept = []
            require_space(ROOT, profile)
            make(env)
            todo = [*parts_for(profile), "link"]
        if profile in todo:
            install(env, profile, uv)  # the dev lock holds the station's packages too: one call does both
        link(env, read_project((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
        write_stamp(env, [wanted[part] for part in dict.fromkeys((*kept, *parts_for(profile), "link"))])
        say(f"Set-up finished in {time.monotonic() - started:.1f} s; the next start skips it.")


# --- libraries of the system (Debian, Ubuntu) -----------------------------------------------------------------------


def missing_packages(wanted: Iterable[str], installed: Collection[str]) -> "list[str]":
    """Debian 13 and Ubuntu 24.04 call some of them `…t64`; either name will do."""
    return [name for name in wanted if name not in installed and f"{name}t64" not in installed]


def installed_packages(names: Iterable[str]) -> "set[str]":
    asked = [variant for name in names for variant in (name, f"{name}t64")]
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Package}\n", *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it complains of every name it has never heard of
        text=True,
        check=False,
    )
    rows = (line.split() for line in answer.stdout.splitlines())
    return {row[1] for row in rows if len(row) == 2 and row[0] == "installed"}


def missing_python_package(uv: "str | None") -> "str | None":
    """Debian's own Python comes without what makes an environment; other Pythons bring it along."""
    needed = ["venv"] if uv else ["venv", "ensurepip"]
    if all(importlib.util.find_spec(name) for name in needed):
        return None
    if sys.base_prefix != "/usr":
        raise SetupError("This Python comes without the module venv; install a complete Python 3.11 or newer.")
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def install_command(packages: Iterable[str], prefix: Sequence[str] = ()) -> "list[str]":
    return [*prefix, "apt-get", "install", "--yes", "--no-install-recommends", *packages]


def apt_install(packages: Sequence[str], log: Path) -> None:
    """As root. The package lists are fetched only when there are none or they turn out too old."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    command = install_command(packages)
    command[1:1] = ["-o", "DPkg::Lock::Timeout=120"]
    with timed(f"Installing system libraries: {' '.join(packages)}"):
        if any(Path("/var/lib/apt/lists").glob("*_Packages*")):
            with contextlib.suppress(SetupError):
                run_logged(command, log, quiet)
                return
        run_logged(["apt-get", "update"], log, quiet)
        run_logged(command, log, quiet)


def shortage(packages: Sequence[str], is_vital: bool, reason: str, is_root: bool) -> str:
    """What is left for a person to do, in one command."""
    command = shlex.join(install_command(packages, [] if is_root else ["sudo"]))
    then = "Run this, then start again" if is_vital else "Going on without; to add them, run"
    return f"{reason} {then}:\n    {command}"


def prepare_system(env: Environment, words: Sequence[str], is_setting_up: bool, uv: "str | None") -> None:
    """Install or name what the system lacks. Stops only when the words given cannot work without it."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query"):
        return
    python_package = missing_python_package(uv) if is_setting_up else None
    wanted = (*QT_PACKAGES, *EXTRA_PACKAGES)
    missing = missing_packages(wanted, installed_packages(wanted))
    lacking = [*missing, *([python_package] if python_package else [])]
    if not lacking:
        return
    is_vital = bool(python_package) or (needs_qt(words) and any(name in QT_PACKAGES for name in missing))
    reason = "Some system libraries are missing."
    is_root = os.geteuid() == 0
    if is_setting_up and is_root:
        refuse_foreign(env)
        with one_at_a_time(env.lock):
            try:
                apt_install(lacking, env.log)
                return
            except SetupError as error:
                reason = f"Some system libraries could not be installed: {error}"
    sentence = shortage(lacking, is_vital, reason, is_root)
    if is_vital:
        raise SetupError(sentence)
    say(sentence)


# --- what is run ------------------------------------------------------------------------------------------------------


def needs_qt(words: Sequence[str]) -> bool:
    return words[0] in {"demo", "station", "test", "bench"} and "--headless" not in words


def hand_over(words: Sequence[str], platform_name: str, environ: Mapping[str, str]) -> "tuple[list[str], str | None]":
    """The words for the program, and a note if they are not the ones given."""
    has_screen = not platform_name.startswith("linux") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")
    if words[0] == "demo" and not has_screen and "--headless" not in words:
        note = "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): the demo runs without a window."
        return ["demo", "--headless", *words[1:]], note
    return list(words), None


def checks_for(words: Sequence[str]) -> "list[list[str]]":
    """The commands of `test`; with words of its own, pytest alone gets them."""
    pytest = ["pytest", *words]
    if words:
        return [pytest]
    return [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports", "--no-logo"], pytest]


def child_environ(environ: Mapping[str, str]) -> "dict[str, str]":
    """What the parent's Python was told must not reach the environment's."""
    return {name: value for name, value in environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}


def activated(env: Environment, environ: Mapping[str, str]) -> "dict[str, str]":
    path = os.pathsep.join((str(env.scripts), environ.get("PATH", os.defpath)))
    return {**child_environ(environ), "VIRTUAL_ENV": str(env.folder), "PATH": path}


def call(command: Sequence[str], environ: Mapping[str, str], folder: "Path | None" = None) -> int:
    """Run to the end and give the exit code as a shell would; Ctrl-C is the child's to answer."""
    process = subprocess.Popen(command, env=environ, cwd=folder)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        return code if code >= 0 else 128 - code


def run_tests(env: Environment, words: Sequence[str]) -> int:
    """Every check, even after one has failed; the exit code is the first failure's."""
    environ = {"QT_QPA_PLATFORM": "offscreen", **activated(env, os.environ)}
    failed: list[tuple[str, int]] = []
    for name, *rest in checks_for(words):
        shown = shlex.join([name, *rest])
        print(f"\n=== {shown}", flush=True)
        started = time.monotonic()
        code = call([str(env.scripts / name), *rest], environ, ROOT)
        print(f"=== {shown}: {f'FAILED ({code})' if code else 'ok'}, {time.monotonic() - started:.1f} s", flush=True)
        if code == 130:
            return code
        if code:
            failed.append((shown, code))
    if failed:
        print(f"Failed: {', '.join(shown for shown, _ in failed)}", flush=True)
    return failed[0][1] if failed else 0


def start(env: Environment, words: Sequence[str]) -> int:
    words, note = hand_over(words, sys.platform, os.environ)
    if note:
        say(note)
    command = [str(env.python), str(env.command), *words]
    environ = activated(env, os.environ)
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(command[0], command, environ)  # noqa: S606 - no shell is wanted; this process becomes the program
    return call(command, environ)


def describe(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full; free some space and start again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Cannot write {error.filename}; close a running Countersign, or check who owns this folder."
    return f"Set-up cannot go on: {error}."


def main(words: Sequence[str]) -> int:
    if not words or words[0] in {"-h", "--help"}:
        print(USAGE)
        return 0
    env = environment_in(ROOT / ".venv")
    profile = "dev" if words[0] == "test" else "station"
    try:
        uv = shutil.which("uv")
        wanted = wanted_here()
        is_setting_up = bool(outstanding(profile, wanted, read_stamp(env)))
        prepare_system(env, words, is_setting_up, uv)
        if is_setting_up:
            set_up(env, profile, wanted, uv)
    except SetupError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(describe(error))
        return 1
    except KeyboardInterrupt:
        say("\nStopped. What is unfinished is not used; the next start sets up afresh.")
        return 130
    return run_tests(env, words[1:]) if profile == "dev" else start(env, words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
