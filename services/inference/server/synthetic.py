"""The synthetic detection: lets operations test everything behind the model without one."""

from app.domain.detection import Box, Detection, ModelIdentity
from services.vision import jpeg
from services.vision.engine import EngineResult

DETECTION = Detection("W_CV01_D26RXXX_C03N_NL_DG00", 0.50, Box(0.20, 0.25, 0.80, 0.75))


class SyntheticEngine:
    """Answers every frame that could be decoded with :data:`DETECTION`."""

    model = ModelIdentity("synthetic", "1")

    def warm_up(self) -> None:
        """Nothing to warm."""

    def infer_jpeg(self, data: bytes) -> EngineResult:
        jpeg.check(data)
        return EngineResult((DETECTION,), 0.0, 0.0)
