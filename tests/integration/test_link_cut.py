"""The link to the database is cut at every request of a commit, and stations race for the same labels."""

from app.commands.bench_faults_link import drawn, run, sweep
from app.commands.bench_faults_link_rig import as_it_is, requests_of_a_commit, with_a_new_key
from app.settings import Settings

EIGHT_ROUNDS = 4


def test_two_stations_lose_and_double_nothing_wherever_the_link_breaks(tmp_path) -> None:
    requests = requests_of_a_commit(tmp_path, Settings())
    assert requests > 10
    found = run(Settings(), 2, sweep(requests), as_it_is)
    assert (found.lost, found.doubled, found.ghosts, found.no_conflict) == ([], [], [], [])
    assert found.cuts == 2 * 2 * requests
    assert found.conflicts == 2 * requests, "of two sessions with the same label one is a conflict"


def test_eight_stations_race_over_links_that_break(tmp_path) -> None:
    found = run(Settings(), 8, drawn(16, EIGHT_ROUNDS), as_it_is)
    assert (found.lost, found.doubled, found.ghosts, found.no_conflict) == ([], [], [], [])
    assert found.sessions == 8 * EIGHT_ROUNDS
    assert found.cuts > 0
    assert found.conflicts >= 4 * EIGHT_ROUNDS, "eight sessions, four contested labels"


def test_a_sender_that_forgets_its_key_is_found_out(tmp_path) -> None:
    """The control: what was written is sent again as something new, loses to itself, and stays as a ghost."""
    found = run(Settings(), 2, sweep(requests_of_a_commit(tmp_path, Settings())), with_a_new_key)
    assert found.wrong > 0
