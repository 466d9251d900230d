"""Writes the Python classes of the contract: ``python services/inference/contract/generate.py``. Needs the dev extra.

protoc derives the imports inside the generated files from the path of the .proto file, so it runs from the
repository root.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path("services/inference/contract/v1")
PROTOS = tuple(FOLDER / f"{name}.proto" for name in ("control", "inference"))
GENERATED = tuple(
    proto.with_name(proto.stem + ending)
    for proto in PROTOS
    for ending in ("_pb2.py", "_pb2.pyi", "_pb2_grpc.py", "_pb2_grpc.pyi")
)


def generate(out: Path) -> None:
    """Write :data:`GENERATED` below ``out``, under the .proto files' paths. CalledProcessError: protoc refused."""
    scripts = Path(sysconfig.get_path("scripts"))
    command = [
        *(sys.executable, "-m", "grpc_tools.protoc", "--proto_path=."),
        *(f"--plugin={name}={_program(scripts, name)}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")),
        *(f"--{kind}_out={out}" for kind in ("python", "grpc_python", "mypy", "mypy_grpc")),
        *(proto.as_posix() for proto in PROTOS),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def _program(scripts: Path, name: str) -> Path:
    return scripts / (f"{name}.exe" if sys.platform == "win32" else name)


if __name__ == "__main__":
    generate(ROOT)
