"""A small Debian in a folder, in which the packages are installed; needs root, debootstrap, and Debian's archive.

Whatever runs in it has process ids and mounts of its own: nothing outlives the call, and nothing of this machine is
changed but the folder. The network is this machine's, or apt would have nothing to install from.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RELEASE = "bookworm"
_ENTER = """
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
exec chroot "$0" "$@"
"""
_STORY = """[Unit]
After=multi-user.target

[Service]
Type=oneshot
ExecStart=/bin/sh -ec "exec > /story.txt 2>&1; . /story.sh"
ExecStopPost=/usr/bin/systemctl poweroff --no-block
TimeoutStartSec=%d
"""
_SET_MDWE, _REFUSE_EXEC_GAIN = 65, 1
_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}


def missing_tools() -> str:
    """Why there can be no chroot here; "" when there can."""
    if os.geteuid():
        return "a chroot needs root"
    absent = [name for name in ("debootstrap", "unshare", "apt-ftparchive", "gpg") if not shutil.which(name)]
    return f"{absent[0]} is not installed" if absent else ""


def debian(cache: Path) -> Path:
    """A minimal installation as an archive, made once."""
    archive = cache / f"{RELEASE}.tar"
    if not archive.exists():
        cache.mkdir(parents=True, exist_ok=True)
        tree = cache / RELEASE
        shutil.rmtree(tree, ignore_errors=True)
        subprocess.run(["debootstrap", "--variant=minbase", RELEASE, tree], check=True, stdout=subprocess.DEVNULL)
        fresh = archive.with_suffix(".new")
        subprocess.run(["tar", "--numeric-owner", "-cf", fresh, "-C", tree, "."], check=True)
        fresh.rename(archive)
        shutil.rmtree(tree)
    return archive


@dataclass(frozen=True, slots=True)
class Chroot:
    root: Path

    @classmethod
    def unpacked(cls, archive: Path, root: Path) -> "Chroot":
        root.mkdir(parents=True)
        subprocess.run(["tar", "--numeric-owner", "-xf", archive, "-C", root], check=True)
        shutil.copyfile("/etc/resolv.conf", root / "etc" / "resolv.conf")
        return cls(root)

    def command(self, *words: str) -> list[str]:
        entering = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", _ENTER, str(self.root)]
        return [*entering, *words]

    def run(self, *words: str, environ: Mapping[str, str] | None = None, timeout_s: float = 600) -> str:
        """What it says on both channels. AssertionError with that when it fails."""
        done = subprocess.run(
            self.command(*words),
            env={**_ENVIRONMENT, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def start(self, words: Sequence[str], environ: Mapping[str, str]) -> "subprocess.Popen[str]":
        """Runs on, without the right to make memory executable, as MemoryDenyWriteExecute has it."""
        return subprocess.Popen(
            self.command(*words),
            env={**_ENVIRONMENT, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_refuse_exec_gain,  # no threads run here
            start_new_session=True,  # a group to be ended as a whole
        )

    def boot(self, script: str, limit_s: int = 180) -> str:
        """Start it as a machine starts, by systemd, run the shell ``script`` when it is up, and power it off. What the
        script said on both channels."""
        story, unit = self.path("/story.txt"), self.path("/etc/systemd/system/story.service")
        self.path("/story.sh").write_text(script, encoding="utf-8")
        unit.write_text(_STORY % limit_s, encoding="utf-8")
        wants = self.path("/etc/systemd/system/default.target.wants/story.service")
        wants.parent.mkdir(exist_ok=True)
        wants.symlink_to("/etc/systemd/system/story.service")
        alone = ["--register=no", "--keep-unit", "--private-users=no", "--resolv-conf=off", "--link-journal=no"]
        try:
            subprocess.run(
                ["systemd-nspawn", "--quiet", "--boot", "--directory", self.root, *alone],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=limit_s + 60,
                check=True,
            )
        finally:
            wants.unlink()
            unit.unlink()
        return story.read_text(encoding="utf-8")

    def path(self, place: str) -> Path:
        return self.root / place.lstrip("/")

    def files_of(self, word: str) -> list[str]:
        """Every file whose path holds ``word``, but for the logs and caches of dpkg and apt."""
        found = (path.relative_to(self.root) for path in self.root.rglob(f"*{word}*"))
        ours = (path.as_posix() for path in found if path.parts[0] not in {"proc", "dev", "sys", "repository"})
        return sorted(path for path in ours if not path.startswith(("var/cache/apt", "var/log", "var/lib/apt")))


def _refuse_exec_gain() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_SET_MDWE, _REFUSE_EXEC_GAIN, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "this kernel cannot refuse executable memory")
