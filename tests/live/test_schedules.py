"""Nothing is lost: three real Yjs clients, random edits, broken lines, reloads, killed servers.

After each schedule all clients and the stored board read the same, and every note that was
acknowledged is there, unless somebody took it away.
"""

import itertools

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from decapolis.canvas.bridge.document import content_of
from tests.factories import boards, people
from tests.live.platform import session_of

NAMES = ("ana", "ben", "cem")
SAMPLE = 6  # schedules in a normal run
KILLS = 2  # in one schedule at most
CONVERGES_S = 45

names = st.sampled_from(NAMES)
words = st.text(alphabet="ab é🧀", max_size=8)
places = st.integers(0, 9)
_numbers = itertools.count()


@pytest.fixture(scope="module")
def killed(platform):
    """Return a server that is killed and started again."""
    return platform.serve()


@pytest.fixture(scope="module")
def people_of_the_board(platform, django_db_blocker, killed):
    with django_db_blocker.unblock(), platform.rows():
        persons = [people.person(name=name.title()) for name in NAMES]
        version = boards.version()
        yield persons, version


def test_every_acknowledged_note_outlives_anything(pytestconfig, people_of_the_board, killed, node):
    persons, version = people_of_the_board
    sessions = dict(zip(NAMES, map(session_of, persons), strict=True))

    class Schedule(RuleBasedStateMachine):
        """One board, three people."""

        @initialize()
        def open(self):
            node("end")
            self.board = boards.board(*persons, version=version)
            self.kills = 0
            self.is_up = True
            for name in NAMES:
                node.open(name, killed, self.board.key, sessions[name])

        @rule(name=names, at=places, text=words, signs=st.booleans())
        def add(self, name, at, text, signs):
            told = {"by": persons[NAMES.index(name)].pk, "signed": name.title()} if signs else {}
            key = f"n{next(_numbers)}"
            node("edit", name, kind="add", at=at, words=text, key=key, **told)

        @rule(
            name=names,
            kind=st.sampled_from(["write", "write", "cut", "move", "comment", "group", "remove"]),
            at=places,
            text=words,
        )
        def edit(self, name, kind, at, text):
            key = f"k{next(_numbers)}"
            node("edit", name, kind=kind, at=at, words=text, key=key)

        @rule(name=names)
        def lose_the_line(self, name):
            node("off", name)

        @rule(name=names)
        def find_the_line(self, name):
            node("on", name)

        @rule(name=names, keeps=st.booleans())
        def reload(self, name, keeps):
            node("reload", name, keeps=keeps)

        @precondition(lambda self: self.is_up)
        @rule(name=names)
        def wait_until_saved(self, name):
            node("on", name)
            assert node("saved", name)["ok"]

        @precondition(lambda self: self.is_up and self.kills < KILLS)
        @rule()
        def kill(self):
            killed.kill()
            self.is_up = False
            self.kills += 1

        @precondition(lambda self: not self.is_up)
        @rule()
        def start(self):
            killed.start()
            self.is_up = True

        def teardown(self):
            if not self.is_up:
                killed.start()
            for name in NAMES:
                node("on", name)
            looks = node("agree", patience=CONVERGES_S * 1000)
            states = [node("look", name) for name in NAMES]
            assert looks["ok"], (states, killed.words)
            told = node("notes")
            held = content_of(self.board)
            there = {one.id: (one.text, one.block, one.by, one.name) for one in held.notes}
            assert set(told["acked"]) - set(told["removed"]) <= set(there)
            for state in states:
                assert there == {
                    key: (note["text"], note["block"], note["by"], note["name"])
                    for key, note in state["content"]["notes"].items()
                }
                assert len(held.comments) == len(state["content"]["comments"])
            node("end")

    most = pytestconfig.getoption("--soak") or SAMPLE
    hypothesis.stateful.run_state_machine_as_test(
        Schedule,
        settings=hypothesis.settings(
            max_examples=most,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[hypothesis.Phase.generate],
            print_blob=True,
            derandomize=most == SAMPLE,
        ),
    )
