"""Who may connect: TLS, certificates, tokens, and being thrown out."""

import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import grpc
import pytest

from app.__main__ import main
from app.domain.detection import FrameDetections
from app.domain.errors import ErrorCode, OperationalError
from services.inference.client.access import Access
from services.inference.client.stream import StreamDetector
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.server import enrolment
from services.inference.server.access import read_access
from services.inference.server.listening import check_open, tls_credentials
from tests.fakes.inference_server import ServerThread, free_port, red_frame, server_settings
from tests.fakes.rough_station import NOT_SERVING, SERVING, Station
from tests.fakes.waiting import eventually

NOW = datetime.now(UTC)
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


@pytest.fixture
def access(tmp_path: Path) -> Path:
    return tmp_path / "server" / "access.json"


@pytest.fixture
def tls(tmp_path: Path, access: Path) -> dict[str, str]:
    """The server's certificate, issued by the plant's own authority, as settings."""
    folder = tmp_path / "server"
    enrolment.issue_server_certificate(access, ["localhost", "127.0.0.1"], folder, NOW)
    return {"tls_cert": str(folder / "server.crt"), "tls_key": str(folder / "server.key")}


def trusting(folder: Path, *, with_certificate: bool = False) -> grpc.ChannelCredentials:
    """What a station makes of the files it was given."""
    ca = (folder / "ca.crt").read_bytes()
    if not with_certificate:
        return grpc.ssl_channel_credentials(ca)
    return grpc.ssl_channel_credentials(
        ca, (folder / "station.key").read_bytes(), (folder / "station.crt").read_bytes()
    )


def serving(**server: Any) -> ServerThread:
    return ServerThread(server_settings("", synthetic=True, **server))


def test_with_tls_and_a_token_a_station_is_served(access: Path, tls: dict[str, str]) -> None:
    token = enrolment.enroll_with_token(access, "st-7", None, NOW)
    with serving(**tls, access_file=str(access)) as server:
        with Station(server.address, token=token, tls=trusting(access.parent)) as station:
            station.send(1)
            assert station.receive().status == pb.STATUS_OK
            assert station.detect().status == pb.STATUS_OK
            assert station.status().serving
        with Station(server.address, token=token) as plain:
            assert plain.ended_with()[0] is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize("metadata", [[], [("authorization", "Bearer wrong")], [("authorization", "Basic st-7")]])
def test_without_a_valid_token_nothing_is_answered(access: Path, metadata: list[tuple[str, str]]) -> None:
    enrolment.enroll_with_token(access, "st-7", None, NOW)
    with serving(access_file=str(access)) as server, Station(server.address, metadata=metadata) as stranger:
        assert stranger.ended_with() == (UNAUTHENTICATED, "this station has no valid token")
        for call in (stranger.detect, stranger.status):
            with pytest.raises(grpc.RpcError, match="no valid token"):
                call()
        assert stranger.health() == SERVING, "a load balancer may ask"


def test_a_station_speaks_for_itself_only(access: Path) -> None:
    token = enrolment.enroll_with_token(access, "st-7", None, NOW)
    with serving(access_file=str(access)) as server, Station(server.address, "st-8", token=token) as other:
        other.send(1)
        code, why = other.ended_with()
        assert (code, "another station" in why) == (grpc.StatusCode.PERMISSION_DENIED, True)
        with pytest.raises(grpc.RpcError, match="another station"):
            other.detect()


@pytest.mark.parametrize("mtls", [False, True], ids=["token", "certificate"])
def test_the_real_station_is_served_with_what_it_was_issued_until_it_is_revoked(
    access: Path, tls: dict[str, str], tmp_path: Path, *, mtls: bool
) -> None:
    mine = tmp_path / "mine"
    if mtls:
        enrolment.enroll_with_certificate(access, "st-7", mine, NOW)
        shown = Access(str(mine / "ca.crt"), str(mine / "station.crt"), str(mine / "station.key"))
        tls = {**tls, "tls_client_ca": str(mine / "ca.crt")}
    else:
        enrolment.enroll_with_token(access, "st-7", mine / "token", NOW)
        shown = Access(str(access.parent / "ca.crt"), token=(mine / "token").read_text().strip)
    results: list[FrameDetections] = []
    with serving(**tls, access_file=str(access)) as server:
        station = StreamDetector(
            server.address, "st-7", jpeg_quality=82, silence_s=5, connect_retry_s=0.1, access=shown
        )  # fmt: skip
        station.start(results.append)
        try:
            until(station, results, lambda: bool(results))
            enrolment.revoke(access, "st-7", NOW)
            until(station, results, lambda: "refuses" in station.status().detail)
        finally:
            station.close()


