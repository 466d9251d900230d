import numpy as np
import pytest

from app.ports.frame import BgrImage
from services.vision import jpeg
from services.vision.engine import Engine
from services.vision.jpeg import FrameRejected
from services.vision.model import load_model
from tests.fakes.onnx_models import BOX, colour_model


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    model = load_model(colour_model(tmp_path_factory.mktemp("model") / "colour.onnx"), threads=1)
    made = Engine(model, floor_confidence=0.25, nms_iou=0.5)
    made.warm_up()
    return made


def coloured(red: int, green: int, *, width: int = 1280, height: int = 640) -> BgrImage:
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 1], image[..., 2] = green, red
    return image


@pytest.mark.parametrize(("red", "green", "label"), [(230, 0, "red_cover"), (0, 230, "green_cover")])
def test_the_colour_order_is_right_from_an_image_and_from_a_jpeg(
    engine: Engine, red: int, green: int, label: str
) -> None:
    image = coloured(red, green)
    for result in (engine.infer_image(image), engine.infer_jpeg(jpeg.encode(image, 82))):
        (one,) = result.detections
        assert one.label == label
        assert one.confidence == pytest.approx(230 / 255, abs=0.01)
        assert (one.box.x1, one.box.y1, one.box.x2, one.box.y2) == pytest.approx(BOX)


def test_nothing_there(engine: Engine) -> None:
    result = engine.infer_image(coloured(20, 20))
    assert result.detections == ()
    assert result.decode_ms > 0
    assert result.infer_ms > 0


def test_frames_of_different_shapes_after_one_another(engine: Engine) -> None:
    for width, height in ((1280, 640), (640, 640), (7, 300), (1, 1)):
        image = coloured(255, 0, width=width, height=height)
        direct = engine.infer_image(image).detections
        assert [one.label for one in engine.infer_jpeg(jpeg.encode(image, 95)).detections] == [
            one.label for one in direct
        ]


def test_damaged_frames_are_refused_and_the_next_one_is_computed(engine: Engine) -> None:
    good = jpeg.encode(coloured(230, 0), 82)
    for bad in (b"", good[:-300], good[:100], bytes(1000)):
        with pytest.raises(FrameRejected):
            engine.infer_jpeg(bad)
    assert engine.infer_jpeg(good).detections
