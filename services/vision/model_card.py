"""``model.toml`` beside the model: who it is, how it was measured, and a frame it must recognise."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.domain.detection import Box, Detection
from app.domain.errors import ErrorCode, OperationalError

CARD_NAME = "model.toml"
_PLAIN_TEXT = r"^[^\x00-\x1f\x7f]{1,100}$"
_PLAIN_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*"

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")

Share = Annotated[float, Field(ge=0, le=1)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True)


class InputCard(_Section):
    """The size the model wants, pixels; needed only when the graph leaves it open."""

    width: int = Field(ge=32, le=4096)
    height: int = Field(ge=32, le=4096)


class Thresholds(_Section):
    """What the model's makers suggest: confidences 0..1 to show a detection from and to accept it from."""

    floor: Share = 0.25
    accept: Share = 0.85

    @model_validator(mode="after")
    def _in_order(self) -> "Thresholds":
        if self.floor > self.accept:
            raise ValueError("floor is above accept")
        return self


class GoldenDetection(_Section):
    """``box`` is x1 y1 x2 y2, normalised to the golden frame."""

    label: str = Field(pattern=_PLAIN_TEXT)
    confidence: Share
    box: tuple[Share, Share, Share, Share]

    def detection(self) -> Detection:
        return Detection(self.label, self.confidence, Box(*self.box))


class GoldenCard(_Section):
    """A JPEG beside the model, and every detection of it that is beyond doubt."""

    frame: str = Field(pattern=_PLAIN_NAME + r"\.jpg$")
    detections: tuple[GoldenDetection, ...] = Field(min_length=1)


class ModelCard(_Section):
    """Further sections are for people."""

    name: str = Field(pattern=_PLAIN_TEXT)
    version: str = Field(pattern=_PLAIN_TEXT)
    file: str | None = Field(None, pattern=_PLAIN_NAME + r"\.onnx$")
    sha256: str | None = Field(None, pattern=r"^[0-9a-fA-F]{64}$")
    classes: tuple[str, ...] = ()
    input: InputCard | None = None
    metrics: Mapping[str, Any] = Field(default_factory=dict)
    thresholds: Thresholds = Thresholds()
    golden: GoldenCard | None = None


def unusable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.MODEL_UNUSABLE, path=str(path), problem=problem)


def read_card(path: Path) -> ModelCard | None:
    """None when there is no such file. MODEL_UNUSABLE names the key that is wrong."""
    values = read_card_values(path)
    try:
        return None if values is None else ModelCard.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        raise unusable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def read_card_values(path: Path) -> dict[str, Any] | None:
    """The card as it is written, with the sections that only people read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise unusable(path, str(error)) from error


def write_card_values(path: Path, values: Mapping[str, Any]) -> None:
    """Write the card whole or not at all. Plain values first, then one section for each mapping."""
    plain = {key: value for key, value in values.items() if not isinstance(value, Mapping)}
    sections = {key: value for key, value in values.items() if isinstance(value, Mapping)}
    lines = [_pair(key, value) for key, value in plain.items()]
    for name, section in sections.items():
        lines += ["", f"[{_key(name)}]", *(_pair(key, value) for key, value in section.items())]
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)


def _pair(key: str, value: object) -> str:
    return f"{_key(key)} = {_toml(value)}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _toml(key)


def _toml(value: object) -> str:
    """A number, a text, a list or a mapping of them, as TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pair(key, each) for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    text = "".join({"\\": "\\\\", '"': '\\"'}.get(c, c if c.isprintable() else f"\\U{ord(c):08X}") for c in str(value))
    return f'"{text}"'
