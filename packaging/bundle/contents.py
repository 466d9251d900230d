"""What goes into the bundles and what stays out, on Linux and Windows alike: read by both spec files and by tests.

PyInstaller finds most of it by following imports. What is written here is what it cannot see (modules imported by name,
resources) and what it takes along although nothing of ours asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from app.__main__ import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent

# A row of PyInstaller's lists: path in the bundle, path of the source, kind.
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Bundle:
    """``commands`` as they are typed, ``resources`` by their folders; () is all. A command that the program does not
    have is passed over."""

    name: str
    program: str
    commands: tuple[str, ...]
    resources: tuple[str, ...]
    has_window: bool


STATION = Bundle(
    "station",
    "countersign",
    (),
    (),
    has_window=True,
)
SERVER = Bundle(
    "server",
    "countersign-server",
    ("about", "config", "detect", "machine", "model", "release", "secret", "selftest", "server", "update"),
    ("licences", "models"),
    has_window=False,
)
BUNDLES = {bundle.name: bundle for bundle in (STATION, SERVER)}

NOT_SHIPPED = ("services.inference.contract.generate",)  # runs protoc, a developer's tool
"""Modules of our own, with what is below them."""

FOREIGN = (
    *("torch", "torchvision", "ray", "rapidocr"),  # extras of pyproject.toml that are not shipped
    *("onnx", "onnxscript", "onnxruntime.tools", "onnxruntime.transformers", "onnxruntime.quantization"),
    *("fastapi", "uvicorn", "starlette", "apsw"),  # what the benches compare with
    *("pytest", "hypothesis", "mypy", "ruff", "importlinter", "grpc_tools"),  # tests and checks
    *("sphinx", "docutils", "myst_parser", "babel", "jinja2", "pygments"),  # the documents
    *("cyclonedx", "pip_audit", "pip", "setuptools", "pkg_resources", "wheel", "PyInstaller", "pefile"),  # the build
    *("lxml", "chardet", "charset_normalizer", "yaml", "requests", "rich", "click"),
    *("h2", "socksio", "trio"),  # of httpx: HTTP/2, proxies by SOCKS, another event loop
    *("tkinter", "turtle", "idlelib", "lib2to3", "tomli", "ensurepip", "pydoc_data", "test", "unittest.mock"),
    *("IPython", "matplotlib", "pandas", "PIL", "scipy", "cupy", "numba", "h5py", "OpenGL"),  # pyqtgraph's wishes
    *("pydantic.v1", "pyqtgraph.opengl", "pyqtgraph.flowchart", "pyqtgraph.examples", "pyqtgraph.jupyter"),
    *("sqlalchemy.orm", "sqlalchemy.testing", "sqlalchemy.ext.asyncio", "sqlalchemy.ext.declarative"),
    *("sqlalchemy.dialects.mysql", "sqlalchemy.dialects.oracle", "sqlalchemy.dialects.postgresql"),
    *("readline", "rlcompleter"),  # Python's prompt; GNU Readline is under the GPL
    *("_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw"),  # old encodings
    *("numpy.f2py", "numpy.testing", "numpy.distutils", "PyQt5", "PyQt6", "PySide2"),
)
"""Libraries that some library would use if it were there, and that are on the machine of whoever builds."""

_OF_A_STATION = ("ui", "PySide6", "shiboken6", "pyqtgraph", "rapidfuzz", "miniaudio", "xlsxwriter", "pycocotools")
"""What the server's program does without."""

_KEPT_PLUGINS = {
    "platforms": r"q(xcb|wayland|windows|offscreen)",
    "platformthemes": r"qxdgdesktopportal",
    "platforminputcontexts": r"(compose|ibus)platforminputcontextplugin",  # dead keys and input methods
    "wayland-shell-integration": r"xdg-shell",
    "wayland-decoration-client": r"adwaita|bradient",
    "iconengines": r"qsvgicon",
    "imageformats": r"q(svg|jpeg|ico)",
    "printsupport": r"(cups|windows)printersupport",
}
"""Of Qt's plugins; a kind that is not named here is left out as a whole (SQL, TLS, GL, embedded screens, QML)."""

_QT_LIBRARIES = {"XcbQpa", "WaylandClient", "WlShellIntegration", "DBus"}
"""Of Qt's libraries, besides those of the modules that we import: what the kept plugins rest on."""

