"""Every setting, declared once: type, default, bounds, unit in the name, and what it is for.

Where their values come from is in :mod:`app.settings_layers`.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import unquote_plus

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, JsonValue, field_validator, model_validator

from app.domain.decision import VoteRules
from app.domain.model_update import parse_window
from app.domain.part_number import ALWAYS_DISCRIMINATING, DISCRIMINATING, PartMaster, Segment
from app.domain.program_version import PATTERN as VERSION_PATTERN
from app.domain.program_version import parsed
from app.domain.shift import parse_starts

APP = "countersign"
"""Its folders' name."""
NEXT_START: dict[str, JsonValue] = {"next_start": True}
"""Of a setting that holds from the next start on only, in a section that holds at once."""
_SEED_DIGITS = 9
_PASSWORD = re.compile(r"://[^/@?]*:[^@]+@|\b(?:pwd|password)\s*=", re.IGNORECASE)


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StationSettings(_Section):
    id: str = Field("station-1", pattern=r"^[A-Za-z0-9._-]{1,40}$", description="Name of this station in every record")
    detector: Literal["auto", "server", "local"] = Field(
        "auto", description="auto: the server, and the local model while it is away"
    )
    sign_in: bool = Field(True, description="An operator signs in with a badge before anything is packed")
    badge_prefix: str = Field("OP-", pattern=r"^[A-Za-z0-9._/-]{0,12}$", description="How every badge begins")
    hold_refusals: bool = Field(True, description="A refused cover or label waits for one deliberate act")
    undo_s: float = Field(8.0, ge=0, le=60, description="A submitted session can be taken back for this long")


class CameraSettings(_Section):
    source: str = Field(
        "demo",
        description=(
            "demo, usb:NAME (countersign cameras lists them), a camera number (0), a device path, an rtsp:// or "
            "http:// address, a video file, a folder of pictures, synthetic or synthetic:SEED"
        ),
    )
    width_px: int = Field(1280, ge=320, le=4096, description="Width asked of the camera")
    height_px: int = Field(720, ge=240, le=2160, description="Height asked of the camera")
    fps: int = Field(15, ge=1, le=60, description="Frames a second asked of the camera, or shown of a folder")
    exposure_us: int = Field(0, ge=0, le=1_000_000, description="Exposure time asked of the camera; 0: automatic")
    focus: int = Field(-1, ge=-1, le=1023, description="Focus asked, in the driver's own steps; -1: automatic")
    gain: int = Field(-1, ge=-1, le=1023, description="Gain asked, in the driver's own steps; -1: as the camera likes")
    open_timeout_s: float = Field(10.0, ge=1, le=300, description="A camera not open by then is tried anew")
    frozen_after_s: float = Field(0.8, ge=0.2, le=5, description="No new pixels for this long: the picture is frozen")
    loop: bool = Field(True, description="Start a video file or a folder again at its end")

    @field_validator("source")
    @classmethod
    def _source_is_whole(cls, source: str) -> str:
        kind, colon, rest = source.strip().partition(":")
        if kind == "usb" and not rest:
            raise ValueError("usb: needs a name; countersign cameras lists them")
        if kind == "synthetic" and colon and not (rest.isdecimal() and len(rest) <= _SEED_DIGITS):
            raise ValueError("the seed of synthetic: is a whole number")
        return source


class ModelSettings(_Section):
    path: str = Field(
        "demo",
        description="Model folder or .onnx file; demo is the one shipped with the program, updates the newest one "
        "that updates.source has brought",
    )
    floor_confidence: float = Field(0.25, ge=0.05, le=0.5, description="Detections below this are not reported")
    nms_iou: float = Field(0.5, ge=0.1, le=0.9, description="Boxes of one class overlapping more are one object")
    threads: int = Field(2, ge=1, le=64, description="Inference threads of a station without a server")
    reduced_decode: bool = Field(True, description="Decode a JPEG at the smallest scale that the model's input needs")


