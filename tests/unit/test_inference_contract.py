from pathlib import Path

from services.inference.contract.generate import GENERATED, PROTO, ROOT, generate


def test_the_committed_classes_are_those_of_the_proto_file(tmp_path: Path) -> None:
    generate(tmp_path)
    for name in GENERATED:
        path = PROTO.with_name(name)
        assert (tmp_path / path).read_text() == (ROOT / path).read_text(), f"{path} is not up to date"
