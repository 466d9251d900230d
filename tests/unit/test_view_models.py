"""What the screen shows, decided without a screen."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.decision import Accepted, Decision, Evidence, Refused, RefusedReason, Undecided, UndecidedReason
from app.domain.detection import (
    Box,
    Detection,
    DetectorSource,
    FrameDetections,
    FrameStamp,
    ModelIdentity,
    Timing,
)
from app.domain.grade import Grade
from app.domain.labels import LabelCode, ScannedLabel
from app.domain.notices import DiscrepancyReason, InfoCode, Notice, Tone
from app.domain.packing_session import Agreement, LabelRefusal, LineStatus, PackingSession
from app.domain.part_number import PartNumber
from app.ports.camera import CameraState
from app.ports.packing_store import PackedNote
from app.ports.station_record import MessageState
from app.use_cases.desk_state import DeskState, Phase
from app.use_cases.inspect import Inspected
from tests.fakes.station_parts import note_of
from ui.demo.script import Act, ActKind, AutopilotScript, Outlook, next_act
from ui.live.view_model import Veil, Verdict, live_state, seen_parts, veil_over
from ui.packing.submission import Submission, SubmissionState, submission
from ui.packing.view_model import (
    Actions,
    Stage,
    given_reason,
    open_rows,
    packing_state,
    recorded_reason,
    stage_of,
)
from ui.shell.view_model import NextStep, instruction_state, top_bar_state
from ui.theme.tokens import CHIP_GROUND, GRADE_COLOURS, PALETTES, Palette, sizes

MODEL = ModelIdentity("covers", "3")
D26R = PartNumber("Z-CV01-D26RXXX-C03N-NL-DG00")
B24RS = PartNumber("Z-CV01-B24RSXX-B03N-NL-DG00")
LABEL = "W_CV01_D26RXXX_C03N_NL_DG00"
BOX = Box(0.2, 0.2, 0.6, 0.7)
NOTE = note_of("KSS1", Z_CV01_D26RXXX_C03N_NL_DG00=90, Z_CV01_B24RSXX_B03N_NL_DG00=30)


def stamp(captured_s: float, frame_id: int = 1) -> FrameStamp:
    return FrameStamp(frame_id, captured_s, frame_id)


def evidence(box: Box = BOX) -> Evidence:
    return Evidence(1, LABEL, (1, 2, 3), (0.9,) * 3, 0.9, 1.0, 0.9, box, 1, MODEL)


def inspected(*detections: Detection, at_s: float = 10.0, decisions: tuple[Decision, ...] = ()) -> Inspected:
    result = FrameDetections(stamp(at_s), detections, MODEL, DetectorSource.SERVER, Timing(), at_s + 0.05)
    return Inspected(result, decisions)


def packing(*labels: tuple[str, PartNumber, int], notice: Notice | None = None, **changes: object) -> DeskState:
    scanned = tuple(
        ScannedLabel(LabelCode(code), part, count, "2026-09-01T08:00:00+00:00") for code, part, count in labels
    )
    session = PackingSession("s", NOTE, scanned)
    state = DeskState(Phase.PACKING, session, revision=7)
    return replace(state, notice=notice or state.notice, **changes)  # type: ignore[arg-type]


def test_the_view_models_need_no_qt() -> None:
    pure = ["ui.demo.script", "ui.packing.focus", "ui.packing.submission", "ui.paper.slip", "ui.paper.slip_layout"]
    found = sorted(Path("ui").rglob("view_model.py"))
    assert len(found) >= 7
    modules = ", ".join([*pure, *(".".join(path.with_suffix("").parts) for path in found)])
    check = f"import sys, {modules}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


# -- the live picture ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confidence", "percent", "grade"),
    [
        (0.36, 36, Grade.DIM),
        (0.40, 40, Grade.AMBER),
        (0.65, 65, Grade.ORANGE),
        (0.8499, 84, Grade.ORANGE),
        (0.85, 85, Grade.GREEN),
        (0.29, 29, Grade.DIM),
    ],
)
def test_confidence_is_graded_and_never_rounded_up(confidence: float, percent: int, grade: Grade) -> None:
    state = live_state(inspected(Detection(LABEL, confidence, BOX)), stamp(10.0), CameraState.LIVE, 10.1)
    (mark,) = state.marks
    assert (mark.percent, mark.grade, mark.short, mark.label) == (percent, grade, "D26R", str(D26R))


def test_a_decision_marks_its_own_box() -> None:
    other = Box(0.7, 0.2, 0.9, 0.5)
    third = Box(0.0, 0.8, 0.1, 0.9)
    seen = inspected(
        Detection(LABEL, 0.95, BOX),
        Detection(LABEL, 0.9, other),
        Detection(LABEL, 0.5, third),
        decisions=(
            Accepted(B24RS, evidence()),
            Refused(RefusedReason.NOT_ON_NOTE, D26R, evidence(other)),
            Undecided(UndecidedReason.CONFIDENCE_LOW, 0.5, evidence(third)),
        ),
    )
    marks = live_state(seen, stamp(10.0), CameraState.LIVE, 10.1).marks
    assert [mark.verdict for mark in marks] == [Verdict.RIGHT, Verdict.WRONG, Verdict.LOOKING]
    assert marks[0].short == "B24RS", "an alias names the part, not the label's spelling"
    assert marks[2].hint is UndecidedReason.CONFIDENCE_LOW


@pytest.mark.parametrize(
    ("shown_s", "now_s", "stale"),
    [(10.149, 10.2, False), (10.151, 10.2, True), (10.0, 10.5, False), (10.0, 10.501, True)],
)
def test_boxes_are_stale_150_ms_behind_or_500_ms_old_and_never_green_then(
    shown_s: float, now_s: float, stale: bool
) -> None:
    seen = inspected(Detection(LABEL, 0.95, BOX), decisions=(Accepted(D26R, evidence()),))
    (mark,) = live_state(seen, stamp(shown_s), CameraState.LIVE, now_s).marks
    assert mark.stale is stale
    assert mark.verdict is (Verdict.NONE if stale else Verdict.RIGHT)


def test_old_boxes_go_away() -> None:
    seen = inspected(Detection(LABEL, 0.95, BOX))
    assert live_state(seen, stamp(11.5), CameraState.LIVE, 11.51).marks == ()


def test_of_open_guesses_on_one_cover_the_surest_is_drawn_but_nothing_decided_is_hidden() -> None:
    nearly = Box(0.2, 0.2, 0.6, 0.69)
    guesses = inspected(Detection("A", 0.5, nearly), Detection("B", 0.7, BOX))
    assert [m.percent for m in live_state(guesses, stamp(10.0), CameraState.LIVE, 10.1).marks] == [70]
    refused = Refused(RefusedReason.NOT_ON_NOTE, D26R, evidence(nearly))
    decided = inspected(Detection("A", 0.86, nearly), Detection("B", 0.9, BOX), decisions=(refused,))
    assert Verdict.WRONG in {m.verdict for m in live_state(decided, stamp(10.0), CameraState.LIVE, 10.1).marks}


@pytest.mark.parametrize(
    ("camera", "veil"),
    [
        (CameraState.LIVE, Veil.NONE),
        (CameraState.OPENING, Veil.OPENING),
        (CameraState.FROZEN, Veil.FROZEN),
        (CameraState.ABSENT, Veil.ABSENT),
        (CameraState.DARK, Veil.DARK),
        (CameraState.COVERED, Veil.COVERED),
        (CameraState.ENDED, Veil.ENDED),
    ],
)
def test_the_camera_is_believed_when_it_reports_trouble(camera: CameraState, veil: Veil) -> None:
    assert veil_over(stamp(10.0), camera, 10.1) is veil
    shown = live_state(inspected(Detection(LABEL, 0.9, BOX)), stamp(10.0), camera, 10.1)
    assert bool(shown.marks) is (veil is Veil.NONE)


def test_a_picture_older_than_a_second_is_frozen_whatever_the_camera_says() -> None:
    assert veil_over(stamp(10.0), CameraState.LIVE, 11.0) is Veil.NONE
    assert veil_over(stamp(10.0), CameraState.LIVE, 11.01) is Veil.FROZEN
    assert veil_over(None, CameraState.LIVE, 10.0) is Veil.OPENING


def test_parts_in_view_are_lit_while_packing_and_fresh() -> None:
    seen = inspected(Detection(LABEL, 0.45, BOX), Detection("W_CV01_B24RSXX_B03N_NL_DG00", 0.39, Box(0, 0, 0.1, 0.1)))
    assert seen_parts(seen, Phase.PACKING, 10.4) == {D26R}
    assert seen_parts(seen, Phase.SUBMITTED, 10.4) == frozenset()
    assert seen_parts(seen, Phase.PACKING, 10.6) == frozenset()
    assert seen_parts(None, Phase.PACKING, 10.6) == frozenset()


# -- the note and its labels --------------------------------------------------------------------------------------


def test_rows_show_quantities_and_the_factorys_words() -> None:
    state = packing_state(packing(("L1", D26R, 45), ("L2", B24RS, 30)), Stage.LIVE)
    assert [(row.short, row.quantity, row.status) for row in state.parts] == [
        ("D26R", "45 / 90", LineStatus.OPEN),
        ("B24RS", "30 / 30", LineStatus.FULFILLED),
    ]
    assert [row.code for row in state.labels] == ["L2", "L1"], "the newest first"
    assert (state.fulfilled, state.pieces) == (1, 75)
    assert [row.missing for row in open_rows(state)] == [45]


def test_a_row_flashes_once_for_its_own_label_and_red_when_it_is_too_many() -> None:
    good = packing(notice=Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"part": D26R}))
    rows = packing_state(good, Stage.LIVE).parts
    assert rows[0].flash
    assert (rows[0].flash.revision, rows[0].flash.tone) == (7, Tone.GOOD)
    assert rows[1].flash is None
    many = packing(notice=Notice(Tone.REFUSED, LabelRefusal.QUANTITY_EXCEEDED, {"part": B24RS}))
    flash = packing_state(many, Stage.LIVE).parts[1].flash
    assert flash
    assert flash.tone is Tone.REFUSED


def test_labels_are_taken_back_only_while_the_session_is_open() -> None:
    open_session = packing(("L1", D26R, 45))
    assert packing_state(open_session, Stage.LIVE).labels[0].may_take_back
    assert not packing_state(replace(open_session, phase=Phase.SUBMITTED), Stage.LIVE).labels[0].may_take_back


def test_the_parts_of_a_note_that_nobody_has_seen_are_those_of_its_labels() -> None:
    label = ScannedLabel(LabelCode("L1"), D26R, 45, "2026-09-01T08:00:00+00:00")
    unseen = PackingSession("s", replace(NOTE, lines=()), (label,), agreement=Agreement.LABEL_ALONE)
    shown = packing_state(DeskState(Phase.PACKING, unseen), Stage.LIVE)
    assert [(row.quantity, row.known, row.fraction) for row in shown.parts] == [("45 / ?", False, 0.0)]
    assert (shown.fulfilled, shown.note_seen) == (0, False)
    assert instruction_state(DeskState(Phase.PACKING, unseen)).step is not NextStep.PRESS_SUBMIT


def test_a_packed_note_shows_the_labels_it_has_and_offers_to_reopen() -> None:
    label = ScannedLabel(LabelCode("L1"), D26R, 90, "2026-09-01T08:00:00+00:00", recorded=True)
    state = DeskState(Phase.ALREADY_PACKED, PackingSession("s", NOTE), PackedNote("PKG-1", "2026-09-01", (label,)))
    shown = packing_state(state, Stage.LIVE)
    assert shown.parts[0].quantity == "90 / 90"
    assert shown.actions == Actions(submit=False, reopen=True, enabled=True)
    assert not shown.labels[0].may_take_back


def test_v19_only_what_can_be_done_is_offered() -> None:
    for state, stage in (
        (DeskState(), Stage.LIVE),
        (packing(), Stage.DISCREPANCY),
        (packing(phase=Phase.SUBMITTING), Stage.SUBMITTED),
        (packing(phase=Phase.SUBMITTED), Stage.SUBMITTED),
    ):
        nothing = packing_state(state, stage).actions
        assert (nothing.submit, nothing.reopen, nothing.next_note) == (False, False, False)
    at_work = packing_state(packing(), Stage.LIVE).actions
    assert (at_work.submit, at_work.next_note, at_work.enabled) == (True, True, True)
    assert not packing_state(packing(held=True), Stage.LIVE).actions.enabled


def test_v7_what_fills_the_place_of_the_picture_follows_the_desk() -> None:
    assert stage_of(DeskState()) is Stage.LIVE
    assert stage_of(DeskState(Phase.SIGNED_OUT)) is Stage.SIGN_IN
    asked = replace(packing(("L1", D26R, 45)), asking_reason=True)
    assert stage_of(asked) is Stage.DISCREPANCY
    for phase in (Phase.SUBMITTING, Phase.SUBMITTED):
        assert stage_of(replace(asked, phase=phase)) is Stage.SUBMITTED


def test_while_nobody_works_here_no_note_is_shown() -> None:
    hidden = packing_state(replace(packing(("L1", D26R, 45)), phase=Phase.SIGNED_OUT), Stage.SIGN_IN)
    assert (hidden.parts, hidden.labels, hidden.actions.next_note) == ((), (), False)


def test_a_submission_counts_down_and_then_follows_its_message() -> None:
    state = replace(packing(("L1", D26R, 45)), phase=Phase.SUBMITTING, leaves_at_s=108.0)
    leaving = submission(state, 8.0, 101.5)
    assert (leaving.state, leaving.seconds_left, leaving.fraction_left) == (SubmissionState.LEAVING, 7, 0.81)
    assert (leaving.parts, leaving.labels, leaving.pieces, leaving.open_parts) == (2, 1, 45, 2)
    assert submission(state, 8.0, 200.0).seconds_left == 0
    for sent in MessageState:
        done = replace(state, phase=Phase.SUBMITTED, packing_code="PKG-1", sent=sent, leaves_at_s=None)
        shown = submission(done, 8.0, 200.0)
        assert (shown.state.value, shown.packing_code) == (sent, "PKG-1")
    assert submission(DeskState(), 8.0, 0.0) == Submission()


def test_a_reason_is_a_choice_a_remark_or_both() -> None:
    assert recorded_reason(None, "  ") == ""
    assert recorded_reason(DiscrepancyReason.DAMAGED, "") == "damaged parts"
    assert recorded_reason(None, " two wet ") == "two wet"
    assert recorded_reason(DiscrepancyReason.DAMAGED, "two wet") == "damaged parts: two wet"


@pytest.mark.parametrize("chosen", [None, *DiscrepancyReason])
@pytest.mark.parametrize("remark", ["", "two wet", "damaged", "one: two"])
def test_v8_a_recorded_reason_can_be_put_back(chosen: DiscrepancyReason | None, remark: str) -> None:
    assert given_reason(recorded_reason(chosen, remark)) == (chosen, remark)


# -- banner, top bar, status bar ----------------------------------------------------------------------------------


def test_the_next_action_is_the_largest_text() -> None:
    welcome = instruction_state(DeskState())
    assert (welcome.action, welcome.aside) == ("Scan the delivery note.", "Or type its number and press Enter.")
    right = instruction_state(packing(notice=Notice(Tone.GOOD, InfoCode.PART_ACCEPTED, {"part": D26R})))
    assert (right.what, right.action) == (f"D26R ({D26R}) is right.", "Scan its carton label.")


SHOW_OR_SCAN = "Show a part to the camera, or scan a carton label."
SENT = Notice(Tone.GOOD, InfoCode.COMMITTED, {"packing_code": "PKG-1"})
BACK = Notice(Tone.INFO, InfoCode.LABEL_TAKEN_BACK, {"label": "L1"})
IN = Notice(Tone.GOOD, InfoCode.SIGNED_IN, {"operator": "OP-17"})


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (packing(notice=BACK), SHOW_OR_SCAN),
        (packing(notice=IN), SHOW_OR_SCAN),
        (packing(notice=IN, phase=Phase.SUBMITTED), "Scan the next delivery note."),
        (packing(notice=IN, phase=Phase.ALREADY_PACKED), "Reopen it, or scan another note."),
        (packing(notice=IN, phase=Phase.SUBMITTING), "Undo it now, or scan the next delivery note."),
        (packing(notice=IN, phase=Phase.WAITING_FOR_NOTE), "Scan the delivery note."),
        (packing(notice=SENT, phase=Phase.SIGNED_OUT), "Scan your badge."),
        (packing(notice=BACK, asking_reason=True), "Give a reason to submit with a discrepancy."),
    ],
)
def test_f2_what_was_said_last_without_a_next_action_is_followed_by_that_of_the_screen(
    state: DeskState, action: str
) -> None:
    said = instruction_state(state)
    assert said.what
    assert said.action == action


def test_f2_trouble_keeps_its_own_action_and_a_chosen_reason_is_confirmed() -> None:
    conflict = Notice(Tone.TROUBLE, InfoCode.IN_CONFLICT, {"dn": "KSS1"})
    assert instruction_state(packing(notice=conflict, phase=Phase.SIGNED_OUT)).action.endswith("call the supervisor.")
    asking = packing(notice=Notice(Tone.INFO, InfoCode.DISCREPANCY_NEEDED, {"open": 2}), asking_reason=True)
    assert instruction_state(asking).action == "Give a reason to submit with a discrepancy."
    assert instruction_state(asking, reason="damaged parts").action == "Confirm the discrepancy."


def test_when_everything_is_labelled_the_next_step_is_submit() -> None:
    counted = Notice(Tone.GOOD, InfoCode.LABEL_COUNTED, {"label": "L2", "quantity": 30, "part": B24RS})
    done = packing(("L1", D26R, 90), ("L2", B24RS, 30), notice=counted)
    assert instruction_state(done).step is NextStep.PRESS_SUBMIT
    refused = replace(done, notice=Notice(Tone.REFUSED, LabelRefusal.UNKNOWN, {"label": "X"}))
    assert instruction_state(refused).step is NextStep.AS_SAID


def test_a_refusal_that_is_held_says_what_was_not_taken() -> None:
    refused = packing(notice=Notice(Tone.REFUSED, LabelRefusal.UNKNOWN, {"label": "X"}))
    held = instruction_state(replace(refused, held=True))
    assert (held.held, held.step, held.not_taken) == (True, NextStep.AS_SAID, "")
    scanned = instruction_state(replace(refused, held=True, not_taken="L2"))
    assert (scanned.step, scanned.not_taken, scanned.what) == (NextStep.NOT_TAKEN, "L2", held.what)


def test_signing_in_is_the_largest_text_while_nobody_works_here() -> None:
    shown = instruction_state(DeskState(Phase.SIGNED_OUT, notice=Notice(Tone.INFO, InfoCode.SIGN_IN)))
    assert (shown.action, shown.what) == ("Scan your badge.", "")
    assert top_bar_state(replace(packing(), phase=Phase.SIGNED_OUT)).dn_number == ""
    assert top_bar_state(replace(packing(), operator="OP-17")).operator == "OP-17"


def test_a_lookup_and_a_bug_speak_over_the_notice() -> None:
    waiting = instruction_state(DeskState(), looking_up="KSS1")
    assert (waiting.step, waiting.what) == (NextStep.WAIT, "KSS1")
    assert instruction_state(DeskState(), looking_up="KSS1", bug=True).step is NextStep.CALL_IT


def test_the_top_bar_says_when_the_note_is_not_the_erps_word_of_now() -> None:
    state = packing()
    assert state.session is not None
    plain = top_bar_state(state)
    assert (plain.as_of, plain.provisional) == (None, False)
    at = datetime(2026, 9, 1, 7, 12, tzinfo=UTC)
    old = top_bar_state(replace(state, session=replace(state.session, note_as_of=at.isoformat())))
    assert old.as_of == at
    unseen = replace(state.session, note=replace(NOTE, lines=()), agreement=Agreement.LABEL_ALONE)
    assert top_bar_state(replace(state, session=unseen)).provisional


def test_the_top_bar_names_note_and_phase() -> None:
    assert top_bar_state(DeskState()).dn_number == ""
    assert (top_bar_state(packing()).dn_number, top_bar_state(packing()).phase) == ("KSS1", Phase.PACKING)


# -- tokens -------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    assert re.fullmatch("#[0-9A-F]{6}", colour)
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)
def test_text_has_a_contrast_of_seven_and_marks_of_three(palette: Palette) -> None:
    for ground in (palette.ground, palette.surface, palette.raised, palette.selected):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.accent, ground) >= 3
    for word in (palette.muted, palette.good, palette.caution, palette.bad):
        assert contrast(word, palette.surface) >= 6.5
        assert contrast(word, palette.selected) >= 4.5
    assert contrast(palette.on_accent, palette.accent) >= 7
    for tone in palette.tones.values():
        assert contrast(tone.text, tone.fill) >= 7


def test_the_grades_rise_in_lightness_and_stand_out_on_their_chip() -> None:
    ramp = [luminance(GRADE_COLOURS[grade]) for grade in (Grade.AMBER, Grade.ORANGE, Grade.GREEN)]
    assert ramp == sorted(ramp)
    assert all(contrast(colour, CHIP_GROUND) >= 3 for colour in GRADE_COLOURS.values())


@pytest.mark.parametrize(("width", "height"), [(1024, 600), (1366, 768), (1920, 1080)])
def test_buttons_are_at_least_15_mm_and_25_where_room_allows(width: int, height: int) -> None:
    made = sizes(width, height, 96 / 25.4)
    assert 57 <= made.touch <= made.secondary <= made.primary <= 94
    assert made.primary == 94 or height < 768
    assert made.touch_gap >= 11


# -- the scripted operator ----------------------------------------------------------------------------------------

SCRIPT = AutopilotScript("KSS1", ("BAD",), {str(D26R): ("L1", "L2"), str(B24RS): ("L3",)})


def seen_part(state: DeskState, *parts: PartNumber) -> DeskState:
    assert state.session
    session = state.session
    for each in parts:
        session = session.with_decision(Accepted(each, evidence()))
    return replace(state, session=session)


def test_the_script_scans_the_note_then_each_accepted_parts_cartons() -> None:
    assert next_act(SCRIPT, DeskState(), Outlook()) == Act(ActKind.SCAN_NOTE, "KSS1")
    assert next_act(SCRIPT, DeskState(), Outlook(frozenset({"KSS1"}))).kind is ActKind.WAIT_FOR_ANSWER
    assert next_act(SCRIPT, packing(), Outlook()) == Act(ActKind.WAIT_FOR_PART, "D26R")
    accepted = seen_part(packing(), D26R)
    assert next_act(SCRIPT, accepted, Outlook()) == Act(ActKind.SCAN_LABEL, "L1")
    assert next_act(SCRIPT, accepted, Outlook(frozenset({"L1"}))) == Act(ActKind.SCAN_LABEL, "L2")
    assert next_act(SCRIPT, accepted, Outlook(frozenset({"L1", "L2"}))) == Act(ActKind.SCAN_WRONG_LABEL, "BAD")
    assert next_act(SCRIPT, accepted, Outlook(frozenset({"L1", "BAD", "L2"}))) == Act(ActKind.WAIT_FOR_PART, "B24RS")


def test_the_script_ends_with_submit_and_gives_a_reason_when_it_must() -> None:
    full = seen_part(packing(("L1", D26R, 90), ("L3", B24RS, 30)), D26R, B24RS)
    typed = frozenset({"L1", "L2", "L3", "BAD"})
    assert next_act(SCRIPT, full, Outlook(typed)).kind is ActKind.SUBMIT
    assert next_act(SCRIPT, full, Outlook(typed, may_submit=False)).kind is ActKind.WAIT_TO_SUBMIT
    some = seen_part(packing(("L1", D26R, 90)), D26R)
    assert next_act(SCRIPT, some, Outlook(typed, patient=False)).kind is ActKind.SUBMIT
    asked = replace(some, asking_reason=True)
    assert next_act(SCRIPT, asked, Outlook(typed)).kind is ActKind.CHOOSE_REASON
    assert next_act(SCRIPT, asked, Outlook(typed, reason_chosen=True)).kind is ActKind.CONFIRM
    assert next_act(SCRIPT, replace(some, held=True), Outlook(typed)).kind is ActKind.ACKNOWLEDGE
    assert next_act(SCRIPT, DeskState(Phase.SIGNED_OUT), Outlook()) == Act(ActKind.SCAN_BADGE, "OP-17")
    assert next_act(SCRIPT, replace(full, phase=Phase.SUBMITTING), Outlook(typed)).kind is ActKind.WAIT_TO_LEAVE
    assert next_act(SCRIPT, replace(full, phase=Phase.SUBMITTED), Outlook(typed)).kind is ActKind.DONE
    assert next_act(SCRIPT, replace(full, phase=Phase.ALREADY_PACKED), Outlook(typed)).kind is ActKind.REOPEN


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (UndecidedReason.COLLECTING, Grade.GREEN),
        (UndecidedReason.CLASSES_CLOSE, Grade.ORANGE),
        (UndecidedReason.STAMP_CONTRADICTS, Grade.ORANGE),
        (UndecidedReason.DIFFERENT_PARTS, Grade.ORANGE),
    ],
)
def test_v9_a_doubted_cover_is_not_green(reason: UndecidedReason, shown: Grade) -> None:
    doubted = inspected(Detection(LABEL, 0.95, BOX), decisions=(Undecided(reason, 1.0, evidence()),))
    (mark,) = live_state(doubted, stamp(10.0), CameraState.LIVE, 10.05).marks
    assert mark.grade is shown


def test_a_layer_of_equal_covers_is_counted_on_each_of_them() -> None:
    boxes = (BOX, Box(0.65, 0.2, 0.95, 0.7))
    covers = tuple(Detection(LABEL, 0.95, box) for box in boxes)
    decisions = tuple(Accepted(D26R, evidence(box)) for box in boxes)
    state = live_state(inspected(*covers, decisions=decisions), stamp(10.0), CameraState.LIVE, 10.05)
    assert [mark.equals for mark in state.marks] == [2, 2]
