"""The first-run wizard's steps and answers, without a screen."""

import pytest

from app.ports.camera import CameraState, CameraStatus
from app.settings import Settings
from app.settings_layers import problems_of, with_changes
from ui.setup.view_model import (
    KEYS,
    STEPS,
    Proof,
    Seen,
    SetupState,
    Step,
    answered,
    changes,
    is_fixed,
    moved,
    proven,
    sight,
    skipped,
    summary,
    verdict,
)

PLAIN = Settings()


def at(step: Step, **answers: object) -> SetupState:
    return SetupState(step, {key.replace("__", "."): value for key, value in answers.items()})


def test_every_key_asked_for_is_a_setting() -> None:
    assert problems_of(PLAIN, {key: None for keys in KEYS.values() for key in keys}) == {}
    assert set(KEYS) == set(STEPS)


def test_it_goes_from_the_language_to_the_summary_and_back() -> None:
    state = SetupState()
    seen = [(state.number, state.may_go_back, state.last)]
    for _ in STEPS:
        state = moved(state, 1)
        seen.append((state.number, state.may_go_back, state.last))
    assert seen == [
        (1, False, False),
        *((n, True, False) for n in range(2, len(STEPS))),
        (len(STEPS), True, True),
        (len(STEPS), True, True),
    ]
    assert moved(SetupState(), -1) == SetupState()
    assert [step for step in STEPS if not SetupState(step).may_skip] == [Step.LANGUAGE, Step.SUMMARY]


def test_skipping_forgets_what_was_answered_and_tested() -> None:
    state = proven(at(Step.SERVER, inference__address="h:1", erp__base_url="http://e"), Step.SERVER, Proof.WELL)
    after = skipped(state)
    assert after.step is Step.DATABASE
    assert after.answers == {"erp.base_url": "http://e"}
    assert after.tested == {}


def test_another_answer_makes_the_test_void_but_only_of_its_step() -> None:
    state = proven(proven(SetupState(Step.ERP), Step.SERVER, Proof.WELL), Step.ERP, Proof.BADLY)
    assert answered(state, {"inference.address": "h:1"}).tested == {Step.ERP: Proof.BADLY}
    again = proven(answered(state, {"inference.address": "h:1"}), Step.SERVER, Proof.WELL)
    assert answered(again, {"inference.address": "h:1"}).tested[Step.SERVER] is Proof.WELL


def test_only_what_differs_is_written_and_always_the_language() -> None:
    assert changes(SetupState(), PLAIN) == {"ui.language": "auto"}
    state = at(Step.SUMMARY, ui__language="id", camera__source="demo", erp__base_url="http://e")
    assert changes(state, PLAIN) == {"ui.language": "id", "erp.base_url": "http://e"}
    back = with_changes(PLAIN, {"erp.base_url": "http://e"})
    assert changes(at(Step.SUMMARY, erp__base_url="demo"), back)["erp.base_url"] == "demo"


def test_the_summary_tells_what_changed_what_was_tested_and_what_is_fixed() -> None:
    state = at(Step.SUMMARY, ui__language="id", scanner__terminator="tab", scanner__burst_gap_ms=50)
    state = proven(state, Step.SERVER, Proof.BADLY)
    rows = {row.step: row for row in summary(state, PLAIN, {"database.url": "environment COUNTERSIGN_DATABASE__URL"})}
    assert list(rows) == list(STEPS[:-1])
    assert rows[Step.LANGUAGE].values == (("ui.language", "id"),)
    assert rows[Step.SCANNER].values == (("scanner.terminator", "tab"),)
    assert (rows[Step.SCANNER].changed, rows[Step.SCANNER].tested) == (True, None)
    assert (rows[Step.SERVER].changed, rows[Step.SERVER].tested) == (False, Proof.BADLY)
    assert (rows[Step.DATABASE].values, rows[Step.DATABASE].tested) == ((), Proof.NOT)
    assert [row.step for row in rows.values() if row.fixed] == [Step.DATABASE]


@pytest.mark.parametrize(
    ("origin", "fixed"),
    [("command line", True), ("environment COUNTERSIGN_X", True), ("/etc/environment", False), ("", False)],
)
def test_what_the_file_cannot_change_is_fixed(origin: str, fixed: bool) -> None:
    assert is_fixed({"x.y": origin} if origin else {}, "x.y") is fixed


@pytest.mark.parametrize("state", CameraState)
def test_m3_a_camera_is_good_while_pictures_come_in_which_something_is_seen(state: CameraState) -> None:
    first = sight(CameraStatus(state), Seen())
    assert verdict(first) is (Proof.NOT if state in (CameraState.OPENING, CameraState.LIVE) else Proof.BADLY)
    then = sight(CameraStatus(state), Seen(640, 360))
    assert then is state
    assert (verdict(then) is Proof.WELL) == (state is CameraState.LIVE)
