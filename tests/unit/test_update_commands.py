"""``countersign release`` and ``countersign update``, as the vendor and IT use them."""

import argparse
import importlib
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_book import ModelBook
from app.settings import ModelSettings, ServerSettings, Settings, UpdateSettings
from services.updates.model_store import FileModelStore
from tests.fakes.model_vendor import PASSPHRASE, Vendor, model, model_folder


def run(command: str, words: Sequence[object], settings: Settings | None = None) -> int:
    module = importlib.import_module(f"app.commands.{command}")
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args([str(word) for word in words]), settings or Settings())
    return code


# -- release


class Desk:
    """The vendor's: keys and repository in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.repo = folder, folder / "repo"
        self.pass_file = folder / "passphrase"
        self.pass_file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")

    def __call__(self, deed: str, *words: object, keys: bool = True) -> int:
        with_keys = ["--keys", self.folder / "keys", "--passphrase-file", self.pass_file] if keys else []
        return run("release", [deed, "--repo", self.repo, *with_keys, *words])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_from_the_first_key_to_what_a_station_sees(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk("init") == 0
    assert str(desk.repo / "metadata" / "1.root.json") in capsys.readouterr().out
    assert {each.name for each in (tmp_path / "keys" / "root").iterdir()} == {f"root-{n}.pem" for n in (1, 2, 3)}
    folder = model_folder(tmp_path / "m", "1.1.0")
    assert desk("sign", folder, "--program", "1.0") == 0
    assert "colour@1.1.0 is signed, 3 files" in capsys.readouterr().out
    assert desk("publish", "--to", tmp_path / "web", keys=False) == 0
    assert desk("publish", "--to", tmp_path / "web", keys=False) == 0
    assert "has everything already" in capsys.readouterr().out
    assert desk("rotate", "root", "--lost", "2") == 0
    assert "root-4" in capsys.readouterr().out
    assert desk("status", "--json", keys=False) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["models"] == ["colour@1.1.0"]
    assert {each["role"]: (each["threshold"], each["keys"]) for each in told["roles"]} == {
        "root": (2, ["root-1", "root-3", "root-4"]),
        "targets": (1, ["targets-1"]),
        "snapshot": (1, ["snapshot-1"]),
        "timestamp": (1, ["timestamp-1"]),
    }
    settings = _settings(tmp_path / "data", str(tmp_path / "web"), desk.repo / "metadata" / "1.root.json")
    assert run("update", ["check"], settings) == 0
    assert "waits              colour@1.1.0" in capsys.readouterr().out


def test_what_expires_soon_is_told_with_exit_code_1(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk("init", "--timestamp-days", "1", "--root-count", "2", "--targets-count", "2", "--targets-threshold", "2")
    capsys.readouterr()
    assert desk("status", keys=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if " !" in line] == ["timestamp"]
    assert "2 of targets-1, targets-2" in lines[1]
    assert desk("sign", "--timestamp") == 0
    assert desk("status", keys=False) == 0


@pytest.mark.parametrize("words", [[], ["m", "--timestamp"]])
def test_signing_is_of_one_thing(desk: Desk, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert desk("sign", *words) == 2
    assert "give a MODEL_FOLDER, or one of" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["sign", "m", "--program", "one"], ["sign", "--timestamp", "--root"], ["rotate", "leaf"],
        ["init", "--root-count", "0"], ["init", "--timestamp-days", "4000"], ["sign", "m", "--root-days", "x"],
    ],
)  # fmt: skip
def test_wrong_words_are_refused(desk: Desk, words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        desk(*words)
    assert caught.value.code == 2


def test_passphrases_are_typed_unseen_one_for_the_keys_and_one_for_each_of_the_root(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed: list[str] = []

    def ask(prompt: str) -> str:
        typed.append(prompt)
        return f"passphrase of {next((n for n in ('root-1', 'root-2', 'root-3') if n in prompt), 'the others')}"

    prompts: list[str] = []

    def twice(prompt: str) -> str:
        if prompt.startswith("The same"):
            return ask(prompts[-1])
        prompts.append(prompt)
        return ask(prompt)

    monkeypatch.setattr("getpass.getpass", twice)
    words = ["--repo", desk.repo, "--keys", tmp_path / "keys"]
    assert run("release", ["init", *words]) == 0
    assert [prompt.rpartition("/")[2] for prompt in prompts] == [
        "root-1.pem: ", "root-2.pem: ", "root-3.pem: ", "keys: ",
    ]  # fmt: skip
    prompts.clear()
    assert run("release", ["sign", "--timestamp", *words]) == 0
    assert len(prompts) == 1
    monkeypatch.setattr("getpass.getpass", lambda prompt: f"a long enough {prompt}")
    with pytest.raises(OperationalError) as caught:
        run("release", ["init", "--repo", tmp_path / "r2", "--keys", tmp_path / "k2"])
    assert "differ" in str(caught.value.details["problem"])


def test_a_passphrase_file_that_is_missing_is_named(desk: Desk) -> None:
    desk.pass_file.unlink()
    with pytest.raises(OperationalError) as caught:
        desk("init")
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


# -- update


def _settings(data: Path, source: str = "", root: Path | None = None, path: str = "updates") -> Settings:
    updates = UpdateSettings(source=source, root=str(root or ""), model="colour")
    return Settings(data_dir=str(data), model=ModelSettings(path=path, threads=1), updates=updates)


@pytest.fixture
def used(tmp_path: Path) -> tuple[Settings, FileModelStore]:
    """1.1.0 is in use and 1.2.0 waits."""
    store = FileModelStore(tmp_path / "models")
    store.change(lambda _: ModelBook(current=model("1.1.0"), ready=model("1.2.0"), highest=(model("1.1.0"),)))
    return _settings(tmp_path), store


def test_status_of_a_place_that_follows_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("update", ["status"], _settings(tmp_path, path="demo")) == 0
    said = capsys.readouterr().out
    assert "countersign-demo@1.1.0 (came with the program)" in said
    assert "this station does not use it" in said


def test_status_apply_and_back(used: tuple[Settings, FileModelStore], capsys: pytest.CaptureFixture[str]) -> None:
    settings, store = used
    assert run("update", ["status", "--json"], settings) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["current"], told["ready"], told["asked"], told["used"]) == ("colour@1.1.0", "colour@1.2.0", "", True)
    assert run("update", ["apply"], settings) == 0
    assert "asked for by" in capsys.readouterr().out
    assert store.book().asked
    assert run("update", ["back"], settings) == 0
    book = store.book()
    assert (book.current, book.ready, book.trial) == (None, None, True)
    assert "not tried again    colour@1.1.0" in capsys.readouterr().out
    for deed, told_in_words in (("apply", "Nothing waits"), ("back", "No model that was brought here")):
        assert run("update", [deed], settings) == 1
        assert told_in_words in capsys.readouterr().out
    assert store.book() == book


def test_nothing_is_left_asked_for_where_nothing_waits(tmp_path: Path) -> None:
    """Or the next model that comes would be used at once."""
    assert run("update", ["apply"], _settings(tmp_path)) == 1
    assert FileModelStore(tmp_path / "models").book() == ModelBook()


def test_a_check_says_what_it_met(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vendor = Vendor(tmp_path / "vendor")
    vendor.begin()
    settings = _settings(tmp_path / "data", str(tmp_path / "away"), vendor.root)
    assert run("update", ["check", "--json"], settings) == 1
    assert "cannot be fetched" in json.loads(capsys.readouterr().out)["trouble"]


@pytest.mark.parametrize(
    ("words", "key"), [(["check"], "updates.source"), (["status", "--server"], "server.models_dir")]
)
def test_a_setting_that_is_missing_is_named(tmp_path: Path, words: list[str], key: str) -> None:
    with pytest.raises(OperationalError) as caught:
        run("update", words, _settings(tmp_path))
    assert (caught.value.code, caught.value.details["key"]) == (ErrorCode.SETTING_INVALID, key)


def test_the_servers_store_is_its_folder_of_models(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    FileModelStore(tmp_path / "m").change(lambda _: ModelBook(current=ModelIdentity("colour", "3.0")))
    settings = Settings(server=ServerSettings(models_dir=str(tmp_path / "m")))
    assert run("update", ["status", "--server"], settings) == 0
    assert "colour@3.0" in capsys.readouterr().out


# -- settings


def test_a_source_needs_the_trusted_root() -> None:
    with pytest.raises(ValueError, match="trusted root"):
        UpdateSettings(source="https://vendor.example/")
    with pytest.raises(ValueError, match="no stretch of a day"):
        UpdateSettings(window="at night")
