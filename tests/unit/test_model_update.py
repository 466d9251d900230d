"""The rules of updates of the model, by their numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import model_book, model_update, model_version
from app.domain.alias import Alias, AliasBook, AliasKey, AliasStatus
from app.domain.detection import ModelIdentity
from app.domain.model_book import MOST_FAILED, MOST_STARTS, ModelBook
from app.domain.model_update import (
    Keep,
    Refuse,
    Release,
    Site,
    Take,
    UpdateRefusal,
    Waiting,
    Window,
    parse_window,
    verdict_on,
)
from app.domain.part_number import PartNumber
from app.domain.wall_time import WallClock

BERLIN = WallClock(ZoneInfo("Europe/Berlin"))
AT = "2026-09-14T02:00:00+00:00"


def model(version: str, name: str = "covers") -> ModelIdentity:
    return ModelIdentity(name, version)


def offered(version: str, program: str = "", name: str = "covers") -> Release:
    return Release(model(version, name), program, ("model.toml", "covers.onnx"))


# -- MU1 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lower", "higher"), [("1.9", "1.10"), ("1", "1.0.1"), ("0.9.9.9", "1"), ("2", "10")])
def test_mu1_versions_are_compared_as_numbers(lower: str, higher: str) -> None:
    assert model_version.release_key(lower) < model_version.release_key(higher)
    assert model_version.release_key("1.2") == model_version.release_key("1.2.0.0")


@pytest.mark.parametrize("text", ["", "1.", ".1", "1.2.3.4.5", "1-2", "v1", "1.2b", " 1", "1\n", "٣", "1" * 10])
def test_mu1_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="no version"):
        model_version.release_key(text)


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "a\\b", "a b", "a@1", "ä", "a" * 65, "a.", "a\n"])
def test_mu1_a_name_that_is_no_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        model_version.checked_identity(name, "1.0")
    assert model_version.checked_identity("plant-covers_2.b", "1.0") == model("1.0", "plant-covers_2.b")


# -- MU2, MU3, MU4 ---------------------------------------------------------------------------------------


def test_mu2_a_higher_version_is_taken_and_the_same_one_kept() -> None:
    book = ModelBook(current=model("1.2"), highest=(model("1.2"),))
    assert verdict_on(offered("1.3"), book, model("1.2"), "1.0.0") == Take(offered("1.3"))
    assert verdict_on(offered("1.2"), book, model("1.2"), "1.0.0") == Keep()
    assert verdict_on(offered("1.4"), ModelBook(ready=model("1.4")), model("1.2"), "1.0.0") == Keep()


def test_mu2_nothing_lower_than_what_runs_or_was_ever_taken() -> None:
    refused = Refuse(UpdateRefusal.OLDER_MODEL, "1.2")
    assert verdict_on(offered("1.1"), ModelBook(), model("1.2"), "1.0.0") == refused
    assert verdict_on(offered("1.1"), ModelBook(highest=(model("1.2"),)), model("1.0"), "1.0.0") == refused


def test_mu2_another_model_begins_anew_and_a_version_without_an_order_is_older() -> None:
    book = ModelBook(highest=(model("5", "other"),))
    assert verdict_on(offered("1.1"), book, model("9", "other"), "1.0.0") == Take(offered("1.1"))
    assert verdict_on(offered("1.1"), book, model("spring"), "1.0.0") == Take(offered("1.1"))


def test_mu2_what_is_damaged_here_may_come_again() -> None:
    """1.2 was taken, and a start could only load 1.1."""
    book = ModelBook(current=model("1.2"), previous=model("1.1"), highest=(model("1.2"),))
    assert verdict_on(offered("1.2"), book, model("1.1"), "1.0.0") == Take(offered("1.2"))


def test_mu3_what_failed_here_is_not_tried_again_and_a_higher_one_is() -> None:
    book = model_book.refused_here(ModelBook(), model("1.2"), "no golden frame", AT)
    assert verdict_on(offered("1.2"), book, model("1.1"), "1.0.0") == Refuse(UpdateRefusal.FAILED_HERE)
    assert verdict_on(offered("1.3"), book, model("1.1"), "1.0.0") == Take(offered("1.3"))


def test_mu4_a_release_for_a_newer_program_waits_for_it() -> None:
    needs = Refuse(UpdateRefusal.NEEDS_PROGRAM, "1.1")
    assert verdict_on(offered("2", "1.1"), ModelBook(), model("1"), "1.0.9") == needs
    assert verdict_on(offered("2", "1.1"), ModelBook(), model("1"), "1.1.0") == Take(offered("2", "1.1"))


# -- MU5, MU6, MU7 ---------------------------------------------------------------------------------------

NIGHT = Window(time(2), time(4))
READY = ModelBook(ready=model("2"))


def site(window: Window | None = None, *, sessions: bool = True, aliases: bool = True) -> Site:
    return Site(window, sessions, aliases, BERLIN)


def waiting(
    rules_of_site: Site, *, hour: int = 12, in_session: bool = False, missing: tuple[str, ...] = (), asked: str = ""
) -> Waiting | None:
    now = datetime(2026, 9, 14, hour, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    book = model_book.asked_for(READY, asked)
    return model_update.waits_for(book, rules_of_site, now, in_session=in_session, missing=missing)


def test_mu5_never_in_a_session_and_a_window_narrows_it_further() -> None:
    assert waiting(site(), in_session=True) is Waiting.SESSION
    assert waiting(site()) is None
    assert waiting(site(NIGHT), hour=12) is Waiting.WINDOW
    assert waiting(site(NIGHT), hour=3) is None
    assert waiting(site(NIGHT), hour=3, in_session=True) is Waiting.SESSION
    assert waiting(site(), in_session=True, asked="ayu") is Waiting.SESSION


def test_mu5_a_server_has_only_its_window_and_who_asks() -> None:
    assert waiting(site(sessions=False)) is Waiting.WINDOW
    assert waiting(site(sessions=False), asked="ayu") is None
    assert waiting(site(NIGHT, sessions=False), hour=2) is None


def test_mu7_a_model_waits_for_the_aliases_that_it_lacks() -> None:
    assert waiting(site(), missing=("A",)) is Waiting.ALIASES
    assert waiting(site(aliases=False), missing=("A",)) is None
    assert waiting(site(), missing=("A",), asked="ayu") is None


def test_mu7_what_it_lacks_is_what_the_running_version_has() -> None:
    def alias(label: str, version: str, status: AliasStatus = AliasStatus.APPROVED) -> Alias:
        return Alias(AliasKey(model(version), label), PartNumber("Z-CV02-D26LXXX-C03N-NL-DG00"), status, "ayu", AT)

    book = AliasBook((alias("A", "1"), alias("B", "1"), alias("B", "2"), alias("C", "1", AliasStatus.PROPOSED)))
    assert model_update.missing_aliases(book, model("1"), model("2"), ("A", "B", "C")) == ("A",)
    assert model_update.missing_aliases(book, model("1"), model("2"), ("B",)) == ()  # it has no label A
    assert model_update.missing_aliases(book, None, model("2"), ("A",)) == ()


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("02:00-04:00", ["02:00", "03:59"], ["01:59", "04:00"]),
        ("22:30 - 01:00", ["22:30", "23:59", "00:00", "00:59"], ["01:00", "22:29"]),
        ("6:00-6:00", ["00:00", "06:00", "23:59"], []),
    ],
)
def test_mu6_a_window_is_what_the_wall_shows(text: str, inside: list[str], outside: list[str]) -> None:
    window = parse_window(text)
    assert window is not None
    for shown, expected in [*((each, True) for each in inside), *((each, False) for each in outside)]:
        moment = datetime.combine(datetime(2026, 9, 14), time.fromisoformat(shown), ZoneInfo("Europe/Berlin"))  # noqa: DTZ001
        assert window.holds(moment.astimezone(UTC), BERLIN) is expected, shown


def test_mu6_in_the_nights_when_the_clocks_change() -> None:
    def hours_held(day: datetime) -> float:
        moments = (day + timedelta(minutes=each) for each in range(24 * 60))
        return sum(NIGHT.holds(each, BERLIN) for each in moments) / 60

    assert hours_held(datetime(2026, 9, 14, tzinfo=UTC)) == 2
    assert hours_held(datetime(2026, 10, 24, 22, tzinfo=UTC)) == 3  # back: the hour from two to three comes twice
    assert hours_held(datetime(2026, 3, 28, 23, tzinfo=UTC)) == 1  # forth: it does not come at all


@pytest.mark.parametrize("text", ["2-4", "02:00", "02:00-24:00", "02:60-03:00", "02:00–04:00", "a", "02:00-04:00x"])
def test_mu6_anything_else_is_no_window(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        parse_window(text)


def test_mu6_an_empty_text_is_none() -> None:
    assert parse_window(" ") is None


# -- MU8 and the steps -----------------------------------------------------------------------------------


def test_mu8_a_model_that_never_comes_through_a_start_is_given_up() -> None:
    book = model_book.switched(ModelBook(current=model("1"), ready=model("2")), model("2"))
    for start in range(1, MOST_STARTS + 1):
        book = model_book.starting(book, AT)
        assert (book.current, book.starts) == (model("2"), start)
    book = model_book.starting(book, AT)
    assert (book.current, book.trial) == (model("1"), False)
    assert book.has_failed(model("2"))


def test_mu8_one_that_was_confirmed_is_loaded_for_ever() -> None:
    book = model_book.confirmed(model_book.starting(model_book.switched(ModelBook(), model("2")), AT))
    for _ in range(10):
        book = model_book.starting(book, AT)
    assert book == ModelBook(current=model("2"), highest=(model("2"),))


def test_what_is_taken_back_is_wanted_in_place_of_what_runs() -> None:
    book = model_book.confirmed(model_book.switched(ModelBook(current=model("1")), model("2")))
    assert model_book.wanted(book, model("2"), model("0")) is None
    book = model_book.taken_back(book, "worse", AT, "ayu")
    assert model_book.wanted(book, model("2"), model("0")) == model("1")
    assert verdict_on(offered("2"), book, model("2"), "1").__class__ is Keep  # it still runs
    assert verdict_on(offered("2"), model_book.confirmed(book), model("1"), "1") == Refuse(UpdateRefusal.FAILED_HERE)


def test_with_nothing_taken_there_is_nothing_to_take_back() -> None:
    assert model_book.taken_back(ModelBook(), "worse", AT, "ayu") == ModelBook()
    first = model_book.confirmed(model_book.switched(ModelBook(), model("1")))
    back = model_book.taken_back(first, "worse", AT, "ayu")
    assert (back.current, model_book.wanted(back, model("1"), model("0"))) == (None, model("0"))


def test_a_switch_that_could_not_be_tried_leaves_the_book_as_it_was() -> None:
    before = ModelBook(current=model("1"), ready=model("2"), asked="ayu")
    assert model_book.undone(model_book.switched(before, model("2")), before) == before


def test_only_the_newest_failures_are_remembered() -> None:
    book = ModelBook()
    for version in range(MOST_FAILED + 5):
        book = model_book.refused_here(book, model(str(version)), "", AT)
    assert len(book.failed) == MOST_FAILED
    assert book.has_failed(model(str(MOST_FAILED + 4)))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "switch", "confirm", "back", "person", "start", "fail", "gone", "ask"]),
        st.integers(1, 6).map(lambda each: model(str(each))),
    ),
    max_size=30,
)


def stepped(book: ModelBook, step: str, each: ModelIdentity) -> ModelBook:
    """Each as its caller takes it: only what is offered arrives, and only what is ready is switched to."""
    acts: dict[str, Callable[[], ModelBook]] = {
        "arrive": lambda: book if book.has_failed(each) else model_book.arrived(book, each),
        "switch": lambda: model_book.switched(book, book.ready) if book.ready else book,
        "confirm": lambda: model_book.confirmed(book),
        "back": lambda: model_book.gone_back(book, "", AT),
        "person": lambda: model_book.taken_back(book, "", AT, "ayu"),
        "start": lambda: model_book.starting(book, AT),
        "fail": lambda: model_book.failed_proof(book, book.ready or each, "", AT),
        "gone": lambda: model_book.forgotten(book, book.ready or book.current or each),
        "ask": lambda: model_book.asked_for(book, "ayu"),
    }
    return acts[step]()


@given(STEPS)
def test_whatever_happens_nothing_that_failed_is_loaded_or_waits(steps: list[tuple[str, ModelIdentity]]) -> None:
    book = ModelBook()
    for step, each in steps:
        book = stepped(book, step, each)
        assert book.current is None or not book.has_failed(book.current)
        assert book.ready is None or not book.has_failed(book.ready)
        assert book.starts <= MOST_STARTS
        assert book.trial or book.starts == 0
        assert len({highest.name for highest in book.highest}) == len(book.highest)
