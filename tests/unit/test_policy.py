"""The machine's policy: what it sets, nobody below it changes; what it leaves open is the user's."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

import app.commands.config
import app.settings_layers
from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from app.settings_layers import given_values, load_settings, machine_folder, policy_files, settings_with_origins
from tests.fakes.command import Command
from ui.settings.view_model import Origin, setting_fields
from ui.setup.view_model import is_fixed


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    folder = tmp_path / "machine"
    (folder / "conf.d").mkdir(parents=True)
    return folder


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "user.toml"


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    return Command(capsys, monkeypatch, tmp_path)


@pytest.fixture
def here(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine that commands run on has this policy."""
    monkeypatch.setattr(app.settings_layers, "machine_folder", lambda: machine)
    monkeypatch.setattr(app.commands.config, "machine_folder", lambda: machine)
    return machine


def test_what_the_policy_sets_neither_file_nor_environment_changes(machine: Path, user: Path) -> None:
    (machine / "countersign.toml").write_text('[station]\nid = "policy"\n')
    user.write_text('[station]\nid = "user"\n[camera]\nfps = 10\n')
    environ = {"COUNTERSIGN_STATION__ID": "environment"}
    assert load_settings(user, environ, machine=machine).station.id == "policy"
    without = load_settings(user, environ, machine=machine / "nowhere")
    assert without.station.id == "environment"  # it was the policy that held


def test_what_the_policy_leaves_open_is_the_users(machine: Path, user: Path) -> None:
    (machine / "countersign.toml").write_text('[station]\nid = "policy"\n')
    user.write_text("[camera]\nfps = 10\n")
    assert load_settings(user, {}, machine=machine).camera.fps == 10


def test_drop_ins_are_read_in_the_order_of_their_names_and_win_over_the_main_file(machine: Path, user: Path) -> None:
    (machine / "countersign.toml").write_text("[camera]\nfps = 5\nfocus = 7\n")
    (machine / "conf.d" / "20-late.toml").write_text("[camera]\nfps = 20\n")
    (machine / "conf.d" / "10-early.toml").write_text("[camera]\nfps = 10\n")
    (machine / "conf.d" / "30-not-read.toml.bak").write_text("[camera]\nfps = 30\n")
    found = load_settings(user, {}, machine=machine).camera
    assert (found.fps, found.focus) == (20, 7)
    assert [file.name for file in policy_files(machine)] == ["countersign.toml", "10-early.toml", "20-late.toml"]


def test_the_command_line_is_told_that_it_cannot_overrule(machine: Path, user: Path) -> None:
    file = machine / "countersign.toml"
    file.write_text("[camera]\nfps = 5\n")
    with pytest.raises(OperationalError) as caught:
        load_settings(user, {}, ["camera.fps=10"], machine=machine)
    assert caught.value.code is ErrorCode.SETTING_INVALID
    assert caught.value.details == {
        "origin": "command line", "key": "camera.fps", "problem": f"it is fixed by the policy {file}"
    }  # fmt: skip
    assert load_settings(user, {}, ["camera.focus=3"], machine=machine).camera.focus == 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[camera\n", ErrorCode.FILE_UNREADABLE),
        ("[camera]\nfps = 0\n", ErrorCode.SETTING_INVALID),
        ("[camera]\nfsp = 9\n", ErrorCode.SETTING_INVALID),
    ],
)
def test_a_wrong_policy_is_told_with_its_file(machine: Path, user: Path, text: str, code: ErrorCode) -> None:
    file = machine / "conf.d" / "wrong.toml"
    file.write_text(text)
    with pytest.raises(OperationalError) as caught:
        load_settings(user, {}, machine=machine)
    assert caught.value.code is code
    assert str(file) in str(caught.value.details.get("origin", caught.value.details.get("path")))


def test_a_wrong_value_of_the_user_does_no_harm_where_the_policy_has_a_right_one(machine: Path, user: Path) -> None:
    (machine / "countersign.toml").write_text("[camera]\nfps = 5\n")
    user.write_text("[camera]\nfps = 0\n")
    assert load_settings(user, {}, machine=machine).camera.fps == 5


_KEYS = {"camera.fps": st.integers(1, 60), "camera.focus": st.integers(-1, 1023), "model.threads": st.integers(1, 64)}
_LAYER = st.fixed_dictionaries({}, optional=_KEYS)