class InferenceSettings(_Section):
    address: str = Field("127.0.0.1:50051", description="host:port of the inference server")
    jpeg_quality: int = Field(82, ge=50, le=95, description="JPEG quality of frames sent to the server")
    send_width_px: int = Field(640, ge=320, le=4096, description="Wider frames are scaled down to this before sending")
    connect_retry_s: float = Field(5.0, ge=0.1, le=30, description="Longest pause between two attempts to reach it")
    silence_s: float = Field(1.0, ge=0.3, le=5, description="No answer for this long: the server counts as gone")
    healthy_s: float = Field(5.0, ge=0, le=60, description="The server must be well for this long before going back")
    tls_ca: str = Field("", description="PEM file of the authority that signed the server's certificate; empty: no TLS")
    tls_cert: str = Field("", description="PEM file of this station's certificate, where the server asks for one")
    tls_key: str = Field("", description="PEM file of the key of tls_cert")
    token_keyring: str = Field(
        "", description="Keyring entry with the token this station shows to the server; empty: it shows none"
    )

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Self:
        if bool(self.tls_cert) != bool(self.tls_key):
            raise ValueError("tls_cert and tls_key are set together")
        return self


class ServerSettings(_Section):
    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(50051, ge=0, le=65535, description="Port to listen on; 0 picks a free one")
    synthetic: bool = Field(False, description="Answer with the fixed synthetic detection, without a model")
    engine: Literal["local", "simulated", "ray"] = Field(
        "local",
        description="local: the model; ray: detectors on the nodes of a Ray cluster; "
        "simulated: a pretended GPU that sees the synthetic detection (benches)",
    )
    workers: int = Field(0, ge=0, le=256, description="Batches computed at a time; 0: one per core, or 2 on a GPU")
    max_stale_ms: int = Field(500, ge=100, le=1000, description="Older waiting frames are answered 'stale'")
    batch_max: int = Field(16, ge=1, le=64, description="Frames computed together at most, on a GPU")
    batch_wait_ms: Literal["auto"] | Annotated[float, Field(ge=0, le=50)] = Field(
        "auto", description="How long a batch waits for more frames; auto: only while the GPU is busy anyway"
    )
    tls_cert: str = Field("", description="PEM file of the server's certificate (with its chain); empty: no TLS")
    tls_key: str = Field("", description="PEM file of its key")
    tls_client_ca: str = Field("", description="PEM file of the authority of stations' certificates: mutual TLS")
    access_file: str = Field("", description="File of the stations that may connect; empty: no tokens are asked for")
    control_port: int = Field(50052, ge=0, le=65535, description="Loopback port of 'countersign model'; 0: off")
    metrics_port: int = Field(0, ge=0, le=65535, description="Loopback port of the Prometheus metrics; 0: off")
    reflection: bool = Field(False, description="Tell gRPC tools the contract; needs the server extra")
    lowest_station: str = Field(
        "", pattern=VERSION_PATTERN, description="Stations with an older program begin no session; empty: any will do"
    )
    newest_station: str = Field(
        "", pattern=VERSION_PATTERN, description="Stations with an older program say that there is a newer one"
    )
    models_dir: str = Field("", description="Folder of model folders to choose from; empty: only the one in model.path")

    @model_validator(mode="after")
    def _versions_in_order(self) -> Self:
        lowest, newest = parsed(self.lowest_station), parsed(self.newest_station)
        if lowest and newest and lowest > newest:
            raise ValueError("lowest_station is at most newest_station")
        return self


class RaySettings(_Section):
    """Of a server whose engine is ray."""

    address: str = Field("", description="host:port of the Ray cluster; empty: a new one on this machine alone")
    detector: Literal["local", "simulated"] = Field("local", description="Engine of each detector, as server.engine")
    detectors_min: int = Field(1, ge=1, le=64, description="Detectors that run at least, one for each GPU")
    detectors_max: int = Field(1, ge=1, le=64, description="Detectors that run at most")
    gateways: int = Field(0, ge=0, le=64, description="Gateways, one on a node at most; 0: one on every node")
    call_limit_s: float = Field(1.5, ge=0.3, le=10, description="A batch without an answer for this long is given up")

    @model_validator(mode="after")
    def _bounds_in_order(self) -> Self:
        if self.detectors_min > self.detectors_max:
            raise ValueError("detectors_min is at most detectors_max")
        return self


