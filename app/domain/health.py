"""What the doctor looks at, what it may find, and how bad that is. The rules that lead there are in
:mod:`app.domain.health_rules`, the sentences in :mod:`app.health_messages`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Check(StrEnum):
    """In the order in which they are shown."""

    CAMERA = "camera"
    SCANNER = "scanner"
    SERVER = "server"
    MODEL = "model"
    ERP = "erp"
    DATABASE = "database"
    DISK = "disk"
    FONTS = "fonts"
    SCREEN = "screen"
    CLOCK = "clock"
    RIGHTS = "rights"


class Verdict(StrEnum):
    """``WARN``: work goes on, and somebody should look at it. ``SKIPPED``: there is nothing to check from here."""

    PASS = "pass"  # noqa: S105 (a verdict, no password)
    SKIPPED = "skipped"
    WARN = "warn"
    FAIL = "fail"


_BADNESS = list(Verdict)


class FindingCode(StrEnum):
    """One for each sentence that the doctor may say."""

    NO_ANSWER = "no_answer"
    BROKE_OFF = "broke_off"

    CAMERA_GOOD = "camera_good"
    CAMERA_DEMO = "camera_demo"
    CAMERA_ABSENT = "camera_absent"
    CAMERA_HELD = "camera_held"
    CAMERA_DARK = "camera_dark"
    CAMERA_DIM = "camera_dim"
    CAMERA_GLARING = "camera_glaring"
    CAMERA_COVERED = "camera_covered"
    CAMERA_FROZEN = "camera_frozen"
    CAMERA_BLURRED = "camera_blurred"
    CAMERA_SIZE = "camera_size"
    CAMERA_SLOW = "camera_slow"

    SCANNER_TYPES = "scanner_types"
    SCANNER_GOOD = "scanner_good"
    SCANNER_HELD = "scanner_held"
    SCANNER_ABSENT = "scanner_absent"

    SERVER_GOOD = "server_good"
    SERVER_NOT_USED = "server_not_used"
    SERVER_DOWN = "server_down"
    SERVER_NAME_UNKNOWN = "server_name_unknown"
    SERVER_CERTIFICATE = "server_certificate"
    SERVER_REFUSES = "server_refuses"
    SERVER_PAPERS = "server_papers"
    SERVER_WARMING = "server_warming"
    SERVER_PLAIN = "server_plain"
    SERVER_SLOW = "server_slow"
    SERVER_WANTS_NEWER = "server_wants_newer"
    SERVER_HAS_NEWER = "server_has_newer"

    MODEL_GOOD = "model_good"
    MODEL_DEMO = "model_demo"
    MODEL_NOT_USED = "model_not_used"
    MODEL_MISSING = "model_missing_here"
    MODEL_UNUSABLE = "model_unusable_here"
    MODEL_UNPROVEN = "model_unproven"
    MODEL_SLOW = "model_slow"

    ERP_GOOD = "erp_good"
    ERP_DEMO = "erp_demo"
    ERP_AWAY = "erp_away"
    ERP_STRANGE = "erp_strange"

    DATABASE_GOOD = "database_good"
    DATABASE_EMBEDDED = "database_embedded"
    DATABASE_NO_DRIVER = "database_no_driver"
    DATABASE_LOGIN = "database_login"
    DATABASE_NO_PASSWORD = "database_no_password"  # noqa: S105 (the name of a condition)
    DATABASE_AWAY = "database_away"
    DATABASE_UNUSABLE = "database_unusable"
    DATABASE_OLD = "database_old"
    DATABASE_OLD_HERE = "database_old_here"
    DATABASE_GRANTS = "database_grants"
    DATABASE_CLOCK_AHEAD = "database_clock_ahead"
    DATABASE_CLOCK_BEHIND = "database_clock_behind"

    DISK_ROOMY = "disk_roomy"
    DISK_LOW = "disk_low"
    DISK_FULL = "disk_full"
    DISK_UNKNOWN = "disk_unknown"
    RECORD_WHOLE = "record_whole"
    RECORD_NONE = "record_none"
    RECORD_LARGE = "record_large"
    RECORD_UNUSABLE = "record_unusable"

    FONTS_GOOD = "fonts_good"
    FONTS_MISSING = "fonts_missing"

    SCREEN_GOOD = "screen_good"
    SCREEN_SMALL = "screen_small"
    SCREEN_NONE = "screen_none"

    CLOCK_GOOD = "clock_good"
    CLOCK_BEFORE_BUILD = "clock_before_build"
    CLOCK_FREE = "clock_free"
    CLOCK_UNTOLD = "clock_untold"

    RIGHTS_GOOD = "rights_good"
    DATA_READ_ONLY = "data_read_only"
    POLICY_OPEN = "policy_open"
    KEYRING_MISSING = "keyring_missing"


Detail = str | int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: a check may have several. ``details`` fill the sentence of ``code``."""

    check: Check
    verdict: Verdict
    code: FindingCode
    details: Mapping[str, Detail] = field(default_factory=dict)


def worst(findings: Iterable[Finding]) -> Verdict:
    """Of all of them; PASS where there are none."""
    return max((each.verdict for each in findings), key=_BADNESS.index, default=Verdict.PASS)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """As the checks are listed; within a check the worst first."""
    order = list(Check)
    return sorted(findings, key=lambda each: (order.index(each.check), -_BADNESS.index(each.verdict)))


def no_answer(check: Check, limit_s: float) -> Finding:
    """Rule DR1: a check that hangs is a finding, and holds up nothing."""
    return Finding(check, Verdict.FAIL, FindingCode.NO_ANSWER, {"limit_s": round(limit_s, 1)})


def broke_off(check: Check, problem: str) -> Finding:
    """Rule DR2: a check that ends without an answer (a driver that takes its process down, a bug) is a finding too."""
    return Finding(check, Verdict.FAIL, FindingCode.BROKE_OFF, {"problem": problem})