def until(station: StreamDetector, results: list[FrameDetections], reached: Callable[[], bool]) -> None:
    """Offer frames until then."""

    def offered() -> bool:
        station.offer(red_frame(len(results)))
        return reached()

    eventually(offered)


@pytest.mark.parametrize("told", [True, False], ids=["by the command", "by watching the file"])
def test_a_revoked_station_is_cut_at_once_and_the_others_go_on(access: Path, *, told: bool) -> None:
    tokens = {name: enrolment.enroll_with_token(access, name, None, NOW) for name in ("st-7", "st-8")}
    port = free_port()
    with (
        serving(access_file=str(access), control_port=port) as server,
        Station(server.address, "st-7", token=tokens["st-7"]) as bad,
        Station(server.address, "st-8", token=tokens["st-8"]) as good,
    ):
        for station in (bad, good):
            station.send(1)
            assert station.receive().status == pb.STATUS_OK
        if told:
            assert countersign(access, "revoke", "st-7", control_port=port) == 0
        else:
            enrolment.revoke(access, "st-7", NOW)
        assert bad.ended_with() == (UNAUTHENTICATED, "station st-7 may no longer connect")
        with pytest.raises(grpc.RpcError, match="no valid token"):
            bad.detect()
        good.send(2)
        assert good.receive().status == pb.STATUS_OK


def test_a_new_token_voids_the_old_one(access: Path) -> None:
    old = enrolment.enroll_with_token(access, "st-7", None, NOW)
    with serving(access_file=str(access)) as server, Station(server.address, token=old) as station:
        station.send(1)
        station.receive()
        new = enrolment.enroll_with_token(access, "st-7", None, NOW)
        assert station.ended_with()[0] is UNAUTHENTICATED
        with Station(server.address, token=new) as again:
            assert again.detect().status == pb.STATUS_OK


def test_an_access_file_that_breaks_locks_nobody_out_and_lets_nobody_in(access: Path) -> None:
    token = enrolment.enroll_with_token(access, "st-7", None, NOW)
    port = free_port()
    with (
        serving(access_file=str(access), control_port=port) as server,
        Station(server.address, token=token) as station,
    ):
        access.write_text('{"stations": {"st-9": {')
        assert countersign(access, "stations", control_port=port) == 2
        assert station.detect().status == pb.STATUS_OK
        with Station(server.address, token="st-9") as stranger:
            assert stranger.ended_with()[0] is UNAUTHENTICATED
    with pytest.raises(OperationalError) as caught:
        read_access(access)
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