def _toml(values: dict[str, int]) -> str:
    return "".join(f"{key} = {value}\n" for key, value in values.items())


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(user_says=_LAYER, environment_says=_LAYER, main_says=_LAYER, drop_in_says=_LAYER)
def test_for_every_setting_the_strongest_layer_that_names_it_wins(
    machine: Path, user: Path, user_says: dict[str, int], environment_says: dict[str, int],
    main_says: dict[str, int], drop_in_says: dict[str, int],
) -> None:  # fmt: skip
    user.write_text(_toml(user_says))
    (machine / "countersign.toml").write_text(_toml(main_says))
    (machine / "conf.d" / "site.toml").write_text(_toml(drop_in_says))
    environ = {f"COUNTERSIGN_{key.upper().replace('.', '__')}": str(each) for key, each in environment_says.items()}
    found = load_settings(user, environ, machine=machine)
    expected = {**user_says, **environment_says, **main_says, **drop_in_says}
    for key in _KEYS:
        section, name = key.split(".")
        default = getattr(getattr(Settings(), section), name)
        assert getattr(getattr(found, section), name) == expected.get(key, default)


# -- where a value comes from -----------------------------------------------------------------------------------------


def test_every_layer_that_names_a_setting_is_kept_the_winner_last(machine: Path, user: Path) -> None:
    file = machine / "countersign.toml"
    file.write_text("[camera]\nfps = 5\n")
    user.write_text("[camera]\nfps = 6\n")
    said = given_values(user, {"COUNTERSIGN_CAMERA__FPS": "7"}, machine=machine)["camera.fps"]
    assert [(each.origin, each.value) for each in said] == [
        (str(user), 6), ("environment COUNTERSIGN_CAMERA__FPS", "7"), (f"policy {file}", 5)
    ]  # fmt: skip


def test_config_show_tells_the_origin_and_what_gave_way(command: Command, here: Path, user: Path) -> None:
    policy = here / "countersign.toml"
    policy.write_text("[camera]\nfps = 5\n")
    user.write_text("[camera]\nfps = 6\nfocus = 9\n")
    shown = command("config", "show", "--origin", "--config", user).out.splitlines()
    at = shown.index(f"camera.fps = 5  # policy {policy}")
    assert shown[at + 1] == f"    overruled: 6  # {user}"
    assert f"camera.focus = 9  # {user}" in shown
    assert 'station.id = "station-1"  # default' in shown
    as_json = json.loads(command("config", "show", "--origin", "--json", "--config", user).out)
    assert as_json["camera.fps"] == {
        "value": 5, "origin": f"policy {policy}", "overruled": [{"value": 6, "origin": str(user)}]
    }  # fmt: skip
    assert set(as_json) == {field.key for field in setting_fields(Settings(), {})}


def test_config_path_and_check_name_the_policy(command: Command, here: Path, user: Path) -> None:
    policy = here / "countersign.toml"
    policy.write_text("[camera]\nfps = 5\n")
    assert command("config", "path", "--config", user.parent / "none.toml").code == 2
    user.write_text("")
    assert command("config", "path", "--config", user).out.splitlines() == [str(user), str(policy)]
    assert command("config", "check", "--config", user).out.splitlines() == [f"{user}: fine", f"{policy}: fine"]


def test_an_installer_is_not_stopped_by_a_policy_that_stops_the_program(command: Command, here: Path) -> None:
    (here / "conf.d" / "wrong.toml").write_text("[camera\n")
    assert command("config", "check").code == 2
    assert command("machine", "init", "station.id=qc-3", "--folder", here).code == 0
    assert (here / "countersign.toml").exists()


def test_the_dialog_and_the_wizard_hold_what_the_policy_sets(machine: Path, user: Path) -> None:
    file = machine / "countersign.toml"
    file.write_text("[camera]\nfps = 5\n")
    settings, origins = settings_with_origins(user, {}, machine=machine)
    by_key = {field.key: field for field in setting_fields(settings, origins)}
    assert by_key["camera.fps"].locked
    assert (by_key["camera.fps"].origin, by_key["camera.fps"].origin_name) == (Origin.POLICY, str(file))
    assert not by_key["camera.focus"].locked
    assert is_fixed(origins, "camera.fps")
    assert not is_fixed(origins, "camera.focus")


@pytest.mark.skipif(os.name != "posix", reason="the folder of Windows is asked of Windows")
def test_the_policys_folder_is_not_the_users_to_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/home/somebody")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert machine_folder() == Path("/etc/countersign")
