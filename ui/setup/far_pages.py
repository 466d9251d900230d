"""The pages for what is far away: server, database, ERP."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.ports.probes import DatabaseAnswer, ErpAnswer, Probes, ServerAnswer
from ui.language import number
from ui.setup.check_page import Asked, CheckPage, Finding
from ui.theme.tokens import Sizes

DN = "dn"
"""What only the ERP's test needs."""
Line = Callable[[str, str, str], Asked]
"""Key, words and hint to a line with its value of now."""


def server_page(line: Line, probes: Probes, sizes: Sizes) -> CheckPage:
    tr = QCoreApplication.translate
    return CheckPage(
        tr("SetupWizard", "It looks at the pictures of all stations. Without it a station uses its own model."),
        [
            line("inference.address", tr("SetupWizard", "Address and port of the server"), "127.0.0.1:50051"),
            line(
                "inference.tls_ca",
                tr("SetupWizard", "File of its authority, for an encrypted line (PEM); empty: not encrypted"),
                "",
            ),
            line(
                "inference.token_keyring",
                tr("SetupWizard", "Keyring entry with this station's token (countersign secret); empty: none"),
                "countersign",
            ),
        ],
        lambda v: probes.check_server(v["inference.address"], v["inference.tls_ca"], v["inference.token_keyring"]),
        server_finding,
        sizes,
    )


def database_page(line: Line, probes: Probes, sizes: Sizes) -> CheckPage:
    tr = QCoreApplication.translate
    return CheckPage(
        tr(
            "SetupWizard",
            "Where what is packed goes in the end. The password is never written here: IT keeps it in the system's "
            "keyring (countersign secret set database).",
        ),
        [
            line(
                "database.url",
                tr("SetupWizard", "Address of the database; empty: an embedded one, on this machine alone"),
                "mssql+pyodbc://host/database?driver=ODBC+Driver+18+for+SQL+Server",
            ),
            line("database.user", tr("SetupWizard", "Login on SQL Server; empty: the Windows login"), ""),
        ],
        lambda v: probes.check_database(v["database.url"], v["database.user"]),
        database_finding,
        sizes,
    )


def erp_page(line: Line, probes: Probes, sizes: Sizes) -> CheckPage:
    tr = QCoreApplication.translate
    return CheckPage(
        tr("SetupWizard", "Where the delivery notes come from. “demo” is a built-in stand-in, to try things out."),
        [
            line("erp.base_url", tr("SetupWizard", "Address of the ERP"), "http://host:port"),
            Asked(DN, tr("SetupWizard", "A delivery note to ask for, if there is one at hand"), ""),
        ],
        lambda v: probes.check_erp(v["erp.base_url"], v[DN]),
        erp_finding,
        sizes,
    )


def server_finding(answer: object) -> Finding:
    assert isinstance(answer, ServerAnswer)
    tr = QCoreApplication.translate
    way = tr("SetupWizard", "encrypted") if answer.tls else tr("SetupWizard", "not encrypted")
    if not answer.serving:
        words = tr("SetupWizard", "The server is there ({way}), but not ready: no model is running.")
        return Finding(words.format(way=way), well=False)
    words = tr("SetupWizard", "The server answers in {ms} ms ({way}) with the model {model}.")
    return Finding(words.format(ms=number(answer.round_trip_ms, 1), way=way, model=answer.model))


def database_finding(answer: object) -> Finding:
    assert isinstance(answer, DatabaseAnswer)
    tr = QCoreApplication.translate
    if answer.embedded:
        return Finding(tr("SetupWizard", "The embedded database is ready: {name}").format(name=answer.name))
    words = tr("SetupWizard", "The database {name} answers in {ms} ms.")
    return Finding(words.format(name=answer.name, ms=number(answer.round_trip_ms, 1)))


def erp_finding(answer: object) -> Finding:
    assert isinstance(answer, ErpAnswer)
    tr = QCoreApplication.translate
    ms = number(answer.round_trip_ms, 1)
    if answer.lines is not None:
        words = tr("SetupWizard", "The note is there, with {lines} lines, in {ms} ms.")
        return Finding(words.format(lines=answer.lines, ms=ms))
    if answer.demo:
        return Finding(tr("SetupWizard", "The built-in stand-in answers. Its notes are for trying out only."))
    return Finding(tr("SetupWizard", "The ERP answers in {ms} ms.").format(ms=ms))
