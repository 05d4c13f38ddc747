import time

import pytest

from decapolis.search.actions import put_entries, refresh_vectors, remove_entries
from decapolis.search.bridge import current_index, find, forget
from decapolis.search.bridge.embedding import embedder
from decapolis.search.models import Entry, IndexState, Vectors, Word
from tests.factories.search import draft, indexed

pytestmark = pytest.mark.django_db


def version():
    return IndexState.objects.get(pk=1).version


def words():
    return {word.word: (word.entries, word.small) for word in Word.objects.all()}


def test_the_same_drafts_again_change_nothing():
    drafts = indexed(draft(), draft("Trams"))
    before = version()
    assert put_entries(by=None, drafts=drafts) == 0
    assert (version(), Entry.objects.count()) == (before, 2)


def test_a_changed_draft_replaces_the_entry_and_the_index_is_read_again():
    indexed(draft("Trams", slug="trams"))
    first = current_index()
    put_entries(by=None, drafts=[draft("Trains", slug="trams")])
    assert Entry.objects.get().title == "Trains"
    assert current_index().titles == ["Trains"]
    assert first.titles == ["Trams"]


def test_the_later_of_two_drafts_with_one_key_counts():
    put_entries(by=None, drafts=[draft("Trams", slug="a"), draft("Trains", slug="a")])
    assert list(Entry.objects.values_list("title", flat=True)) == ["Trains"]


def test_the_same_slug_of_two_kinds_is_two_entries():
    indexed(draft(slug="a"), draft(slug="a", kind="document"))
    assert Entry.objects.count() == 2


def test_words_are_counted_by_entries_and_whether_they_stand_in_small_letters():
    indexed(draft("Trams", paragraphs=("Nice trams.",)), draft("Buses", paragraphs=("trams",)))
    assert words()["trams"] == (2, 2)
    assert words()["nice"] == (1, 0)
    assert words()["buses"] == (1, 0)


def test_words_of_what_goes_go():
    indexed(draft("Trams", slug="a"), draft("Trams", slug="b"))
    remove_entries(by=None, keys=[("practice", "a")])
    assert words()["trams"][0] == 1
    remove_entries(by=None, keys=[("practice", "b"), ("practice", "never")])
    assert words() == {}


def test_removing_what_is_not_there_changes_nothing():
    indexed(draft())
    before = version()
    assert remove_entries(by=None, keys=[("practice", "never")]) == 0
    assert version() == before


def test_vectors_are_made_once_for_the_same_words():
    indexed(draft("Trams", slug="a", hints=("a train in the street", "straßenbahn")))
    assert refresh_vectors(by=None) == 1
    made = Vectors.objects.get()
    assert (made.model, made.passages, made.hints) == (embedder().id, 1, 2)
    assert refresh_vectors(by=None) == 0
    put_entries(by=None, drafts=[draft("Trams", slug="a", hints=made.entry.hints.split("\n"),
                                       status="ended")])  # fmt: skip
    assert refresh_vectors(by=None) == 0
    put_entries(by=None, drafts=[draft("Trains", slug="a")])
    assert refresh_vectors(by=None) == 1
    assert Vectors.objects.count() == 1


def test_an_entry_with_other_words_loses_its_vectors_and_one_with_other_facts_keeps_them():
    indexed(draft("Trams", slug="a"), draft("Buses", slug="b"))
    refresh_vectors(by=None)
    put_entries(by=None, drafts=[draft("Trains", slug="a"), draft("Buses", slug="b", status="x")])
    assert [made.entry.slug for made in Vectors.objects.all()] == ["b"]


def test_progress_is_handed_every_step():
    indexed(*[draft(f"Tram {number}") for number in range(121)])
    steps = []

    def watch(items):
        for item in items:
            steps.append(item)
            yield item

    refresh_vectors(by=None, progress=watch)
    assert steps == [0, 120]


def test_a_version_is_never_used_again():
    indexed(draft())
    before = version()
    IndexState.objects.all().delete()
    put_entries(by=None, drafts=[draft("Trams")])
    assert version() > before


def test_a_huge_text_is_cut_to_what_the_index_holds():
    indexed(draft("T" * 2000, paragraphs=("word " * 50_000,), city_name="X" * 500))
    entry = Entry.objects.get()
    assert (len(entry.title), len(entry.city_name)) == (300, 120)
    assert len(entry.text) <= 60_000


@pytest.mark.django_db(transaction=True)
def test_a_large_index_is_read_beside_the_questions(monkeypatch):
    forget()
    monkeypatch.setattr("decapolis.search.bridge.index.LARGE", 0)
    indexed(draft("Trams", slug="trams"))
    assert current_index().titles == ["Trams"]
    put_entries(by=None, drafts=[draft("Trains", slug="trams")])
    assert current_index().titles == ["Trams"]
    until = time.monotonic() + 30
    while current_index().titles == ["Trams"] and time.monotonic() < until:
        time.sleep(0.05)
    assert current_index().titles == ["Trains"]


def test_an_index_too_large_to_hold_finds_the_same(monkeypatch):
    names = ("Trams", "Street lamps", "School meals", "Water pipes", "Night buses")
    indexed(*[draft(name, hints=(f"about {name}",)) for name in names], vectors=True)
    whole = [hit.title for hit in find("lamps for the street", reader=None).hits]
    forget()
    monkeypatch.setattr("decapolis.search.bridge.index.MOST_ROWS", 1)
    assert current_index().rows is None
    assert [hit.title for hit in find("lamps for the street", reader=None).hits] == whole
