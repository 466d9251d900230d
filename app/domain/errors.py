"""Operational errors: things that go wrong in a plant without anybody's program being wrong.

An adapter translates its library's exceptions into these once, at its edge, and keeps the cause. Anything else
that is raised is a bug and is not caught.
"""

from enum import StrEnum


class ErrorCode(StrEnum):
    DN_NOT_READABLE = "dn_not_readable"
    DN_NOT_REGISTERED = "dn_not_registered"
    ERP_UNREACHABLE = "erp_unreachable"
    ERP_TOO_SLOW = "erp_too_slow"
    ERP_ANSWER_UNUSABLE = "erp_answer_unusable"
    MODEL_MISSING = "model_missing"
    MODEL_UNUSABLE = "model_unusable"
    SERVER_UNREACHABLE = "server_unreachable"
    DATABASE_UNWRITABLE = "database_unwritable"
    DATABASE_LOCKED = "database_locked"
    DATABASE_UNREACHABLE = "database_unreachable"
    DATABASE_MISMATCH = "database_mismatch"
    LABEL_TAKEN_MEANWHILE = "label_taken_meanwhile"
    LABEL_REMOVED_MEANWHILE = "label_removed_meanwhile"
    RECORD_IN_USE = "record_in_use"
    RECORD_NEWER = "record_newer"
    RECORD_DAMAGED = "record_damaged"
    DISK_NEARLY_FULL = "disk_nearly_full"
    PORT_TAKEN = "port_taken"
    SETTING_INVALID = "setting_invalid"
    FILE_UNREADABLE = "file_unreadable"
    FILE_UNWRITABLE = "file_unwritable"
    PRINTER_UNUSABLE = "printer_unusable"
    EXTRA_MISSING = "extra_missing"
    SERVER_OPEN = "server_open"
    STATION_UNKNOWN = "station_unknown"
    CONTROL_UNREACHABLE = "control_unreachable"
    MODEL_UNKNOWN = "model_unknown"
    MODEL_NOT_ACTIVATED = "model_not_activated"
    UPDATE_REFUSED = "update_refused"
    UPDATE_EXPIRED = "update_expired"
    UPDATE_UNREACHABLE = "update_unreachable"
    RELEASE_UNUSABLE = "release_unusable"
    ALIAS_REFUSED = "alias_refused"
    NOT_ALLOWED = "not_allowed"
    SECOND_PERSON_NEEDED = "second_person_needed"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LOCKED = "sign_in_locked"
    SIGN_IN_STALE = "sign_in_stale"
    NOBODY_KNOWN = "nobody_known"
    PEPPER_MISSING = "pepper_missing"
    SECRET_UNUSABLE = "secret_unusable"  # noqa: S105 (the name of a condition)
    PERSON_UNUSABLE = "person_unusable"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_EXISTS = "person_exists"
    LAST_ADMIN = "last_admin"
    REASON_NEEDED = "reason_needed"
    NOTHING_PACKED = "nothing_packed"
    SESSION_UNKNOWN = "session_unknown"
    ACT_TOO_LATE = "act_too_late"
    BUNDLE_UNUSABLE = "bundle_unusable"
    EXPORT_TOO_LONG = "export_too_long"
    STATION_FAULTS = "station_faults"


class OperationalError(Exception):
    """A named condition with its details; :mod:`app.messages` holds the sentence and the action for each code."""

    def __init__(self, code: ErrorCode, **details: object) -> None:
        super().__init__(f"{code}: " + ", ".join(f"{key}={value}" for key, value in details.items()))
        self.code = code
        self.details = details
