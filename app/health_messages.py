"""The sentences of the doctor: what is so, and what to do. As in :mod:`app.messages`, the templates are English, and a
:class:`app.messages.Wording` says them in another language."""

from collections.abc import Mapping

from app.domain.health import Check, Finding, Verdict
from app.domain.health import FindingCode as Code
from app.messages import PLAIN, Sentence, Wording

FINDINGS: Mapping[Code, Sentence] = {
    Code.NO_ANSWER: Sentence(
        "No answer within {limit_s} s.", "What was asked hangs: look at its cable, its driver and its address."
    ),
    Code.BROKE_OFF: Sentence("The check broke off: {problem}.", "Make a support bundle and send it to the makers."),
    # -- camera
    Code.CAMERA_GOOD: Sentence("The camera {name} gives {fps} pictures a second of {size}.", "Nothing to do."),
    Code.CAMERA_DEMO: Sentence(
        "The demo clip stands in for a camera.", "Set camera.source; countersign cameras lists what is plugged in."
    ),
    Code.CAMERA_ABSENT: Sentence(
        "There is no picture from the camera {name}: {problem}.",
        "Plug it in, close other programs that use it, and see: countersign cameras.",
    ),
    Code.CAMERA_HELD: Sentence(
        "The camera {name} belongs to the station that is running.", "Check it from the station's menu (F10)."
    ),
    Code.CAMERA_DARK: Sentence("The picture of the camera {name} is dark.", "Switch on the light, open the shutter."),
    Code.CAMERA_DIM: Sentence("There is little light on the bench (brightness {brightness} of 255).", "Add light."),
    Code.CAMERA_GLARING: Sentence(
        "{percent} % of the picture is burnt out.", "Turn the lamp away from the camera, or set camera.exposure_us."
    ),
    Code.CAMERA_COVERED: Sentence(
        "The camera {name} is covered, or sees nothing at all.", "Take away what is before it, and clean the lens."
    ),
    Code.CAMERA_FROZEN: Sentence(
        "The camera {name} gives the same picture again and again.", "Unplug it, wait five seconds, plug it in again."
    ),
    Code.CAMERA_BLURRED: Sentence(
        "The picture is blurred (sharpness {sharpness}, good from {least}).", "Clean the lens and focus the camera."
    ),
    Code.CAMERA_SIZE: Sentence(
        "The camera gives {size}, asked for was {asked}.",
        "Set camera.width_px and camera.height_px to what it can do, or take another camera.",
    ),
    Code.CAMERA_SLOW: Sentence(
        "The camera gives {fps} pictures a second, asked for were {asked_fps}.",
        "Add light, set camera.exposure_us, or use a USB port of its own.",
    ),
    # -- scanner
    Code.SCANNER_TYPES: Sentence(
        "The scanner types like a keyboard, which cannot be asked whether it is there.",
        "Scan any code at the station: the lamp Scanner counts it.",
    ),
    Code.SCANNER_GOOD: Sentence("The scanner's port {port} opens at {baud} baud.", "Nothing to do."),
    Code.SCANNER_HELD: Sentence(
        "The scanner's port {port} belongs to the station that is running.", "Look at the station's lamp Scanner."
    ),
    Code.SCANNER_ABSENT: Sentence(
        "The scanner's port {port} does not open: {problem}.",
        "Plug the scanner in, or correct scanner.serial_port. There are: {known}.",
    ),
    # -- server
    Code.SERVER_GOOD: Sentence(
        "The server {address} ({line}, version {version}) lets this station in and answers within {round_trip_ms} ms "
        "with {model}.",
        "Nothing to do.",
    ),
    Code.SERVER_WANTS_NEWER: Sentence(
        "This program is {own}; the server begins no session below {lowest}.", "Install {lowest} or newer."
    ),
    Code.SERVER_HAS_NEWER: Sentence("This program is {own}; the server names {newest}.", "Install {newest}."),
    Code.SERVER_NOT_USED: Sentence("This station is set to work with its own model.", "Nothing to do."),
    Code.SERVER_DOWN: Sentence(
        "No server answers at {address}.", "Start it, open its port in the firewall, or correct inference.address."
    ),
    Code.SERVER_NAME_UNKNOWN: Sentence(
        "The network knows no machine for {address}.", "Correct inference.address, or add the name to the DNS."
    ),
    Code.SERVER_CERTIFICATE: Sentence(
        "The server {address} shows a certificate that this station does not trust.",
        "Set inference.tls_ca to the authority that signed it, or enrol the server anew: countersign server enroll.",
    ),
    Code.SERVER_REFUSES: Sentence(
        "The server {address} does not know this station: {problem}.",
        "Enrol it on the server (countersign server enroll), then here: countersign secret set server-token.",
    ),
    Code.SERVER_PAPERS: Sentence(
        "This station's certificate or token cannot be used: {problem}.",
        "Correct inference.tls_ca and inference.tls_cert, or store the token: countersign secret set server-token.",
    ),
    Code.SERVER_WARMING: Sentence(
        "The server {address} answers, but is not ready yet: its model is loading or was refused.",
        "Wait a minute; then look at the server's log.",
    ),
    Code.SERVER_PLAIN: Sentence(
        "The line to the server {address} is not encrypted.", "Give the server a certificate and set inference.tls_ca."
    ),
    Code.SERVER_SLOW: Sentence(
        "The server {address} needs {round_trip_ms} ms for an answer; good is up to {most_ms}.",
        "Look at the network between them, and at what else the server does.",
    ),
    # -- own model
    Code.MODEL_GOOD: Sentence(
        "The own model {model} computes {per_second} pictures a second here ({frame_ms} ms each, {provider}).",
        "Nothing to do.",
    ),
    Code.MODEL_DEMO: Sentence(
        "The own model {model} is the demo's: it knows the demo's parts only.", "Set model.path to the plant's model."
    ),
    Code.MODEL_NOT_USED: Sentence("This station is set to work with the server alone.", "Nothing to do."),
    Code.MODEL_MISSING: Sentence(
        "There is no model at {path}.",
        "Copy it there, or correct model.path: without it nothing is seen when the server is away.",
    ),
    Code.MODEL_UNUSABLE: Sentence(
        "The model {path} cannot be used: {problem}.", "Copy the model again from where it was released."
    ),
    Code.MODEL_UNPROVEN: Sentence(
        "Nothing vouches for the model {model}: its card names no hash, or no golden frame.",
        "Take a released model folder with its model.toml.",
    ),
    Code.MODEL_SLOW: Sentence(
        "The own model {model} computes {per_second} pictures a second; {needed} are needed to accept a cover.",
        "Take the INT8 model (countersign quantize), set model.threads, or rely on the server.",
    ),
    # -- ERP
    Code.ERP_GOOD: Sentence("The ERP at {address} answers within {round_trip_ms} ms.", "Nothing to do."),
    Code.ERP_DEMO: Sentence("The built-in stand-in answers instead of an ERP.", "Set erp.base_url to the plant's ERP."),
    Code.ERP_AWAY: Sentence(
        "The ERP at {address} does not answer.", "Correct erp.base_url, or tell whoever looks after the ERP."
    ),
    Code.ERP_STRANGE: Sentence(
        "What answers at {address} is no ERP: {problem}.", "Correct erp.base_url: it ends before /dn_json."
    ),
    # -- database
    Code.DATABASE_GOOD: Sentence(
        "The database {name} lets {user} in, has every table and right, and answers within {round_trip_ms} ms.",
        "Nothing to do.",
    ),
    Code.DATABASE_EMBEDDED: Sentence(
        "This station books in a file of its own, {name}.", "Set database.url to the factory's SQL Server."
    ),
    Code.DATABASE_NO_DRIVER: Sentence(
        "The ODBC driver for {name} is not installed: {problem}.",
        "Install the Microsoft ODBC Driver 18 for SQL Server, or name another one in database.url.",
    ),
    Code.DATABASE_LOGIN: Sentence(
        "The database {name} refuses the login {user}.",
        "Store the right password: countersign secret set database. Or let the login into the database.",
    ),
    Code.DATABASE_NO_PASSWORD: Sentence(
        "There is no password for {name} here: {problem}.", "Store it: countersign secret set database."
    ),
    Code.DATABASE_AWAY: Sentence(
        "The database {name} does not answer: {problem}.", "Correct database.url, open port 1433, or start the server."
    ),
    Code.DATABASE_UNUSABLE: Sentence(
        "The database {name} cannot be used: {problem}.", "Correct database.url, or tell whoever looks after it."
    ),
    Code.DATABASE_OLD: Sentence(
        "The database {name} is of an older version; it lacks {lacks}.",
        "Let its administrator run the script of this version: countersign db ddl --dialect mssql.",
    ),
    Code.DATABASE_OLD_HERE: Sentence(
        "The file {name} is of an older version; it lacks {lacks}.", "Start the station once: it adds them."
    ),
    Code.DATABASE_GRANTS: Sentence(
        "The login {user} lacks rights: {denied}.", "Put it into the role countersign_station."
    ),
    Code.DATABASE_CLOCK_AHEAD: Sentence(
        "This machine's clock is {seconds} s ahead of the database's.", "Let the plant's time server set both."
    ),
    Code.DATABASE_CLOCK_BEHIND: Sentence(
        "This machine's clock is {seconds} s behind the database's.", "Let the plant's time server set both."
    ),
    # -- disk
    Code.DISK_ROOMY: Sentence("The disk of {folder} has {free_gb} GB free.", "Nothing to do."),
    Code.DISK_LOW: Sentence(
        "The disk of {folder} has {free_mb} MB free, less than {least_mb}: pictures are thinned out.", "Make room."
    ),
    Code.DISK_FULL: Sentence(
        "The disk of {folder} is full: {free_mb} MB are free, and below {least_mb} nothing is scanned.",
        "Make room now; the station goes on by itself.",
    ),
    Code.DISK_UNKNOWN: Sentence(
        "The disk of {folder} does not tell how much room it has: {problem}.", "Correct data_dir, or mend the disk."
    ),
    Code.RECORD_WHOLE: Sentence("The station's record {path} is whole.", "Nothing to do."),
    Code.RECORD_NONE: Sentence("There is no record at {path} yet.", "Start the station once: it makes it."),
    Code.RECORD_LARGE: Sentence(
        "The station's record {path} is too large for a quick look.", "Look thoroughly: countersign db check."
    ),
    Code.RECORD_UNUSABLE: Sentence(
        "The station's record cannot be used: {problem}.",
        "Leave the file as it is: countersign db check, then countersign db restore.",
    ),
    # -- fonts, screen
    Code.FONTS_GOOD: Sentence("The font {family} loads and has every sign.", "Nothing to do."),
    Code.FONTS_MISSING: Sentence(
        "The font {family} is not whole; these signs are missing: {missing}.", "Install the program again."
    ),
    Code.SCREEN_GOOD: Sentence("The screen {name} has {size} at scale {scale}.", "Nothing to do."),
    Code.SCREEN_SMALL: Sentence(
        "The screen {name} has {size} at scale {scale}, less than {least}.",
        "Choose a higher resolution or a smaller scale in the system's settings.",
    ),
    Code.SCREEN_NONE: Sentence("There is no screen here.", "Run the checks at the station's own screen."),
    # -- clock, rights
    Code.CLOCK_GOOD: Sentence("The clock says {now} and is set by a time server.", "Nothing to do."),
    Code.CLOCK_BEFORE_BUILD: Sentence(
        "The clock says {now}, but this program was built on {built}.",
        "Set the clock; if it is wrong again after a restart, change the board's battery.",
    ),
    Code.CLOCK_FREE: Sentence(
        "The clock says {now}, and no time server sets it.", "Switch on the system's network time (NTP)."
    ),
    Code.CLOCK_UNTOLD: Sentence(
        "The clock says {now}; the system does not tell whether a time server sets it.", "Compare it with a watch."
    ),
    Code.RIGHTS_GOOD: Sentence(
        "The folder {folder} can be written, the policy is out of reach, and there is a keyring.", "Nothing to do."
    ),
    Code.DATA_READ_ONLY: Sentence(
        "The data folder {folder} cannot be written: {problem}.",
        "Give the station's user the right to write there, or set data_dir to another folder.",
    ),
    Code.POLICY_OPEN: Sentence(
        "Whoever works here could change the policy: {files}.", "Let only administrators write these files."
    ),
    Code.KEYRING_MISSING: Sentence(
        "There is no keyring for passwords here: {problem}.",
        "Sign in to a desktop with a keyring (Windows has one; on Linux GNOME Keyring or KWallet).",
    ),
}

CHECKS: Mapping[Check, str] = {
    Check.CAMERA: "Camera",
    Check.SCANNER: "Scanner",
    Check.SERVER: "Server",
    Check.MODEL: "Own model",
    Check.ERP: "ERP",
    Check.DATABASE: "Database",
    Check.DISK: "Disk",
    Check.FONTS: "Fonts",
    Check.SCREEN: "Screen",
    Check.CLOCK: "Clock",
    Check.RIGHTS: "Rights",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.PASS: "pass",
    Verdict.SKIPPED: "skipped",
    Verdict.WARN: "warn",
    Verdict.FAIL: "fail",
}


def finding_words(finding: Finding, wording: Wording = PLAIN) -> Sentence:
    return FINDINGS[finding.code].filled(finding.details, wording)


def templates() -> tuple[str, ...]:
    """Every English template here, for the translators."""
    said = [text for words in FINDINGS.values() for text in (words.what, words.action)]
    return tuple(dict.fromkeys([*said, *CHECKS.values(), *VERDICTS.values()]))