def test_with_mutual_tls_the_certificate_is_the_station(access: Path, tls: dict[str, str], tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    enrolment.enroll_with_certificate(access, "st-7", mine, NOW)
    settings = {**tls, "tls_client_ca": str(mine / "ca.crt"), "access_file": str(access)}
    with serving(**settings) as server:
        with Station(server.address, tls=trusting(mine)) as nobody:
            assert nobody.ended_with()[0] is grpc.StatusCode.UNAVAILABLE
        with Station(server.address, "st-8", tls=trusting(mine, with_certificate=True)) as liar:
            liar.send(1)
            assert liar.ended_with()[0] is grpc.StatusCode.PERMISSION_DENIED
        with Station(server.address, tls=trusting(mine, with_certificate=True)) as station:
            station.send(1)
            assert station.receive().status == pb.STATUS_OK
            enrolment.revoke(access, "st-7", NOW)
            assert station.ended_with()[0] is UNAUTHENTICATED
            with pytest.raises(grpc.RpcError, match="may not connect"):
                station.detect()


def test_a_certificate_of_an_authority_nobody_knows_is_refused(
    access: Path, tls: dict[str, str], tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    enrolment.enroll_with_certificate(tmp_path / "elsewhere" / "access.json", "st-7", theirs, NOW)
    ours = access.parent / "ca.crt"
    (theirs / "ca.crt").write_bytes(ours.read_bytes())
    with (
        serving(**tls, tls_client_ca=str(ours)) as server,
        Station(server.address, tls=trusting(theirs, with_certificate=True)) as stranger,
    ):
        assert stranger.ended_with()[0] is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize(
    ("settings", "may"),
    [
        ({}, False),
        ({"access_file": "access.json"}, False),
        ({"tls_cert": "server.crt"}, False),
        ({"tls_cert": "server.crt", "access_file": "access.json"}, True),
        ({"tls_cert": "server.crt", "tls_client_ca": "ca.crt"}, True),
        ({"host": "127.0.0.1"}, True),
        ({"host": "::1"}, True),
        ({"host": "localhost"}, True),
        ({"host": "localhost.example"}, False),
        ({"host": ""}, False),
        ({"host": "::"}, False),
    ],
)
def test_beyond_loopback_only_with_tls_and_names(settings: dict[str, Any], *, may: bool) -> None:
    rules = server_settings("", **{"host": "0.0.0.0", **settings}).server
    if may:
        check_open(rules)
        return
    with pytest.raises(OperationalError) as caught:
        check_open(rules)
    assert caught.value.code is ErrorCode.SERVER_OPEN


def test_the_command_refuses_to_be_open(access: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert countersign(access, settings={"server.host": "0.0.0.0", "server.access_file": ""}) == 1
    assert "On 0.0.0.0 anybody in the network could use this server." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda tls: {**tls, "tls_key": tls["tls_cert"]}, ErrorCode.SETTING_INVALID, "no certificate and its key"),
        (lambda tls: {**tls, "tls_key": "none.key"}, ErrorCode.FILE_UNREADABLE, "No such file"),
        (lambda tls: {"tls_key": tls["tls_key"]}, ErrorCode.SETTING_INVALID, "not set"),
        (lambda tls: {**tls, "tls_client_ca": "none.crt"}, ErrorCode.FILE_UNREADABLE, "No such file"),
    ],
)
def test_certificates_that_cannot_be_used_are_said(
    tls: dict[str, str], change: Callable[[dict[str, str]], dict[str, str]], code: ErrorCode, words: str
) -> None:
    changed: dict[str, Any] = {**change(tls)}
    with pytest.raises(OperationalError) as caught:
        tls_credentials(server_settings("", **changed).server)
    assert caught.value.code is code
    assert words in str(caught.value.details["problem"])


def test_the_commands_issue_list_and_revoke(access: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert countersign(access, "enroll", "st-7") == 0
    token = capsys.readouterr().out.strip()
    assert len(token) == 43
    out = tmp_path / "st-8.token"
    assert countersign(access, "enroll", "st-8", "--out", str(out)) == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text().strip() not in capsys.readouterr().out
    assert countersign(access, "enroll", "st-9", "--mtls", "--out", str(tmp_path / "st-9")) == 0
    assert stat.S_IMODE((tmp_path / "st-9" / "station.key").stat().st_mode) == 0o600
    assert countersign(access, "revoke", "st-8") == 0
    assert countersign(access, "revoke", "st-1") == 1
    assert "Station st-1 is not enrolled." in capsys.readouterr().err
    assert countersign(access, "stations") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["st-7", "st-8", "st-9"]
    assert ["revoked" in line for line in lines] == [False, True, False]
    kept = access.read_text()
    assert token not in kept
    assert set(json.loads(kept)["stations"]["st-7"]) == {"token_sha256", "enrolled_at"}
    assert stat.S_IMODE(access.stat().st_mode) == 0o600


def test_a_server_that_asks_for_tokens_and_knows_nobody_serves_nobody(
    access: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(access_file=str(access)) as server, Station(server.address) as station:
        assert station.health() != NOT_SERVING
        assert station.ended_with()[0] is UNAUTHENTICATED
        assert "no station may connect yet" in caplog.text
        token = enrolment.enroll_with_token(access, "st-7", None, NOW)
        assert countersign(access, "stations") == 0
        with Station(server.address, token=token) as enrolled:
            eventually(lambda: served(enrolled))


def served(station: Station) -> bool:
    try:
        return station.detect().status == pb.STATUS_OK
    except grpc.RpcError:
        return False


def countersign(access: Path, *words: str, control_port: int = 0, settings: dict[str, str] | None = None) -> int:
    chosen = {"server.access_file": str(access), "server.control_port": str(control_port), **(settings or {})}
    sets = [word for key, value in chosen.items() for word in ("--set", f"{key}={value}")]
    return main(["server", *sets, *words])
