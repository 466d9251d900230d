"""A model's class labels, in the order of its scores: from its metadata, else from a file beside it."""

import ast
from collections.abc import Mapping

from services.vision.model_card import CARD_NAME, unusable
from services.vision.model_file import ModelFile

_MAX_CHARACTERS = 1_000_000


def class_names(file: ModelFile, metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Two sources that disagree are refused: the order decides which part is accepted."""
    carded = file.card.classes if file.card else ()
    classes = _parsed(file, metadata["names"]) if "names" in metadata else carded or file.names
    if not classes:
        raise unusable(file.path, "it does not name its classes, and no file beside it does")
    if carded and carded != classes:
        raise unusable(file.path, f"it names its classes otherwise than {CARD_NAME}")
    if not all(label and label.isprintable() for label in classes):
        raise unusable(file.path, "a class has a name that cannot be shown")
    return classes


def _parsed(file: ModelFile, text: str) -> tuple[str, ...]:
    """``{0: 'label', 1: …}`` as exporters write it."""
    try:
        names = ast.literal_eval(text) if len(text) <= _MAX_CHARACTERS else None
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        names = None
    if isinstance(names, list | tuple):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or set(names) != set(range(len(names))):
        raise unusable(file.path, "its class names cannot be read")
    return tuple(str(names[index]) for index in range(len(names)))
