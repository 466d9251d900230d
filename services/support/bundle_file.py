"""The file of a support bundle: a ZIP, whole under its name or not there, that lists what is in it."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import OperationalError
from services.exports.whole_file import whole_file

MANIFEST = "MANIFEST.json"
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """``name``: its place in the file; ``about``: for people; ``content``: blocks, and may raise OperationalError or
    OSError: it is then left out, and the manifest says why."""

    name: str
    about: str
    content: Callable[[], bytes]


class StoppedError(Exception):
    """Somebody asked to stop; there is no file."""


def write_bundle(
    path: Path, members: Iterable[Member], head: Mapping[str, object], stopping: Callable[[], bool]
) -> Mapping[str, object]:
    """The manifest: ``head``, then what is in it and what was left out. The same members give the same bytes. Raises
    OperationalError(FILE_UNWRITABLE) and StoppedError, and then ``path`` is as it was."""
    inside: list[dict[str, object]] = []
    left_out: list[dict[str, str]] = []
    with whole_file(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in members:
            if stopping():
                raise StoppedError
            try:
                content = member.content()
            except (OperationalError, OSError) as error:
                left_out.append({"name": member.name, "why": _why(error)})
                continue
            _add(packed, member.name, content)
            sha256 = hashlib.sha256(content).hexdigest()
            inside.append({"name": member.name, "about": member.about, "bytes": len(content), "sha256": sha256})
        manifest = {**head, "members": inside, "left_out": left_out}
        _add(packed, MANIFEST, (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode())
    return manifest


def _add(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name)  # of 1980: the manifest has the time
    info.create_system, info.external_attr, info.compress_type = _UNIX, _PLAIN_FILE, zipfile.ZIP_DEFLATED
    packed.writestr(info, content)


def _why(error: Exception) -> str:
    """The kind of trouble alone: what an error quotes was not looked through for secrets."""
    return error.code.value if isinstance(error, OperationalError) else type(error).__name__
