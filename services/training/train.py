"""Training of the demo detector from rendered scenes, on a CPU, in about two hours.

The first epochs run at half resolution, where a step costs a quarter; the others at the resolution the
station uses. Weights are averaged over the run (Polyak and Juditsky, 1992); AdamW (Loshchilov and Hutter,
2019) with a cosine learning rate (Loshchilov and Hutter, 2017) in each phase.
"""

import copy
import dataclasses
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import torch
from torch import Tensor, nn

from services.synthetic.parts import CLASS_LABELS
from services.training.augment import Augmentation
from services.training.dataset import Batch, BatchSource, SceneStore
from services.training.loss import LossWeights, detection_loss
from services.training.network import CoverNet, anchor_points
from services.training.render import RenderSettings, render_dataset, render_hard_dataset

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of training at one input size."""

    height: int
    width: int
    epochs: int
    rate_epochs: int
    """The cosine of the rate spans this many epochs; a phase of fewer ends before the rate is all the way down."""
    batch: int
    rate_from: float
    rate_to: float
    hard: bool = False
    """On the hard scenes and `beside_hard` ordinary ones, with targets as high as the covers are legible."""


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """Every figure of a run. The defaults made the model in `resources/models/demo`."""

    render: RenderSettings = field(default_factory=RenderSettings)
    phases: tuple[Phase, ...] = (
        Phase(height=192, width=320, epochs=5, rate_epochs=5, batch=32, rate_from=2e-3, rate_to=5e-4),
        Phase(height=384, width=640, epochs=5, rate_epochs=6, batch=16, rate_from=1e-3, rate_to=1e-5),
        Phase(height=384, width=640, epochs=2, rate_epochs=2, batch=16, rate_from=5e-4, rate_to=1e-5, hard=True),
    )
    augmentation: Augmentation = field(default_factory=Augmentation)
    loss: LossWeights = field(default_factory=LossWeights)
    weight_decay: float = 0.02
    warm_up_steps: int = 200
    largest_gradient: float = 10.0
    averaging: float = 0.998
    """Share of the old weights kept in the average at each step, once the average has warmed up."""
    seed: int = 7
    threads: int = 2
    checkpoint_every_steps: int = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after a step."""

    phase: int
    epoch: int
    step: int
    steps_per_epoch: int
    loss: dict[str, float]
    rate: float
    elapsed_s: float

    def __str__(self) -> str:
        parts = " ".join(f"{name} {value:.3f}" for name, value in self.loss.items())
        where = f"phase {self.phase} epoch {self.epoch} step {self.step}/{self.steps_per_epoch}"
        return f"{where}: {parts} rate {self.rate:.2e} after {self.elapsed_s:.0f} s"


def train(settings: TrainSettings, *, folder: Path, on_progress: Callable[[Progress], None] | None = None) -> Path:
    """Render, train and return the checkpoint with the averaged weights.

    Everything lives in `folder`: shards, and `checkpoint.pt`, from which an interrupted run continues.
    Ctrl-C saves a checkpoint (usable for export) and is then raised on.
    """
    shards = _Shards.rendered(settings, folder / "scenes")
    log.info("%d shards of rendered scenes are ready", len(shards.ordinary) + len(shards.hard))
    run = _Run(settings, shards, folder / "checkpoint.pt", on_progress)
    try:
        run.finish()
    except KeyboardInterrupt:
        run.save()
        log.info("interrupted; the run continues from %s", run.checkpoint)
        raise
    return run.checkpoint


def averaged_network(checkpoint: Path) -> CoverNet:
    """The averaged network of a checkpoint, ready for inference."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    net = CoverNet(len(CLASS_LABELS))
    net.load_state_dict(state["average"])
    return net.eval()


@dataclass(frozen=True, slots=True)
class _Shards:
    """The rendered scenes; ``mixed`` is what a hard phase learns from."""

    ordinary: list[Path]
    hard: list[Path]
    mixed: list[Path]

    @classmethod
    def rendered(cls, settings: TrainSettings, folder: Path) -> "_Shards":
        render, processes = settings.render, settings.threads
        ordinary = render_dataset(folder, render, processes=processes)
        wanted = any(phase.hard for phase in settings.phases)
        hard = render_hard_dataset(folder, render, processes=processes) if wanted else []
        return cls(ordinary, hard, ordinary[: render.beside_hard // render.per_shard] + hard)


class WeightAverage:
    """Exponential average of a network's weights and normalisation statistics."""

    def __init__(self, net: nn.Module, keep: float) -> None:
        self.net = copy.deepcopy(net).eval().requires_grad_(requires_grad=False)
        self._keep = keep
        self.updates = 0

    @torch.no_grad()
    def update(self, net: nn.Module) -> None:
        """Fold the current weights in; early averages forget faster."""
        self.updates += 1
        keep = self._keep * (1 - math.exp(-self.updates / 200))
        current = net.state_dict()
        for name, value in self.net.state_dict().items():
            if value.dtype.is_floating_point:
                value.lerp_(current[name], 1 - keep)
            else:
                value.copy_(current[name])


