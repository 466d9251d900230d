from pathlib import Path

from services.inference.contract.generate import GENERATED, ROOT, generate


def test_the_committed_classes_are_those_of_the_proto_files(tmp_path: Path) -> None:
    generate(tmp_path)
    for path in GENERATED:
        assert (tmp_path / path).read_text() == (ROOT / path).read_text(), f"{path} is not up to date"
