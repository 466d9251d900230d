"""A Windows of wine's own in a folder, into which installers are put: each one begins bare, and nothing of it shows."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

WINE = shutil.which("wine64") or next((name for name in ("/usr/lib/wine/wine64",) if Path(name).exists()), "")
COMPILER = "x86_64-w64-mingw32-gcc"
NEEDED = ("wixl", "msibuild", "msiinfo", "osslsigncode", COMPILER)
"""Debian: wixl, msitools, osslsigncode, gcc-mingw-w64-x86-64, wine64."""
FAILED = 1603 & 0xFF
"""Of msiexec's answer only the lower eight bits come through: a fatal error. So does what follows."""
ROLLED_BACK = 1627 & 0xFF
NEW_BUILD = "19045"
WINDOWS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_STUBS = ("netsh", "schtasks")


def missing() -> list[str]:
    return [name for name in NEEDED if shutil.which(name) is None] + ([] if WINE else ["wine64"])


def compiled(source: Path, out: Path) -> Path:
    subprocess.run([COMPILER, "-O1", "-s", "-municode", "-o", str(out), str(source)], check=True)
    return out


class Windows:
    """``program`` stands for netsh and schtasks, too."""

    def __init__(self, folder: Path, program: Path) -> None:
        self.drive = folder / "prefix" / "drive_c"
        overrides = ";".join(("mscoree,mshtml,winemenubuilder.exe=", *(f"{name}.exe=n" for name in _STUBS)))
        self._environ = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDLLOVERRIDES": overrides,
        }
        self._output = folder / "output"
        self.answer = 0
        self.run("wineboot", "--init")
        self.set_value(WINDOWS, "CurrentBuildNumber", NEW_BUILD)
        for name in _STUBS:
            shutil.copyfile(program, self.drive / "windows" / "system32" / f"{name}.exe")

    def run(self, *words: str, trace: str = "-all") -> str:
        """What it prints, both ways; ``answer`` is how it ended. Into a file: the services that wine leaves running
        would hold a pipe open."""
        with self._output.open("w+b") as file:
            finished = subprocess.run(
                [WINE, *words],
                env={**self._environ, "WINEDEBUG": trace},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                timeout=300,
                check=False,
            )
        self.answer = finished.returncode
        return self._output.read_bytes().decode(errors="replace").replace("\r\n", "\n")

    def end(self) -> None:
        """Of this Windows alone."""
        server = Path(WINE).resolve().with_name("wineserver")
        found = str(server) if server.exists() else "wineserver"
        for word in ("-k", "-w"):
            subprocess.run([found, word], env=self._environ, capture_output=True, check=False, timeout=60)

    # -- installers -----------------------------------------------------------------------------------------------

    def msiexec(self, *words: str) -> int:
        self.run("msiexec", *words, "/qn", "/norestart")
        return self.answer

    def install(self, installer: Path, *properties: str) -> int:
        return self.msiexec("/i", windows_path(installer), *properties)

    def batch(self, text: str) -> int:
        """A batch file with this content, and how it ended."""
        file = self.drive / "typed.bat"
        file.write_text(f"@{text}\n@exit /b %errorlevel%\n", encoding="ascii", newline="\r\n")
        self.run("cmd", "/c", r"C:\typed.bat")
        return self.answer

    def repair(self, installer: Path) -> int:
        """As ``/fa``, which wine does not take."""
        return self.install(installer, "REINSTALL=ALL", "REINSTALLMODE=amus")

    def remove(self, installer: Path) -> int:
        return self.msiexec("/x", windows_path(installer))

    def refused_by(self, installer: Path, *properties: str) -> str:
        """The launch condition that said no; "" if none did."""
        words = ("msiexec", "/i", windows_path(installer), "/qn", *properties)
        told = self.run(*words, trace="+msi")
        before, halted, _ = told.partition('Execution halted, action L"LaunchConditions"')
        found = re.findall(r'MSI_EvaluateConditionW 0 <- L"(.*)"', before)
        return found[-1].replace('\\"', '"') if found and halted else ""

    # -- what is there --------------------------------------------------------------------------------------------

    def files(self, *below: str) -> dict[str, bytes]:
        folder = self.drive.joinpath(*below)
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    def shortcuts(self) -> dict[str, bytes]:
        """wine makes them for the user, Windows for everybody."""
        return {file.name: file.read_bytes() for file in self.drive.rglob("Start Menu/Programs/Countersign/*.lnk")}

    def calls(self) -> list[str]:
        """Command lines of the stub, in order."""
        file = self.drive / "ProgramData" / "stub-calls.txt"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def values(self, key: str) -> dict[str, str]:
        """Of the registry; empty where there is no such key."""
        told = self.run("reg", "query", key)
        return {
            name: value.strip() for name, value in re.findall(r"^    (.+?)    REG_\w+    (.*)$", told, re.MULTILINE)
        }

    def set_value(self, key: str, name: str, value: str) -> None:
        self.run("reg", "add", key, "/v", name, "/d", value, "/f")

    def delete_key(self, key: str) -> None:
        self.run("reg", "delete", key, "/f")

    def installed(self) -> list[str]:
        """What stands under “Apps”, as name and version."""
        key = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
        told = self.run("reg", "query", key)
        found = [self.values(line.strip()) for line in told.splitlines() if line.strip().endswith("}")]
        return sorted(f"{each['DisplayName']} {each['DisplayVersion']}" for each in found)

    def bare_again(self, installers: Callable[[], list[Path]]) -> None:
        for installer in installers():
            self.remove(installer)
        shutil.rmtree(self.drive / "ProgramData" / "Countersign", ignore_errors=True)
        (self.drive / "ProgramData" / "stub-calls.txt").unlink(missing_ok=True)


def windows_path(path: Path) -> str:
    return "Z:" + str(path.resolve()).replace("/", "\\")
