"""What is kept of records until they change."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from decapolis.library.bridge import kept
from decapolis.library.bridge.kept import Kept
from decapolis.ops.preparing import index_words
from tests.factories import library, people


class Making:
    """Makes things and remembers which it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, keys):
        self.asked += keys
        return {key: key.upper() for key in keys if key != "none"}


@pytest.fixture
def indexed(transactional_db):
    library.practice(slug="lamps", title="Lamps")
    index_words()


def test_a_thing_is_made_once_while_the_records_stay_as_they_are(indexed):
    shelf, making = Kept(), Making()
    assert shelf.get(["a", "b"], making, reader=None) == {"a": "A", "b": "B"}
    assert shelf.get(["b", "c", "a"], making, reader=None) == {"b": "B", "c": "C", "a": "A"}
    assert making.asked == ["a", "b", "c"]


def test_things_come_in_the_order_asked_for_without_those_that_there_are_not(indexed):
    shelf, making = Kept(), Making()
    shelf.get(["b"], making, reader=None)
    assert list(shelf.get(["a", "none", "b", "a"], making, reader=None)) == ["a", "b"]


def test_a_change_of_a_record_lets_all_be_made_again(indexed):
    shelf, making = Kept(), Making()
    shelf.get(["a"], making, reader=None)
    library.practice(slug="trams", title="Trams")
    index_words()
    shelf.get(["a"], making, reader=None)
    assert making.asked == ["a", "a"]


def test_after_a_minute_all_is_made_again(indexed, monkeypatch):
    shelf, making = Kept(), Making()
    shelf.get(["a"], making, reader=None)
    now = kept.time.monotonic()
    monkeypatch.setattr(kept.time, "monotonic", lambda: now + 61)
    shelf.get(["a"], making, reader=None)
    assert making.asked == ["a", "a"]


def test_readers_who_may_see_more_do_not_share_with_the_public(indexed):
    shelf, making = Kept(), Making()
    shelf.get(["a"], making, reader=None)
    shelf.get(["a"], making, reader=AnonymousUser())
    assert making.asked == ["a"]
    shelf.get(["a"], making, reader=people.person(is_staff=True))
    assert making.asked == ["a", "a"]


def test_when_too_much_is_held_all_is_dropped(indexed):
    shelf, making = Kept(most=2), Making()
    shelf.get(["a", "b", "c"], making, reader=None)
    shelf.get(["a"], making, reader=None)
    assert making.asked == ["a", "b", "c", "a"]


@pytest.mark.django_db
def test_inside_a_transaction_nothing_is_kept():
    shelf, making = Kept(), Making()
    library.practice(slug="lamps", title="Lamps")
    index_words()
    for _time in range(2):
        shelf.get(["a"], making, reader=None)
    assert making.asked == ["a", "a"]


def test_what_lasts_is_there_for_the_next_process_until_a_record_changes(indexed):
    making = Making()
    Kept(lasting="letters").get(["a"], making, reader=None)
    assert Kept(lasting="letters").get(["a", "b"], making, reader=None) == {"a": "A", "b": "B"}
    assert making.asked == ["a", "b"]
    Kept(lasting="others").get(["a"], making, reader=None)
    Kept(lasting="letters").get(["a"], making, reader=people.person())
    library.practice(slug="trams", title="Trams")
    index_words()
    Kept(lasting="letters").get(["a"], making, reader=None)
    assert making.asked == ["a", "b", "a", "a", "a"]


def test_what_cannot_be_read_back_is_made_again(indexed):
    making = Making()
    Kept(lasting="letters").get(["a"], making, reader=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE decapolis_cache SET value = 'no pickle'")
    assert Kept(lasting="letters").get(["a"], making, reader=None) == {"a": "A"}
    assert making.asked == ["a", "a"]
