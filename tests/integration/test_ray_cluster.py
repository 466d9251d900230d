"""Three nodes on this machine, a gateway on each, a detector on two: what the streams notice when a node goes away.

The tests build on each other's cluster and run in this order: a node hangs, the same without the time limit of calls
(the negative control), a node is killed.
"""

import asyncio
import itertools
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest

from app.settings import RaySettings, Settings
from services.inference.client.stream import StreamDetector
from services.inference.contract.v1 import inference_pb2 as pb
from services.inference.ray.environment import prepare
from tests.fakes.inference_server import ROOT, red_frame, server_settings
from tests.fakes.rough_station import Station
from tests.fakes.waiting import eventually

pytest.importorskip("ray", reason="needs the ray extra")
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.filterwarnings("ignore")]

Record = Callable[[str, object], None]

LONGEST_WAIT_S = 3.0
STREAMS_A_GATEWAY = 3
FRAME_S = 0.1
AWAY_S = 6.0


@dataclass
class Site:
    """The cluster and what runs on it. ``nodes`` have a detector and a gateway each; the head has a gateway only."""

    cluster: Any
    nodes: list[Any]
    addresses: list[str] = field(default_factory=list)

    def deploy(self, **ray_settings: Any) -> None:
        from services.inference.ray.deployment import addresses, deploy

        deploy(_settings(self.cluster.address, **ray_settings))
        self.addresses = asyncio.run(addresses())
        assert len(self.addresses) == 3

    def gateway_of(self, node: Any) -> str:
        ports = _listening_ports(_processes(node))
        (address,) = [address for address in self.addresses if int(address.rpartition(":")[2]) in ports]
        return address


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    prepare()
    os.environ["PYTHONPATH"] = str(ROOT)  # for the processes that Ray starts
    from ray import serve
    from ray.cluster_utils import Cluster

    from services.inference.ray.deployment import connected

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        nodes = [cluster.add_node(num_cpus=1), cluster.add_node(num_cpus=1)]
        with connected(_settings(cluster.address)):
            yield Site(cluster, nodes)
            serve.shutdown()
    finally:
        cluster.shutdown()


def test_no_stream_waits_long_while_a_node_hangs(site: Site, record_property: Record) -> None:
    site.deploy()
    hung = site.nodes[0]
    with _streams([one for one in site.addresses if one != site.gateway_of(hung)]) as streams:
        with _stopped(hung):
            time.sleep(AWAY_S)
        longest_s = _longest(streams)
    record_property("longest wait, s", round(longest_s, 2))
    assert longest_s <= LONGEST_WAIT_S


def test_without_the_time_limit_of_calls_streams_wait_longer(site: Site, record_property: Record) -> None:
    site.deploy(call_limit_s=10.0)
    hung = site.nodes[0]
    with _streams([one for one in site.addresses if one != site.gateway_of(hung)]) as streams:
        with _stopped(hung):
            time.sleep(AWAY_S)
        longest_s = _longest(streams)
    record_property("longest wait, s", round(longest_s, 2))
    assert longest_s > LONGEST_WAIT_S


def test_no_stream_waits_long_when_a_node_is_lost(site: Site, record_property: Record) -> None:
    site.deploy()
    lost = site.nodes[1]
    gone = site.gateway_of(lost)
    left = [one for one in site.addresses if one != gone]
    with _streams(left) as streams, _station([gone, *left]) as (station, results):
        eventually(lambda: len(results) > 5)
        for pid in _processes(lost):
            os.kill(pid, signal.SIGKILL)
        time.sleep(AWAY_S)
        longest_s, elsewhere_s = _longest(streams), _longest_between(results)
        reconnects = station.status().reconnects
    record_property("longest wait, s", round(longest_s, 2))
    record_property("a station of its gateway elsewhere after, s", round(elsewhere_s, 2))
    record_property("frames answered as failed", sum(stream.failed for stream in streams))
    assert longest_s <= LONGEST_WAIT_S
    assert reconnects, "the station was on another gateway"
    assert elsewhere_s <= LONGEST_WAIT_S


