import numpy as np
import pytest

from app.ports.frame import BgrImage
from services.vision import jpeg
from services.vision.canvas import Canvas, InputDtype, InputTensor
from services.vision.letterbox import GREY


def plain(width: int, height: int, colour: tuple[int, int, int] = (10, 20, 250)) -> BgrImage:
    image = np.zeros((height, width, 3), np.uint8)
    image[:] = colour
    return image


def test_a_picture_is_rgb_with_grey_around() -> None:
    canvas = Canvas(64, 48, 2)
    canvas.put_image(1, plain(64, 36))
    assert canvas.pixels[1, 24, 30].tolist() == [250, 20, 10]
    assert (canvas.pixels[1, :6] == GREY).all()
    assert (canvas.pixels[1, 42:] == GREY).all()
    assert (canvas.pixels[0] == GREY).all()


@pytest.mark.parametrize(("width", "height"), [(128, 72), (256, 144), (64, 36), (50, 100), (7, 300), (300, 7), (1, 1)])
@pytest.mark.parametrize("reduced", [False, True])
def test_a_jpeg_lies_where_its_picture_lies(width: int, height: int, reduced: bool) -> None:
    from_jpeg, from_image = Canvas(64, 48, 1), Canvas(64, 48, 1)
    image = plain(width, height)
    there = from_jpeg.put_jpeg(0, jpeg.encode(image, 95), reduced=reduced)
    assert there == from_image.put_image(0, image)
    difference = np.abs(from_jpeg.pixels.astype(int) - from_image.pixels)
    assert difference.max() <= 6


def test_reduced_and_full_decoding_differ_little() -> None:
    ramp = np.linspace(0, 255, 1280, dtype=np.float32)[None, :, None]
    image = np.broadcast_to(ramp * (1.0, 0.5, 0.25), (720, 1280, 3)).astype(np.uint8).copy()
    data = jpeg.encode(image, 82)
    pictures = []
    for reduced in (False, True):
        canvas = Canvas(640, 384, 1)
        canvas.put_jpeg(0, data, reduced=reduced)
        pictures.append(canvas.pixels.astype(int))
    assert np.abs(pictures[0] - pictures[1]).mean() < 1


def test_a_frame_of_another_shape_leaves_nothing_of_the_one_before() -> None:
    canvas = Canvas(64, 48, 1)
    canvas.put_image(0, plain(64, 48, (255, 255, 255)))
    canvas.put_image(0, plain(50, 100, (0, 0, 0)))
    assert canvas.pixels.max() == GREY


def test_a_damaged_jpeg_leaves_the_grey_as_it_is() -> None:
    canvas = Canvas(64, 48, 1)
    data = jpeg.encode(plain(64, 36), 95)
    with pytest.raises(jpeg.FrameRejected):
        canvas.put_jpeg(0, data[:-20], reduced=True)
    canvas.put_jpeg(0, data, reduced=True)
    assert (canvas.pixels[0, :6] == GREY).all()
    assert canvas.pixels[0, 24, 30].tolist() == pytest.approx([250, 20, 10], abs=3)


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize(("dtype", "full"), [(np.float32, 1.0), (np.float16, 1.0), (np.uint8, 255)])
def test_the_tensor_holds_the_slot_as_the_model_wants_it(dtype: InputDtype, full: float, channels_last: bool) -> None:
    canvas = Canvas(64, 48, 2)
    tensor = InputTensor(canvas, dtype, channels_last=channels_last)
    canvas.put_image(1, plain(64, 36))
    tensor.convert(1)
    planes = tensor.array[1].transpose(2, 0, 1) if channels_last else tensor.array[1]
    assert tensor.array.dtype == dtype
    assert planes.shape == (3, 48, 64)
    expected = np.array([250, 20, 10]) / 255 * full
    assert planes[:, 24, 30].tolist() == pytest.approx(expected, rel=1e-3)
    assert planes[:, 0, 0].tolist() == pytest.approx([GREY / 255 * full] * 3, rel=1e-3)


def test_bytes_with_channels_last_are_not_copied() -> None:
    canvas = Canvas(64, 48, 1)
    assert np.shares_memory(InputTensor(canvas, np.uint8, channels_last=True).array, canvas.pixels)
