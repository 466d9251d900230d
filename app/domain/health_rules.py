"""From what was measured to findings: every limit of the doctor's, by rule number. Why these limits: docs/doctor.md."""

from collections.abc import Sequence
from datetime import timedelta

from app.domain.advice import BURNT_FROM
from app.domain.errors import ErrorCode, OperationalError
from app.domain.health import Check, Detail, Finding, FindingCode, Verdict
from app.domain.health_facts import (
    CameraFacts,
    ClockFacts,
    DatabaseFacts,
    DatabaseTrouble,
    DiskFacts,
    FontFacts,
    ModelFacts,
    RecordFacts,
    RecordState,
    RightsFacts,
    ScannerFacts,
    ScreenFacts,
    ServerFacts,
    ServerTrouble,
)
from app.domain.program_version import Standing, standing

DIM_BELOW = 45.0
SHARP_FROM = 0.02
FULL_PACE = 0.8
SLOW_ROUND_TRIP_MS = 150.0
CLOCK_WARN_S, CLOCK_FAIL_S = 5.0, 60.0
LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 1024, 600
_MB = 10**6
_LISTED = 6

_STATES = {
    "dark": FindingCode.CAMERA_DARK,
    "covered": FindingCode.CAMERA_COVERED,
    "frozen": FindingCode.CAMERA_FROZEN,
}
_SERVER_TROUBLES = {
    ServerTrouble.DOWN: FindingCode.SERVER_DOWN,
    ServerTrouble.NAME_UNKNOWN: FindingCode.SERVER_NAME_UNKNOWN,
    ServerTrouble.CERTIFICATE: FindingCode.SERVER_CERTIFICATE,
    ServerTrouble.REFUSES: FindingCode.SERVER_REFUSES,
    ServerTrouble.PAPERS: FindingCode.SERVER_PAPERS,
}
_DATABASE_TROUBLES = {
    DatabaseTrouble.NO_DRIVER: FindingCode.DATABASE_NO_DRIVER,
    DatabaseTrouble.NO_PASSWORD: FindingCode.DATABASE_NO_PASSWORD,
    DatabaseTrouble.LOGIN: FindingCode.DATABASE_LOGIN,
}


def _passed(check: Check, code: FindingCode, **details: Detail) -> Finding:
    return Finding(check, Verdict.PASS, code, details)


def _skipped(check: Check, code: FindingCode, **details: Detail) -> Finding:
    return Finding(check, Verdict.SKIPPED, code, details)


def _warned(check: Check, code: FindingCode, **details: Detail) -> Finding:
    return Finding(check, Verdict.WARN, code, details)


def _failed(check: Check, code: FindingCode, **details: Detail) -> Finding:
    return Finding(check, Verdict.FAIL, code, details)


def _listed(names: Sequence[str]) -> str:
    """As many as one line holds."""
    more = [f"… (+{len(names) - _LISTED})"] if len(names) > _LISTED else []
    return ", ".join([*names[:_LISTED], *more])


# -- camera -----------------------------------------------------------------------------------------------------------


def camera_findings(facts: CameraFacts) -> list[Finding]:
    """Rule DR3: a camera without a picture that can be judged fails, and nothing more is said of it. Rule DR4: a
    smaller picture than asked for, less than four fifths of the pace, poor light, glare or blur is warned of."""
    check = Check.CAMERA
    if facts.held:
        return [_skipped(check, FindingCode.CAMERA_HELD, name=facts.name)]
    if facts.state in _STATES:
        return [_failed(check, _STATES[facts.state], name=facts.name)]
    if not facts.width_px:
        return [_failed(check, FindingCode.CAMERA_ABSENT, name=facts.name, problem=facts.detail or facts.state)]
    found = [] if facts.replayed else _short_of_asked(facts)
    found += _badly_lit(facts)
    if facts.demo:
        found.append(_warned(check, FindingCode.CAMERA_DEMO))
    size = f"{facts.width_px} × {facts.height_px}"
    found.append(_passed(check, FindingCode.CAMERA_GOOD, name=facts.name, fps=round(facts.fps, 1), size=size))
    return found


def _short_of_asked(facts: CameraFacts) -> list[Finding]:
    found = []
    if facts.width_px < facts.asked_width_px or facts.height_px < facts.asked_height_px:
        size = f"{facts.width_px} × {facts.height_px}"
        asked = f"{facts.asked_width_px} × {facts.asked_height_px}"
        found.append(_warned(Check.CAMERA, FindingCode.CAMERA_SIZE, size=size, asked=asked))
    if facts.fps < FULL_PACE * facts.asked_fps:
        paces: dict[str, Detail] = {"fps": round(facts.fps, 1), "asked_fps": facts.asked_fps}
        found.append(_warned(Check.CAMERA, FindingCode.CAMERA_SLOW, **paces))
    return found


