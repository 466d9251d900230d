"""Bar codes as modules, made by zxing-cpp. A module is the narrowest bar or space, or a square of a QR code; True is
black. No quiet zones here: whoever draws one leaves QUIET modules of white at both ends (QR_QUIET around a QR code)."""

from functools import lru_cache

QUIET, QR_QUIET = 10, 4
LONGEST = 60
"""Characters a Code 128 may have here. A packing code of the longest DN number has 58."""


def fits_code128(text: str) -> bool:
    """Rule X1: a bar code holds 1 to 60 printable ASCII characters; nothing else comes back from every scanner."""
    return 0 < len(text) <= LONGEST and text.isascii() and text.isprintable()


@lru_cache(maxsize=64)
def code128(text: str) -> tuple[bool, ...]:
    """Its modules from left to right. ValueError unless fits_code128."""
    if not fits_code128(text):
        raise ValueError(f"not for a bar code: {text[:LONGEST]!r}")
    import zxingcpp

    picture = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(add_quiet_zones=False)
    return _modules(picture)[0]


@lru_cache(maxsize=16)
def qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """Its rows. ValueError for an empty text, one with control characters, and one that is too long."""
    if not text or not text.isprintable():
        raise ValueError(f"not for a QR code: {text[:LONGEST]!r}")
    import zxingcpp

    return _modules(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image(add_quiet_zones=False))


def _modules(picture: object) -> tuple[tuple[bool, ...], ...]:
    grey = memoryview(picture)  # type: ignore[arg-type]  # it has the buffer interface, which its stubs leave out
    height, width = grey.shape or (0, 0)
    return tuple(tuple(grey[row, column] == 0 for column in range(width)) for row in range(height))
