"""Does an ONNX file point outside itself? Answered on its bytes, before ONNX Runtime may follow a path in them.

ONNX is a protobuf; only the few fields on the way to a tensor are followed, all others are skipped by their length.
"""

from collections.abc import Iterator, Mapping

_MAX_DEPTH = 64

_CHILDREN: Mapping[str, Mapping[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14


class NotOnnxError(ValueError):
    """The bytes are not a protobuf message."""


def has_external_data(data: bytes) -> bool:
    """True when any tensor, however deep, keeps its values outside the file. NotOnnxError: it cannot be parsed."""
    return _external(memoryview(data), "model", 0)


def _external(message: memoryview, kind: str, depth: int) -> bool:
    if depth > _MAX_DEPTH:
        raise NotOnnxError
    children = _CHILDREN[kind]
    for number, value in _fields(message):
        if kind == "tensor" and (number == _EXTERNAL_DATA or (number == _DATA_LOCATION and value)):
            return True
        if number in children and isinstance(value, memoryview) and _external(value, children[number], depth + 1):
            return True
    return False


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """(number, value) of each field; fixed-width values are given as 0, nobody asks for them."""
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        value: int | memoryview = 0
        match tag & 7:
            case 0:
                value, position = _varint(message, position)
            case 1:
                position += 8
            case 2:
                length, position = _varint(message, position)
                value = message[position : position + length]
                position += length
            case 5:
                position += 4
            case _:
                raise NotOnnxError
        if position > len(message):
            raise NotOnnxError
        yield tag >> 3, value


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(message):
            raise NotOnnxError
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise NotOnnxError
