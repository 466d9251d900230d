"""The database that links lead to: an SQLite file behind a server, or a real SQL Server."""

from pathlib import Path

from sqlalchemy import make_url

from services.storage.open_store import open_store
from services.storage.packing_store import SqlPackingStore
from services.storage.remote.open_remote import open_remote
from services.storage.remote.proxy import Link
from services.storage.remote.server import DatabaseServer

_SQL_SERVER_PORT = 1433


class LinkedDatabase:
    """``url`` of a SQL Server, or "" for an SQLite file in ``folder``. Tables that are missing are made."""

    def __init__(self, folder: Path, url: str, timeout_s: float, *, durable: bool = True) -> None:
        self._url = make_url(url) if url else None
        self._timeout_s = timeout_s
        self._server: DatabaseServer | None = None
        if self._url is None:
            self._server = DatabaseServer(folder / "factory.sqlite", durable=durable)
            self._address = self._server.address
        else:
            self._address = (self._url.host or "127.0.0.1", self._url.port or _SQL_SERVER_PORT)
        self._make_tables()

    def _make_tables(self) -> None:
        link = self.link()
        store = self.store(link)
        store.create_schema()
        store.close()
        link.close()

    def link(self) -> Link:
        return Link(self._address)

    def store(self, link: Link) -> SqlPackingStore:
        """A store of its own behind ``link``; the caller closes both."""
        if self._url is None:
            return open_remote(link.address, self._timeout_s)
        through = self._url.set(host=link.address[0], port=link.address[1])
        return open_store(through.render_as_string(hide_password=False), Path(), self._timeout_s)

    def close(self) -> None:
        if self._server is not None:
            self._server.close()