def _badly_lit(facts: CameraFacts) -> list[Finding]:
    found = []
    if facts.brightness < DIM_BELOW:
        found.append(_warned(Check.CAMERA, FindingCode.CAMERA_DIM, brightness=round(facts.brightness)))
    if facts.glare >= BURNT_FROM:
        found.append(_warned(Check.CAMERA, FindingCode.CAMERA_GLARING, percent=round(100 * facts.glare)))
    if facts.sharpness < SHARP_FROM:
        sharpness: dict[str, Detail] = {"sharpness": round(facts.sharpness, 3), "least": SHARP_FROM}
        found.append(_warned(Check.CAMERA, FindingCode.CAMERA_BLURRED, **sharpness))
    return found


# -- scanner ----------------------------------------------------------------------------------------------------------


def scanner_findings(facts: ScannerFacts) -> list[Finding]:
    """Rule DR5: a serial scanner's port has to open; a scanner that types cannot be asked."""
    check = Check.SCANNER
    if not facts.port:
        return [_skipped(check, FindingCode.SCANNER_TYPES)]
    if facts.held:
        return [_skipped(check, FindingCode.SCANNER_HELD, port=facts.port)]
    if facts.problem:
        known = _listed(facts.known) or "–"
        return [_failed(check, FindingCode.SCANNER_ABSENT, port=facts.port, problem=facts.problem, known=known)]
    return [_passed(check, FindingCode.SCANNER_GOOD, port=facts.port, baud=facts.baud)]


# -- server and model -------------------------------------------------------------------------------------------------


def server_findings(facts: ServerFacts) -> list[Finding]:
    """Rule DR6: a server that answers is good; one that is still loading, whose line is not encrypted beyond this
    machine, or whose round trip costs more than 150 ms is warned of. A program below the server's lowest version fails
    (rule VN1), one below its newest is warned of (VN2)."""
    check, address, found = Check.SERVER, facts.address, _of_versions(facts)
    if not facts.serving:
        found.append(_warned(check, FindingCode.SERVER_WARMING, address=address))
    if not facts.tls and not facts.local:
        found.append(_warned(check, FindingCode.SERVER_PLAIN, address=address))
    if facts.round_trip_ms > SLOW_ROUND_TRIP_MS:
        slow: dict[str, Detail] = {"round_trip_ms": round(facts.round_trip_ms), "most_ms": round(SLOW_ROUND_TRIP_MS)}
        found.append(_warned(check, FindingCode.SERVER_SLOW, address=address, **slow))
    if facts.serving:
        said: dict[str, Detail] = {
            "round_trip_ms": round(facts.round_trip_ms, 1),
            "line": "TLS" if facts.tls else "plain",
            "version": facts.version or "–",
        }
        found.append(_passed(check, FindingCode.SERVER_GOOD, address=address, model=facts.model or "–", **said))
    return found


def _of_versions(facts: ServerFacts) -> list[Finding]:
    lowest, newest = facts.programs.lowest, facts.programs.newest
    match standing(facts.own_version, facts.programs):
        case Standing.TOO_OLD:
            return [_failed(Check.SERVER, FindingCode.SERVER_WANTS_NEWER, own=facts.own_version, lowest=lowest)]
        case Standing.NEWER_THERE:
            return [_warned(Check.SERVER, FindingCode.SERVER_HAS_NEWER, own=facts.own_version, newest=newest)]
    return []


def server_refusal(error: OperationalError) -> list[Finding]:
    """Rule DR7: why there is no answer decides what has to be done about it."""
    trouble = error.details.get("trouble")
    code = _SERVER_TROUBLES[trouble] if isinstance(trouble, ServerTrouble) else FindingCode.SERVER_DOWN
    details = {key: str(error.details.get(key, "")) for key in ("address", "problem")}
    return [_failed(Check.SERVER, code, **details)]


def server_not_used() -> list[Finding]:
    return [_skipped(Check.SERVER, FindingCode.SERVER_NOT_USED)]


