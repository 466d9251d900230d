"""Writes small ONNX files with nothing but bytes: stations have no ``onnx`` package, and a bench needs a graph.

An ONNX file is a protobuf; the field numbers here are those of onnx.proto3, opset 18.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Attribute = int | Sequence[int] | str
Dimension = int | str
FLOAT, INT64 = 1, 7
_IR_VERSION, _OPSET = 9, 18
_ATTRIBUTE_INT, _ATTRIBUTE_STRING, _ATTRIBUTE_INTS = 2, 3, 7
_NUMBERS = {np.dtype(np.float32): FLOAT, np.dtype(np.int64): INT64}


class GraphWriter:
    """Collects nodes and constants in order; every node has one output or more, named after itself."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._count = 0

    def constant(self, values: npt.NDArray[np.float32] | npt.NDArray[np.int64]) -> str:
        name = self._name("c")
        dimensions = b"".join(_number(1, side) for side in values.shape)
        kind = _number(2, _NUMBERS[values.dtype])
        self._constants.append(dimensions + kind + _bytes(8, name.encode()) + _bytes(9, values.tobytes()))
        return name

    def node(self, kind: str, inputs: Sequence[str], **attributes: Attribute) -> str:
        return self.nodes(kind, inputs, 1, **attributes)[0]

    def nodes(self, kind: str, inputs: Sequence[str], outputs: int, **attributes: Attribute) -> list[str]:
        """A node of several outputs; their names."""
        names = [self._name(kind) for _ in range(outputs)]
        self._nodes.append(
            b"".join(_bytes(1, name.encode()) for name in inputs)
            + b"".join(_bytes(2, name.encode()) for name in names)
            + _bytes(4, kind.encode())
            + b"".join(_bytes(5, _attribute(name, value)) for name, value in attributes.items())
        )
        return names

    def model(
        self,
        feed: tuple[str, Sequence[Dimension]],
        result: tuple[str, Sequence[Dimension]],
        metadata: dict[str, str],
    ) -> bytes:
        """The whole file: float input ``feed`` to float output ``result``, each a name and a shape."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _bytes(2, b"graph")
        graph += b"".join(_bytes(5, constant) for constant in self._constants)
        graph += _bytes(11, _value(*feed)) + _bytes(12, _value(*result))
        entries = b"".join(
            _bytes(14, _bytes(1, key.encode()) + _bytes(2, value.encode())) for key, value in metadata.items()
        )
        return _number(1, _IR_VERSION) + _bytes(7, graph) + _bytes(8, _number(2, _OPSET)) + entries

    def _name(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"


def _attribute(name: str, value: Attribute) -> bytes:
    head = _bytes(1, name.encode())
    if isinstance(value, int):
        return head + _number(3, value) + _number(20, _ATTRIBUTE_INT)
    if isinstance(value, str):
        return head + _bytes(4, value.encode()) + _number(20, _ATTRIBUTE_STRING)
    return head + b"".join(_number(8, each) for each in value) + _number(20, _ATTRIBUTE_INTS)


def _value(name: str, shape: Sequence[Dimension]) -> bytes:
    sides = b"".join(
        _bytes(1, _number(1, side) if isinstance(side, int) else _bytes(2, side.encode())) for side in shape
    )
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, FLOAT) + _bytes(2, sides)))


def _bytes(field: int, payload: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(payload)) + payload


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    value &= 2**64 - 1
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
