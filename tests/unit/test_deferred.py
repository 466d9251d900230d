"""What is opened at its first use."""

import pytest

from app.domain.errors import ErrorCode, OperationalError
from services.storage.deferred import deferred


class Store:
    def __init__(self) -> None:
        self.closed = 0

    def ping(self) -> str:
        return "here"

    def close(self) -> None:
        self.closed += 1


def test_nothing_is_opened_before_it_is_used_and_then_once() -> None:
    opened: list[Store] = []

    def opener() -> Store:
        opened.append(Store())
        return opened[-1]

    store = deferred(opener)
    store.close()
    ping = store.ping
    assert opened == []
    assert ping() == "here"
    assert (store.ping(), store.ping()) == ("here", "here")
    assert len(opened) == 1
    store.close()
    store.close()
    assert opened[0].closed == 1
    assert store.ping() == "here"
    assert len(opened) == 2


def test_what_does_not_open_is_tried_again_with_every_call() -> None:
    away = [OperationalError(ErrorCode.DATABASE_UNREACHABLE, problem="away")] * 2

    def opener() -> Store:
        if away:
            raise away.pop()
        return Store()

    store = deferred(opener)
    for _ in range(2):
        with pytest.raises(OperationalError):
            store.ping()
    assert store.ping() == "here"