class UpdateSettings(_Section):
    """Of models that their vendor signs; programs are updated by IT's own means."""

    source: str = Field("", description="Where new models come from: an http(s) address or a folder; empty: nowhere")
    root: str = Field("", description="File of the vendor's trusted root, as the vendor handed it over")
    model: str = Field("", description="Name of the model that is followed; empty: that of the one in use")
    window: str = Field(
        "", description="When a model may be changed, as 02:00-04:00 on the wall's clock; empty: outside any session"
    )
    check_s: float = Field(3600.0, ge=30, le=604_800, description="How often the source is looked at")
    wait_for_aliases: bool = Field(
        True, description="A model waits until the aliases of the version in use are approved for it"
    )
    timeout_s: float = Field(10.0, ge=1, le=120, description="Time limit of an answer and of each file of metadata")
    fetch_limit_s: float = Field(3600.0, ge=10, le=86_400, description="Time limit of each file of a model")

    @field_validator("window")
    @classmethod
    def _is_a_window(cls, text: str) -> str:
        parse_window(text)
        return text

    @model_validator(mode="after")
    def _source_has_its_root(self) -> Self:
        if self.source and not self.root:
            raise ValueError("source needs root, the vendor's trusted root")
        return self


class ErpSettings(_Section):
    base_url: str = Field("demo", description="Base address of the ERP's HTTP API; demo is a built-in stand-in")
    timeout_s: float = Field(15.0, ge=0.5, le=60, description="Time limit of one request")


class DatabaseSettings(_Section):
    url: str = Field("", description="SQLAlchemy URL, e.g. mssql+pyodbc://…; empty: an SQLite file in the data folder")
    user: str = Field("", description="SQL Server login, where the URL names none; empty: the Windows login")
    keyring: str = Field(
        "countersign",
        min_length=1,
        description="Keyring entry with its password (countersign secret set database)",
    )
    timeout_s: float = Field(5.0, ge=0.5, le=60, description="How long to wait for a lock, or for connecting and login")
    lookup_timeout_s: float = Field(
        1.5, ge=0.2, le=30, description="The same for a look-up at the bench, which then goes on from memory"
    )
    query_timeout_s: float = Field(10.0, ge=1, le=300, description="Time limit of one statement on SQL Server")
    report_url: str = Field("", description="As url, of a readable replica for reports; empty: they read url")

    @field_validator("url", "report_url")
    @classmethod
    def _has_no_password(cls, url: str) -> str:
        if _PASSWORD.search(url) or _PASSWORD.search(unquote_plus(url)):
            raise ValueError("it holds a password; set database.user and use countersign secret set database")
        return url


class RecordSettings(_Section):
    """Of the station's own record, which lies in the data folder."""

    low_free_mb: int = Field(
        2000, ge=200, le=1_000_000, description="Less room on the disk is told, and pictures are thinned out"
    )
    stop_free_mb: int = Field(
        300, ge=50, le=1_000_000, description="With less room nothing is scanned; below low_free_mb"
    )
    keep_confirmed_days: int = Field(30, ge=30, le=3650, description="How long sent messages can be sent again")

    @model_validator(mode="after")
    def _warned_before_stopped(self) -> Self:
        if self.stop_free_mb >= self.low_free_mb:
            raise ValueError("stop_free_mb is below low_free_mb")
        return self