def model_findings(facts: ModelFacts, *, frames: int, within_ms: int) -> list[Finding]:
    """Rule DR8: the station's own model has to give ``frames`` results within ``within_ms``, or no cover is ever
    accepted by it (rules D1, D4); one whose content or golden frame nothing vouches for is warned of."""
    check, found = Check.MODEL, []
    per_second, needed = 1000 / max(facts.frame_ms, 0.1), 1000 * frames / within_ms
    if per_second < needed:
        speeds: dict[str, Detail] = {"per_second": round(per_second, 1), "needed": round(needed, 1)}
        found.append(_warned(check, FindingCode.MODEL_SLOW, model=facts.identity, **speeds))
    if not (facts.carded and facts.golden):
        found.append(_warned(check, FindingCode.MODEL_UNPROVEN, model=facts.identity))
    if facts.demo:
        found.append(_warned(check, FindingCode.MODEL_DEMO, model=facts.identity))
    good: dict[str, Detail] = {"per_second": round(per_second, 1), "frame_ms": round(facts.frame_ms)}
    found.append(_passed(check, FindingCode.MODEL_GOOD, model=facts.identity, provider=facts.provider, **good))
    return found


def model_refusal(error: OperationalError) -> list[Finding]:
    missing = error.code is ErrorCode.MODEL_MISSING
    code = FindingCode.MODEL_MISSING if missing else FindingCode.MODEL_UNUSABLE
    details = {key: str(error.details.get(key, "")) for key in ("path", "problem")}
    return [_failed(Check.MODEL, code, **details)]


def model_not_used() -> list[Finding]:
    return [_skipped(Check.MODEL, FindingCode.MODEL_NOT_USED)]


# -- ERP and database -------------------------------------------------------------------------------------------------


def erp_findings(*, demo: bool, address: str, round_trip_ms: float) -> list[Finding]:
    """Rule DR9: an ERP is good when it answers a question as an ERP does."""
    if demo:
        return [_warned(Check.ERP, FindingCode.ERP_DEMO)]
    return [_passed(Check.ERP, FindingCode.ERP_GOOD, address=address, round_trip_ms=round(round_trip_ms))]


def erp_refusal(error: OperationalError, address: str) -> list[Finding]:
    away = error.code in {ErrorCode.ERP_UNREACHABLE, ErrorCode.ERP_TOO_SLOW}
    problem = str(error.details.get("problem", error.code))
    if away:
        return [_failed(Check.ERP, FindingCode.ERP_AWAY, address=address)]
    return [_failed(Check.ERP, FindingCode.ERP_STRANGE, address=address, problem=problem)]


def database_findings(facts: DatabaseFacts) -> list[Finding]:
    """Rule DR10: every table, column and right that the station's statements use has to be there; what a station's own
    file lacks, the station adds when it starts. Rule DR11: a clock more than 5 s from the database's is warned of, more
    than 60 s fails: the order of what happened at several stations could not be told any more."""
    check, found = Check.DATABASE, []
    if facts.lacks and facts.shared:
        found.append(_failed(check, FindingCode.DATABASE_OLD, name=facts.name, lacks=_listed(facts.lacks)))
    elif facts.lacks:
        found.append(_warned(check, FindingCode.DATABASE_OLD_HERE, name=facts.name, lacks=_listed(facts.lacks)))
    if facts.denied:
        denied: dict[str, Detail] = {"user": facts.user or "–", "denied": _listed(facts.denied)}
        found.append(_failed(check, FindingCode.DATABASE_GRANTS, **denied))
    off_s = abs(facts.ahead_s) - facts.round_trip_ms / 2000
    if off_s > CLOCK_WARN_S:
        code = FindingCode.DATABASE_CLOCK_AHEAD if facts.ahead_s > 0 else FindingCode.DATABASE_CLOCK_BEHIND
        verdict = Verdict.FAIL if off_s > CLOCK_FAIL_S else Verdict.WARN
        found.append(Finding(check, verdict, code, {"seconds": round(abs(facts.ahead_s))}))
    if not facts.shared:
        found.append(_warned(check, FindingCode.DATABASE_EMBEDDED, name=facts.name))
    elif not (facts.lacks or facts.denied):
        good: dict[str, Detail] = {"user": facts.user or "–", "round_trip_ms": round(facts.round_trip_ms, 1)}
        found.append(_passed(check, FindingCode.DATABASE_GOOD, name=facts.name, **good))
    return found


def database_refusal(error: OperationalError, name: str, user: str) -> list[Finding]:
    """Rule DR12: no driver, no password, a login that is refused and a server that is away are told apart."""
    trouble = error.details.get("trouble")
    away = error.code is ErrorCode.DATABASE_UNREACHABLE
    code = FindingCode.DATABASE_AWAY if away else FindingCode.DATABASE_UNUSABLE
    if isinstance(trouble, DatabaseTrouble):
        code = _DATABASE_TROUBLES[trouble]
    problem = str(error.details.get("problem", error.code))
    return [_failed(Check.DATABASE, code, name=name, user=user or "–", problem=problem)]


# -- this machine -----------------------------------------------------------------------------------------------------


