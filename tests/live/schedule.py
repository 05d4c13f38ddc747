"""A random schedule on one board: three people, edits, broken lines, reloads, a killed server."""

import itertools

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from decapolis.canvas.bridge.document import content_of
from tests.factories import boards
from tests.live.platform import session_of

NAMES = ("ana", "ben", "cem")
KILLS = 2  # in one schedule at most
CONVERGES_MS = 45_000
EDITS = ["write", "write", "cut", "move", "comment", "group", "remove"]

names = st.sampled_from(NAMES)
words = st.text(alphabet="ab é🧀", max_size=8)
places = st.integers(0, 9)
_numbers = itertools.count()


def is_up(schedule):
    return schedule.is_up


def may_be_killed(schedule):
    return schedule.is_up and schedule.kills < KILLS


class Schedule(RuleBasedStateMachine):
    """Whoever runs it gives it a server, the process of the clients, and people."""

    server = None
    node = None
    persons = ()
    version = None

    @initialize()
    def open_it(self):
        self.node("end")
        self.board = boards.board(*self.persons, version=self.version)
        self.kills, self.is_up = 0, True
        for name, person in zip(NAMES, self.persons, strict=True):
            self.node.open(name, self.server, self.board.key, session_of(person))

    @rule(name=names, at=places, text=words, signs=st.booleans())
    def add(self, name, at, text, signs):
        person = self.persons[NAMES.index(name)]
        told = {"by": person.pk, "signed": person.name} if signs else {}
        key = f"n{next(_numbers)}"
        self.node("edit", name, kind="add", at=at, words=text, key=key, **told)

    @rule(name=names, kind=st.sampled_from(EDITS), at=places, text=words)
    def edit(self, name, kind, at, text):
        self.node("edit", name, kind=kind, at=at, words=text, key=f"k{next(_numbers)}")

    @rule(name=names)
    def lose_the_line(self, name):
        self.node("off", name)

    @rule(name=names)
    def find_the_line(self, name):
        self.node("on", name)

    @rule(name=names, keeps=st.booleans())
    def reload(self, name, keeps):
        self.node("reload", name, keeps=keeps)

    @precondition(is_up)
    @rule(name=names)
    def wait_until_saved(self, name):
        self.node("on", name)
        assert self.node("saved", name)["ok"]

    @precondition(may_be_killed)
    @rule()
    def kill(self):
        self.server.kill()
        self.is_up = False
        self.kills += 1

    @precondition(lambda self: not self.is_up)
    @rule()
    def start(self):
        self.server.start()
        self.is_up = True

    def teardown(self):
        """All clients and the stored board agree, and hold what was acknowledged."""
        if not self.is_up:
            self.server.start()
        for name in NAMES:
            self.node("on", name)
        agreed = self.node("agree", patience=CONVERGES_MS)["ok"]
        states = [self.node("look", name) for name in NAMES]
        assert agreed, (states, self.server.platform.words)
        told, held = self.node("notes"), content_of(self.board)
        there = {one.id: (one.text, one.block, one.by, one.name) for one in held.notes}
        assert set(told["acked"]) - set(told["removed"]) <= set(there)
        for state in states:
            assert there == {
                key: (note["text"], note["block"], note["by"], note["name"])
                for key, note in state["content"]["notes"].items()
            }
            assert len(held.comments) == len(state["content"]["comments"])
        self.node("end")
