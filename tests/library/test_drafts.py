import pytest

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    Written,
    correct_practice,
    discard_draft,
    drafts,
    keep_draft,
    publish_draft,
    save_draft,
    suggest_draft,
    take_over,
)
from decapolis.library.errors import ChangedMeanwhile, RecordFaulty, TooLong, TooManyDrafts
from decapolis.library.models import Draft, Practice, Suggestion
from decapolis.library.queries.contributions import drafts_of
from decapolis.library.queries.records import record_of
from tests.factories import contributions, people
from tests.factories.contributions import changed

pytestmark = pytest.mark.django_db


def test_a_draft_takes_whatever_is_written_however_unfinished(ana):
    written = {"title": "", "costs": [{"amount": "1,2m"}, {}], "problem": "Ni\0ght \ud800 夜"}
    draft = save_draft(by=ana, written=Written(written)).draft
    draft.refresh_from_db()
    assert draft.record == written | {"problem": "Night  夜"}


def test_there_is_one_draft_for_each_person_and_practice(ana, lamps):
    for title in ("One", "Two"):
        save_draft(by=ana, practice=lamps, written=Written({"title": title}, base=1))
    save_draft(by=people.person(), practice=lamps, written=Written({"title": "Three"}, base=1))
    assert [draft.record["title"] for draft in Draft.objects.filter(person=ana)] == ["Two"]
    assert Draft.objects.count() == 2


def test_of_two_tabs_the_last_wins_and_is_told(ana, lamps):
    first = save_draft(by=ana, practice=lamps, written=Written({"title": "A"}, 1, seen=0))
    one = save_draft(by=ana, practice=lamps, written=Written({"title": "B"}, 1, seen=1))
    other = save_draft(by=ana, practice=lamps, written=Written({"title": "C"}, 1, seen=1))
    assert (first.was_overtaken, one.was_overtaken, other.was_overtaken) == (False, False, True)
    assert Draft.objects.get().record == {"title": "C"}


def test_a_draft_that_saves_itself_fills_no_log(ana, lamps):
    for number in range(4):
        save_draft(by=ana, practice=lamps, written=Written({"title": str(number)}, 1))
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["library.draft_begun"]


def test_more_text_than_any_practice_has_is_refused_and_the_last_draft_kept(ana, lamps):
    save_draft(by=ana, practice=lamps, written=Written({"title": "Kept"}, 1))
    with pytest.raises(TooLong):
        save_draft(by=ana, practice=lamps, written=Written({"problem": "x" * 400_001}, 1))
    assert Draft.objects.get().record == {"title": "Kept"}