@dataclass
class Stream:
    """One station on one gateway: a frame at a time, ten a second; when each was sent, and when a result came."""

    address: str
    results_s: list[float] = field(default_factory=list)
    longest_answer_s: float = 0.0
    failed: int = 0
    broken: bool = False

    def run(self, stop: threading.Event) -> None:
        with Station(self.address) as station:
            frame_id = 0
            while not stop.wait(FRAME_S):
                frame_id += 1
                sent_s = time.monotonic()
                station.send(frame_id)
                try:
                    answer = station.receive()
                except grpc.RpcError:
                    self.broken = True
                    return
                now_s = time.monotonic()
                self.longest_answer_s = max(self.longest_answer_s, now_s - sent_s)
                if answer.status == pb.STATUS_OK:
                    self.results_s.append(now_s)
                else:
                    self.failed += 1

    @property
    def longest_s(self) -> float:
        """Between two results, or since the last one."""
        return _longest_between(self.results_s)


@contextmanager
def _streams(addresses: Sequence[str]) -> Iterator[list[Stream]]:
    stop = threading.Event()
    streams = [Stream(address) for address in addresses for _ in range(STREAMS_A_GATEWAY)]
    threads = [threading.Thread(target=stream.run, args=(stop,)) for stream in streams]
    for thread in threads:
        thread.start()
    try:
        eventually(lambda: all(len(stream.results_s) > 5 for stream in streams), 30)
        for stream in streams:
            del stream.results_s[:-1]
        yield streams
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _longest(streams: Sequence[Stream]) -> float:
    assert not any(stream.broken for stream in streams), "a stream was cut"
    return max(stream.longest_s for stream in streams)


def _longest_between(times_s: Sequence[float]) -> float:
    return max(after - before for before, after in itertools.pairwise([*times_s, time.monotonic()]))


@contextmanager
def _station(addresses: Sequence[str]) -> Iterator[tuple[StreamDetector, list[float]]]:
    """The station's own detector, told all gateways; when results came."""
    results: list[float] = []
    where = "ipv4:" + ",".join(addresses)
    detector = StreamDetector(where, "st-1", jpeg_quality=82, silence_s=1.0, connect_retry_s=5.0)
    stop = threading.Event()

    def offer() -> None:
        frame_id = 0
        while not stop.wait(FRAME_S):
            frame_id += 1
            detector.offer(red_frame(frame_id, captured_s=time.monotonic()))

    with ExitStack() as stack:
        detector.start(lambda _: results.append(time.monotonic()))
        stack.callback(detector.close)
        thread = threading.Thread(target=offer)
        thread.start()
        stack.callback(thread.join)
        stack.callback(stop.set)
        yield detector, results


@contextmanager
def _stopped(node: Any) -> Iterator[None]:
    """All of its processes, as if its cable were pulled."""
    pids = _processes(node)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _settings(address: str, **ray_settings: Any) -> Settings:
    rules = RaySettings(address=address, detector="simulated", detectors_min=2, detectors_max=2, **ray_settings)
    return server_settings("demo").model_copy(update={"ray": rules})


def _raylet(node: Any) -> int:
    pid: int = node.all_processes["raylet"][0].process.pid
    return pid


def _processes(node: Any) -> list[int]:
    """The node's raylet and everything it has started."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, following = [], [_raylet(node)]
    while following:
        pid = following.pop()
        found.append(pid)
        following += children.get(pid, [])
    return found


def _listening_ports(pids: Sequence[int]) -> set[int]:
    links = [link for pid in pids for link in Path(f"/proc/{pid}/fd").iterdir()]
    sockets = {str(link.readlink()) for link in links if link.is_symlink()}
    rows = [row.split() for name in ("tcp", "tcp6") for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}