class DecisionSettings(_Section):
    min_frames: int = Field(3, ge=3, le=30, description="Agreeing fresh frames needed")
    accept_confidence: float = Field(0.85, ge=0.85, le=0.99, description="Median confidence needed to accept")
    keep_confidence: float = Field(0.80, ge=0.80, le=0.99, description="Median confidence needed to stay accepted")
    min_agreement: float = Field(0.60, ge=0.60, le=1.0, description="Share of frames that must name the class")
    max_age_ms: int = Field(500, ge=100, le=500, description="Older frames take no part")
    min_margin: float = Field(
        0.30, ge=0.10, le=0.90, description="Median lead over the surest other class in its place"
    )
    max_rival: float = Field(
        0.05, ge=0.05, le=0.30, description="A frame that hears another class above this in its place does not count"
    )
    edge: float = Field(0.02, ge=0.001, le=0.2, description="A box nearer to the edge of the picture is cut, 0..1")
    one_part_at_a_time: bool = Field(True, description="While different parts are in view none is accepted")
    agreement: Literal["three_way", "two_way"] = Field(
        "three_way", description="Before a label counts: camera, label and note agree; or label and note alone"
    )
    read_stamp: bool = Field(
        True, description="Read the stamp on the lid as a second witness, where the reader is there"
    )
    discriminating: str = Field(
        ", ".join(segment for segment in Segment if segment in DISCRIMINATING),
        description="Segments of a part number that tell parts apart; size and side are always among them",
    )

    @model_validator(mode="after")
    def _keeping_is_not_harder_than_accepting(self) -> Self:
        if self.keep_confidence > self.accept_confidence:
            raise ValueError("keep_confidence is above accept_confidence")
        return self

    @field_validator("discriminating")
    @classmethod
    def _are_segments(cls, text: str) -> str:
        _segments(text)
        return text

    def rules(self) -> VoteRules:
        return VoteRules(
            self.min_frames,
            self.accept_confidence,
            self.keep_confidence,
            self.min_agreement,
            self.max_age_ms,
            self.min_margin,
            self.edge,
            self.one_part_at_a_time,
            self.max_rival,
        )

    def master(self) -> PartMaster:
        return PartMaster(_segments(self.discriminating))


def _segments(text: str) -> frozenset[Segment]:
    """ValueError for a word that is no segment, and when size or side is missing."""
    words = {word.strip() for word in text.split(",")}
    if strange := words - set(Segment):
        raise ValueError(f"“{min(strange)}” is none of {', '.join(Segment)}")
    if not words >= ALWAYS_DISCRIMINATING:
        raise ValueError("size and side always tell parts apart")
    return frozenset(map(Segment, words))


class ScannerSettings(_Section):
    """A scanner that types (wedge) needs no setting; the teach-in finds out what is special about one."""

    burst_gap_ms: int = Field(50, ge=20, le=250, description="Keys of a scanner come at most this far apart")
    terminator: Literal["enter", "tab"] = Field("enter", description="The key a scanner types after each code")
    prefix: str = Field("", max_length=16, description="What the scanner types before each code; taken off")
    suffix: str = Field("", max_length=16, description="What the scanner types after each code; taken off")
    serial_port: str = Field("", description="Port of a serial or USB-CDC scanner (/dev/ttyACM0, COM3); empty: none")
    serial_baud: int = Field(9600, ge=1200, le=921_600, description="Its speed; USB-CDC takes any")
    camera_codes: bool = Field(True, description="Read bar and QR codes from the camera's picture as well")


class SoundSettings(_Section):
    enabled: bool = Field(True, description="Sounds for counted, refused and trouble")
    volume_percent: int = Field(80, ge=0, le=100, description="How loud, of what the machine can")


class SlipSettings(_Section):
    """The paper that goes with a packed note."""

    paper: Literal["A4", "A5", "receipt"] = Field("A5", description="Size of the slip; receipt: a roll 80 mm wide")
    printer: str = Field("", description="Name of the printer; empty: the system's default one")
    automatic: bool = Field(False, description="Print the slip of every submitted session without asking")


class IdentitySettings(_Section):
    secret: Literal["pin", "none"] = Field(
        "pin", description="pin: a badge and its PIN or password; none: a badge alone, which packs and no more"
    )
    idle_lock_s: float = Field(300.0, ge=0, le=86_400, description="Without any act for this long the screen is locked")
    offline_days: int = Field(7, ge=1, le=7, description="How long people can sign in while the database is away")
    sync_s: float = Field(300.0, ge=5, le=86_400, description="How often the people are copied from the database")
    keyring: str = Field("countersign", min_length=1, description="Keyring entry with the site's pepper")

    @property
    def asks_secret(self) -> bool:
        return self.secret != "none"  # noqa: S105 (the word of a setting)


