"""The model on disk: read once, checked on the very bytes that are loaded."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import ErrorCode, OperationalError
from services.vision.onnx_external import NotOnnxError, has_external_data

MAX_BYTES = 512 * 2**20
CARD_NAME = "model.toml"
_DEMO = "demo"
_SHIPPED_MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
_PLAIN_TEXT = r"^[^\x00-\x1f\x7f]{1,100}$"
_PLAIN_FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*\.onnx$"


class InputCard(BaseModel):
    """The size the model wants, pixels; needed only when the graph leaves it open."""

    model_config = ConfigDict(frozen=True)
    width: int = Field(ge=32, le=4096)
    height: int = Field(ge=32, le=4096)


class ModelCard(BaseModel):
    """``model.toml`` beside the model: who it is. Further sections are for people."""

    model_config = ConfigDict(frozen=True)
    name: str = Field(pattern=_PLAIN_TEXT)
    version: str = Field(pattern=_PLAIN_TEXT)
    file: str | None = Field(None, pattern=_PLAIN_FILE_NAME)
    sha256: str | None = Field(None, pattern=r"^[0-9a-fA-F]{64}$")
    classes: tuple[str, ...] = ()
    input: InputCard | None = None


@dataclass(frozen=True, slots=True)
class ModelFile:
    """``data`` is a whole ONNX file that holds all its weights; ``card`` is None for a lone .onnx file."""

    path: Path
    data: bytes
    sha256: str
    card: ModelCard | None


def model_path(setting: str) -> Path:
    """The setting ``model.path`` as a path; ``demo`` is the model shipped with the program."""
    return _SHIPPED_MODELS / _DEMO if setting == _DEMO else Path(setting)


def unusable(path: Path, problem: str) -> OperationalError:
    return OperationalError(ErrorCode.MODEL_UNUSABLE, path=str(path), problem=problem)


def read_model_file(path: Path) -> ModelFile:
    """``path`` is a folder (one .onnx file, perhaps ``model.toml``) or an .onnx file. MODEL_MISSING, MODEL_UNUSABLE."""
    card = _read_card(path / CARD_NAME) if path.is_dir() else None
    file = _onnx_in(path, card) if path.is_dir() else path
    data = _read(file)
    sha256 = hashlib.sha256(data).hexdigest()
    if card and card.sha256 and card.sha256.lower() != sha256:
        raise unusable(file, f"its content is not what {CARD_NAME} says (SHA-256 differs)")
    try:
        external = has_external_data(data)
    except NotOnnxError as error:
        raise unusable(file, "it is not an ONNX file") from error
    if external:
        raise unusable(file, "it keeps weights outside the file")
    return ModelFile(file, data, sha256, card)


def _read_card(path: Path) -> ModelCard | None:
    try:
        return ModelCard.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise unusable(path, str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise unusable(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def _onnx_in(folder: Path, card: ModelCard | None) -> Path:
    if card and card.file:
        return folder / card.file
    files = sorted(folder.glob("*.onnx"))
    if len(files) > 1:
        raise unusable(folder, f"it holds {len(files)} .onnx files and {CARD_NAME} names none")
    if not files:
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(folder))
    return files[0]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(file)) from error
    except OSError as error:
        raise unusable(file, error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise unusable(file, f"it is larger than {MAX_BYTES // 2**20} MiB")
    if not data:
        raise unusable(file, "it is empty")
    return data
