"""A few people who have signed in, and what a directory says of them."""

from app.domain.people import Actor, Person, Role

PEOPLE = {
    "ANI": Role.SUPERVISOR,
    "SARI": Role.SUPERVISOR,
    "BUDI": Role.SUPERVISOR,
    "DEWI": Role.ADMIN,
    "OP-17": Role.OPERATOR,
}
ANI, SARI, BUDI, DEWI, OPERATOR = (Actor(name, role, "office") for name, role in PEOPLE.items())


def known_people(user_name: str) -> Person | None:
    role = PEOPLE.get(user_name)
    return Person(user_name, user_name.title(), role) if role else None
