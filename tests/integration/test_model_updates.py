"""Attacks on what a vendor has published: each refused by its own name, with the model in use untouched."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, MetaFile, Snapshot, Timestamp

from app.domain.errors import ErrorCode
from app.domain.model_update import UpdateRefusal
from app.messages import error_sentence
from services.updates.vendor import releasing
from services.updates.vendor.releasing import KeyPlan
from services.updates.vendor.repository import Lifetimes
from services.vision.model_card import read_card_values, write_card_values
from tests.fakes.model_vendor import NAME, Client, Vendor, model, model_folder, red
from tests.fakes.web_folder import WebFolder, dripping, endless, served, silent, status


@pytest.fixture(scope="module")
def first_release(tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    vendor = Vendor(tmp_path_factory.mktemp("vendor") / "v")
    vendor.begin()
    vendor.release("1.1.0")
    return vendor


@pytest.fixture(scope="module")
def two_releases(first_release: Vendor, tmp_path_factory: pytest.TempPathFactory) -> Vendor:
    vendor = first_release.copied_to(tmp_path_factory.mktemp("second") / "v")
    vendor.release("1.2.0")
    return vendor


@pytest.fixture
def vendor(first_release: Vendor, tmp_path: Path) -> Vendor:
    """1.1.0 is published."""
    return first_release.copied_to(tmp_path / "vendor")


@pytest.fixture
def client(vendor: Vendor, tmp_path: Path) -> Client:
    return Client(tmp_path / "place", str(vendor.public), vendor.root)


@pytest.fixture
def web(vendor: Vendor) -> Iterator[WebFolder]:
    with served(vendor.public) as running:
        yield running


def web_client(web: WebFolder, vendor: Vendor, tmp_path: Path, *, timeout_s: float = 5.0) -> Client:
    return Client(tmp_path / "place", web.url, vendor.root, timeout_s=timeout_s)


def target(vendor: Vendor, end: str) -> Path:
    (found,) = (vendor.public / "targets").rglob(f"*{end}")
    return found


def roles(vendor: Vendor, name: str) -> Path:
    return vendor.public / "metadata" / name


def newest(vendor: Vendor, role: str) -> Path:
    return roles(vendor, f"{vendor.repository().versions(role)[-1]}.{role}.json")


def flip(path: Path, at: int = -20) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


# -- controls: without an attack all of this is taken ----------------------------------------------------


def test_a_release_is_taken_out_of_a_folder(client: Client) -> None:
    client.takes("1.1.0")


def test_a_folder_may_have_any_name(vendor: Vendor, tmp_path: Path) -> None:
    odd = shutil.copytree(vendor.public, tmp_path / "100%25 ä #1?")
    Client(tmp_path / "place", str(odd), vendor.root).takes("1.1.0")
    Client(tmp_path / "other", odd.as_uri(), vendor.root).takes("1.1.0")


def test_a_release_is_taken_from_a_web_server(web: WebFolder, vendor: Vendor, tmp_path: Path) -> None:
    client = web_client(web, vendor, tmp_path)
    client.takes("1.1.0")
    asked = len(web.asked)
    client.updates.check()
    assert {each.rpartition("/")[2].partition(".")[2] for each in web.asked[asked:]} == {
        "root.json", "json", f"{NAME}.json",
    }  # fmt: skip  # nothing that is here already is fetched again


def test_one_release_after_the_other_is_taken(client: Client, vendor: Vendor) -> None:
    client.takes("1.1.0")
    vendor.release("1.2.0")
    client.takes("1.2.0")
    assert client.store.book().previous == model("1.1.0")
    vendor.release("1.10.0")  # as numbers, not as text
    client.takes("1.10.0")
    assert client.folders == {"colour@1.10.0", "colour@1.2.0"}  # what nobody needs is gone


def test_what_was_fetched_before_a_break_is_not_fetched_again(web: WebFolder, vendor: Vendor, tmp_path: Path) -> None:
    client = web_client(web, vendor, tmp_path)
    web.behave[".model.toml"] = status(500)
    client.refuses(ErrorCode.UPDATE_UNREACHABLE)
    web.behave.clear()
    web.asked.clear()
    client.takes("1.1.0")
    assert not [each for each in web.asked if each.endswith(".onnx")]


# -- tampered, truncated, swapped ------------------------------------------------------------------------


@pytest.mark.parametrize("end", [".colour.onnx", ".model.toml", ".golden.jpg", f".{NAME}.json"])
@pytest.mark.parametrize("attack", [flip, cut], ids=["tampered", "truncated"])
def test_a_file_of_a_model_is_what_was_signed(
    client: Client, vendor: Vendor, end: str, attack: Callable[[Path], None]
) -> None:
    attack(target(vendor, end))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.TAMPERED)


def test_what_was_half_fetched_is_looked_at_again(client: Client, vendor: Vendor, tmp_path: Path) -> None:
    """An attempt that breaks off, and somebody who then changes what it had brought."""
    honest = target(vendor, ".model.toml").read_bytes()
    flip(target(vendor, ".model.toml"))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.TAMPERED)
    flip(tmp_path / "place" / "models" / "incoming" / "colour@1.1.0" / "colour.onnx")
    target(vendor, ".model.toml").write_bytes(honest)
    client.takes("1.1.0")  # fetched anew, for its hash is not what was signed
    assert (client.store.root / "colour@1.1.0" / "colour.onnx").read_bytes() == target(
        vendor, ".colour.onnx"
    ).read_bytes()


@pytest.mark.parametrize("name", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_an_edited_role_is_refused(client: Client, vendor: Vendor, name: str) -> None:
    path = roles(vendor, name)
    told = json.loads(path.read_bytes())
    told["signed"]["expires"] = "2099-01-01T00:00:00Z"
    path.write_text(json.dumps(told), encoding="utf-8")
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.UNSIGNED)


@pytest.mark.parametrize("name", ["timestamp.json", "2.snapshot.json", "2.targets.json"])
def test_a_truncated_role_is_refused(client: Client, vendor: Vendor, name: str) -> None:
    cut(roles(vendor, name))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.MALFORMED)


def test_files_of_one_model_are_not_taken_for_anothers(client: Client, vendor: Vendor, two_releases: Vendor) -> None:
    shutil.copy(target(vendor, ".golden.jpg"), target(vendor, ".colour.onnx"))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.TAMPERED)


def test_roles_of_two_states_are_not_mixed(client: Client, vendor: Vendor, two_releases: Vendor) -> None:
    """Snapshot and timestamp of today with the targets of yesterday, both signed well."""
    for name in ("timestamp.json", "3.snapshot.json"):
        shutil.copy(roles(two_releases, name), roles(vendor, name))
    shutil.copy(roles(vendor, "2.targets.json"), roles(vendor, "3.targets.json"))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.REPLAYED)


def test_an_index_that_names_what_is_not_signed_is_refused(client: Client, vendor: Vendor) -> None:
    repository = vendor.repository()
    kept = dict(repository.targets.targets)
    (gone,) = [path for path in kept if path.endswith(".jpg")]
    kept.pop(gone)
    repository.write_targets(kept)
    vendor.publish()
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.MALFORMED)


@pytest.mark.parametrize(
    "index",
    [
        b"[]", b"{", b"\xff", b'{"format": 2}',
        b'{"format": 1, "model": "other", "version": "1", "program": "", "files": ["model.toml", "a.onnx"]}',
        b'{"format": 1, "model": "colour", "version": "../1", "program": "", "files": ["model.toml", "a.onnx"]}',
        b'{"format": 1, "model": "colour", "version": "2", "program": "", "files": ["model.toml", "../a.onnx"]}',
        b'{"format": 1, "model": "colour", "version": "2", "program": "", "files": ["model.toml", "Model.toml"]}',
        b'{"format": 1, "model": "colour", "version": "2", "program": "x", "files": ["model.toml", "a.onnx"]}',
        b'{"format": 1, "model": "colour", "version": "2", "program": "", "files": 3}',
        b" " * 20_000,
    ],
)  # fmt: skip
def test_a_signed_index_that_is_none_is_refused(client: Client, vendor: Vendor, index: bytes) -> None:
    """The vendor's own slip, or a targets key in the wrong hands: no path out of the store, no crash."""
    repository = vendor.repository()
    repository.write_targets({f"{NAME}.json": repository.add_file(f"{NAME}.json", index)})
    vendor.publish()
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.MALFORMED)