class ReviewSettings(_Section):
    """Of supervisors."""

    green_sample_percent: float = Field(1.0, ge=0, le=100, description="Accepted covers that are checked blindly")
    uncertain_confidence: float = Field(
        0.90, ge=0.85, le=1.0, description="An accepted cover below this is shown to a supervisor"
    )
    uncertain_margin: float = Field(0.45, ge=0, le=1.0, description="An accepted cover closer to another class as well")
    picture_folders: str = Field("", description="Folders with the pictures of other stations, with semicolons")


class ShiftSettings(_Section):
    starts: str = Field("06:00, 14:00, 22:00", description="When shifts begin, on the wall's clock")
    check: bool = Field(False, description="A good and a bad piece are shown before a shift's first delivery note")
    good_part: str = Field("", description="Part number of the good piece")
    bad_part: str = Field("", description="Part number of the bad piece, which must be refused")

    @field_validator("starts")
    @classmethod
    def _are_times(cls, text: str) -> str:
        parse_starts(text)
        return text

    @model_validator(mode="after")
    def _check_has_its_pieces(self) -> Self:
        if self.check and (not self.good_part.strip() or not self.bad_part.strip()):
            raise ValueError("a check needs good_part and bad_part")
        return self


class UiSettings(_Section):
    language: Literal["auto", "id", "en"] = Field(
        "auto", description="Language of the screen: id (Bahasa Indonesia), en, or auto (the system's)"
    )
    theme: Literal["dark", "light"] = Field("dark", description="Colours of the screen")
    text_percent: int = Field(100, ge=100, le=150, description="Size of the text, of the design's own")
    full_screen: bool = Field(False, description="Fill the screen at start")
    kiosk: bool = Field(
        False,
        description="Fill the screen and stay there, until a supervisor leaves it",
        json_schema_extra=NEXT_START,
    )
    hung_restart_s: float = Field(
        30.0,
        ge=0,
        le=600,
        description="A window that answers nothing for this long is started again; 0: never",
        json_schema_extra=NEXT_START,
    )
    stay_awake: bool = Field(
        True, description="Hold off sleep and screen saver while a session is open", json_schema_extra=NEXT_START
    )


class LogSettings(_Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Lowest level written")
    format: Literal["text", "json"] = Field("text", description="Lines for people, or one JSON object a line")
    to_file: Literal["auto", "always", "never"] = Field(
        "auto",
        description="Also into the data folder; auto: the station, and a server that no system journal listens to",
    )
    file_mb: int = Field(5, ge=1, le=100, description="A log file that would grow beyond this is put aside")
    files_kept: int = Field(4, ge=0, le=50, description="How many of those are kept beside the newest")


class Settings(_Section):
    data_dir: str = Field("", description="Where the station keeps its files; empty: the user's data folder")
    station: StationSettings = Field(StationSettings(), title="Station")
    camera: CameraSettings = Field(CameraSettings(), title="Camera")
    model: ModelSettings = Field(ModelSettings(), title="Own model")
    inference: InferenceSettings = Field(InferenceSettings(), title="Connection to the server")
    server: ServerSettings = Field(ServerSettings(), title="Server")
    ray: RaySettings = Field(RaySettings(), title="Ray cluster")
    updates: UpdateSettings = Field(UpdateSettings(), title="Updates of the model")
    erp: ErpSettings = Field(ErpSettings(), title="ERP")
    database: DatabaseSettings = Field(DatabaseSettings(), title="Database")
    record: RecordSettings = Field(RecordSettings(), title="Record")
    decision: DecisionSettings = Field(DecisionSettings(), title="Decision")
    scanner: ScannerSettings = Field(ScannerSettings(), title="Scanner")
    identity: IdentitySettings = Field(IdentitySettings(), title="People")
    review: ReviewSettings = Field(ReviewSettings(), title="Review")
    shift: ShiftSettings = Field(ShiftSettings(), title="Shift")
    sound: SoundSettings = Field(SoundSettings(), title="Sound")
    slip: SlipSettings = Field(SlipSettings(), title="Slip")
    ui: UiSettings = Field(UiSettings(), title="Screen")
    log: LogSettings = Field(LogSettings(), title="Log")

    @property
    def data_path(self) -> Path:
        return Path(self.data_dir) if self.data_dir else Path(platformdirs.user_data_dir(APP, appauthor=False))
