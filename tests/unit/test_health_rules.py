"""The doctor's rules by their numbers, and its sentences."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ErrorCode, OperationalError
from app.domain.health import Check, Finding, FindingCode, Verdict, broke_off, in_order, no_answer, worst
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
from app.domain.health_rules import (
    camera_findings,
    clock_findings,
    database_findings,
    database_refusal,
    disk_findings,
    erp_findings,
    erp_refusal,
    font_findings,
    model_findings,
    model_refusal,
    record_findings,
    rights_findings,
    scanner_findings,
    screen_findings,
    server_findings,
    server_refusal,
)
from app.domain.program_version import Programs
from app.health_messages import CHECKS, FINDINGS, VERDICTS, finding_words, templates

BUILT = datetime(2026, 11, 20, tzinfo=UTC)
CAMERA = CameraFacts("Lens 4K", "live", "", 1280, 720, 1280, 720, 15.0, 15, 90.0, 0.01, 0.08)
DATABASE = DatabaseFacts("sql/whcomp", "qc", shared=True, round_trip_ms=2.0, ahead_s=0.0)
MODEL = ModelFacts("covers@4", demo=False, carded=True, golden=True, frame_ms=30.0, provider="CPU")
SERVER = ServerFacts(
    "qc:50051", "covers@4", serving=True, tls=True, round_trip_ms=3.0, local=False, own_version="1.2.0"
)
RIGHTS = RightsFacts("/data", "", (), "", keyring_needed=False)
ORDER = list(Verdict)


def codes(findings: list[Finding]) -> list[str]:
    return [each.code.value for each in findings if each.verdict is not Verdict.PASS]


def server(**changes: object) -> list[Finding]:
    return server_findings(replace(SERVER, **changes))  # type: ignore[arg-type]  # each has the type of its name


def test_whatever_works_passes_without_a_word_more() -> None:
    for whole in (
        camera_findings(CAMERA),
        scanner_findings(ScannerFacts("/dev/ttyACM0", 9600)),
        server(),
        model_findings(MODEL, frames=3, within_ms=500),
        erp_findings(demo=False, address="http://erp", round_trip_ms=9.0),
        database_findings(DATABASE),
        disk_findings(DiskFacts("/data", 10**11), low_mb=2000, stop_mb=300),
        record_findings(RecordFacts("/data/station.sqlite", RecordState.WHOLE)),
        font_findings(FontFacts("Inter")),
        screen_findings([ScreenFacts("HDMI-1", 1920, 1080, 1.0)]),
        clock_findings(ClockFacts(BUILT + timedelta(days=3), BUILT, synchronised=True)),
        rights_findings(RIGHTS),
    ):
        assert [each.verdict for each in whole] == [Verdict.PASS], whole


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"state": "dark"}, ["camera_dark"]),
        ({"state": "covered"}, ["camera_covered"]),
        ({"state": "frozen"}, ["camera_frozen"]),
        ({"state": "absent", "width_px": 0}, ["camera_absent"]),
        ({"held": True, "state": "absent", "width_px": 0}, ["camera_held"]),
        ({"width_px": 640, "height_px": 480}, ["camera_size"]),
        ({"fps": 11.9}, ["camera_slow"]),
        ({"fps": 12.0}, []),
        ({"fps": 5.0, "width_px": 640, "replayed": True}, []),
        ({"brightness": 44.9}, ["camera_dim"]),
        ({"glare": 0.4}, ["camera_glaring"]),
        ({"sharpness": 0.019}, ["camera_blurred"]),
        ({"demo": True, "replayed": True}, ["camera_demo"]),
    ],
)
def test_dr3_dr4_a_camera(changes: dict[str, object], found: list[str]) -> None:
    assert codes(camera_findings(replace(CAMERA, **changes))) == found  # type: ignore[arg-type]


def test_dr5_a_scanner() -> None:
    assert codes(scanner_findings(ScannerFacts(""))) == ["scanner_types"]
    gone = ScannerFacts("/dev/ttyACM0", 9600, "No such file or directory", known=["/dev/ttyS0"])
    assert codes(scanner_findings(gone)) == ["scanner_absent"]
    assert "/dev/ttyS0" in str(finding_words(scanner_findings(gone)[0]))
    assert codes(scanner_findings(replace(gone, held=True))) == ["scanner_held"]


def test_dr6_a_server() -> None:
    assert codes(server(serving=False)) == ["server_warming"]
    assert codes(server(tls=False)) == ["server_plain"]
    assert codes(server(tls=False, local=True)) == []
    assert codes(server(round_trip_ms=150.0)) == []
    assert codes(server(round_trip_ms=150.1)) == ["server_slow"]
    assert codes(server(programs=Programs("1.2.1", ""))) == ["server_wants_newer"]
    assert codes(server(programs=Programs("1.2.0", "1.3.0"))) == ["server_has_newer"]


@pytest.mark.parametrize("trouble", list(ServerTrouble))
def test_dr7_each_trouble_of_a_server_has_its_own_sentence(trouble: ServerTrouble) -> None:
    error = OperationalError(ErrorCode.SERVER_UNREACHABLE, address="qc", problem="why", trouble=trouble)
    assert codes(server_refusal(error)) == [f"server_{trouble.value}"]


def test_dr8_a_model_has_to_be_fast_enough_for_its_votes() -> None:
    assert codes(model_findings(replace(MODEL, frame_ms=166.0), frames=3, within_ms=500)) == []
    assert codes(model_findings(replace(MODEL, frame_ms=167.0), frames=3, within_ms=500)) == ["model_slow"]
    assert codes(model_findings(replace(MODEL, frame_ms=90.0), frames=6, within_ms=500)) == ["model_slow"]
    for unproven in (replace(MODEL, carded=False), replace(MODEL, golden=False)):
        assert codes(model_findings(unproven, frames=3, within_ms=500)) == ["model_unproven"]
    unusable = OperationalError(ErrorCode.MODEL_UNUSABLE, path="/m", problem="SHA-256 differs")
    assert codes(model_refusal(unusable)) == ["model_unusable_here"]


def test_dr9_an_erp() -> None:
    assert codes(erp_findings(demo=True, address="demo", round_trip_ms=0)) == ["erp_demo"]
    slow = OperationalError(ErrorCode.ERP_TOO_SLOW, address="http://erp", timeout_s=15)
    assert codes(erp_refusal(slow, "http://erp")) == ["erp_away"]
    strange = OperationalError(ErrorCode.ERP_ANSWER_UNUSABLE, dn="X", problem="HTTP status 404")
    assert codes(erp_refusal(strange, "http://erp")) == ["erp_strange"]


def test_dr10_what_is_missing_counts_by_whose_it_is() -> None:
    assert codes(database_findings(replace(DATABASE, lacks=["countersign_user"]))) == ["database_old"]
    own = replace(DATABASE, shared=False, lacks=["countersign_user"])
    assert [each.verdict for each in database_findings(own)] == [Verdict.WARN, Verdict.WARN]
    many = database_findings(replace(DATABASE, lacks=[f"t{number}" for number in range(20)]))
    assert "… (+14)" in str(finding_words(many[0]))


@pytest.mark.parametrize(("ahead_s", "verdict"), [(5.0, Verdict.PASS), (-5.1, Verdict.WARN), (61.0, Verdict.FAIL)])
def test_dr11_a_clock_beside_the_databases(ahead_s: float, verdict: Verdict) -> None:
    assert worst(database_findings(replace(DATABASE, ahead_s=ahead_s, round_trip_ms=0.0))) is verdict


def test_dr11_what_the_way_may_have_cost_is_no_difference() -> None:
    assert worst(database_findings(replace(DATABASE, ahead_s=6.0, round_trip_ms=4000.0))) is Verdict.PASS


@pytest.mark.parametrize("trouble", [*DatabaseTrouble, None])
def test_dr12_each_trouble_of_a_database_has_its_own_sentence(trouble: DatabaseTrouble | None) -> None:
    details = {"problem": "why", **({"trouble": trouble} if trouble else {})}
    (found,) = codes(database_refusal(OperationalError(ErrorCode.DATABASE_UNREACHABLE, **details), "sql", "qc"))
    assert found == f"database_{trouble.value if trouble else 'away'}"


@given(free=st.integers(0, 10**13), more=st.integers(0, 10**12))
def test_dr13_more_room_is_never_worse(free: int, more: int) -> None:
    def verdict(room: int) -> int:
        return ORDER.index(worst(disk_findings(DiskFacts("/", room), low_mb=2000, stop_mb=300)))

    assert verdict(free + more) <= verdict(free)
    assert (worst(disk_findings(DiskFacts("/", free), low_mb=2000, stop_mb=300)) is Verdict.FAIL) is (
        free < 300 * 10**6
    )


def test_dr14_a_record() -> None:
    verdicts = {state: record_findings(RecordFacts("/r", state, "why"))[0].verdict for state in RecordState}
    skipped = Verdict.SKIPPED
    assert verdicts == {
        RecordState.NONE: skipped,
        RecordState.WHOLE: Verdict.PASS,
        RecordState.LARGE: skipped,
        RecordState.UNUSABLE: Verdict.FAIL,
    }


def test_dr15_dr16_font_and_screen() -> None:
    assert codes(font_findings(FontFacts("Inter", "✓⚠"))) == ["fonts_missing"]
    assert codes(screen_findings([])) == ["screen_none"]
    assert codes(screen_findings([ScreenFacts("A", 1024, 600, 1.0)])) == []
    assert codes(screen_findings([ScreenFacts("A", 960, 540, 2.0), ScreenFacts("B", 1920, 1080, 1.0)])) == []
    assert codes(screen_findings([ScreenFacts("A", 960, 540, 2.0)])) == ["screen_small"]


@pytest.mark.parametrize(
    ("days", "synchronised", "found"),
    [(-2, True, ["clock_before_build"]), (-1, True, []), (1, False, ["clock_free"]), (1, None, ["clock_untold"])],
)
def test_dr17_a_clock(days: int, synchronised: bool | None, found: list[str]) -> None:
    assert codes(clock_findings(ClockFacts(BUILT + timedelta(days=days), BUILT, synchronised))) == found


def test_dr17_a_checkout_has_no_day_of_its_own() -> None:
    assert codes(clock_findings(ClockFacts(datetime(2001, 1, 1, tzinfo=UTC), None, synchronised=True))) == []


def test_dr18_rights() -> None:
    assert codes(rights_findings(replace(RIGHTS, data_problem="it is read-only"))) == ["data_read_only"]
    assert codes(rights_findings(replace(RIGHTS, open_policy=["/etc/countersign/a.toml"]))) == ["policy_open"]
    for needed, verdict in ((True, Verdict.FAIL), (False, Verdict.WARN)):
        (found,) = rights_findings(replace(RIGHTS, keyring_problem="none", keyring_needed=needed))
        assert (found.code, found.verdict) == (FindingCode.KEYRING_MISSING, verdict)


def test_findings_are_listed_by_check_and_the_worst_of_each_first() -> None:
    good = Finding(Check.CAMERA, Verdict.PASS, FindingCode.CAMERA_GOOD)
    dim = Finding(Check.CAMERA, Verdict.WARN, FindingCode.CAMERA_DIM)
    hangs = no_answer(Check.RIGHTS, 9.04)
    assert in_order([hangs, good, dim]) == [dim, good, hangs]
    assert worst([good, dim, hangs]) is Verdict.FAIL
    assert worst([]) is Verdict.PASS
    assert hangs.details == {"limit_s": 9.0}
    assert broke_off(Check.ERP, "why").verdict is Verdict.FAIL


def test_every_code_has_a_sentence_and_an_action() -> None:
    assert set(FINDINGS) == set(FindingCode)
    assert set(CHECKS) == set(Check)
    assert set(VERDICTS) == set(Verdict)
    for code, words in FINDINGS.items():
        assert words.what.endswith("."), code
        assert words.action.endswith((".", "}.")), code
    assert len(templates()) == len(set(templates()))


def test_every_name_in_a_sentence_is_told() -> None:
    """For each code that a rule here can give, by what the rules above are tried with."""
    tried = [
        *(each for state in ("dark", "covered", "frozen") for each in camera_findings(replace(CAMERA, state=state))),
        *camera_findings(replace(CAMERA, width_px=320, fps=1, brightness=1, glare=1, sharpness=0, demo=True)),
        *camera_findings(replace(CAMERA, width_px=0)),
        *server(serving=False, tls=False, round_trip_ms=900.0),
        *server(),
        *server(programs=Programs("9.0.0", "")),
        *server(programs=Programs("", "9.0.0")),
        *model_findings(replace(MODEL, demo=True, carded=False, frame_ms=900.0), frames=3, within_ms=500),
        *database_findings(replace(DATABASE, lacks=["a"], denied=["b"], ahead_s=70.0)),
        *database_findings(replace(DATABASE, lacks=["a"], shared=False, ahead_s=-70.0)),
        *disk_findings(DiskFacts("/", None, "why"), low_mb=2, stop_mb=1),
        *disk_findings(DiskFacts("/", 1), low_mb=2, stop_mb=1),
        *disk_findings(DiskFacts("/", 10**6), low_mb=2, stop_mb=1),
        *rights_findings(RightsFacts("/", "why", ["/etc/x"], "none", keyring_needed=True)),
        no_answer(Check.CAMERA, 9.0),
        broke_off(Check.CAMERA, "why"),
    ]
    for each in tried:
        words = FINDINGS[each.code]
        wanted = {name for _, name, _, _ in string.Formatter().parse(words.what + words.action) if name}
        assert wanted <= set(each.details), each.code
