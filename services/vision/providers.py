"""ONNX Runtime sessions: the best execution provider that is present and opens, threads as a shared machine wants."""

import logging
from collections.abc import Mapping, Sequence

import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

log = logging.getLogger(__name__)

RUNTIME_ERRORS = (
    ort_errors.EPFail,
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
    ort_errors.RuntimeException,
)
"""What ONNX Runtime raises for a model it cannot open or run; they have no common class of their own."""

CPU = "CPUExecutionProvider"
_CUDA = "CUDAExecutionProvider"
_DIRECT_ML = "DmlExecutionProvider"
_PREFERENCE: Mapping[str, tuple[str, ...]] = {
    "TensorrtExecutionProvider": (_CUDA, CPU),
    _CUDA: (CPU,),
    "OpenVINOExecutionProvider": (CPU,),
    _DIRECT_ML: (CPU,),
    CPU: (),
}
"""Best first; with each, who computes the nodes that it does not know."""


def open_session(data: bytes, threads: int) -> ort.InferenceSession:
    """The best provider that opens ``data``, an ONNX file; one log line for each that does not.

    One of :data:`RUNTIME_ERRORS` when not even the CPU can open it. ``threads`` compute one run together.
    """
    *better, last = [name for name in _PREFERENCE if name in ort.get_available_providers()]
    for name in better:
        session = _attempt(data, threads, name)
        if session is not None:
            return session
    return _session(data, threads, last)


def _attempt(data: bytes, threads: int, name: str) -> ort.InferenceSession | None:
    try:
        session = _session(data, threads, name)
    except (*RUNTIME_ERRORS, RuntimeError) as error:  # the latter when a vendor's library is missing
        problem = first_line(error)
    else:
        opened: Sequence[str] = session.get_providers()
        if opened[0] == name:  # ONNX Runtime may leave a provider out without an error
            return session
        problem = "ONNX Runtime left it out"
    log.warning("%s cannot be used, trying the next: %s", name, problem)
    return None


def _session(data: bytes, threads: int, name: str) -> ort.InferenceSession:
    """Threads do not spin: on a shared machine two spinning ones burn half as much again as they compute."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors; they are also raised
    options.enable_mem_pattern = name != _DIRECT_ML
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.load_model_format", "ONNX")
    return ort.InferenceSession(data, options, providers=[name, *_PREFERENCE[name]], enable_fallback=0)


def first_line(error: Exception) -> str:
    """What ONNX Runtime says, without its own codes."""
    return str(error).partition("\n")[0].rpartition(" : ")[2].strip()[:200]
