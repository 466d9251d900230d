"""From a checkpoint to the one ONNX file the stations load, and the model card beside it.

The file speaks the layout that the plant's existing models have, so both run through the same code: `images`
float32 [batch, 3, 384, 640] RGB 0..1 in, `output0` float32 [batch, 4 + classes, anchors] out, rows cx, cy, w,
h in input pixels and then one score 0..1 per class; class names in the metadata.
"""

import hashlib
import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from services.training.network import STRIDES, CoverNet, ExportedNet

INPUT_HEIGHT, INPUT_WIDTH = 384, 640
OPSET = 18
LARGEST_DIFFERENCE = 1e-2
"""Input pixels for boxes; scores are held to a hundredth of it."""


class ParityError(Exception):
    """The exported file does not compute what the network computes."""


def export_onnx(net: CoverNet, path: Path, *, labels: Sequence[str], version: str) -> str:
    """Write `path`, check it against the network, and return its SHA-256 in hexadecimal.

    The file replaces an older one only after the check: it is written beside it and renamed.
    """
    shipped = ExportedNet(net, INPUT_HEIGHT, INPUT_WIDTH).eval()
    part = path.with_suffix(".part.onnx")
    _write_graph(shipped, part)
    _describe(part, labels, version)
    check_parity(shipped, part)
    part.replace(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_parity(shipped: ExportedNet, path: Path) -> None:
    """Raise `ParityError` unless ONNX Runtime and torch agree, for one frame and for a batch."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    for batch in (1, 3):
        images = torch.rand(batch, 3, INPUT_HEIGHT, INPUT_WIDTH, generator=torch.Generator().manual_seed(batch))
        with torch.inference_mode():
            expected = shipped(images).numpy()
        (found,) = session.run(["output0"], {"images": images.numpy()})
        difference = np.abs(found - expected)
        if difference.max() > LARGEST_DIFFERENCE or difference[:, 4:].max() > LARGEST_DIFFERENCE / 100:
            raise ParityError(f"{path} differs from the network by up to {difference.max():.2g} at batch {batch}")


def _write_graph(shipped: ExportedNet, path: Path) -> None:
    """Export with a free batch axis and without external data."""
    example = torch.rand(2, 3, INPUT_HEIGHT, INPUT_WIDTH)
    free = {"images": {0: torch.export.Dim("batch", min=1, max=64)}}
    exporter_log = logging.getLogger("torch.onnx")
    level = exporter_log.level
    exporter_log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                shipped,
                (example,),
                path,
                input_names=["images"],
                output_names=["output0"],
                opset_version=OPSET,
                dynamic_shapes=free,
                external_data=False,
                verbose=False,
            )
    finally:
        exporter_log.setLevel(level)


def _describe(path: Path, labels: Sequence[str], version: str) -> None:
    """Add the metadata that loaders read, and drop the exporter's traces of where it ran."""
    model = onnx.load(path)
    model.doc_string = ""
    model.graph.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        del value.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    names = "{" + ", ".join(f"{index}: {label!r}" for index, label in enumerate(labels)) + "}"
    facts = {
        "description": "Countersign demo detector of battery covers, trained on rendered scenes",
        "version": version,
        "task": "detect",
        "stride": str(max(STRIDES)),
        "batch": "1",
        "imgsz": str([INPUT_HEIGHT, INPUT_WIDTH]),
        "names": names,
    }
    onnx.helper.set_model_props(model, facts)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_model_card(
    path: Path,
    *,
    name: str,
    version: str,
    labels: Sequence[str],
    sha256: str,
    metrics: Mapping[str, object],
    training: Mapping[str, object],
) -> None:
    """Write `model.toml`, which names the model, its classes and input, and how it was made and measured."""
    lines = [
        f'name = "{name}"',
        f'version = "{version}"',
        f'sha256 = "{sha256}"',
        "classes = [",
        *(f'  "{label}",' for label in labels),
        "]",
        "",
        "[input]",
        f"width = {INPUT_WIDTH}",
        f"height = {INPUT_HEIGHT}",
        'layout = "NCHW"',
        'dtype = "float32"',
    ]
    for section, figures in (("metrics", metrics), ("training", training)):
        lines += ["", f"[{section}]", *(f"{key} = {_toml(value)}" for key, value in figures.items())]
    part = path.with_suffix(".part")
    part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    part.replace(path)


def _toml(value: object) -> str:
    """A number, a text, a mapping of them, or a list, as TOML."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else f'"{value}"'
