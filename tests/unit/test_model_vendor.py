"""The vendor's side: keys, releases, renewals, rotations, and publishing without a torn state."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata

from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import UpdateRefusal
from services.updates.vendor import releasing
from services.updates.vendor.keys import LEAST_PASSPHRASE, KeyFolders
from services.updates.vendor.publishing import publish
from services.updates.vendor.releasing import KeyPlan
from services.vision.model_card import read_card_values, write_card_values
from tests.fakes.model_vendor import LOAD, PASSPHRASE, Client, Vendor, model, model_folder, red


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    vendor = Vendor(tmp_path_factory.mktemp("vendor") / "v")
    vendor.begin()
    vendor.release("1.1.0")
    return vendor


@pytest.fixture
def vendor(begun: Vendor, tmp_path: Path) -> Vendor:
    """With key files of its own; 1.1.0 is published."""
    shutil.copytree(begun.folder, tmp_path / "vendor", ignore=shutil.ignore_patterns("made"))
    return Vendor(tmp_path / "vendor")


def client_of(vendor: Vendor, folder: Path) -> Client:
    return Client(folder, str(vendor.public), vendor.root)


def rotate(vendor: Vendor, role: str, lost: int | None = None, threshold: int | None = None) -> list[str]:
    folder = vendor.offline if role == "root" else vendor.online
    return releasing.rotate(vendor.repository(), vendor.keys, folder, role, lost, threshold)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(OperationalError) as caught:
        act()
    assert caught.value.code is ErrorCode.RELEASE_UNUSABLE, caught.value
    return str(caught.value.details["problem"])


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


# -- keys and beginning


def test_keys_are_encrypted_and_their_owners_alone(vendor: Vendor) -> None:
    paths = [*vendor.online.glob("*.pem"), *vendor.offline.glob("*.pem")]
    assert {each.name for each in paths} == {
        "root-1.pem", "root-2.pem", "root-3.pem", "targets-1.pem", "snapshot-1.pem", "timestamp-1.pem",
    }  # fmt: skip
    for path in paths:
        assert path.read_text(encoding="ascii").startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        assert path.stat().st_mode & 0o777 == 0o600
    wrong = KeyFolders([vendor.online], lambda _: "not this passphrase")
    assert "does not open" in refused(lambda: wrong.signers("targets"))


def test_a_short_passphrase_is_no_passphrase(tmp_path: Path) -> None:
    vendor = Vendor(tmp_path / "v")
    vendor.keys = KeyFolders([vendor.online, vendor.offline], lambda _: "x" * (LEAST_PASSPHRASE - 1))
    assert str(LEAST_PASSPHRASE) in refused(vendor.begin)
    assert not vendor.repo.exists()


def test_nothing_is_begun_twice(vendor: Vendor, tmp_path: Path) -> None:
    before = files_of(vendor.folder)
    assert "repository already" in refused(vendor.begin)
    shutil.rmtree(vendor.repo)
    assert "keys already" in refused(vendor.begin)
    assert {name: data for name, data in before.items() if "keys" in name} == {
        name: data for name, data in files_of(vendor.folder).items() if "keys" in name
    }


def test_a_threshold_that_no_keys_reach_is_refused(tmp_path: Path) -> None:
    vendor = Vendor(tmp_path / "v")
    assert "3 keys of targets" in refused(lambda: vendor.begin(KeyPlan(targets=(2, 3))))


# -- releasing


def card(folder: Path, **changes: object) -> None:
    values = read_card_values(folder / "model.toml")
    assert values is not None
    write_card_values(folder / "model.toml", {k: v for k, v in (values | changes).items() if v is not None})


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda folder: card(folder, golden=None), "golden frame"),
        (lambda folder: card(folder, sha256=None), "SHA-256"),
        (lambda folder: card(folder, version="spring"), "no version"),
        (lambda folder: card(folder, version="1.1.0"), "give it a higher one"),
        (lambda folder: card(folder, version="1.0.9"), "give it a higher one"),
        (lambda folder: card(folder, name="a/b"), "no name"),
        (lambda folder: (folder / "model.toml").unlink(), "golden frame"),
    ],
)
def test_what_no_client_would_take_is_not_signed(
    vendor: Vendor, tmp_path: Path, slip: Callable[[Path], None], told: str
) -> None:
    folder, before = model_folder(tmp_path / "m", "1.2.0"), files_of(vendor.repo)
    slip(folder)
    assert told in refused(lambda: releasing.release_model(vendor.repository(), folder, "", LOAD))
    assert files_of(vendor.repo) == before


def test_a_model_that_fails_its_own_test_is_not_signed(vendor: Vendor, tmp_path: Path) -> None:
    folder, before = model_folder(tmp_path / "m", "1.2.0"), files_of(vendor.repo)
    (folder / "golden.jpg").write_bytes(red(20))
    with pytest.raises(OperationalError) as caught:
        releasing.release_model(vendor.repository(), folder, "", LOAD)
    assert caught.value.code is ErrorCode.MODEL_UNUSABLE
    assert files_of(vendor.repo) == before


def test_each_model_has_its_own_newest_release(vendor: Vendor, tmp_path: Path) -> None:
    other = model_folder(tmp_path / "m", "7.0", name="other")
    releasing.release_model(vendor.repository(), other, "1.2", LOAD)
    vendor.release("1.2.0")
    offered = releasing.offered_releases(vendor.repository())
    assert [(str(each.model), each.program) for each in offered] == [("colour@1.2.0", ""), ("other@7.0", "1.2")]
    targets = vendor.repository().targets.targets
    assert not [path for path in targets if "1.1.0" in path]


def test_names_of_classes_beside_the_model_travel_with_it(vendor: Vendor, tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "m", "1.2.0")
    (folder / "classes.txt").write_text("red_cover\ngreen_cover\n", encoding="utf-8")
    (folder / "notes.md").write_text("not for stations", encoding="utf-8")
    release = releasing.release_model(vendor.repository(), folder, "", LOAD)
    assert set(release.files) == {"model.toml", "colour.onnx", "golden.jpg", "classes.txt"}


# -- renewing


def test_what_is_renewed_lasts_anew_and_says_the_same(vendor: Vendor, tmp_path: Path) -> None:
    client = client_of(vendor, tmp_path / "place")
    renewals: list[tuple[str, set[str]]] = [
        ("timestamp", {"snapshot"}), ("targets", {"snapshot", "timestamp"}), ("root", set()),
    ]  # fmt: skip
    for day, (role, also) in enumerate(renewals, 1):
        before = {each.role: each for each in vendor.repository().status()}
        releasing.renew(vendor.repository(days_ago=-day), role)
        after = {each.role: each for each in vendor.repository().status()}
        changed = {name for name in after if after[name].version != before[name].version}
        assert changed == {role, *also}
        assert all(after[name].expires > before[name].expires for name in changed)
        vendor.publish()
    client.takes("1.1.0")


def test_keys_that_are_not_at_hand_are_missed(vendor: Vendor) -> None:
    before = files_of(vendor.repo)
    vendor.keys = KeyFolders([vendor.online], lambda _: PASSPHRASE)  # the root's media are in the safe
    assert "2 of the keys of root" in refused(lambda: releasing.renew(vendor.repository(), "root"))
    (vendor.online / "targets-1.pem").unlink()
    assert "1 of the keys of targets" in refused(lambda: releasing.renew(vendor.repository(), "targets"))
    assert files_of(vendor.repo) == before


# -- rotating


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_a_client_of_before_follows_over_a_rotation(vendor: Vendor, tmp_path: Path, role: str) -> None:
    client = client_of(vendor, tmp_path / "place")
    client.takes("1.1.0")
    count = len(vendor.repository().status()[0].keys) if role == "root" else 1
    made = rotate(vendor, role)
    assert made == [f"{role}-{number}" for number in range(count + 1, 2 * count + 1)]
    vendor.keys = Vendor(vendor.folder).keys
    vendor.release("1.2.0")
    client.takes("1.2.0")
    client_of(vendor, tmp_path / "new").takes("1.2.0")  # with the first root


@pytest.mark.parametrize(("role", "number"), [("root", 2), ("targets", 1), ("timestamp", 1)])
def test_a_lost_key_is_replaced_without_it(vendor: Vendor, tmp_path: Path, role: str, number: int) -> None:
    client = client_of(vendor, tmp_path / "place")
    client.takes("1.1.0")
    folder = vendor.offline if role == "root" else vendor.online
    (folder / f"{role}-{number}.pem").unlink()
    rotate(vendor, role, lost=number)
    (status,) = [each for each in vendor.repository().status() if each.role == role]
    assert f"{role}-{number}" not in status.keys
    vendor.release("1.2.0")
    client.takes("1.2.0")


def test_a_key_whose_passphrase_is_forgotten_counts_as_lost(vendor: Vendor) -> None:
    forgotten = vendor.offline / "root-1.pem"
    vendor.keys = KeyFolders(
        [vendor.online, vendor.offline], lambda path: "what was it again" if path == forgotten else PASSPHRASE
    )
    assert rotate(vendor, "root", lost=1) == ["root-4"]
    assert (vendor.offline / "retired" / "root-1.pem").exists()


def test_with_too_few_keys_of_the_root_nothing_can_be_rotated(vendor: Vendor) -> None:
    for number in (1, 2):
        (vendor.offline / f"root-{number}.pem").unlink()
    before = files_of(vendor.folder)
    assert "2 of the keys of root" in refused(lambda: rotate(vendor, "targets"))
    assert files_of(vendor.folder) == before  # no key is left over that nobody knows
    assert "there is no key targets-9" in refused(lambda: rotate(vendor, "targets", lost=9))


def test_a_stolen_key_signs_nothing_any_more(vendor: Vendor, tmp_path: Path) -> None:
    """Whoever has the old targets key, and can write where stations look."""
    shutil.copytree(vendor.folder, tmp_path / "thief")
    thief = Vendor(tmp_path / "thief")
    client = client_of(vendor, tmp_path / "place")
    client.takes("1.1.0")
    rotate(vendor, "targets", lost=1)
    vendor.publish()
    client.updates.check()
    thief.release("6.6.6")
    releasing.renew(thief.repository(), "targets")
    thief.publish()
    shutil.copytree(thief.public, vendor.public, dirs_exist_ok=True)
    shutil.copy(vendor.repo / "metadata" / "2.root.json", vendor.public / "metadata" / "2.root.json")
    with pytest.raises(OperationalError) as caught:
        client.updates.check()
    assert caught.value.details["reason"] is UpdateRefusal.UNSIGNED
    assert client.runner.running == model("1.1.0")


def test_the_threshold_of_targets_can_be_raised(vendor: Vendor) -> None:
    assert "2 keys of targets are to sign" in refused(lambda: rotate(vendor, "targets", threshold=2))


# -- publishing


def test_a_client_never_sees_half_of_what_is_published(vendor: Vendor, tmp_path: Path) -> None:
    """After every file that is copied somebody looks: the model before, or the one after, and never a trouble."""
    folder = model_folder(tmp_path / "m", "1.2.0")
    releasing.release_model(vendor.repository(), folder, "", LOAD)
    rotate(vendor, "timestamp")
    seen: list[tuple[str, str]] = []

    def look(name: str) -> None:
        client = client_of(vendor, tmp_path / f"place-{len(seen)}")
        client.updates.check()
        seen.append((name, str(client.store.book().ready)))

    publish(vendor.repo, vendor.public, look)
    look("")
    versions = [version for _, version in seen]
    assert versions == sorted(versions)
    assert set(versions) == {"colour@1.1.0", "colour@1.2.0"}
    names = [name.rpartition("/")[2] for name, _ in seen]
    first_new = versions.index("colour@1.2.0")
    assert names[first_new - 1] == "timestamp.json"


def test_control_publishing_the_timestamp_first_would_show_half_of_it(vendor: Vendor, tmp_path: Path) -> None:
    releasing.release_model(vendor.repository(), model_folder(tmp_path / "m", "1.2.0"), "", LOAD)
    shutil.copy(vendor.repo / "metadata" / "timestamp.json", vendor.public / "metadata" / "timestamp.json")
    client_of(vendor, tmp_path / "place").refuses(ErrorCode.UPDATE_UNREACHABLE)


def test_publishing_again_copies_nothing_and_an_older_state_is_refused(vendor: Vendor, tmp_path: Path) -> None:
    assert publish(vendor.repo, vendor.public) == []
    older = vendor.copied_to(tmp_path / "older")
    vendor.release("1.2.0")
    assert "newer" in refused(lambda: publish(older.repo, vendor.public))
    client_of(vendor, tmp_path / "place").takes("1.2.0")


def test_another_vendors_folder_is_not_written_over(vendor: Vendor, tmp_path: Path) -> None:
    other = Vendor(tmp_path / "other")
    other.begin()
    before = files_of(other.repo)
    assert "another repository" in refused(lambda: publish(vendor.repo, other.repo))
    assert {name: data for name, data in files_of(other.repo).items() if "metadata" in name} == before
    assert "no repository" in refused(lambda: publish(tmp_path / "nothing", vendor.public))


def test_an_older_signature_with_a_longer_life_is_no_newer_state(vendor: Vendor, tmp_path: Path) -> None:
    """What is signed holds for the days it says, and the client judges by its own clock."""
    timestamp = Metadata.from_bytes((vendor.public / "metadata" / "timestamp.json").read_bytes())
    assert timestamp.signed.expires - datetime.now(UTC) <= timedelta(days=7)
    told = json.loads((vendor.public / "metadata" / "timestamp.json").read_bytes())
    told["signed"]["expires"] = "2099-01-01T00:00:00Z"
    (vendor.public / "metadata" / "timestamp.json").write_text(json.dumps(told), encoding="utf-8")
    client_of(vendor, tmp_path / "place").refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.UNSIGNED)
