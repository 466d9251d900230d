"""What is measured before it is judged: plain values, one class for each thing that is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.program_version import Programs


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """``state``: as :class:`app.ports.camera.CameraState` has it. ``name``: what IT calls it; ``detail``: a driver's
    message. Sizes in pixels; ``fps`` measured and asked, frames a second. ``brightness``: mean luma, 0..255;
    ``glare``: share of burnt-out pixels, 0..1; ``sharpness``: of the sharpest field of the picture, see
    :class:`app.domain.advice.Conditions`. ``held``: the station that runs here has it. ``replayed``: a clip or folder,
    whose size and pace are its own."""

    name: str
    state: str
    detail: str = ""
    width_px: int = 0
    height_px: int = 0
    asked_width_px: int = 0
    asked_height_px: int = 0
    fps: float = 0.0
    asked_fps: int = 0
    brightness: float = 0.0
    glare: float = 0.0
    sharpness: float = 0.0
    held: bool = False
    demo: bool = False
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class ScannerFacts:
    """``port`` "": the scanner types. ``problem`` "": it opens. ``known``: the ports that are there."""

    port: str
    baud: int = 0
    problem: str = ""
    held: bool = False
    known: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Of a server that answered. ``model``: name@version, "" while none is loaded; ``local``: it is on this machine;
    ``version``: of its program, ``own_version`` of this one, ``programs``: what it wants of the stations'."""

    address: str
    model: str
    serving: bool
    tls: bool
    round_trip_ms: float
    local: bool
    version: str = ""
    own_version: str = ""
    programs: Programs = field(default_factory=Programs)


class ServerTrouble(StrEnum):
    """Why a server gives no answer that can be used."""

    DOWN = "down"
    NAME_UNKNOWN = "name_unknown"
    CERTIFICATE = "certificate"
    REFUSES = "refuses"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """``identity``: name@version. ``carded``: a card says what the file's hash must be, and it is that one; ``golden``:
    it recognises its golden frame. ``frame_ms``: of one frame, the median of several, nothing beside it."""

    identity: str
    demo: bool
    carded: bool
    golden: bool
    frame_ms: float
    provider: str


class DatabaseTrouble(StrEnum):
    """Why a database lets nobody in; none of them: it is away."""

    NO_DRIVER = "no_driver"
    NO_PASSWORD = "no_password"  # noqa: S105 (the name of a condition)
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """``lacks``: tables and columns of ours or of the factory's that are missing; ``denied``: rights, as GRANT writes
    them, that this login does not have. ``ahead_s``: how far this machine's clock is before the database's; the
    uncertainty is half of ``round_trip_ms``. ``shared``: a server's, which no station makes tables in."""

    name: str
    user: str
    shared: bool
    round_trip_ms: float
    ahead_s: float
    lacks: Sequence[str] = ()
    denied: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class DiskFacts:
    """``free_bytes`` None: the disk does not tell, because of ``problem``."""

    folder: str
    free_bytes: int | None
    problem: str = ""


class RecordState(StrEnum):
    NONE = "none"
    WHOLE = "whole"
    LARGE = "large"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Of the station's own file, looked at quickly. LARGE: too large for that."""

    path: str
    state: RecordState
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FontFacts:
    """``missing``: signs that no shipped font has; all of them where the font itself does not load."""

    family: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """One screen: what a window may cover of it, in logical pixels, and how many dots make one of those."""

    name: str
    width_px: int
    height_px: int
    scale: float


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """``now``: UTC, as this machine has it; ``built_at`` None: not told (a checkout). ``synchronised`` None: the system
    does not tell whether a time server sets its clock."""

    now: datetime
    built_at: datetime | None
    synchronised: bool | None


@dataclass(frozen=True, slots=True)
class RightsFacts:
    """``data_problem`` "": the data folder can be written. ``open_policy``: policy files that whoever works here could
    change. ``keyring_problem`` "": there is one; ``keyring_needed``: something of the settings is kept in it."""

    data_folder: str
    data_problem: str
    open_policy: Sequence[str]
    keyring_problem: str
    keyring_needed: bool