# -- endless, slow, away ---------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["/timestamp.json", "/2.targets.json", ".colour.onnx"])
def test_an_answer_without_an_end_is_cut_off(web: WebFolder, vendor: Vendor, tmp_path: Path, end: str) -> None:
    web.behave[end] = endless
    web_client(web, vendor, tmp_path).refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.TAMPERED)


@pytest.mark.parametrize("end", ["/timestamp.json", ".colour.onnx"])
@pytest.mark.parametrize("behaviour", [dripping, silent])
def test_a_slow_answer_is_given_up(
    web: WebFolder, vendor: Vendor, tmp_path: Path, end: str, behaviour: Callable[[WebFolder], object]
) -> None:
    web.behave[end] = behaviour(web)  # type: ignore[assignment]  # of web_folder
    web_client(web, vendor, tmp_path, timeout_s=0.2).refuses(ErrorCode.UPDATE_UNREACHABLE)


@pytest.mark.parametrize("code", [302, 403, 404, 500])
def test_a_server_that_does_not_serve_is_told(web: WebFolder, vendor: Vendor, tmp_path: Path, code: int) -> None:
    web.behave["/timestamp.json"] = status(code)
    error = web_client(web, vendor, tmp_path).refuses(ErrorCode.UPDATE_UNREACHABLE)
    assert str(code) in str(error_sentence(error))


