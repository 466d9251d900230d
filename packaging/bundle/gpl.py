"""Parts of Qt that only the GPL or a bought licence allows: none may be in a bundle.

The rest of Qt is under the LGPL. Qt's wheel of "essentials" carries some of these as well, and PyInstaller takes a
plugin along without being asked. The names are those of the libraries after ``Qt6``, of the Python modules after
``Qt``, and of plugins, all in small letters. Qt's own documentation, "Licensing", is the source.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

GPL = {
    "charts": "Qt Charts",
    "graphs": "Qt Graphs",
    "datavisualization": "Qt Data Visualization",
    "virtualkeyboard": "Qt Virtual Keyboard",
    "hunspellinputmethod": "Qt Virtual Keyboard",
    "quick3d": "Qt Quick 3D",
    "quicktimeline": "Qt Quick Timeline",
    "networkauth": "Qt Network Authorization",
    "httpserver": "Qt HTTP Server",
    "lottie": "Qt Lottie Animation",
    "bodymovin": "Qt Lottie Animation",
    "waylandcompositor": "Qt Wayland Compositor",
    "shadertools": "Qt Shader Tools",
    "canvaspainter": "Qt Canvas Painter",
    "mqtt": "Qt MQTT",
    "coap": "Qt CoAP",
    "grpc": "Qt GRPC",
    "protobuf": "Qt Protobuf",
    "insighttracker": "Qt Insight",
    "designer": "Qt Designer, a tool",
    "qmlcompiler": "the QML compiler, a tool",
}
"""Beginning of a name -> what it belongs to."""

_ELSEWHERE = re.compile(rf"(?:lib)?qt6?(?:{'|'.join(GPL)})")


def gpl_parts(folder: Path) -> list[str]:
    """One line for each file that must not be there; outside Qt's own folder, for what bears Qt's name."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_dir():
            continue
        path = file.relative_to(folder)
        if belongs := gpl_part(path.as_posix()):
            found.append(f"{path}: {belongs}")
    return found


def gpl_part(path: str) -> str:
    """What the file of a bundle belongs to, if that is under the GPL; "" for every other file."""
    words = path.lower().split("/")
    name = words[-1].split(".")[0]
    if "waylandcompositor" in name or "wayland-compositor" in name or "wayland-graphics-integration-server" in words:
        return GPL["waylandcompositor"]
    if "pyside6" not in words and not _ELSEWHERE.match(name):
        return ""
    bare = re.sub(r"^(lib)?(qt6|qt|q)?", "", name)
    return next((belongs for part, belongs in GPL.items() if bare.startswith(part)), "")


if __name__ == "__main__":
    told = gpl_parts(Path(sys.argv[1]))
    print("\n".join(told) or "no GPL part of Qt")
    sys.exit(bool(told))
