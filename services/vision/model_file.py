"""The model on disk: read once, checked on the very bytes that are loaded."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.domain.detection import Detection
from app.domain.errors import ErrorCode, OperationalError
from services.vision import jpeg
from services.vision.model_card import CARD_NAME, GoldenCard, ModelCard, read_card, unusable
from services.vision.onnx_external import NotOnnxError, has_external_data

MAX_BYTES = 512 * 2**20
_MAX_NAMES_BYTES = 2**20
_DEMO = "demo"
UPDATED = "updates"
_SHIPPED_MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
_NAMES_FILES = ("classes.txt", "labels.txt", "names.txt")


@dataclass(frozen=True, slots=True)
class Golden:
    """A frame that the model must recognise before it is called ready; ``expected`` in no order."""

    jpeg: bytes
    expected: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """``data`` is a whole ONNX file that holds all its weights; ``card`` is None where no ``model.toml`` lies beside.

    ``names`` are the class names of a side file, one a line; empty when there is none.
    """

    path: Path
    data: bytes
    sha256: str
    card: ModelCard | None
    names: tuple[str, ...]
    golden: Golden | None


def model_path(setting: str) -> Path:
    """The setting ``model.path`` as a path. ``demo`` is the model shipped with the program, and so is ``updates`` here:
    the one that runs before any update has come."""
    return _SHIPPED_MODELS / _DEMO if setting in {_DEMO, UPDATED} else Path(setting)


def read_model_file(path: Path) -> ModelFile:
    """``path`` is a folder (one .onnx file, perhaps ``model.toml``) or an .onnx file. MODEL_MISSING, MODEL_UNUSABLE."""
    card = read_card(path / CARD_NAME) if path.is_dir() else None
    file = _onnx_in(path, card) if path.is_dir() else path
    data = _read(file, MAX_BYTES)
    sha256 = hashlib.sha256(data).hexdigest()
    if card and card.sha256 and card.sha256.lower() != sha256:
        raise unusable(file, f"its content is not what {CARD_NAME} says (SHA-256 differs)")
    _refuse_external_data(file, data)
    golden = _golden(file, card.golden) if card and card.golden else None
    return ModelFile(file, data, sha256, card, _names_beside(file, whole_folder=path.is_dir()), golden)


def _refuse_external_data(file: Path, data: bytes) -> None:
    try:
        external = has_external_data(data)
    except NotOnnxError as error:
        raise unusable(file, "it is not an ONNX file") from error
    if external:
        raise unusable(file, "it keeps weights outside the file")


def _onnx_in(folder: Path, card: ModelCard | None) -> Path:
    if card and card.file:
        return folder / card.file
    files = sorted(folder.glob("*.onnx"))
    if len(files) > 1:
        raise unusable(folder, f"it holds {len(files)} .onnx files and {CARD_NAME} names none")
    if not files:
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(folder))
    return files[0]


def _names_beside(file: Path, *, whole_folder: bool) -> tuple[str, ...]:
    """``<model>.txt``; in a model's own folder also the usual names."""
    candidates = [file.with_suffix(".txt"), *(file.parent / name for name in _NAMES_FILES if whole_folder)]
    for path in candidates:
        if path.is_file():
            try:
                lines = _read(path, _MAX_NAMES_BYTES).decode("utf-8-sig").splitlines()
            except UnicodeDecodeError as error:
                raise unusable(path, "it is not a text") from error
            return tuple(line.strip() for line in lines if line.strip())
    return ()


def _golden(file: Path, card: GoldenCard) -> Golden:
    try:
        data = _read(file.parent / card.frame, jpeg.MAX_BYTES)
        jpeg.check(data)
    except (OperationalError, jpeg.FrameRejected) as error:
        raise unusable(file, f"its golden frame {card.frame} cannot be read") from error
    return Golden(data, tuple(each.detection() for each in card.detections))


def _read(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except FileNotFoundError as error:
        raise OperationalError(ErrorCode.MODEL_MISSING, path=str(file)) from error
    except OSError as error:
        raise unusable(file, error.strerror or str(error)) from error
    if len(data) > most:
        raise unusable(file, f"it is larger than {most // 2**20} MiB")
    if not data:
        raise unusable(file, "it is empty")
    return data