def test_a_source_that_is_away_is_told(vendor: Vendor, tmp_path: Path, web: WebFolder) -> None:
    client = Client(tmp_path / "place", "http://127.0.0.1:9/", vendor.root, timeout_s=1)
    client.refuses(ErrorCode.UPDATE_UNREACHABLE)
    Client(tmp_path / "other", str(tmp_path / "nothing"), vendor.root).refuses(ErrorCode.UPDATE_UNREACHABLE)
    Client(tmp_path / "third", str(vendor.public), tmp_path / "no-root").refuses(ErrorCode.FILE_UNREADABLE)
    (tmp_path / "no-root").write_bytes(b"nonsense")
    Client(tmp_path / "third", str(vendor.public), tmp_path / "no-root").refuses(
        ErrorCode.UPDATE_REFUSED, UpdateRefusal.MALFORMED
    )


# -- replayed, rolled back, frozen -----------------------------------------------------------------------


def test_an_older_state_is_not_served_as_new(client: Client, vendor: Vendor, tmp_path: Path) -> None:
    shutil.copytree(vendor.public, tmp_path / "yesterday")
    vendor.release("1.2.0")
    client.takes("1.2.0")
    shutil.copy(tmp_path / "yesterday" / "metadata" / "timestamp.json", roles(vendor, "timestamp.json"))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.REPLAYED)


def test_a_stolen_timestamp_key_does_not_bring_back_an_old_snapshot(client: Client, vendor: Vendor) -> None:
    vendor.release("1.2.0")
    client.takes("1.2.0")
    forged: Metadata[Timestamp] = Metadata.from_file(str(roles(vendor, "timestamp.json")))
    forged.signed.version += 1
    forged.signed.snapshot_meta = MetaFile(2)
    (signer,) = vendor.keys.signers("timestamp")
    forged.sign(signer)
    forged.to_file(str(roles(vendor, "timestamp.json")))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.REPLAYED)


def test_a_stolen_snapshot_key_does_not_bring_back_old_targets(client: Client, vendor: Vendor) -> None:
    vendor.release("1.2.0")
    client.takes("1.2.0")
    snapshot: Metadata[Snapshot] = Metadata.from_file(str(newest(vendor, "snapshot")))
    snapshot.signed.version += 1
    snapshot.signed.meta["targets.json"] = MetaFile(2)
    timestamp: Metadata[Timestamp] = Metadata.from_file(str(roles(vendor, "timestamp.json")))
    timestamp.signed.version += 1
    timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    for forged, role, name in (
        (snapshot, "snapshot", f"{snapshot.signed.version}.snapshot.json"),
        (timestamp, "timestamp", "timestamp.json"),
    ):
        (signer,) = vendor.keys.signers(role)
        forged.sign(signer)
        forged.to_file(str(roles(vendor, name)))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.REPLAYED)


def test_an_old_root_is_not_taken_for_the_next(client: Client, vendor: Vendor) -> None:
    client.takes("1.1.0")
    shutil.copy(roles(vendor, "1.root.json"), roles(vendor, "2.root.json"))
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.REPLAYED)


def test_a_model_of_a_lower_version_is_refused_whoever_signed_it(client: Client, vendor: Vendor) -> None:
    vendor.release("1.2.0")
    client.takes("1.2.0")
    vendor.release_unproven(vendor.folder / "made" / "1.2.0", "1.1.5")
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.OLDER_MODEL)


@pytest.mark.parametrize(
    ("role", "lifetimes"),
    [("timestamp", Lifetimes(timestamp=1)), ("snapshot", Lifetimes(snapshot=1)), ("targets", Lifetimes(targets=1))],
)
def test_an_expired_role_blocks_updating(client: Client, vendor: Vendor, role: str, lifetimes: Lifetimes) -> None:
    """Two days ago it held for a day: whoever serves it still wants nothing newer to be seen."""
    releasing.renew(vendor.repository(days_ago=2, lifetimes=lifetimes), "targets")
    vendor.publish()
    error = client.refuses(ErrorCode.UPDATE_EXPIRED)
    assert role in str(error_sentence(error))
    releasing.renew(vendor.repository(), "targets")
    vendor.publish()
    client.takes("1.1.0")


