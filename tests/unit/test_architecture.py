"""The arrows of the house hold, every contract bites, and nothing tracked names a machine or a package registry."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
]
CORE = ("app.domain", "app.ports", "app.use_cases", "app.runtime", "app.messages", "app.settings")

# Contract (as it begins) -> offences, each a file and an import that must not be there.
OFFENCES = [
    ("arrows", "app/domain/grade.py", "import app.ports.frame"),
    ("arrows", "app/ports/frame.py", "import app.runtime.latest_slot"),
    ("arrows", "app/use_cases/__init__.py", "import services.vision.jpeg"),
    ("arrows", "ui/__init__.py", "import services.vision.jpeg"),
    ("arrows", "services/vision/jpeg.py", "import ui"),
    ("arrows", "services/__init__.py", "import app.bootstrap"),
    ("the domain", "app/domain/grade.py", "import numpy"),
    ("the domain", "app/domain/grade.py", "import app.settings"),
    ("the core", "app/use_cases/__init__.py", "import PySide6.QtCore"),
    ("the core", "app/runtime/worker.py", "import sqlalchemy"),
    ("services know no Qt", "services/camera/__init__.py", "from PySide6 import QtCore"),
    ("protobuf", "ui/__init__.py", "import services.inference.contract.v1.inference_pb2"),
    ("protobuf", "services/storage/__init__.py", "import google.protobuf.message"),
    ("Ray stays", "services/inference/server/engine.py", "import ray"),
    ("the server", "services/inference/server/__init__.py", "import services.storage.schema"),
    ("the server", "services/inference/server/__init__.py", "import services.inference.client"),
]


def broken_contracts(tree: Path) -> tuple[list[str], str]:
    """The names that import-linter reports as broken in `tree`, and all it said."""
    finished = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=tree,
        env={**os.environ, "COLUMNS": "300", "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = finished.stdout + finished.stderr
    broken = [line.removesuffix(" BROKEN") for line in said.splitlines() if line.endswith(" BROKEN")]
    assert finished.returncode == (1 if broken else 0), said
    return broken, said


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory) -> Path:
    tree: Path = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    only_python = shutil.ignore_patterns("__pycache__")
    for package in ("app", "ui", "services"):
        shutil.copytree(ROOT / package, tree / package, ignore=only_python)
    return tree


def test_the_tree_keeps_every_contract():
    broken, said = broken_contracts(ROOT)
    assert not broken, said
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in said


@pytest.mark.parametrize(("contract", "file", "offence"), OFFENCES, ids=[f"{o[1]}: {o[2]}" for o in OFFENCES])
def test_a_contract_bites(copied_tree, contract, file, offence):
    path = copied_tree / file
    innocent = path.read_text(encoding="utf-8")
    path.write_text(f"{innocent}\n{offence}\n", encoding="utf-8")
    try:
        broken, said = broken_contracts(copied_tree)
    finally:
        path.write_text(innocent, encoding="utf-8")
    assert any(name.startswith(contract) for name in broken), said


def test_every_contract_has_been_proved():
    unproved = [name for name in CONTRACTS if not any(name.startswith(offence[0]) for offence in OFFENCES)]
    assert not unproved


def test_the_domain_imports_the_standard_library_only():
    """Rule: pure values and rules. The contract names the libraries we use; this names those we do not use yet."""
    strangers = {
        f"{path.relative_to(ROOT)}: {module}"
        for path in (ROOT / "app" / "domain").rglob("*.py")
        for module in imported_modules(path)
        if module.split(".")[0] not in sys.stdlib_module_names and not module.startswith("app.domain")
    }
    assert not strangers


def imported_modules(path: Path) -> list[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found: list[str] = []
    for node in tree:
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
    return found


IMPORT_CORE_WITHOUT = """
import importlib, pkgutil, sys

absent = {"PySide6", "shiboken6", "cv2", "sqlalchemy", "pyodbc", "grpc", "google", "httpx", "onnxruntime"}

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in absent:
            raise ModuleNotFoundError(f"{name} is not installed in this test", name=name)

sys.meta_path.insert(0, Absent())
count = 0
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    found = pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}.")
    count += 1 + sum(bool(importlib.import_module(module.name)) for module in found)
print(count)
"""


def test_the_core_runs_without_qt_database_or_network_libraries():
    finished = subprocess.run(
        [sys.executable, "-c", IMPORT_CORE_WITHOUT, *CORE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert int(finished.stdout) > len(CORE)


# Written in pieces, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("npm" + "js", "org"),
        ("deb" + "ian", "org/deb" + "ian"),
        ("ana" + "conda", "org"),
        ("artifact" + "ory",),
        ("pkg", "dev/"),
    )
]
MACHINE_PATHS = re.compile(
    r"(?<![\w.$}>)*-])/(?:" + "|".join(("work", "root", r"home/[a-z]\w*", r"Users/\w+")) + r")/\w|[A-Z]:\\Users\\\w"
)


def tracked_texts() -> list[tuple[Path, str]]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs git and its checkout to know which files are tracked")
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split("\0")
    texts = []
    for name in filter(None, names):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content[:8192]:
            texts.append((path.relative_to(ROOT), content.decode("utf-8", "replace")))
    return texts


def test_nothing_tracked_names_a_package_registry_or_a_machine():
    found = []
    for path, text in tracked_texts():
        found += [f"{path}: {host}" for host in REGISTRY_HOSTS if host in text]
        found += [f"{path}: {match.group()}" for match in MACHINE_PATHS.finditer(text)]
    assert not found


@pytest.mark.parametrize(
    ("text", "is_a_path"),
    [
        ("see /" + "home/anna/notes", True),
        ("cd /" + "work/main", True),
        (r"C:\Use" + r"rs\anna", True),
        ("frame/work/item", False),
        ("home/anna", False),
        ("/var/lib/countersign", False),
    ],
)
def test_what_counts_as_a_machine_path(text, is_a_path):
    assert bool(MACHINE_PATHS.search(text)) is is_a_path
