"""From stored scenes to the batches the network learns from."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from services.training.augment import Augmentation, augmented
from services.training.loss import Truth
from services.training.render import STORED_WIDTH

LETTERBOX_GREY = 114


class SceneStore:
    """All shards in memory, still JPEG-compressed. Safe to read from several threads."""

    def __init__(self, shards: list[Path]) -> None:
        self._blobs: list[NDArray[np.uint8]] = []
        self._covers: list[NDArray[np.float32]] = []
        for shard in shards:
            with np.load(shard) as data:
                ends, rows = data["ends"], data["covers"]
                self._blobs += np.split(data["jpeg"], ends[:-1])
                self._covers += [rows[rows[:, 0] == index, 1:] for index in range(len(ends))]

    def __len__(self) -> int:
        return len(self._blobs)

    def load(self, index: int, *, half: bool) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Scene `index`: BGR image (360×640, or 180×320 when `half`) and [covers, 6] rows class, box 0..1,
        legibility."""
        flags = cv2.IMREAD_REDUCED_COLOR_2 if half else cv2.IMREAD_COLOR
        image = np.asarray(cv2.imdecode(self._blobs[index], flags), np.uint8)
        return image, self._covers[index].copy()


def letterbox(image: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Centre a BGR image of the target's width on a grey canvas [height, width, 3]."""
    canvas = np.full((height, width, 3), LETTERBOX_GREY, np.uint8)
    top = (height - image.shape[0]) // 2
    canvas[top : top + image.shape[0]] = image
    return canvas


@dataclass(frozen=True, slots=True)
class Batch:
    """images: float32 [B, 3, H, W] RGB 0..1 channels-last; truth in pixels of those images."""

    images: Tensor
    truth: Truth


class BatchSource:
    """Augmented batches of one input size, prepared ahead on a thread of its own.

    The order of an epoch and each scene's augmentation depend only on (`seed`, epoch, position), so a resumed
    run sees what the interrupted one would have seen. Without `by_legibility` every cover counts as legible.
    """

    def __init__(
        self,
        store: SceneStore,
        height: int,
        width: int,
        batch: int,
        seed: int,
        augmentation: Augmentation,
        *,
        by_legibility: bool,
    ) -> None:
        self._store, self._height, self._width = store, height, width
        self._batch, self._seed, self._augmentation = batch, seed, augmentation
        self._by_legibility = by_legibility

    @property
    def batches_per_epoch(self) -> int:
        return len(self._store) // self._batch

    def epoch(self, number: int, *, start: int = 0) -> Iterator[Batch]:
        """Batches `start` … of epoch `number`, two prepared ahead."""
        order = np.random.default_rng((self._seed, number)).permutation(len(self._store))
        parts = [order[i * self._batch : (i + 1) * self._batch] for i in range(start, self.batches_per_epoch)]
        with ThreadPoolExecutor(1) as pool:
            ahead: list[Future[Batch]] = [pool.submit(self._assemble, part, number) for part in parts[:2]]
            for position in range(len(parts)):
                ready = ahead.pop(0).result()
                if position + 2 < len(parts):
                    ahead.append(pool.submit(self._assemble, parts[position + 2], number))
                yield ready

    def _assemble(self, indices: NDArray[np.int64], epoch: int) -> Batch:
        canvases = np.empty((len(indices), self._height, self._width, 3), np.uint8)
        labels: list[NDArray[np.float32]] = []
        for row, index in enumerate(indices):
            rng = np.random.default_rng((self._seed, epoch, int(index)))
            image, covers = self._store.load(int(index), half=self._width < STORED_WIDTH)
            image, covers = augmented(image, covers, self._augmentation, rng)
            canvases[row] = letterbox(image, self._height, self._width)[..., ::-1]
            labels.append(self._in_pixels(covers, image.shape[0]))
        images = torch.from_numpy(canvases).permute(0, 3, 1, 2).float().div_(255.0)
        return Batch(images, padded_truth(labels))

    def _in_pixels(self, covers: NDArray[np.float32], image_height: int) -> NDArray[np.float32]:
        rows = covers.copy()
        rows[:, [1, 3]] *= self._width
        rows[:, [2, 4]] = rows[:, [2, 4]] * image_height + (self._height - image_height) // 2
        if not self._by_legibility:
            rows[:, 5] = 1
        return rows


def padded_truth(labels: list[NDArray[np.float32]]) -> Truth:
    """Rows of class, x1, y1, x2, y2, legibility per image → one padded `Truth`."""
    most = max(1, *(len(rows) for rows in labels))
    boxes = torch.zeros(len(labels), most, 4)
    classes = torch.zeros(len(labels), most, dtype=torch.int64)
    present = torch.zeros(len(labels), most, dtype=torch.bool)
    legible = torch.ones(len(labels), most)
    for index, rows in enumerate(labels):
        count = len(rows)
        boxes[index, :count] = torch.from_numpy(rows[:, 1:5])
        classes[index, :count] = torch.from_numpy(rows[:, 0]).long()
        present[index, :count] = True
        legible[index, :count] = torch.from_numpy(rows[:, 5])
    return Truth(boxes, classes, present, legible)