def _parameter_groups(net: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Weight decay for kernels only, not for biases and normalisation."""
    kernels = [p for p in net.parameters() if p.ndim > 1]
    rest = [p for p in net.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]


class _Run:
    """The state of one training run: what a checkpoint holds, plus the data."""

    def __init__(
        self,
        settings: TrainSettings,
        shards: _Shards,
        checkpoint: Path,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        torch.manual_seed(settings.seed)
        torch.set_num_threads(settings.threads)
        cv2.setNumThreads(1)
        self.checkpoint = checkpoint
        self._settings, self._shards, self._on_progress = settings, shards, on_progress
        self._net = CoverNet(len(CLASS_LABELS))
        self._net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # missing from its stubs
        self._average = WeightAverage(self._net, settings.averaging)
        self._optimizer = torch.optim.AdamW(_parameter_groups(self._net, settings.weight_decay))
        self._phase = self._epoch = self._step = 0
        self._spent_s, self._began_s = 0.0, time.monotonic()
        if checkpoint.exists():
            self._load()

    def finish(self) -> None:
        """Train from where the run stands to the end of the last phase."""
        while self._phase < len(self._settings.phases):
            phase = self._settings.phases[self._phase]
            store = SceneStore(self._shards.mixed if phase.hard else self._shards.ordinary)
            while self._epoch < phase.epochs:
                self._train_epoch(phase, store)
                self._epoch, self._step = self._epoch + 1, 0
                self.save()
            self._phase, self._epoch = self._phase + 1, 0
        self.save()

    def save(self) -> None:
        """Write the checkpoint by temporary file and rename."""
        state = {
            "net": self._net.state_dict(),
            "average": self._average.net.state_dict(),
            "updates": self._average.updates,
            "optimizer": self._optimizer.state_dict(),
            "position": (self._phase, self._epoch, self._step),
            "spent_s": self._elapsed_s(),
            "settings": repr(dataclasses.asdict(self._settings)),
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def _load(self) -> None:
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        self._net.load_state_dict(state["net"])
        self._average.net.load_state_dict(state["average"])
        self._average.updates = state["updates"]
        self._optimizer.load_state_dict(state["optimizer"])
        self._phase, self._epoch, self._step = state["position"]
        self._spent_s = state["spent_s"]

    def _train_epoch(self, phase: Phase, store: SceneStore) -> None:
        salt = self._settings.seed + 1000 * self._phase
        size, augmentation = (phase.height, phase.width, phase.batch), self._settings.augmentation
        source = BatchSource(store, *size, salt, augmentation, by_legibility=phase.hard)
        points, strides = anchor_points(phase.height, phase.width)
        per_epoch = source.batches_per_epoch
        for batch in source.epoch(self._epoch, start=self._step):
            rate = self._rate(phase, self._epoch * per_epoch + self._step, phase.rate_epochs * per_epoch)
            loss = self._learn(batch, rate, points, strides)
            self._step += 1
            if self._on_progress is not None:
                where = (self._phase, self._epoch, self._step, per_epoch)
                self._on_progress(Progress(*where, loss, rate, self._elapsed_s()))
            if self._step % self._settings.checkpoint_every_steps == 0:
                self.save()

    def _learn(self, batch: Batch, rate: float, points: Tensor, strides: Tensor) -> dict[str, float]:
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        images = batch.images.to(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            raw = self._net(images)
        total, parts = detection_loss(raw, points, strides, batch.truth, self._settings.loss)
        self._optimizer.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        nn.utils.clip_grad_norm_(self._net.parameters(), self._settings.largest_gradient)
        self._optimizer.step()
        self._average.update(self._net)
        return parts

    def _rate(self, phase: Phase, done: int, total: int) -> float:
        """Cosine from `rate_from` to `rate_to`, behind a linear warm-up."""
        cosine = (1 + math.cos(math.pi * done / total)) / 2
        rate = phase.rate_to + (phase.rate_from - phase.rate_to) * cosine
        return rate * min(1.0, (done + 1) / self._settings.warm_up_steps)

    def _elapsed_s(self) -> float:
        return self._spent_s + time.monotonic() - self._began_s
