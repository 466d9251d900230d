"""Which scanners: the settings ``scanner.serial_port`` and ``scanner.camera_codes`` decide."""

from app.ports.scanner import CodeReader, NoCodeReader, Scanner
from app.settings import ScannerSettings


def open_serial(settings: ScannerSettings) -> Scanner | None:
    """None where no port is set. Nothing is opened before ``start``."""
    if not settings.serial_port.strip():
        return None
    from services.scanner.serial_scanner import SerialScanner

    return SerialScanner(settings.serial_port.strip(), settings.serial_baud, settings.prefix, settings.suffix)


def open_code_reader(settings: ScannerSettings) -> CodeReader:
    if not settings.camera_codes:
        return NoCodeReader()
    from services.scanner.camera_codes import CameraCodes  # with OpenCV, which a station without a camera needs not

    return CameraCodes()