def disk_findings(facts: DiskFacts, *, low_mb: int, stop_mb: int) -> list[Finding]:
    """Rule DR13: the limits are those of the record's settings, at which the station itself warns and stops."""
    check, folder = Check.DISK, facts.folder
    if facts.free_bytes is None:
        return [_failed(check, FindingCode.DISK_UNKNOWN, folder=folder, problem=facts.problem)]
    free_mb = facts.free_bytes // _MB
    if free_mb < stop_mb:
        return [_failed(check, FindingCode.DISK_FULL, folder=folder, free_mb=free_mb, least_mb=stop_mb)]
    if free_mb < low_mb:
        return [_warned(check, FindingCode.DISK_LOW, folder=folder, free_mb=free_mb, least_mb=low_mb)]
    return [_passed(check, FindingCode.DISK_ROOMY, folder=folder, free_gb=round(free_mb / 1000, 1))]


def record_findings(facts: RecordFacts) -> list[Finding]:
    """Rule DR14: a record that SQLite finds damaged, or that is another program's, fails; none is none yet."""
    check, path = Check.DISK, facts.path
    match facts.state:
        case RecordState.NONE:
            return [_skipped(check, FindingCode.RECORD_NONE, path=path)]
        case RecordState.LARGE:
            return [_skipped(check, FindingCode.RECORD_LARGE, path=path)]
        case RecordState.UNUSABLE:
            return [_failed(check, FindingCode.RECORD_UNUSABLE, path=path, problem=facts.problem)]
    return [_passed(check, FindingCode.RECORD_WHOLE, path=path)]


def font_findings(facts: FontFacts) -> list[Finding]:
    """Rule DR15: every sign that the screen uses is in the shipped font; without it a glyph is silently a box."""
    if facts.missing:
        return [_failed(Check.FONTS, FindingCode.FONTS_MISSING, family=facts.family, missing=facts.missing)]
    return [_passed(Check.FONTS, FindingCode.FONTS_GOOD, family=facts.family)]


def screen_findings(screens: Sequence[ScreenFacts]) -> list[Finding]:
    """Rule DR16: the largest screen has to offer 1024 × 600 logical pixels, for which the station's screen is made."""
    if not screens:
        return [_skipped(Check.SCREEN, FindingCode.SCREEN_NONE)]
    largest = max(screens, key=lambda each: each.width_px * each.height_px)
    size: dict[str, Detail] = {
        "name": largest.name or "–",
        "size": f"{largest.width_px} × {largest.height_px}",
        "scale": largest.scale,
    }
    if largest.width_px < LEAST_WIDTH_PX or largest.height_px < LEAST_HEIGHT_PX:
        least = f"{LEAST_WIDTH_PX} × {LEAST_HEIGHT_PX}"
        return [_warned(Check.SCREEN, FindingCode.SCREEN_SMALL, least=least, **size)]
    return [_passed(Check.SCREEN, FindingCode.SCREEN_GOOD, **size)]


def clock_findings(facts: ClockFacts) -> list[Finding]:
    """Rule DR17: a clock before the day on which the program was built is certainly wrong (a flat battery); one that no
    time server sets is warned of, since it drifts."""
    now = facts.now.strftime("%Y-%m-%d %H:%M UTC")
    if facts.built_at is not None and facts.now < facts.built_at - timedelta(days=1):
        built = facts.built_at.strftime("%Y-%m-%d")
        return [_failed(Check.CLOCK, FindingCode.CLOCK_BEFORE_BUILD, now=now, built=built)]
    if facts.synchronised is None:
        return [_skipped(Check.CLOCK, FindingCode.CLOCK_UNTOLD, now=now)]
    if not facts.synchronised:
        return [_warned(Check.CLOCK, FindingCode.CLOCK_FREE, now=now)]
    return [_passed(Check.CLOCK, FindingCode.CLOCK_GOOD, now=now)]


def rights_findings(facts: RightsFacts) -> list[Finding]:
    """Rule DR18: the data folder has to be writable; a policy that its users may change is none; a keyring fails where
    the settings need it and is warned of where they do not."""
    check, found = Check.RIGHTS, []
    if facts.data_problem:
        details = {"folder": facts.data_folder, "problem": facts.data_problem}
        found.append(_failed(check, FindingCode.DATA_READ_ONLY, **details))
    if facts.open_policy:
        found.append(_warned(check, FindingCode.POLICY_OPEN, files=_listed(facts.open_policy)))
    if facts.keyring_problem:
        verdict = Verdict.FAIL if facts.keyring_needed else Verdict.WARN
        found.append(Finding(check, verdict, FindingCode.KEYRING_MISSING, {"problem": facts.keyring_problem}))
    return found or [_passed(check, FindingCode.RIGHTS_GOOD, folder=facts.data_folder)]
