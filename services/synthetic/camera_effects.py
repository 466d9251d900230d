"""What lamp and camera do to a frame: uneven light, glare, smear, defocus, noise, JPEG."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np

from services.synthetic.relief import F32, U8
from services.synthetic.scene_spec import REFERENCE_WIDTH, CameraSpec, LightSpec

NOISE_TILE = (900, 1500)
HIGHLIGHT_KNEE = 190.0
HIGHLIGHT_SLOPE = 0.42


def light_field(light: LightSpec, width: int, height: int) -> tuple[F32, F32]:
    """Gain per colour, float32 [h,w,3], and added glare, float32 [h,w], at 1/16 of the frame."""
    cols, rows = max(width // 16, 2), max(height // 16, 2)
    x = (np.arange(cols, dtype=np.float32) / (cols - 1))[None, :]
    y = (np.arange(rows, dtype=np.float32) / (rows - 1))[:, None]
    aspect = height / width
    u, v = x - 0.5, (y - 0.5) * aspect
    azimuth = math.radians(light.azimuth_deg)
    towards = u * math.cos(azimuth) + v * math.sin(azimuth)
    gain = light.intensity * (1.0 + light.gradient * 1.2 * towards) * (1.0 - light.vignette * 2.2 * (u * u + v * v))
    colour = np.array([1.0 - 0.16 * light.warmth, 1.0 + 0.01 * light.warmth, 1.0 + 0.13 * light.warmth], np.float32)
    spot = ((x - light.glare_x) / 0.20) ** 2 + ((y - light.glare_y) * aspect / 0.075) ** 2
    glare = 130.0 * light.glare * np.exp(-spot)
    return np.asarray(np.maximum(gain, 0.05)[..., None] * colour, np.float32), np.asarray(glare, np.float32)


def motion_kernel(length_px: float, angle_deg: float) -> F32:
    """Line kernel of a straight smear, float32, sum 1."""
    half = length_px / 2.0
    size = 2 * math.ceil(half) + 3
    kernel = np.zeros((size, size), np.float32)
    centre, angle = size // 2, math.radians(angle_deg)
    for step in np.linspace(-half, half, 4 * size):
        x, y = centre + step * math.cos(angle), centre + step * math.sin(angle)
        i, j = int(y), int(x)
        fy, fx = y - i, x - j
        kernel[i : i + 2, j : j + 2] += np.outer((1 - fy, fy), (1 - fx, fx)).astype(np.float32)
    return np.asarray(kernel / kernel.sum(), np.float32)


@lru_cache(maxsize=1)
def _noise_tile() -> F32:
    """Sensor noise with the slight correlation of demosaicing, float32 [.,.,3], unit deviation."""
    rng = np.random.default_rng(77)
    colour = cv2.GaussianBlur(rng.standard_normal((*NOISE_TILE, 3)).astype(np.float32), (0, 0), 0.8)
    grey = cv2.GaussianBlur(rng.standard_normal(NOISE_TILE).astype(np.float32), (0, 0), 0.45)
    mixed = 0.5 * colour / colour.std() + 0.8 * (grey / grey.std())[..., None]
    return np.asarray(mixed / mixed.std(), np.float32)


def add_noise(image: F32, camera: CameraSpec) -> F32:
    """Read noise plus shot noise that grows with the square root of the signal; float32 in and out."""
    rows, cols = image.shape[:2]
    rng = np.random.default_rng(camera.noise_seed)
    tile = _noise_tile()
    y = int(rng.integers(0, max(1, tile.shape[0] - rows + 1)))
    x = int(rng.integers(0, max(1, tile.shape[1] - cols + 1)))
    noise = tile[y : y + rows, x : x + cols]
    if noise.shape[:2] != (rows, cols):
        noise = np.asarray(cv2.resize(noise, (cols, rows)), np.float32)
    power = camera.noise**2
    variance = np.maximum(image[..., 1], 0.0) * np.float32(0.7 * power / 128.0) + np.float32(0.3 * power)
    sigma = cv2.sqrt(variance)
    return np.asarray(image + noise * cv2.merge([sigma, sigma, sigma]), np.float32)


def develop(frame: U8, light: LightSpec, camera: CameraSpec) -> U8:
    """The evenly lit frame as the camera delivers it, uint8 [H,W,3] BGR."""
    rows, cols = frame.shape[:2]
    gain, glare = light_field(light, cols, rows)
    scale = cols / REFERENCE_WIDTH
    sigma = camera.defocus_px * scale
    soft = cv2.GaussianBlur(frame, (0, 0), sigma) if sigma > 0.22 else frame
    lit = cv2.multiply(soft, cv2.resize(gain, (cols, rows)), dtype=cv2.CV_32F)
    if light.glare > 0.01:
        veil = cv2.resize(glare, (cols, rows))
        lit += cv2.merge([veil, veil, veil]) * (0.45 + 0.55 * lit / np.float32(160.0))
    # Cameras roll highlights off instead of clipping them: above the knee the slope is less than one.
    below = cv2.threshold(lit, HIGHLIGHT_KNEE, 0, cv2.THRESH_TRUNC)[1]
    lit = cv2.addWeighted(below, 1.0 - HIGHLIGHT_SLOPE, lit, HIGHLIGHT_SLOPE, 0.0)
    if camera.noise > 0.05:
        lit = add_noise(np.asarray(lit, np.float32), camera)
    picture = np.asarray(cv2.convertScaleAbs(np.maximum(lit, 0.0)), np.uint8)
    return jpeg_round_trip(picture, camera.jpeg_quality)


def jpeg_round_trip(picture: U8, quality: int) -> U8:
    """Compress and decode; quality 0 leaves the picture as it is."""
    if quality <= 0:
        return picture
    ok, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise RuntimeError("the JPEG encoder refused a frame")
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
