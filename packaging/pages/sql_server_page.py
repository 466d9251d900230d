"""``docs/sql-server.md``: what is made in the factory's database, and who may do what there."""

from __future__ import annotations

from markdown_text import block, code, notice, page, sentence, table

from services.storage.ddl import MEANING, script
from services.storage.grants import GRANTS, ROLES
from services.storage.schema import FACTORY, OURS

_HEAD = """\
Countersign writes into the factory's own four tables and keeps {ours} of its own beside them. It was never run
against a real SQL Server here: its statements and its table of errors are tested without one, and every test of the
store runs against a server when `COUNTERSIGN_TEST_MSSQL` names one. Try it on a copy of the database first.

## Setting it up

1. SQL Server 2017 or later; the database's compatibility level 130 or higher, which the script checks.
2. Print the script, read it, and run it in the factory's database, as somebody whose default schema holds the
   factory's tables. It is the one at the end of this page.

       countersign db ddl --dialect mssql > countersign.sql
       sqlcmd -S sql.plant.example -d whcomp -E -b -i countersign.sql

   Any tool that knows `GO` will do. It can be run again at any time, and has to be with a new version of the program
   that says so: it adds what is missing and never touches the factory's own tables.
3. Put the logins into the roles:

       ALTER ROLE countersign_station ADD MEMBER [PLANT\\packing-benches];
       ALTER ROLE countersign_supervisor ADD MEMBER [PLANT\\packing-supervisors];
       ALTER ROLE countersign_reader ADD MEMBER [PLANT\\reporting];

4. On each machine: Microsoft's ODBC Driver 18, and the settings

       [database]
       url = "mssql+pyodbc://sql.plant.example/whcomp?driver=ODBC+Driver+18+for+SQL+Server"

   Without `user` it is the Windows login of whoever works there. With `user = "station"` it is a login of SQL Server,
   whose password `countersign secret set database` keeps in the system's keyring. A password in the URL is refused. The
   connection is encrypted and the server's certificate is checked, unless the URL says otherwise
   (`&TrustServerCertificate=yes`: do not).
5. Add the first administrator: [people](people.md).

A station that cannot reach the database goes on from its own record and sends later ([records](records.md)). What it
says when something is wrong here: `database_unreachable`, `database_mismatch`, `database_locked` in
[messages](messages.md)."""


def sql_server_page() -> str:
    made_of = "`services/storage/schema.py`, `grants.py` and `ddl.py`"
    factory = [[code(each.name), ", ".join(code(column.name) for column in each.columns)] for each in FACTORY]
    ours = [[code(each.name), MEANING[each.name]] for each in OURS]
    return page([
        "# SQL Server", notice(made_of), _HEAD.format(ours=len(OURS)),
        "## The factory's own tables", "They must exist with at least these columns.",
        table(["table", "columns"], factory),
        "## Our tables", table(["table", "what it holds"], ours),
        "## Rights", "No role may more than it needs. Nothing is granted on the schema or on the database.",
        *(_role(role, meaning) for role, meaning in ROLES.items()),
        "## The script", block(script("mssql"), "sql"),
    ])  # fmt: skip


def _role(role: str, meaning: str) -> str:
    rights: dict[str, list[str]] = {}
    for grant in GRANTS[role]:
        known = rights.setdefault(grant.table, [])
        known += [right for right in grant.rights if right not in known]
    rows = [[code(name), ", ".join(given)] for name, given in rights.items()]
    return page([f"### {role}", sentence(meaning), table(["table", "rights"], rows)]).rstrip()
