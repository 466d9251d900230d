"""Who may change the settings, and when the first-run wizard is shown."""

from enum import StrEnum


class ReadOnly(StrEnum):
    """Why the settings are shown and cannot be changed."""

    NOT_AN_ADMIN = "not_an_admin"
    FILE_LOCKED = "file_locked"


def read_only_reason(operator: str, admins: str, *, file_writable: bool) -> ReadOnly | None:
    """Rule M1: where ``admins`` (badges, with commas) names somebody, only they change settings; else whoever may write
    the settings file. None: this ``operator`` (a badge, empty: nobody signed in) may."""
    named = {badge.strip().casefold() for badge in admins.split(",") if badge.strip()}
    if named and operator.strip().casefold() not in named:
        return ReadOnly.NOT_AN_ADMIN
    return None if file_writable else ReadOnly.FILE_LOCKED


def may_change_settings(operator: str, admins: str, file_writable: bool) -> bool:
    """Rule M1, in one word."""
    return read_only_reason(operator, admins, file_writable=file_writable) is None


def first_run(*, file_exists: bool, file_writable: bool, overridden: bool, watched: bool) -> bool:
    """Rule M2: the wizard comes by itself while there is no settings file, nothing else sets a setting, one can be
    written, and somebody looks at the screen."""
    return watched and file_writable and not file_exists and not overridden
