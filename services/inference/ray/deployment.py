"""Gateways and detectors as Serve deployments, and the cluster that they run on."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ray
from ray import serve
from ray.serve.handle import DeploymentHandle

from app.domain.errors import ErrorCode, OperationalError
from app.settings import Settings
from services.inference.ray.detector import CALLS_UNDER_WAY, Detector
from services.inference.ray.environment import ENVIRONMENT
from services.inference.ray.gateway import Gateway

APP = "countersign"
ADDRESSES_LIMIT_S = 10.0
_HEALTH = {"health_check_period_s": 1.0, "health_check_timeout_s": 2.0}
"""Three checks in a row that fail end a replica: one that hangs is replaced within about ten seconds."""


@contextmanager
def connected(settings: Settings, *, cpus: int | None = None) -> Iterator[None]:
    """To the cluster of the settings, or to a new one on this machine that ends with this process. SETTING_INVALID.

    ``cpus``: how many a new one pretends to have; None: as many as there are.
    """
    address = settings.ray.address
    try:
        ray.init(
            address=address or "local",
            runtime_env={"env_vars": ENVIRONMENT},
            log_to_driver=False,
            logging_level=logging.WARNING,
            **({} if address else {"include_dashboard": False, "num_cpus": cpus}),
        )
    except (ConnectionError, ray.exceptions.RaySystemError) as error:
        problem = f"no Ray cluster answers at {address}"
        raise OperationalError(
            ErrorCode.SETTING_INVALID, origin="settings", key="ray.address", problem=problem
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def deploy(settings: Settings) -> None:
    """Blocks until detectors and gateways run. A second time it changes what runs. MODEL_UNUSABLE."""
    serve.start(proxy_location="Disabled")
    try:
        serve.run(application(settings), name=APP, route_prefix=None)
    except RuntimeError as error:
        raise OperationalError(ErrorCode.MODEL_UNUSABLE, path=settings.model.path, problem=_why(error)) from error


def application(settings: Settings) -> Any:
    """What ``serve.run`` takes. A detector has a GPU to itself, or a core where the cluster has no GPU."""
    rules, gpu = settings.ray, ray.cluster_resources().get("GPU", 0) >= 1
    detectors = serve.deployment(
        Detector,
        name="Detector",
        ray_actor_options={"num_cpus": 0, "num_gpus": 1} if gpu else {"num_cpus": 1},
        max_ongoing_requests=CALLS_UNDER_WAY,
        autoscaling_config={
            "min_replicas": rules.detectors_min,
            "max_replicas": rules.detectors_max,
            "initial_replicas": rules.detectors_min,
            "target_ongoing_requests": CALLS_UNDER_WAY - 1,
        },
        user_config={},
        **_HEALTH,
    )
    gateways = serve.deployment(
        Gateway,
        name="Gateway",
        num_replicas=rules.gateways or sum(bool(node["Alive"]) for node in ray.nodes()),
        max_replicas_per_node=1,
        ray_actor_options={"num_cpus": 0},
        user_config={},
        **_HEALTH,
    )
    return gateways.bind(settings, detectors.bind(_of_a_detector(settings, gpu=gpu)))


async def addresses() -> list[str]:
    """Of the gateways that run: where stations connect."""
    gateways = DeploymentHandle("Gateway", APP)  # not one that Serve keeps: it belongs to this event loop
    try:
        return sorted(await gateways.broadcast("address").results_async(timeout_s=ADDRESSES_LIMIT_S))
    finally:
        await gateways.shutdown_async()


def _of_a_detector(settings: Settings, *, gpu: bool) -> Settings:
    """As on a single machine; without a GPU one worker for each replica, since it has one core."""
    rules = settings.server
    chosen = {"engine": settings.ray.detector, "workers": rules.workers or (0 if gpu else 1)}
    return settings.model_copy(update={"server": rules.model_copy(update=chosen)})


def _why(error: Exception) -> str:
    """What the replica that did not start has raised: Serve keeps the end of its trace."""
    deployments = serve.status().applications[APP].deployments.values()
    lines = [line.strip() for each in deployments for line in each.message.splitlines()]
    return next((line for line in reversed(lines) if "Error: " in line), str(error))
