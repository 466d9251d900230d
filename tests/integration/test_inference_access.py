"""A station that has to show who it is: TLS, certificates and tokens, against a real socket."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import grpc
import pytest

from app.domain.detection import FrameDetections
from app.runtime import backoff
from app.settings import InferenceSettings
from services.inference.client.access import Access, AccessError
from services.inference.client.stream import StreamDetector
from services.inference.client.token import kept_token
from services.inference.server import enrolment
from services.inference.server.certificates import Authority
from tests.fakes.answering_server import AnsweringServer
from tests.fakes.inference_server import ServerThread, red_frame, server_settings
from tests.fakes.waiting import eventually

Connect = Callable[[str, Access], "Station"]


class Station:
    """A stream that is offered frames while the test waits."""

    def __init__(self, address: str, access: Access) -> None:
        self.results: list[FrameDetections] = []
        self.detector = StreamDetector(
            address, "st-1", jpeg_quality=82, silence_s=5, connect_retry_s=0.1, access=access, rng=random.Random(1)
        )
        self._frame_id = 0
        self.detector.start(self.results.append)

    @property
    def detail(self) -> str:
        return self.detector.status().detail

    def until_answered(self) -> None:
        seen = len(self.results)

        def answered() -> bool:
            self._frame_id += 1
            self.detector.offer(red_frame(self._frame_id))
            return len(self.results) > seen

        eventually(answered)


@pytest.fixture
def connect() -> Iterator[Connect]:
    made: list[Station] = []

    def build(address: str, access: Access) -> Station:
        made.append(Station(address, access))
        return made[-1]

    yield build
    for station in made:
        station.detector.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plant's authority (ca.crt), a certificate for localhost and one for a station; another plant's ca."""
    folder, now = tmp_path_factory.mktemp("papers"), datetime.now(UTC)
    authority = Authority.at(folder, now)
    for name, issued in [
        ("server", authority.for_server(["localhost"], now)),
        ("st-1", authority.for_station("st-1", now)),
    ]:
        (folder / f"{name}.crt").write_bytes(issued.certificate)
        (folder / f"{name}.key").write_bytes(issued.key)
    Authority.at(folder / "other", now)
    return folder


def server_credentials(papers: Path, *, mutual: bool) -> grpc.ServerCredentials:
    pair = ((papers / "server.key").read_bytes(), (papers / "server.crt").read_bytes())
    ca = (papers / "ca.crt").read_bytes() if mutual else None
    return grpc.ssl_server_credentials([pair], ca, mutual)


def test_a_station_with_the_plant_s_ca_and_a_token_is_answered(papers: Path, connect: Connect) -> None:
    with AnsweringServer(token="s3cret", credentials=server_credentials(papers, mutual=False)) as server:
        connect(server.address, Access(tls_ca=str(papers / "ca.crt"), token=lambda: "s3cret")).until_answered()


def test_a_station_with_a_certificate_is_answered_by_a_server_that_asks_for_one(papers: Path, connect: Connect) -> None:
    access = Access(str(papers / "ca.crt"), str(papers / "st-1.crt"), str(papers / "st-1.key"))
    with AnsweringServer(credentials=server_credentials(papers, mutual=True)) as server:
        connect(server.address, access).until_answered()


def test_a_server_of_another_plant_is_not_trusted(papers: Path, connect: Connect) -> None:
    with AnsweringServer(credentials=server_credentials(papers, mutual=False)) as server:
        station = connect(server.address, Access(tls_ca=str(papers / "other" / "ca.crt")))
        eventually(lambda: "CERTIFICATE_VERIFY_FAILED" in station.detail)
        assert server.calls_s == []


def test_a_refused_station_says_so_and_tries_again_only_slowly(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    with AnsweringServer(token="right") as server:
        station = connect(server.address, Access(token=lambda: "wrong"))
        eventually(lambda: station.detail == "the server refuses this station: this station has no valid token")
        with pytest.raises(AssertionError):  # with the usual pauses of 0.1 s there would be several more by then
            eventually(lambda: len(server.calls_s) > 1, timeout_s=0.5)
    assert len([line for line in caplog.records if "refuses" in line.getMessage()]) == 1


def test_a_new_token_is_read_at_the_next_attempt(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "REFUSED_LEAST_S", 0.01)
    monkeypatch.setattr(backoff, "REFUSED_MOST_S", 0.02)
    tokens = ["wrong"]
    with AnsweringServer(token="right") as server:
        station = connect(server.address, Access(token=lambda: tokens[-1]))
        eventually(lambda: "refuses" in station.detail)
        tokens.append("right")
        station.until_answered()
        assert station.detector.status().reconnects > 0


def test_an_enrolled_station_is_answered_by_our_server_and_cut_off_when_it_is_revoked(
    papers: Path, tmp_path: Path, connect: Connect
) -> None:
    access_file, now = tmp_path / "access.json", datetime.now(UTC)
    token = enrolment.enroll_with_token(access_file, "st-1", None, now)
    settings = server_settings(
        "none", synthetic=True, access_file=str(access_file),
        tls_cert=str(papers / "server.crt"), tls_key=str(papers / "server.key"),
    )  # fmt: skip
    with ServerThread(settings) as server:
        localhost = server.address.replace("127.0.0.1", "localhost")
        station = connect(localhost, Access(tls_ca=str(papers / "ca.crt"), token=lambda: token))
        station.until_answered()
        enrolment.revoke(access_file, "st-1", now)
        eventually(lambda: station.detail.startswith("the server refuses this station: "))


def test_a_token_that_is_not_kept_is_told_in_the_status(kept: dict[tuple[str, str], str], connect: Connect) -> None:
    with AnsweringServer() as server:
        station = connect(server.address, Access(token=kept_token("plant", "st-1")))
        said = "the keyring holds no server-token st-1 under “plant” (countersign secret set server-token)"
        eventually(lambda: station.detail == said)
        kept["plant", "server-token st-1"] = "s3cret"
        station.until_answered()


@pytest.mark.parametrize("content", ["", "two words", "not\x07printable", "não"])
def test_what_is_no_token_is_refused_here(kept: dict[tuple[str, str], str], content: str) -> None:
    kept["plant", "server-token st-1"] = content
    with pytest.raises(AccessError, match="is no token"):
        Access(token=kept_token("plant", "st-1")).metadata()


def test_without_an_entry_no_token_is_shown() -> None:
    assert Access(token=kept_token("", "st-1")).metadata() == ()


def test_files_that_are_no_certificates_are_named(papers: Path, tmp_path: Path) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("junk")
    for access in (
        Access(tls_ca=str(junk)),
        Access(tls_ca=str(papers / "ca.crt"), tls_cert=str(junk), tls_key=str(junk)),
    ):
        with pytest.raises(AccessError, match=r"junk\.pem cannot be used as"):
            access.channel("localhost:1")


def test_without_settings_nothing_is_sent_and_nothing_read() -> None:
    access = Access()
    assert not access.is_tls
    assert access.metadata() == ()
    access.channel("localhost:1").close()


def test_a_certificate_is_set_with_its_key() -> None:
    with pytest.raises(ValueError, match="set together"):
        InferenceSettings(tls_cert="a.crt")
