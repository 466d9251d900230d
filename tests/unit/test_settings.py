"""Settings: four layers, and a wrong one is told by where it is and what it is called."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence
from app.settings import DecisionSettings, Settings
from app.settings_layers import config_path, load_settings, with_overrides

NOWHERE = Path("no-such-file.toml")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "countersign.toml"


def refused(
    path: Path = NOWHERE, environ: dict[str, str] | None = None, overrides: tuple[str, ...] = ()
) -> OperationalError:
    with pytest.raises(OperationalError) as caught:
        load_settings(path, environ or {}, overrides)
    words = str(error_sentence(caught.value))
    assert "Setting  " not in words
    assert "?" not in words
    return caught.value


def where(error: OperationalError) -> tuple[object, object]:
    assert error.code is ErrorCode.SETTING_INVALID
    return error.details["origin"], error.details["key"]


# -- layers -----------------------------------------------------------------------------------------------------------


def test_without_any_layer_the_defaults_apply() -> None:
    assert load_settings(NOWHERE, {}) == Settings()


def test_later_layers_win_and_each_changes_only_what_it_names(file: Path) -> None:
    file.write_text('[station]\nid = "from-file"\n[erp]\ntimeout_s = 3.0\n[camera]\nfps = 10\n')
    environ = {"COUNTERSIGN_STATION__ID": "from-env", "COUNTERSIGN_ERP__TIMEOUT_S": "4"}
    settings = load_settings(file, environ, ["station.id = from-line "])
    assert (settings.station.id, settings.erp.timeout_s, settings.camera.fps) == ("from-line", 4.0, 10)
    assert settings.station.detector == "auto"
    assert load_settings(file, environ).station.id == "from-env"
    assert load_settings(file, {}).station.id == "from-file"


def test_the_file_is_the_one_asked_for_else_the_environments_else_the_users(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    file.write_text('[station]\nid = "asked"\n')
    other.write_text('[station]\nid = "environment"\n')
    environ = {"COUNTERSIGN_CONFIG": str(other)}
    assert load_settings(file, environ).station.id == "asked"
    assert load_settings(None, environ).station.id == "environment"
    assert config_path({}).name == "countersign.toml"


def test_strangers_in_the_environment_are_none_of_our_business() -> None:
    assert load_settings(NOWHERE, {"COUNTERSIGN_TEST_MSSQL": "x", "PATH": "/bin", "ERP__TIMEOUT_S": "0"}) == Settings()


def test_a_value_may_hold_an_equals_sign() -> None:
    url = "mssql+pyodbc://qc@db/whcomp?driver=ODBC+Driver+18"
    assert load_settings(NOWHERE, {}, [f"database.url={url}"]).database.url == url


def test_the_data_folder_is_the_one_asked_for_else_the_users() -> None:
    assert load_settings(NOWHERE, {"COUNTERSIGN_DATA_DIR": "here"}).data_path == Path("here")
    assert Settings().data_path.is_absolute()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        setattr(Settings(), "data_dir", "elsewhere")  # noqa: B010 (mypy would not let the test try)


# -- what is wrong, and where -----------------------------------------------------------------------------------------

WRONG = [
    ("station.idd", "x"),
    ("nothing.here", "x"),
    ("station.id", "not a name"),
    ("station.detector", "cloud"),
    ("camera.fps", "0"),
    ("camera.loop", "sometimes"),
    ("server.port", "65536"),
    ("server.port", "many"),
    ("erp.timeout_s", "nan"),
    ("decision.min_frames", "3.5"),
    ("ui.theme", "pink"),
    ("log.level", "LOUD"),
]
RELAXED_VOTES = [
    ("decision.min_frames", "2"),
    ("decision.accept_confidence", "0.84"),
    ("decision.keep_confidence", "0.79"),
    ("decision.min_agreement", "0.59"),
    ("decision.min_agreement", "nan"),
    ("decision.max_age_ms", "501"),
]


@pytest.mark.parametrize(("key", "value"), WRONG + RELAXED_VOTES)
def test_a_wrong_key_or_value_is_told_by_its_origin_and_name(file: Path, key: str, value: str) -> None:
    section, name = key.split(".")
    told = key if section != "nothing" else section
    variable = f"COUNTERSIGN_{section}__{name}".upper()
    assert where(refused(overrides=(f"{key}={value}",))) == ("command line", told)
    assert where(refused(environ={variable: value})) == (f"environment {variable}", told)
    file.write_text(f'[{section}]\n{name} = "{value}"\n')
    assert where(refused(file)) == (str(file), told)


def test_the_layer_that_is_wrong_is_named_whatever_the_others_say(file: Path) -> None:
    file.write_text("[station]\n[erp]\ntimeout_s = 3.0\n")
    assert where(refused(file, overrides=("station.id=not a name",))) == ("command line", "station.id")
    assert where(refused(file, {"COUNTERSIGN_ERP__TIMEOUT_S": "0"}))[0] == "environment COUNTERSIGN_ERP__TIMEOUT_S"


def test_a_section_is_not_a_value(file: Path) -> None:
    file.write_text('station = "station-1"\n')
    error = refused(file)
    assert where(error) == (str(file), "station")
    assert error.details["problem"] == "it is a section, not a value"


@pytest.mark.parametrize("text", ["station.id", "", "=3", " =3"])
def test_a_command_line_setting_has_a_name_and_a_value(text: str) -> None:
    error = refused(overrides=(text,))
    assert where(error) == ("command line", f"“{text}”")
    assert error.details["problem"] == "expected section.key=value"


@pytest.mark.parametrize("content", [b"[station", b"\xff\xfe", b"id = \n", b"a = 1\na = 2\n"])
def test_a_file_that_is_not_toml_is_told_by_its_path(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    error = refused(file)
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert error.details["path"] == str(file)


def test_a_folder_is_not_a_settings_file(tmp_path: Path) -> None:
    error = refused(tmp_path)
    assert error.code is ErrorCode.FILE_UNREADABLE
    assert str(error_sentence(error)).startswith(f"{tmp_path} cannot be used: ")
    assert "Errno" not in str(error_sentence(error))


# -- the vote can be made stricter, never weaker ----------------------------------------------------------------------


def test_a_cover_is_never_harder_to_keep_than_to_accept() -> None:
    error = refused(overrides=("decision.keep_confidence=0.95",))
    assert where(error) == ("command line", "decision")
    assert error.details["problem"] == "keep_confidence is above accept_confidence"


@given(
    st.builds(
        dict,
        min_frames=st.integers(-5, 40),
        accept_confidence=st.floats(0, 1.2),
        keep_confidence=st.floats(0, 1.2),
        min_agreement=st.floats(0, 1.2),
        max_age_ms=st.integers(0, 2000),
    )
)
def test_whatever_the_settings_let_through_the_rules_take_too(values: dict[str, float]) -> None:
    try:
        settings = DecisionSettings.model_validate(values)
    except ValidationError:
        return
    rules = settings.rules()
    assert rules.min_frames >= 3
    assert 0.80 <= rules.keep_confidence <= rules.accept_confidence
    assert rules.accept_confidence >= 0.85
    assert rules.max_age_ms <= 500


def test_the_default_vote_is_the_plants() -> None:
    rules = Settings().decision.rules()
    assert (rules.min_frames, rules.accept_confidence, rules.keep_confidence) == (3, 0.85, 0.80)
    assert (rules.min_agreement, rules.max_age_ms) == (0.60, 500)
    assert Settings().model.floor_confidence == 0.25
    assert Settings().inference.jpeg_quality == 82
    assert Settings().erp.timeout_s == 15.0


# -- declared once, and well ------------------------------------------------------------------------------------------

SECTIONS = [name for name in Settings.model_fields if name != "data_dir"]


@pytest.mark.parametrize("name", SECTIONS)
def test_every_setting_is_described_and_its_default_is_within_its_own_bounds(name: str) -> None:
    section = getattr(Settings(), name)
    assert isinstance(section, BaseModel)
    for key, field in type(section).model_fields.items():
        assert field.description, f"{name}.{key}"
        assert "\n" not in field.description
    assert type(section).model_validate(section.model_dump()) == section


@pytest.mark.parametrize("name", SECTIONS)
def test_every_number_has_bounds(name: str) -> None:
    properties = type(getattr(Settings(), name)).model_json_schema()["properties"]
    for key, schema in properties.items():
        for one in schema.get("anyOf", [schema]):
            if one["type"] in {"integer", "number"}:
                assert {"minimum", "maximum"} <= set(one), f"{name}.{key}"


def test_the_data_folder_is_described() -> None:
    assert Settings.model_fields["data_dir"].description


def test_a_file_of_every_default_is_read_as_the_defaults(file: Path) -> None:
    tree = Settings().model_dump()
    lines = [f'data_dir = "{tree.pop("data_dir")}"']
    for section, values in tree.items():
        lines.append(f"[{section}]")
        lines += [f"{k} = {str(v).lower() if isinstance(v, bool) else repr(v)}" for k, v in values.items()]
    file.write_text("\n".join(lines))
    assert tomllib.loads(file.read_text())
    assert load_settings(file, {}) == Settings()


@pytest.mark.parametrize(
    ("text", "problem"), [("size, colour", "“colour” is none of"), ("size", "size and side always tell parts apart")]
)
def test_segments_that_would_not_tell_parts_apart_are_refused(text: str, problem: str) -> None:
    with pytest.raises(OperationalError) as caught:
        load_settings(Path("no-such-file.toml"), {}, [f"decision.discriminating={text}"])
    assert problem in str(caught.value.details["problem"])


def test_settings_with_changes_are_checked_like_any_others() -> None:
    assert with_overrides(Settings(), ["decision.min_frames=7"]).decision.min_frames == 7
    with pytest.raises(OperationalError):
        with_overrides(Settings(), ["decision.min_frames=1"])
