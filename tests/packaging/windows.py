"""The tools in ``packaging/windows`` for tests: the folder is no package, so they are loaded from it by name."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "packaging" / "windows"
STUB_SOURCE = Path(__file__).with_name("stub.c")
STUB = b"MZ, not a program"
PROGRAMS = ("countersign.exe", "countersignw.exe", "countersign-server.exe")
_LIBRARIES = ("numpy", "PySide6", "cv2", "onnxruntime/capi", "grpc/_cython", "cryptography/hazmat/bindings")
_NAMES = (
    *("_cffi_backend.cp311-win_amd64.pyd", "msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll", "python311.dll"),
    *("cryptography-50.0.2.dist-info/licenses/LICENSE.APACHE", "PySide6/plugins/platforms/qwindows.dll"),
    *("resources/build.json", "resources/models/demo/model.onnx", "numpy.libs/with a blank.dll", "base_library.zip"),
)


def tool(name: str) -> ModuleType:
    """A module of the folder; those that it imports come from there too."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


def lay_out(payload: Path, program: bytes = STUB, files: int = 20) -> Path:
    """A folder as PyInstaller leaves it: programs, and all the rest in ``_internal``, about ``files`` of them."""
    inside = payload / "_internal"
    contents = {inside / name: name.encode() for name in _NAMES}
    for number in range(files - len(_NAMES)):
        folder = inside / _LIBRARIES[number % len(_LIBRARIES)] / f"part{number % 9}"
        contents[folder / f"module_{number}.cp311-win_amd64.pyd"] = f"{number}".encode() * (number % 50)
    contents |= {payload / name: program for name in PROGRAMS}
    for file, content in contents.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return payload