def test_an_expired_root_blocks_updating_until_it_is_signed_anew(client: Client, vendor: Vendor) -> None:
    releasing.renew(vendor.repository(days_ago=2, lifetimes=Lifetimes(root=1)), "root")
    vendor.publish()
    client.refuses(ErrorCode.UPDATE_EXPIRED)
    releasing.renew(vendor.repository(), "root")
    vendor.publish()
    client.takes("1.1.0")


def test_what_expires_after_a_model_was_taken_leaves_it_in_use(client: Client, vendor: Vendor) -> None:
    client.takes("1.1.0")
    releasing.renew(vendor.repository(days_ago=2, lifetimes=Lifetimes(timestamp=1)), "timestamp")
    vendor.publish()
    client.refuses(ErrorCode.UPDATE_EXPIRED)
    assert client.runner.running == model("1.1.0")


# -- keys ------------------------------------------------------------------------------------------------


def test_another_vendor_is_not_believed(vendor: Vendor, tmp_path: Path) -> None:
    other = Vendor(tmp_path / "other")
    other.begin()
    other.release("9.0.0")
    client = Client(tmp_path / "place", str(other.public), vendor.root)
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.UNSIGNED)
    Client(tmp_path / "control", str(other.public), other.root).takes("9.0.0")


def test_a_site_that_is_handed_another_root_follows_it(client: Client, vendor: Vendor, tmp_path: Path) -> None:
    """As after the loss of the root's keys: a new repository, beside what was remembered of the old one."""
    client.takes("1.1.0")
    other = Vendor(tmp_path / "other")
    other.begin()
    other.release("1.2.0")
    again = Client(tmp_path / "place", str(other.public), other.root)
    again.takes("1.2.0")
    Client(tmp_path / "place", str(vendor.public), other.root).refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.UNSIGNED)


@pytest.mark.parametrize(("role", "left"), [("root", 1), ("targets", 1)])
def test_a_threshold_that_is_not_reached_is_refused(tmp_path: Path, role: str, left: int) -> None:
    vendor = Vendor(tmp_path / "vendor")
    vendor.begin(KeyPlan(root=(3, 2), targets=(2, 2)))
    vendor.release("1.1.0")
    if role == "root":
        releasing.renew(vendor.repository(), "root")
        vendor.publish()
    path = newest(vendor, role)
    honest = path.read_bytes()
    told = json.loads(honest)
    told["signatures"] = [each for each in told["signatures"] if each["sig"]][:left]
    path.write_text(json.dumps(told), encoding="utf-8")
    client = Client(tmp_path / "place", str(vendor.public), vendor.root)
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.UNSIGNED)
    path.write_bytes(honest)
    client.takes("1.1.0")


# -- signed, and still no good ---------------------------------------------------------------------------


def broken_onnx(folder: Path) -> None:
    """No model at all, with the right hash in its card."""
    import hashlib

    (folder / "colour.onnx").write_bytes(b"\x08\x07" + b"no model" * 50)
    values = read_card_values(folder / "model.toml")
    assert values is not None
    digest = hashlib.sha256((folder / "colour.onnx").read_bytes()).hexdigest()
    write_card_values(folder / "model.toml", values | {"sha256": digest})


def wrong_golden(folder: Path) -> None:
    (folder / "golden.jpg").write_bytes(red(20))


def no_golden(folder: Path) -> None:
    values = read_card_values(folder / "model.toml")
    assert values is not None
    write_card_values(folder / "model.toml", {key: each for key, each in values.items() if key != "golden"})


def another_name(folder: Path) -> None:
    values = read_card_values(folder / "model.toml")
    assert values is not None
    write_card_values(folder / "model.toml", values | {"version": "7.0.0"})


@pytest.mark.parametrize("slip", [broken_onnx, wrong_golden, no_golden, another_name])
def test_a_signed_model_that_fails_here_is_not_tried_again(
    client: Client, vendor: Vendor, slip: Callable[[Path], None]
) -> None:
    folder = model_folder(vendor.folder / "made" / "1.3.0", "1.3.0")
    slip(folder)
    vendor.release_unproven(folder, "1.3.0")
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.NOT_PROVEN)
    proofs = client.runner.proofs
    client.refuses(ErrorCode.UPDATE_REFUSED, UpdateRefusal.FAILED_HERE)
    assert client.runner.proofs == proofs
    vendor.release("1.4.0")
    client.takes("1.4.0")


def test_a_model_for_a_newer_program_waits_for_it(vendor: Vendor, tmp_path: Path) -> None:
    vendor.release("1.2.0", program="2.0.0")
    Client(tmp_path / "place", str(vendor.public), vendor.root).refuses(
        ErrorCode.UPDATE_REFUSED, UpdateRefusal.NEEDS_PROGRAM
    )
    Client(tmp_path / "place", str(vendor.public), vendor.root, program="2.0").takes("1.2.0")