_BENEATH = {
    "QtWidgets": ("QtGui", "QtCore"),
    "QtSvg": ("QtGui",),
    "QtSvgWidgets": ("QtSvg", "QtWidgets"),
    "QtPrintSupport": ("QtWidgets",),
    "QtTest": ("QtWidgets",),
}
_QT_IMPORT = re.compile(r"(?m)^\s*(?:from|import) PySide6\.(\w+)")
_LANGUAGES = ("en", "id")
_LEFT_OUT = (
    (r"onnxruntime/capi/(lib)?onnxruntime\.(so|dll|lib).*", "the C interface: Python's module holds the runtime"),
    (r"cv2/(data|samples|misc)/.*", "face cascades and samples"),
    (r"grpc/_cython/_credentials/roots\.pem", "public authorities: a station names the one of its server"),
    (r"numpy/_core/_\w+_tests\..*", "tests of a library"),
    (r"opengl32sw\.dll|.*/opengl32sw\.dll", "a GL in software, 20 MB: nothing of ours draws with GL"),
    (r".*/d3dcompiler_\d+\.dll|d3dcompiler_\d+\.dll", "shaders of Qt Quick"),
    (r"resources/translations/.*\.ts", "the source of the translation; the program reads .qm"),
    (r"pyqtgraph/(examples|icons|colors)/.*|pyqtgraph/.*\.ui", "its examples and editor"),
    (r".*/tests?/.*", "tests of libraries"),
    (r".*\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)", "of the environment it was built in, its paths"),
    (r"(.*/)?(pip|setuptools|wheel)-.*\.dist-info/.*", "the installer's own"),
    (r"rapidfuzz/.*_avx2\..*", "a second make of the same for newer processors; ours are a few words to compare"),
    (r"rapidfuzz/(fuzz_cpp|process_cpp_impl)\..*", "rules that we do not use; it has them in Python as well"),
    (r"sqlalchemy/.*\.pyx|.*\.(pyi|pxd|pyx|c|h|hpp|a|lib)", "sources and headers"),
)
_SYSTEM = re.compile(r"/(usr/)?lib(64|32)?/.*\.so(\.\d+)*")
_PYTHONS = re.compile(r".*/(libpython3[^/]*|python3\.\d+/.*)")
"""Of the system's own Python where that is the one that builds: the bundle carries the whole of its Python."""


def own_modules(bundle: Bundle) -> list[str]:
    """Every module of ours that the bundle carries although nobody may import it by a statement."""
    if bundle.commands:
        return [f"app.commands.{COMMANDS[name][0]}" for name in bundle.commands if name in COMMANDS]
    return sorted(name for package in ("app", "ui", "services") for name in _modules(package) if not _kept_back(name))


def _modules(package: str) -> Iterator[str]:
    for file in (ROOT / package).rglob("*.py"):
        words = file.relative_to(ROOT).with_suffix("").parts
        yield ".".join(words[:-1] if words[-1] == "__init__" else words)


def _kept_back(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in NOT_SHIPPED)


@cache
def qt_modules() -> frozenset[str]:
    """Qt's modules that our sources import, with those beneath them."""
    files = [file for package in ("app", "ui") for file in (ROOT / package).rglob("*.py")]
    found = {name for file in files for name in _QT_IMPORT.findall(file.read_text(encoding="utf-8"))}
    return frozenset(found | {below for name in found for below in _BENEATH.get(name, ())})


def excludes(bundle: Bundle) -> list[str]:
    """For PyInstaller's ``excludes``."""
    if not bundle.has_window:
        return [*NOT_SHIPPED, *FOREIGN, *_OF_A_STATION]
    import PySide6

    unused = [f"PySide6.{name}" for name in PySide6.__all__ if name not in qt_modules()]
    return [*NOT_SHIPPED, *FOREIGN, *unused]


def runtime_hooks(bundle: Bundle) -> list[str]:
    """What runs before our own program."""
    needs_stand_in = bundle.has_window and "QtOpenGL" not in qt_modules()
    return [str(HERE / "without_opengl.py")] if needs_stand_in else []


def resources(bundle: Bundle) -> list[tuple[str, str]]:
    """For PyInstaller's ``datas``: folder, and where in the bundle."""
    names = bundle.resources or sorted(each.name for each in (ROOT / "resources").iterdir() if each.is_dir())
    return [(str(ROOT / "resources" / name), f"resources/{name}") for name in names]


def trimmed(rows: Iterable[Row]) -> list[Row]:
    """Of PyInstaller's binaries or datas, those that are wanted; sorted, so that two builds are alike."""
    wanted = {f"Qt6{name.removeprefix('Qt')}" for name in qt_modules()} | {f"Qt6{name}" for name in _QT_LIBRARIES}
    return sorted(row for row in rows if not left_out(row[0], row[1], wanted))


def left_out(place: str, source: str, qt_libraries: Iterable[str]) -> bool:
    """Whether the file stays out; ``place`` is its path in the bundle, with either slash."""
    path = place.replace("\\", "/")
    if _SYSTEM.fullmatch(source) and not _PYTHONS.fullmatch(source):
        return True  # the package depends on the system's own, which gets its security fixes
    if any(re.fullmatch(pattern, path) for pattern, _ in _LEFT_OUT):
        return True
    return _is_unused_qt(PurePosixPath(path), set(qt_libraries))


def _is_unused_qt(path: PurePosixPath, libraries: set[str]) -> bool:
    if path.parts[0] != "PySide6":
        return False
    if "plugins" in path.parts:
        kind = path.parts[path.parts.index("plugins") + 1]
        return not re.fullmatch(_KEPT_PLUGINS.get(kind, "-"), path.name.split(".")[0].removeprefix("lib"))
    if "translations" in path.parts:
        return path.stem not in {f"qtbase_{language}" for language in _LANGUAGES}
    if "qml" in path.parts:
        return True
    name = path.name.split(".")[0].removeprefix("lib")
    return name.startswith("Qt6") and name not in libraries
