"""A vendor of small honest models with keys of its own, and a client of what it publishes."""

import hashlib
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.domain.model_update import Release, Site
from app.domain.wall_time import WallClock
from app.ports.clock import SystemClock
from app.ports.model_updates import Proven
from app.settings import ModelSettings
from app.use_cases.update_models import Shipped, Surroundings, UpdateModels, UpdatePolicy
from services.updates.layout import index_bytes, index_path, target_path
from services.updates.model_store import FileModelStore
from services.updates.running import proven_engine
from services.updates.tuf_client import SourceLimits, TufReleases
from services.updates.vendor import releasing
from services.updates.vendor.keys import KeyFolders
from services.updates.vendor.publishing import publish
from services.updates.vendor.releasing import KeyPlan
from services.updates.vendor.repository import Lifetimes, VendorRepository
from services.vision import jpeg
from services.vision.golden import write_golden
from services.vision.open_engine import open_engine
from tests.fakes.onnx_models import colour_model

NAME = "colour"
PASSPHRASE = "a passphrase of a test"
LOAD = partial(open_engine, rules=ModelSettings(threads=1))
AT_ANY_TIME = Site(None, sessions=True, wait_for_aliases=True, clock=WallClock())


def model(version: str) -> ModelIdentity:
    return ModelIdentity(NAME, version)


def red(value: int = 230) -> bytes:
    image = np.zeros((64, 128, 3), np.uint8)
    image[..., 2] = value
    return jpeg.encode(image, 95)


def model_folder(folder: Path, version: str, *, name: str = NAME) -> Path:
    """A model of our own that recognises its golden frame."""
    folder.mkdir(parents=True)
    data = colour_model(folder / "colour.onnx").read_bytes()
    lines = [f'name = "{name}"', f'version = "{version}"', f'sha256 = "{hashlib.sha256(data).hexdigest()}"']
    (folder / "model.toml").write_text("\n".join(lines), encoding="utf-8")
    write_golden(folder, red(), LOAD(folder).infer_jpeg(red()).detections)
    return folder


class Vendor:
    """``repo`` is what it signs, ``public`` what it has published."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.repo, self.public = folder, folder / "repo", folder / "public"
        self.online, self.offline = folder / "keys", folder / "root-keys"
        self.keys = KeyFolders([self.online, self.offline], lambda _: PASSPHRASE)

    @property
    def root(self) -> Path:
        """The trusted root, as it is handed to sites."""
        return self.repo / "metadata" / "1.root.json"

    def repository(self, *, days_ago: float = 0, lifetimes: Lifetimes | None = None) -> VendorRepository:
        now = datetime.now(UTC) - timedelta(days=days_ago)
        return VendorRepository(self.repo, self.keys, now, lifetimes or Lifetimes())

    def begin(self, plan: KeyPlan | None = None) -> None:
        releasing.begin(self.repository(), self.keys, self.offline, self.online, plan or KeyPlan())

    def release(self, version: str, *, program: str = "") -> None:
        """Sign and publish a model of this version."""
        folder = model_folder(self.folder / "made" / version, version)
        releasing.release_model(self.repository(), folder, program, LOAD)
        self.publish()

    def release_unproven(self, folder: Path, version: str) -> None:
        """Sign and publish what no honest vendor would: the files of ``folder`` as they are, under this version."""
        repository = self.repository()
        release = Release(model(version), "", tuple(sorted(each.name for each in folder.iterdir())))
        files = {}
        for file in folder.iterdir():
            path = target_path(release, file.name)
            files[path] = repository.add_file(path, file.read_bytes())
        index = index_path(NAME)
        files[index] = repository.add_file(index, index_bytes(release))
        repository.write_targets(files)
        self.publish()

    def publish(self) -> None:
        publish(self.repo, self.public)

    def copied_to(self, folder: Path) -> "Vendor":
        """Another one with the same keys (which are opened once), in the same state; it cannot change them."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*keys", "made"))
        other = Vendor(folder)
        other.keys = self.keys
        return other


class NamedRunner:
    """Implements ModelRunner: proofs are real, and what runs is a name. ``failure``: what the next ``take`` raises."""

    def __init__(self, running: ModelIdentity | None) -> None:
        self.running = running
        self.failure: OperationalError | None = None
        self.proofs = 0

    def prove(self, folder: Path) -> Proven:
        self.proofs += 1
        engine = proven_engine(folder, LOAD)
        return Proven(engine.model, engine.labels)

    def take(self, folder: Path) -> None:
        if self.failure is not None:
            raise self.failure
        name, _, version = folder.name.rpartition("@")
        self.running = ModelIdentity(name, version)


def at_once(act: object) -> bool:
    assert callable(act)
    act()
    return True


class Client:
    """A place that follows ``source`` and runs colour 1.0.0, which came with the program."""

    def __init__(
        self, folder: Path, source: str, root: Path, *, timeout_s: float = 5.0, program: str = "1.0.0",
        around: Surroundings | None = None, site: Site = AT_ANY_TIME,
    ) -> None:  # fmt: skip
        self.store = FileModelStore(folder / "models")
        self.runner = NamedRunner(model("1.0.0"))
        releases = TufReleases(source, root, folder / "models" / "trust", SourceLimits(timeout_s, timeout_s))
        self.updates = UpdateModels(
            releases,
            self.store,
            self.runner,
            SystemClock(),
            UpdatePolicy("", 3600, site, program, "station-1"),
            Shipped(model("1.0.0"), folder / "colour@1.0.0"),
            around or Surroundings(at_once),
        )

    def takes(self, version: str) -> None:
        """A check and a switch that nothing stands in the way of."""
        self.updates.check()
        assert self.store.book().ready == model(version)
        self.updates._switch_when_it_may()
        assert self.runner.running == self.store.book().current == model(version)

    def refuses(self, code: ErrorCode, reason: str = "") -> OperationalError:
        """The check meets this error, and nothing is changed by it but what is remembered as failed."""
        before, running, folders = self.store.book(), self.runner.running, self.folders
        with pytest.raises(OperationalError) as caught:
            self.updates.check()
        assert caught.value.code is code, caught.value
        assert str(caught.value.details.get("reason", "")) == reason, caught.value
        after = self.store.book()
        assert replace(before, failed=after.failed) == after
        assert self.runner.running == running
        assert folders <= self.folders
        return caught.value

    @property
    def folders(self) -> set[str]:
        return {each.name for each in self.store.root.glob("*@*/")}
