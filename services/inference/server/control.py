"""The control port: models, and who may connect. Whoever is on this machine may use it; it listens nowhere else."""

import logging
from pathlib import Path
from typing import Any, NoReturn

import grpc

from app.domain.detection import ModelIdentity
from app.domain.errors import ErrorCode, OperationalError
from app.messages import error_sentence
from services.inference.contract.v1 import control_pb2 as pb
from services.inference.contract.v1.control_pb2_grpc import ControlServiceServicer
from services.inference.server.engine import Engine
from services.inference.server.gate import Context, Gate
from services.inference.server.metering import Meter
from services.inference.server.models import Catalogue
from services.inference.server.servicer import InferenceService

log = logging.getLogger(__name__)


class ControlService(ControlServiceServicer):
    """Begins when the engine has started."""

    def __init__(
        self, engine: Engine, catalogue: Catalogue, service: InferenceService, gate: Gate, meter: Meter, *, port: int
    ) -> None:
        self._engine, self._catalogue, self._service = engine, catalogue, service
        self._gate, self._meter, self._port = gate, meter, port

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:  # noqa: ARG002, N802
        active = self._engine.model
        models = {found.identity: str(found.path) for found in self._catalogue.found()}
        models.setdefault(active, "")
        return pb.ListModelsResponse(models=[_model(each, path, active) for each, path in models.items()])

    async def Activate(self, request: pb.ActivateRequest, context: Context) -> pb.ActivateResponse:  # noqa: N802
        wanted = ModelIdentity(request.name, request.version)
        try:
            path = self._catalogue.find(wanted)
            await self._change_to(wanted, path)
            self._catalogue.remember(wanted)
        except OperationalError as error:
            self._meter.swapped(done=False)
            log.error("model %s is not activated: %s", wanted, error)
            return await _refuse(context, str(error_sentence(error)))
        self._meter.swapped(done=True)
        self._meter.serving(self._engine.model)
        log.info("model %s is active", self._engine.model)
        return pb.ActivateResponse(model=_model(self._engine.model, str(path), self._engine.model))

    async def _change_to(self, wanted: ModelIdentity, path: Path) -> None:
        if wanted == self._engine.model:
            return
        got = await self._engine.activate(path)
        if got != wanted:  # an engine without a model of its own
            raise OperationalError(ErrorCode.MODEL_UNUSABLE, path=str(path), problem=f"this server computes {got}")

    async def Status(self, request: pb.StatusRequest, context: Context) -> pb.StatusResponse:  # noqa: ARG002, N802
        model = _model(self._engine.model, "", self._engine.model)
        return pb.StatusResponse(
            port=self._port, model=model, streams=self._service.streams, uptime_s=self._service.uptime_s
        )

    async def ReloadAccess(  # noqa: N802
        self, request: pb.ReloadAccessRequest, context: Context  # noqa: ARG002
    ) -> pb.ReloadAccessResponse:  # fmt: skip
        try:
            stations = self._gate.load()
        except OperationalError as error:
            return await _refuse(context, str(error_sentence(error)))
        self._service.cut_revoked()
        return pb.ReloadAccessResponse(stations=stations)


def _model(identity: ModelIdentity, path: str, active: ModelIdentity) -> pb.Model:
    return pb.Model(name=identity.name, version=identity.version, path=path, active=identity == active)


async def _refuse(context: grpc.aio.ServicerContext[Any, Any], sentence: str) -> NoReturn:
    await context.abort(grpc.StatusCode.FAILED_PRECONDITION, sentence)
    raise AssertionError("abort raises")
