"""What a place remembers of people over restarts: who they are, and how often a secret was wrong."""

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from app.ports.people import Failures, KnownPeople
from services.record.schema import cached_people, sign_in_failure
from services.record.station_file import StationFile

_PEOPLE = TypeAdapter(KnownPeople)


class SqlSignIns:
    """Implements :class:`app.ports.people.SignInMemory`. People that an older version kept and this one cannot read
    count as never seen: they are a copy."""

    def __init__(self, file: StationFile) -> None:
        self._file = file

    def people(self) -> KnownPeople:
        with self._file.reading() as connection:
            text = connection.execute(select(cached_people.c.people)).scalar()
        try:
            return _PEOPLE.validate_json(text) if text else KnownPeople()
        except ValueError:
            return KnownPeople()

    def keep_people(self, people: KnownPeople) -> None:
        row = insert(cached_people).values(id=1, people=_PEOPLE.dump_json(people).decode())
        with self._file.writing() as connection:
            connection.execute(row.on_conflict_do_update(index_elements=["id"], set_={"people": row.excluded.people}))

    def failures(self, user_name: str) -> Failures:
        of_name = sign_in_failure.c.user_name == user_name
        with self._file.reading() as connection:
            row = connection.execute(select(sign_in_failure).where(of_name)).first()
        return Failures(row.failures, row.last_at) if row else Failures()

    def keep_failures(self, user_name: str, failures: Failures) -> None:
        of_name = sign_in_failure.c.user_name == user_name
        row = {"user_name": user_name, "failures": failures.count, "last_at": failures.last_at}
        with self._file.writing() as connection:
            connection.execute(delete(sign_in_failure).where(of_name))
            if failures.count:
                connection.execute(insert(sign_in_failure).values(row))
