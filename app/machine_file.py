"""The machine's own settings file, as an installer leaves it: what was said while installing, and never again."""

from collections.abc import Sequence
from pathlib import Path

from app.settings import Settings
from app.settings_file import write_settings
from app.settings_layers import with_overrides


def write_machine_file(path: Path, words: Sequence[str]) -> bool:
    """Make the file with these ``section.key=value``, unless it is there already: then it is left as it is, whatever
    the words, and the answer is False. An installer names every setting it can ask about, so an empty value is one
    that was not given; where none is given nothing is made either.

    Blocks on the disk. Raises OperationalError, and then nothing has changed: SETTING_INVALID, FILE_UNREADABLE (the
    folder is none), FILE_UNWRITABLE.
    """
    given = [word for word in words if not _is_empty(word)]
    if path.exists() or not given:
        return False
    settings = with_overrides(Settings(), given)
    keys = [word.partition("=")[0].strip() for word in given]
    write_settings(path, {key: _value(settings, key) for key in keys})
    return True


def _is_empty(word: str) -> bool:
    _, equals, value = word.partition("=")
    return bool(equals) and not value.strip()


def _value(settings: Settings, key: str) -> object:
    """As the settings understand it, so that a number is written as a number."""
    found: object = settings
    for name in key.split("."):
        found = getattr(found, name)
    return found
