import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ports.frame import BgrImage
from services.vision import jpeg
from services.vision.jpeg import FrameRejected, JpegHeader, Rejection


def picture(width: int = 160, height: int = 90) -> BgrImage:
    """A smooth gradient, so that compression loses little."""
    ramp = np.linspace(0, 255, width, dtype=np.float32)[None, :, None]
    return np.broadcast_to(ramp * (1.0, 0.5, 0.25), (height, width, 3)).astype(np.uint8).copy()


def with_size(data: bytes, width: int, height: int) -> bytes:
    """The same JPEG whose frame header says another size."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + height.to_bytes(2) + width.to_bytes(2) + data[at + 4 :]


def decoded(data: bytes, width: int, height: int) -> jpeg.Pixels:
    into = np.zeros((height, width, 3), np.uint8)
    jpeg.decode(data, (width, height), into)
    return into


def test_encode_and_decode_give_the_picture_back() -> None:
    image = picture()
    data = jpeg.encode(image, 95)
    assert jpeg.check(data) == JpegHeader(160, 90, 3)
    assert np.abs(decoded(data, 160, 90)[:, :, ::-1].astype(int) - image).mean() < 2


@pytest.mark.parametrize(
    ("min_width", "min_height", "shape"),
    [(640, 360, (360, 640)), (641, 360, (450, 800)), (2000, 2000, (720, 1280)), (64, 36, (90, 160))],
)
def test_decodes_at_the_smallest_scale_that_is_large_enough(
    min_width: int, min_height: int, shape: tuple[int, int]
) -> None:
    data = jpeg.encode(picture(1280, 720), 82)
    width, height = jpeg.check(data).reduced(min_width, min_height)
    assert (height, width) == shape
    assert decoded(data, width, height).any()


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
def test_libjpeg_agrees_on_every_reduced_size(width: int, height: int, min_width: int, min_height: int) -> None:
    data = jpeg.encode(np.full((height, width, 3), 200, np.uint8), 82)
    reduced_width, reduced_height = jpeg.check(data).reduced(min_width, min_height)
    assert abs(decoded(data, reduced_width, reduced_height).astype(int) - 200).max() <= 3


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Rejection.EMPTY),
        (b"\xff\xd8" + bytes(jpeg.MAX_BYTES), Rejection.TOO_MANY_BYTES),
        (b"\x89PNG\r\n\x1a\n", Rejection.NOT_JPEG),
        (b"\xff\xd8", Rejection.DAMAGED),
        (b"\xff\xd8\xff\xe0\x00\x00", Rejection.DAMAGED),
        (b"\xff\xd8\xff\xd9", Rejection.DAMAGED),
        (b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1000, Rejection.DAMAGED),
        (with_size(jpeg.encode(picture(), 82), 16000, 65000), Rejection.TOO_MANY_PIXELS),
        (with_size(jpeg.encode(picture(), 82), 0, 90), Rejection.DAMAGED),
        (jpeg.encode(picture(), 82).replace(b"\xff\xc0", b"\xff\xc3"), Rejection.KIND),
        (jpeg.encode(picture(), 82)[:-2] + b"\xff\xda" * 3, Rejection.TOO_MANY_SCANS),
    ],
)
def test_what_is_not_safe_to_decode_is_refused_by_its_header(data: bytes, reason: Rejection) -> None:
    with pytest.raises(FrameRejected) as caught:
        jpeg.check(data)
    assert caught.value.reason is reason


def test_a_progressive_jpeg_is_refused() -> None:
    data = cv2.imencode(".jpg", picture(), [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    with pytest.raises(FrameRejected, match="not a baseline JPEG"):
        jpeg.check(data)


@pytest.mark.parametrize(
    ("image", "components"), [(picture()[:, :, 0].copy(), 1), (picture(), 3)], ids=["grey", "another encoder"]
)
def test_other_baseline_jpegs_are_decoded_too(image: BgrImage, components: int) -> None:
    data = cv2.imencode(".jpg", image)[1].tobytes()
    assert jpeg.check(data) == JpegHeader(160, 90, components)
    assert decoded(data, 160, 90).any()


def test_a_thumbnail_and_what_follows_the_picture_are_not_counted_as_scans() -> None:
    data = jpeg.encode(picture(), 82)
    thumbnail = b"\xff\xe1" + (2 + 4 * len(b"\xff\xda") * 4).to_bytes(2) + b"\xff\xda" * 16
    assert jpeg.check(data[:2] + thumbnail + data[2:] + data) == JpegHeader(160, 90, 3)


def test_a_jpeg_that_is_cut_short_is_refused_when_decoded() -> None:
    data = jpeg.encode(picture(), 82)[:-200]
    jpeg.check(data)
    with pytest.raises(FrameRejected, match="cut short"):
        decoded(data, 20, 12)


@given(st.binary(max_size=200).map(lambda tail: b"\xff\xd8" + tail))
def test_no_bytes_make_the_check_fail_in_another_way(data: bytes) -> None:
    try:
        jpeg.check(data)
    except FrameRejected:
        return
