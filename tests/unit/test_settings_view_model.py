"""The settings dialog's fields are the declarations, and its checks are the settings' own."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from app.settings import Settings
from app.settings_layers import problems_of, with_changes
from ui.settings.view_model import (
    GENERAL,
    Kind,
    Origin,
    Problem,
    ProblemKind,
    SettingField,
    draft,
    sections,
    setting_descriptions,
    setting_fields,
    shown_fields,
    shown_value,
    stepped,
    value_of,
)

PLAIN = Settings()
FIELDS = setting_fields(PLAIN, {})
BY_KEY = {field.key: field for field in FIELDS}
NUMBERS = [field for field in FIELDS if field.kind is Kind.NUMBER]


def declared() -> list[str]:
    keys: list[str] = []
    for name in Settings.model_fields:
        section = getattr(PLAIN, name)
        keys += [f"{name}.{key}" for key in type(section).model_fields] if isinstance(section, BaseModel) else [name]
    return keys


# -- fields are the declarations --------------------------------------------------------------------------------------


def test_every_setting_has_exactly_one_field() -> None:
    assert sorted(field.key for field in FIELDS) == sorted(declared())
    assert {field.section for field in FIELDS} == {section.name for section in sections()}


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_a_field_says_what_its_declaration_says(field: SettingField) -> None:
    assert field.value == field.default == value_of(PLAIN, field.key)
    assert field.description in setting_descriptions()
    assert (field.low is None) == (field.kind is not Kind.NUMBER)
    assert field.kind is not Kind.CHOICE or field.value in field.choices
    assert isinstance(field.value, bool) == (field.kind is Kind.SWITCH)
    assert not field.locked


def test_kinds_bounds_and_units_are_told_by_type_and_name() -> None:
    seen = {key: (BY_KEY[key].kind, BY_KEY[key].unit) for key in ("camera.width_px", "sound.volume_percent")}
    assert seen == {"camera.width_px": (Kind.NUMBER, "px"), "sound.volume_percent": (Kind.NUMBER, "%")}
    assert BY_KEY["record.keep_confirmed_days"].unit == "days"
    assert BY_KEY["camera.exposure_us"].unit == "µs"
    assert (BY_KEY["camera.fps"].low, BY_KEY["camera.fps"].high, BY_KEY["camera.fps"].whole) == (1, 60, True)
    assert BY_KEY["ui.theme"].choices == ("dark", "light")
    assert BY_KEY["inference.tls_ca"].kind is BY_KEY["data_dir"].kind is Kind.PATH
    assert BY_KEY["scanner.prefix"].longest == 16
    assert BY_KEY["server.batch_wait_ms"].choices == ("auto",)
    assert BY_KEY["data_dir"].section == GENERAL


def test_where_a_value_comes_from_decides_whether_it_can_be_changed() -> None:
    origins = {
        "camera.fps": "environment COUNTERSIGN_CAMERA__FPS",
        "camera.source": "command line",
        "erp.base_url": "/etc/countersign.toml",
        "erp.timeout_s": "environment of mine.toml",
    }
    by_key = {field.key: field for field in setting_fields(PLAIN, origins)}
    assert (by_key["camera.fps"].origin, by_key["camera.fps"].origin_name) == (
        Origin.ENVIRONMENT,
        "COUNTERSIGN_CAMERA__FPS",
    )
    assert by_key["camera.source"].origin is Origin.COMMAND_LINE
    assert by_key["erp.base_url"].origin is by_key["erp.timeout_s"].origin is Origin.FILE
    assert by_key["camera.loop"].origin is Origin.DEFAULT
    assert [field.key for field in by_key.values() if field.locked] == ["camera.source", "camera.fps"]


def test_what_is_seen_and_heard_applies_at_once_and_all_else_needs_a_restart() -> None:
    assert {field.section for field in FIELDS if field.at_once} == {"ui", "sound"}
    later = {field.key for field in FIELDS if field.section == "ui" and not field.at_once}
    assert later == {"ui.kiosk", "ui.hung_restart_s", "ui.stay_awake"}
    assert not draft(PLAIN, FIELDS, {"ui.theme": "light", "sound.enabled": False}).restart
    assert draft(PLAIN, FIELDS, {"ui.theme": "light", "camera.fps": "10"}).restart


# -- finding ----------------------------------------------------------------------------------------------------------


def test_a_section_shows_its_own_and_a_search_looks_through_all() -> None:
    assert {field.section for field in shown_fields(FIELDS, "erp", "  ", str)} == {"erp"}
    found = [field.key for field in shown_fields(FIELDS, "erp", "timeout DATABASE", str)]
    assert found == ["database.timeout_s", "database.lookup_timeout_s", "database.query_timeout_s"]
    assert shown_fields(FIELDS, "erp", "no such thing", str) == ()


def test_a_search_finds_the_words_of_the_screen() -> None:
    words = {BY_KEY["ui.theme"].description: "Warna layar"}
    found = shown_fields(FIELDS, "erp", "warna", lambda text: words.get(text, text))
    assert [field.key for field in found] == ["ui.theme"]


# -- changing ---------------------------------------------------------------------------------------------------------


@given(st.sampled_from(NUMBERS), st.floats(0, 1), st.booleans())
def test_a_number_within_its_bounds_is_taken(field: SettingField, share: float, comma: bool) -> None:
    assert field.low is not None
    assert field.high is not None
    number: float = field.low + share * (field.high - field.low)
    number = round(number) if field.whole else number
    typed = repr(number).replace(".", ",") if comma else f" {number!r} "
    found = draft(PLAIN, FIELDS, {field.key: typed})
    own = {key: problem for key, problem in found.problems.items() if key == field.key}
    assert own == {}  # another setting of the section may not go with it
    if not found.problems and number != field.value:
        assert found.changes == {field.key: number}
        assert with_changes(PLAIN, found.changes)


@given(st.sampled_from(NUMBERS), st.floats(0.001, 1e9), st.booleans())
def test_a_number_out_of_its_bounds_is_refused_by_its_key(field: SettingField, beyond: float, below: bool) -> None:
    assert field.low is not None
    assert field.high is not None
    number = field.low - beyond if below else field.high + beyond
    if field.whole:
        number = math.floor(number) if below else math.ceil(number)
    assert field.key in problems_of(PLAIN, {field.key: number})
    found = draft(PLAIN, FIELDS, {field.key: repr(number)})
    assert found.problems[field.key] == Problem(ProblemKind.OUT_OF_RANGE)
    assert found.problem_of(field) is not None
    assert not found.may_save


@pytest.mark.parametrize(
    ("key", "typed", "kind"),
    [
        ("camera.fps", "many", ProblemKind.NOT_A_NUMBER),
        ("camera.fps", "", ProblemKind.NOT_A_NUMBER),
        ("camera.fps", "nan", ProblemKind.NOT_A_NUMBER),
        ("camera.fps", "3.5", ProblemKind.NOT_WHOLE),
        ("station.id", "not a name", ProblemKind.SAID),
        ("database.url", "mssql+pyodbc://qc:secret@db/x", ProblemKind.SAID),
    ],
)
def test_what_is_wrong_is_told_by_its_kind(key: str, typed: str, kind: ProblemKind) -> None:
    found = draft(PLAIN, FIELDS, {key: typed})
    assert found.problems[key].kind is kind
    assert bool(found.problems[key].text) == (kind is ProblemKind.SAID)
    assert not found.may_save


def test_a_word_may_stand_instead_of_a_number() -> None:
    fields = setting_fields(with_changes(PLAIN, {"server.batch_wait_ms": 4}), {})
    assert draft(PLAIN, fields, {"server.batch_wait_ms": "auto"}).may_save
    assert not draft(PLAIN, fields, {"server.batch_wait_ms": "soon"}).may_save


def test_settings_that_do_not_go_together_are_told_at_those_that_were_changed() -> None:
    found = draft(PLAIN, FIELDS, {"decision.keep_confidence": "0.95", "ui.theme": "light"})
    assert set(found.problems) == {"decision"}
    marked = [field.key for field in FIELDS if found.problem_of(field)]
    assert marked == ["decision.keep_confidence"]
    together = draft(PLAIN, FIELDS, {"decision.keep_confidence": "0.95", "decision.accept_confidence": "0.96"})
    assert together.may_save


def test_every_problem_is_told_not_only_the_first() -> None:
    found = draft(PLAIN, FIELDS, {"camera.fps": "0", "station.id": "", "erp.timeout_s": "4"})
    assert set(found.problems) == {"camera.fps", "station.id"}
    assert found.changes["erp.timeout_s"] == "4"


def test_what_is_put_back_is_no_change() -> None:
    assert not draft(PLAIN, FIELDS, {"camera.fps": "15", "ui.theme": "dark", "camera.loop": True}).changes
    assert not draft(PLAIN, FIELDS, {"camera.fps": None}).changes


def test_back_to_the_default_takes_it_out_of_the_file() -> None:
    settings = with_changes(PLAIN, {"camera.fps": 10})
    fields = setting_fields(settings, {"camera.fps": "/etc/countersign.toml", "log.level": "/etc/countersign.toml"})
    assert draft(settings, fields, {"camera.fps": None, "log.level": None}).changes == {
        "camera.fps": None,
        "log.level": None,
    }


def test_what_is_fixed_from_outside_is_never_changed() -> None:
    fields = setting_fields(PLAIN, {"camera.fps": "command line"})
    assert not draft(PLAIN, fields, {"camera.fps": "10"}).changes


def test_numbers_are_written_as_numbers() -> None:
    changes = draft(PLAIN, FIELDS, {"camera.fps": "10", "erp.timeout_s": "4", "camera.loop": False}).changes
    assert {key: type(value) for key, value in changes.items()} == {
        "camera.fps": int,
        "erp.timeout_s": float,
        "camera.loop": bool,
    }


# -- − and + ----------------------------------------------------------------------------------------------------------


@given(st.sampled_from(NUMBERS), st.integers(-200, 200))
def test_a_press_stays_within_the_bounds_and_is_taken(field: SettingField, steps: int) -> None:
    text = stepped(field, shown_value(field.default), steps)
    assert field.key not in problems_of(PLAIN, {field.key: text})


@pytest.mark.parametrize(
    ("key", "text", "steps", "then"),
    [
        ("camera.fps", "15", 1, "16"),
        ("camera.fps", "60", 1, "60"),
        ("camera.fps", "nonsense", 1, "1"),
        ("camera.width_px", "1280", -1, "1270"),
        ("decision.max_rival", "0.05", 1, "0.051"),
        ("erp.timeout_s", "0,5", 1, "2"),
        ("server.batch_wait_ms", "auto", 1, "0"),
    ],
)
def test_a_press_is_one_step(key: str, text: str, steps: int, then: str) -> None:
    assert stepped(BY_KEY[key], text, steps) == then
