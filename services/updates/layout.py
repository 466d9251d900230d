"""What vendor and client agree on about a repository of models.

``metadata/`` holds TUF's roles, ``targets/`` the files, each with its hash before its name (consistent snapshots). Of a
model there is an index, ``NAME.json``, which names the release that is offered and its files, ``NAME/VERSION/FILE``.
"""

import json
import re

from app.domain.model_update import Release
from app.domain.model_version import checked_identity, release_key

METADATA, TARGETS = "metadata", "targets"
INDEX_BYTES = 16 * 1024
RELEASE_BYTES = 768 * 2**20
MOST_FILES = 8
CARD = "model.toml"

_FORMAT = 1
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def index_path(name: str) -> str:
    return f"{name}.json"


def target_path(release: Release, file: str) -> str:
    return f"{release.model.name}/{release.model.version}/{file}"


def index_bytes(release: Release) -> bytes:
    """ValueError: no release that a client would read."""
    told = {
        "format": _FORMAT,
        "model": release.model.name,
        "version": release.model.version,
        "program": release.program,
        "files": list(release.files),
    }
    data = (json.dumps(told, indent=1, sort_keys=True) + "\n").encode("ascii")
    read_index(release.model.name, data)
    return data


def read_index(name: str, data: bytes) -> Release:
    """The release that the index of the model ``name`` offers. ValueError: it is no such index."""
    told = json.loads(data)
    if not isinstance(told, dict) or told.get("format") != _FORMAT or told.get("model") != name:
        raise ValueError(f"it is no index of {name} in a format that is known here")
    version, program, files = told.get("version"), told.get("program"), told.get("files")
    if not (isinstance(version, str) and isinstance(program, str) and isinstance(files, list)):
        raise ValueError("its index holds something else than it should")
    if program:
        release_key(program)
    return Release(checked_identity(name, version), program, _checked_files(files))


def _checked_files(files: list[object]) -> tuple[str, ...]:
    names = tuple(each for each in files if isinstance(each, str) and _FILE_NAME.fullmatch(each))
    folded = {each.casefold() for each in names}
    if len(names) != len(files) or len(folded) != len(names) or not 1 < len(names) <= MOST_FILES or CARD not in names:
        raise ValueError("its files are not those of a model")
    return names
