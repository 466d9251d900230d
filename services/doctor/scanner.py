"""A serial scanner's port: is it there, and does it open?"""

from app.domain.health_facts import ScannerFacts
from app.settings import ScannerSettings
from services.scanner.serial_port import PortGoneError, open_port
from services.scanner.serial_ports import plugged_in


def scanner_facts(rules: ScannerSettings) -> ScannerFacts:
    """May hang in the driver."""
    if not rules.serial_port:
        return ScannerFacts("")
    try:
        open_port(rules.serial_port, rules.serial_baud).close()
    except PortGoneError as error:
        problem = str(error).removeprefix(f"{rules.serial_port}: ")
        return ScannerFacts(rules.serial_port, rules.serial_baud, problem, known=[each.port for each in plugged_in()])
    return ScannerFacts(rules.serial_port, rules.serial_baud)