def test_nobody_keeps_more_new_drafts_than_can_be_looked_after(ana, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_NEW", 2)
    for _number in range(2):
        save_draft(by=ana, written=Written({}))
    with pytest.raises(TooManyDrafts):
        save_draft(by=ana, written=Written({}))


@pytest.mark.parametrize("act", [discard_draft, keep_draft, publish_draft, suggest_draft])
def test_a_draft_is_its_writers_alone_even_before_network_staff(ana, lamps, act):
    draft = contributions.draft(ana, lamps, title="L")
    with pytest.raises(Forbidden, match="not yours"):
        act(by=people.staff(), draft=draft)
    assert Draft.objects.filter(discarded=None).exists()
    assert not Draft.objects.visible_to(people.staff()).exists()


def test_who_is_no_member_writes_no_draft(lamps):
    with pytest.raises(Forbidden, match="Only members"):
        save_draft(by=people.person(is_member=False), practice=lamps, written=Written({}))
    assert not Draft.objects.exists()


def test_a_draft_that_was_thrown_away_can_be_taken_back(ana, lamps):
    draft = contributions.draft(ana, lamps, title="L")
    discard_draft(by=ana, draft=draft)
    assert drafts_of(ana) == ()
    keep_draft(by=ana, draft=draft)
    assert [row.title for row in drafts_of(ana)] == ["L"]


def test_handing_in_a_draft_writes_the_practice_and_takes_the_draft_away(ana, lamps):
    version = publish_draft(by=ana, draft=contributions.draft(ana, lamps, title="L"))
    assert (version.number, Practice.objects.get().title) == (2, "L")
    assert not Draft.objects.exists()


def test_a_new_practice_is_handed_in(ana):
    version = publish_draft(by=ana, draft=contributions.draft(ana, title="Night buses"))
    assert version.practice.slug == "dayton-night-buses"


def test_what_is_missing_or_wrong_is_told_at_its_field_and_the_draft_is_kept(ana):
    draft = contributions.draft(
        ana,
        title="",
        themes=[],
        costs=[
            {"amount": "1,2m", "currency": "USD"},
            {"amount": "5", "currency": "dollars"},
            {"amount": "5", "currency": "QQQ"},
            {"amount": "5", "currency": "USD", "source": "9"},
            {"amount": "-5", "currency": "USD", "quantity": "3"},
        ],
        problem="x" * 20_001,
        started="soon",
        sources=[{"url": "city.example", "title": "City"}],
    )
    with pytest.raises(RecordFaulty) as error:
        publish_draft(by=ana, draft=draft)
    told = {fault.field: fault.message for fault in error.value.faults}
    assert told == {
        "title": "Fill this in.",
        "themes": "Choose at least one theme.",
        "problem": "This is one letter too long. At most 20000 fit.",
        "started": "“soon” is not a number. Write digits alone, such as 1200000 or 0.5.",
        "costs.0.amount": "“1,2m” is not a number. Write 1200000.",
        "costs.1.currency": "Write the three letters of the currency, such as USD or EUR.",
        "costs.2.currency": "There is no currency 'QQQ'. Write its three letters, such as USD or "
        "EUR.",
        "costs.4.amount": "Write a number above 0.",
        "sources.0.url": "Write a whole address that begins with https://.",
    }
    assert Draft.objects.exists()
    assert not Practice.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"costs": [{"amount": "5", "currency": "USD", "source": "9"}]}, "costs.0.source"),
        ({"result": {"text": "Good.", "source": "2"}}, "result.source"),
        ({"costs": [{"amount": "5", "currency": "USD", "quantity": "3"}]}, "costs.0.unit"),
        ({"started": "2019", "ended": "2012"}, "ended"),
        ({"started": "999"}, "started"),
        ({"status": "done"}, "status"),
        ({"outcomes": [{"metric": "x", "text": "y", "value": "inf"}]}, "outcomes.0.value"),
        ({"funding": [{"kind": "bond", "amount": "5"}]}, "funding.0.currency"),
        ({"sources": []}, "sources"),
    ],
)
def test_each_fault_stands_at_one_field_in_a_sentence(ana, change, field):
    with pytest.raises(RecordFaulty) as error:
        publish_draft(by=ana, draft=contributions.draft(ana, **change))
    first = error.value.faults[0]
    assert first.field == field
    assert first.message.endswith(".")


# -- two people


def test_the_second_keeps_her_draft_and_takes_over_field_by_field(ana, lamps):
    cost = {"amount": "3", "currency": "USD", "source": 2}
    sources = [*contributions.values()["sources"], {"url": "https://a.example", "title": "A"}]
    draft = contributions.draft(
        ana, lamps, title="Ana's", problem="Ana's.", costs=[cost], sources=sources
    )
    other = [*contributions.values()["sources"], {"url": "https://b.example", "title": "B"}]
    theirs = changed(
        lamps, title="Ben's", problem="Ben's.", sources=other,
        setback={"text": "Glare.", "source": 2},
    )  # fmt: skip
    correct_practice(by=people.staff(), practice=lamps, record=theirs, base=1)
    with pytest.raises(ChangedMeanwhile):
        publish_draft(by=ana, draft=draft)
    draft = take_over(by=ana, draft=draft, fields=["title", "setback"])
    publish_draft(by=ana, draft=draft)
    held = record_of(Practice.objects.get())
    assert (held["title"], held["problem"]) == ("Ben's", "Ana's.")
    assert [one["title"] for one in held["sources"]] == ["Lamps at last", "City report", "B", "A"]
    assert held["setback"] == {"text": "Glare.", "source": 2}
    assert held["costs"][0]["source"] == 3


def test_who_may_only_suggest_hands_in_a_suggestion(lamps):
    member = people.person()
    made = suggest_draft(by=member, draft=contributions.draft(member, lamps, title="L"))
    assert (made.by, made.state, made.record["title"]) == (member, "open", "L")
    assert Suggestion.objects.count() == 1
    assert not Draft.objects.exists()
    assert Practice.objects.get().title == "LED street lights"
