"""A graph with the shape and the work of YOLOv8n, and random weights: for measuring speed, where only that counts.

Written from the published block structure (CSP stages, SPPF, feature pyramid, decoupled head, distribution of box
sides); it has learnt nothing and owes nothing to any trained model.
"""

from collections.abc import Sequence

import numpy as np

from services.vision.onnx_writer import GraphWriter

CLASSES = 10
_BINS = 16
_STRIDES = (8, 16, 32)
_OBJECTS = 5
_ANCHORS_AN_OBJECT = 7


def speed_graph(width: int, height: int) -> bytes:
    """An ONNX file: float32 [batch, 3, height, width] → [batch, 4 + 10, anchors].

    Whatever it is shown, it sees 35 candidates in 5 places, as a bench with five covers gives suppression to do.
    """
    return _Writer(width, height).file()


class _Writer:
    def __init__(self, width: int, height: int) -> None:
        self._graph = GraphWriter()
        self._rng = np.random.default_rng(8)
        self._size = width, height
        self._grids = [(width // stride, height // stride) for stride in _STRIDES]

    def file(self) -> bytes:
        outputs = [self._head(features, channels) for features, channels in self._pyramid()]
        sides, scores = self._split(self._cat(outputs, axis=2), (4 * _BINS, CLASSES), axis=1)
        result = self._cat([self._boxes(sides), self._scores(scores)], axis=1)
        width, height = self._size
        names = str({index: f"class_{index}" for index in range(CLASSES)})
        anchors = sum(columns * rows for columns, rows in self._grids)
        shape = ("batch", 4 + CLASSES, anchors)
        return self._graph.model(("images", ("batch", 3, height, width)), (result, shape), {"names": names})

    def _pyramid(self) -> list[tuple[str, int]]:
        """Backbone and feature pyramid: (features, channels) at strides 8, 16 and 32."""
        x = self._conv(self._conv("images", 3, 16, 3, stride=2), 16, 32, 3, stride=2)
        x = self._stage(x, 32, 32, 1, residual=True)
        eighth = self._stage(self._conv(x, 32, 64, 3, stride=2), 64, 64, 2, residual=True)
        sixteenth = self._stage(self._conv(eighth, 64, 128, 3, stride=2), 128, 128, 2, residual=True)
        x = self._stage(self._conv(sixteenth, 128, 256, 3, stride=2), 256, 256, 1, residual=True)
        deep = self._pooled(x, 256)
        middle = self._stage(self._cat([self._double(deep), sixteenth], axis=1), 384, 128, 1, residual=False)
        fine = self._stage(self._cat([self._double(middle), eighth], axis=1), 192, 64, 1, residual=False)
        down = self._conv(fine, 64, 64, 3, stride=2)
        middle = self._stage(self._cat([down, middle], axis=1), 192, 128, 1, residual=False)
        down = self._conv(middle, 128, 128, 3, stride=2)
        return [
            (fine, 64),
            (middle, 128),
            (self._stage(self._cat([down, deep], axis=1), 384, 256, 1, residual=False), 256),
        ]

    def _head(self, features: str, channels: int) -> str:
        """[batch, 4 × bins + classes, cells]."""
        sides = self._conv(self._conv(features, channels, 64, 3), 64, 64, 3)
        scores = self._conv(self._conv(features, channels, 64, 3), 64, 64, 3)
        raw = [self._raw(sides, 64, 4 * _BINS), self._raw(scores, 64, CLASSES)]
        shape = self._graph.constant(np.array([0, 4 * _BINS + CLASSES, -1], np.int64))
        return self._graph.node("Reshape", [self._cat(raw, axis=1), shape])

    def _boxes(self, sides: str) -> str:
        """The expected distance to each side, about the cell's centre, as cx cy w h in input pixels."""
        graph = self._graph
        bins = graph.node("Reshape", [sides, graph.constant(np.array([0, 4, _BINS, -1], np.int64))])
        bins = graph.node("Softmax", [bins], axis=2)
        weights = graph.constant(np.arange(_BINS, dtype=np.float32).reshape(1, 1, _BINS, 1))
        axes = graph.constant(np.array([2], np.int64))
        distances = graph.node("ReduceSum", [graph.node("Mul", [bins, weights]), axes], keepdims=0)
        centres, strides = self._anchors()
        near, far = self._split(graph.node("Mul", [distances, graph.constant(strides)]), (2, 2), axis=1)
        half = graph.node("Mul", [graph.node("Sub", [far, near]), graph.constant(np.full(1, 0.5, np.float32))])
        middle = graph.node("Add", [half, graph.constant(centres)])
        return self._cat([middle, graph.node("Add", [near, far])], axis=1)

    def _scores(self, raw: str) -> str:
        """Random scores pressed to nothing, and 0.3 … 0.9 added at neighbouring anchors in a few places."""
        columns, rows = self._grids[0]
        wanted = np.zeros((1, CLASSES, sum(x * y for x, y in self._grids)), np.float32)
        for place in range(_OBJECTS):
            start = (rows * (place + 1) // (_OBJECTS + 1)) * columns + columns // 2
            for step in range(_ANCHORS_AN_OBJECT):
                wanted[0, place % CLASSES, start + step] = 0.9 - 0.1 * step
        pressed = self._graph.node(
            "Mul", [self._graph.node("Sigmoid", [raw]), self._graph.constant(np.full(1, 1e-3, np.float32))]
        )
        return self._graph.node("Add", [pressed, self._graph.constant(wanted)])

    def _anchors(
        self,
    ) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float32]], np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
        """Centres [1, 2, anchors] and strides [1, 1, anchors], input pixels."""
        centres, strides = [], []
        for (columns, rows), stride in zip(self._grids, _STRIDES, strict=True):
            y, x = np.mgrid[0:rows, 0:columns]
            centres.append((np.stack((x.ravel(), y.ravel())) + 0.5) * stride)
            strides.append(np.full(rows * columns, stride))
        return (
            np.concatenate(centres, axis=1, dtype=np.float32)[None],
            np.concatenate(strides, dtype=np.float32)[None, None],
        )

    def _stage(self, x: str, channels: int, out: int, depth: int, *, residual: bool) -> str:
        """Cross-stage partial block: split, ``depth`` bottlenecks one after another, all of them joined."""
        half = out // 2
        parts = self._split(self._conv(x, channels, out, 1), (half, half), axis=1)
        for _ in range(depth):
            inner = self._conv(self._conv(parts[-1], half, half, 3), half, half, 3)
            parts.append(self._graph.node("Add", [parts[-1], inner]) if residual else inner)
        return self._conv(self._cat(parts, axis=1), half * (depth + 2), out, 1)

    def _pooled(self, x: str, channels: int) -> str:
        half = channels // 2
        parts = [self._conv(x, channels, half, 1)]
        for _ in range(3):
            parts.append(self._graph.node("MaxPool", [parts[-1]], kernel_shape=[5, 5], strides=[1, 1], pads=[2] * 4))
        return self._conv(self._cat(parts, axis=1), half * 4, channels, 1)

    def _double(self, x: str) -> str:
        scales = self._graph.constant(np.array([1, 1, 2, 2], np.float32))
        return self._graph.node("Resize", [x, "", scales], mode="nearest")

    def _conv(self, x: str, channels: int, out: int, size: int, *, stride: int = 1) -> str:
        y = self._raw(x, channels, out, size, stride)
        return self._graph.node("Mul", [y, self._graph.node("Sigmoid", [y])])

    def _raw(self, x: str, channels: int, out: int, size: int = 1, stride: int = 1) -> str:
        deviation = (2 / (channels * size * size)) ** 0.5
        weights = self._rng.normal(0, deviation, (out, channels, size, size)).astype(np.float32)
        parameters = [self._graph.constant(weights), self._graph.constant(np.zeros(out, np.float32))]
        sides = {"kernel_shape": [size] * 2, "strides": [stride] * 2, "pads": [size // 2] * 4}
        return self._graph.node("Conv", [x, *parameters], **sides)

    def _cat(self, parts: Sequence[str], *, axis: int) -> str:
        return self._graph.node("Concat", parts, axis=axis)

    def _split(self, x: str, sizes: tuple[int, int], *, axis: int) -> list[str]:
        return self._graph.nodes("Split", [x, self._graph.constant(np.array(sizes, np.int64))], 2, axis=axis)
