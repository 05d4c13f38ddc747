import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    add_practice,
    correct_practice,
    put_practices,
    restore_version,
)
from decapolis.library.errors import ChangedMeanwhile, NothingChanged, RecordFaulty
from decapolis.library.models import Cost, Practice, Version
from decapolis.library.queries.records import record_from_rows, record_of
from decapolis.library.queries.versions import compare_versions, provenance_of, versions_of
from decapolis.library.validators import PracticeRecord
from decapolis.ops.schema import EXAMPLES
from decapolis.search.models import Entry
from tests.factories import cities, contributions, hats, library, organisations, people
from tests.factories.contributions import PAPER, REPORT, changed, loaded, record

pytestmark = pytest.mark.django_db

GLARE = {"metric": "Glare", "text": "Residents complained of glare.", "kind": "reported"}
NEW_COST = {
    "amount": "2600000", "currency": "USD", "covers": "All lamps", "price_year": 2018, "source": 1
}  # fmt: skip


def numbers(practice):
    return list(practice.versions.order_by("number").values_list("number", "origin"))


# -- the loader keeps versions


def test_what_is_loaded_is_version_one(lamps):
    assert lamps.version == 1
    assert numbers(lamps) == [(1, "loaded")]
    assert PracticeRecord.model_validate(lamps.versions.get().record) == record(slug=lamps.slug)


def test_loading_the_same_again_keeps_no_version_and_another_record_one(lamps):
    put_practices(by=None, records=[(1, changed(lamps))])
    assert numbers(lamps) == [(1, "loaded")]
    put_practices(by=None, records=[(1, changed(lamps, title="Lamps"))])
    assert numbers(lamps) == [(1, "loaded"), (2, "loaded")]


def test_loading_many_asks_as_often_as_loading_two(dayton):
    def asked(count):
        records = [(line, record()) for line in range(1, count + 1)]
        with CaptureQueriesContext(connection) as found:
            put_practices(by=None, records=records)
        return len(found)

    assert asked(40) <= asked(2) + 2  # one statement holds only so many values


def test_rows_tell_the_record_that_they_were_made_from(dayton):
    cities.city("Springfield")
    technology = library.technology()
    made = record(
        **{name: value for name, value in EXAMPLES["practices"].items() if name != "slug"}
        | {"technology_slugs": [technology.slug], "technologies": ["LED"], "tools": ["budget"]}
    )
    put_practices(by=None, records=[(1, made)])
    assert record_from_rows(Practice.objects.get(slug=made.slug)) == made.as_json()


def test_a_record_of_rows_that_were_made_without_versions_is_whole():
    practice = library.practice()
    library.cost(practice)
    library.outcome(practice)
    library.partner(practice)
    library.funding(practice)
    assert PracticeRecord.model_validate(record_of(practice)).slug == practice.slug


# -- who may correct


def test_who_speaks_for_the_city_corrects_a_cost_with_its_source(lamps, ana):
    version = correct_practice(
        by=ana, practice=lamps, record=changed(lamps, costs=[NEW_COST]), base=1, note="Final bill."
    )
    cost = Cost.objects.get(practice=lamps)
    assert (version.number, version.origin, version.by) == (2, "corrected", ana)
    assert version.spoke_for == "Dayton, Ohio, United States"
    assert (cost.amount, cost.price_year, cost.source) == (2_600_000, 2018, 1)
    entry = AuditEntry.objects.get(act="library.practice_corrected")
    assert (entry.by, entry.note) == (ana, "Final bill.")
    assert list(entry.after) == ["costs"]
    assert entry.before["costs"][0]["amount"] == "2400000"


def test_a_correction_can_be_found_at_once(lamps, ana):
    correct_practice(
        by=ana, practice=lamps, record=changed(lamps, problem="Zeppelins nest there."), base=1
    )
    assert "Zeppelins" in Entry.objects.get(slug=lamps.slug).text


def test_who_speaks_for_the_lead_corrects(dayton):
    guild = organisations.organisation("Lamp Guild")
    practice = loaded(lead={"name": "lamp guild", "sector": "nonprofit"})
    person = hats.speaker(guild)
    assert correct_practice(
        by=person, practice=practice, record=changed(practice, title="Lamps"), base=1
    ).spoke_for == "Lamp Guild"  # fmt: skip


def test_network_staff_correct_everything(lamps):
    correct_practice(by=people.staff(), practice=lamps, record=changed(lamps, title="L"), base=1)
    assert Practice.objects.get().title == "L"


@pytest.mark.parametrize("who", ["member", "other city", "claimed", "not a member", "partner"])
def test_nobody_else_corrects(lamps, dayton, who):
    person = people.person(is_member=who != "not a member")
    if who == "other city":
        hats.verified(person, cities.city("Springfield"))
    if who == "claimed":
        hats.hat(person, dayton)
    if who == "partner":
        guild = organisations.organisation("Lamp Guild")
        library.partner(lamps, "Lamp Guild", organisation=guild)
        hats.verified(person, guild)
    with pytest.raises(Forbidden):
        correct_practice(by=person, practice=lamps, record=changed(lamps, title="L"), base=1)
    assert numbers(lamps) == [(1, "loaded")]
    assert not AuditEntry.objects.exists()


def test_who_may_not_read_a_practice_may_not_correct_it(dayton, ana):
    hidden = loaded(visibility="staff")
    with pytest.raises(Forbidden, match="no such practice"):
        correct_practice(by=ana, practice=hidden, record=changed(hidden, title="L"), base=1)


def test_address_and_readers_of_a_practice_stay_what_they_were(lamps, ana):
    taken = changed(lamps, slug="another", visibility="staff", title="L")
    correct_practice(by=ana, practice=lamps, record=taken, base=1)
    held = Practice.objects.get()
    assert (held.slug, held.visibility, held.title) == (lamps.slug, "public", "L")


def test_a_practice_does_not_move_to_a_city_that_one_does_not_speak_for(lamps, ana):
    cities.city("Springfield")
    with pytest.raises(Forbidden, match="do not speak for this city"):
        correct_practice(by=ana, practice=lamps, record=changed(lamps, city="Springfield"), base=1)
    assert numbers(lamps) == [(1, "loaded")]


# -- two people, one practice


def test_the_second_of_two_is_told_sees_both_and_nothing_is_written(lamps, ana):
    ben = people.staff()
    correct_practice(by=ben, practice=lamps, record=changed(lamps, title="Ben's lamps"), base=1)
    mine = changed(lamps, costs=[NEW_COST], title="Ana's lamps")
    with pytest.raises(ChangedMeanwhile) as told:
        correct_practice(by=ana, practice=lamps, record=mine, base=1)
    error = told.value
    assert (error.current, error.theirs["title"], error.mine["title"]) == (
        2, "Ben's lamps", "Ana's lamps",
    )  # fmt: skip
    assert [(one.label, one.before_text, one.after_text) for one in error.differences] == [
        ("Title", "Ben's lamps", "Ana's lamps"),
        (
            "Cost",
            "USD 2,400,000; All lamps [source: Lamps at last, 2018]",
            "USD 2,600,000; prices of 2018; All lamps [source: City report]",
        ),
    ]
    assert numbers(lamps) == [(1, "loaded"), (2, "corrected")]


def test_handing_in_what_stands_there_is_refused(lamps, ana):
    with pytest.raises(NothingChanged):
        correct_practice(by=ana, practice=lamps, record=changed(lamps), base=1)
    assert numbers(lamps) == [(1, "loaded")]


def test_what_was_there_before_versions_were_kept_is_kept_as_the_first(ana, dayton):
    old = library.practice(city=dayton)
    library.cost(old)
    before = record_of(old)
    new = PracticeRecord.model_validate(before | {"title": "New"})
    correct_practice(by=ana, practice=old, record=new, base=0)
    assert numbers(old) == [(1, "loaded"), (2, "corrected")]
    assert old.versions.get(number=1).record == before


def test_an_unknown_technology_is_told_at_its_field_and_nothing_is_written(lamps, ana):
    with pytest.raises(RecordFaulty) as told:
        correct_practice(
            by=ana, practice=lamps, record=changed(lamps, technology_slugs=["none"]), base=1
        )
    assert told.value.field == "technology_slugs"
    assert numbers(lamps) == [(1, "loaded")]


# -- new practices


def test_who_speaks_for_a_city_adds_a_practice_with_an_address_of_its_own(dayton, ana):
    first = add_practice(by=ana, record=record(title="Night buses")).practice
    second = add_practice(by=ana, record=record(title="Night buses")).practice
    assert (first.slug, second.slug) == ("dayton-night-buses", "dayton-night-buses-2")
    assert first.city == dayton
    assert numbers(first) == [(1, "corrected")]
    assert Entry.objects.filter(slug=first.slug).exists()


def test_a_title_without_a_latin_letter_gets_an_address_too(dayton, ana):
    assert add_practice(by=ana, record=record(title="夜間バス")).practice.slug == "dayton"


def test_who_does_not_speak_for_the_city_does_not_add(dayton):
    with pytest.raises(Forbidden, match="Propose"):
        add_practice(by=people.person(), record=record())
    assert not Practice.objects.exists()


# -- earlier versions


def test_an_earlier_version_is_put_back_as_a_new_one(lamps, ana):
    before = record_of(lamps)
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[]), base=1)
    version = restore_version(by=ana, practice=lamps, number=1, base=2, note="A mistake.")
    assert (version.number, version.origin, version.restored) == (3, "restored", 1)
    assert record_of(lamps) == before == record_from_rows(lamps)


def test_putting_back_is_refused_where_somebody_wrote_since(lamps, ana):
    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="2"), base=1)
    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="3"), base=2)
    with pytest.raises(ChangedMeanwhile):
        restore_version(by=ana, practice=lamps, number=1, base=2)


def test_a_version_that_was_for_fewer_eyes_is_neither_listed_nor_put_back(dayton, ana):
    practice = loaded(visibility="staff", title="Secret")
    staff = people.staff()
    opened = changed(practice, visibility="public", title="Open")
    correct_practice(by=staff, practice=practice, record=opened, base=1)
    assert [row.number for row in versions_of(practice, reader=ana)] == [2]
    assert [row.number for row in versions_of(practice, reader=staff)] == [2, 1]
    with pytest.raises(Version.DoesNotExist):
        restore_version(by=ana, practice=practice, number=1, base=2)


# -- reading


def test_two_versions_side_by_side_in_plain_words(lamps, ana):
    bill = {**NEW_COST, "part": "running", "recurrence": "yearly", "nature": "spent"}
    correct_practice(
        by=ana, practice=lamps, base=1,
        record=changed(
            lamps,
            problem="Old lamps cost more every winter.",
            costs=[changed(lamps).costs[0].model_dump(mode="json"), bill],
            lessons=[],
        ),
    )  # fmt: skip
    rows = compare_versions(lamps, 1, 2, reader=None).rows
    assert [(row.label, row.before_text, row.after_text) for row in rows] == [
        (
            "Cost", "",
            "USD 2,600,000 a year; running; spent; prices of 2018; All lamps [source: City report]",
        ),
        (
            "The problem",
            "Old lamps cost more every year.", "Old lamps cost more every winter.",
        ),
        ("What they would tell you", "Ask residents first.", ""),
    ]  # fmt: skip
    assert [part.text for part in rows[1].after if part.is_new] == ["winter."]


def test_a_source_that_moves_in_the_list_is_no_difference(lamps, ana):
    held = changed(lamps).as_json()
    moved = held | {
        "sources": [REPORT, PAPER],
        "costs": [held["costs"][0] | {"source": 1}],
        "outcomes": [held["outcomes"][0] | {"source": 0}],
        "result": held["result"] | {"source": 1},
        "setback": held["setback"] | {"source": 0},
        "title": "Lamps",
    }
    correct_practice(by=ana, practice=lamps, record=PracticeRecord.model_validate(moved), base=1)
    rows = compare_versions(lamps, 1, 2, reader=None).rows
    assert [row.label for row in rows] == ["Title"]


def told(practice, reader, field):
    return next(one for one in provenance_of(practice, reader=reader) if one.field == field)


def test_every_figure_says_since_when_by_whom_and_from_where(lamps, ana):
    held = changed(lamps).costs[0].model_dump(mode="json")
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[held, NEW_COST]), base=1)
    correct_practice(by=people.staff(), practice=lamps, record=changed(lamps, title="L"), base=2)
    member = people.person()
    old, new = (told(lamps, member, field) for field in ("costs.0", "costs.1"))
    assert (old.number, new.number) == (1, 2)
    assert old.says.startswith("Loaded with the library on ")
    assert old.says.endswith(", from Lamps at last.")
    assert new.says.startswith(
        "Added by Ana Díaz, Dayton, Ohio, United States, from City report, on "
    )
    assert new.words == "USD 2,600,000; prices of 2018; All lamps"
    fields = [one.field for one in provenance_of(lamps, reader=member)]
    assert fields == [
        "costs.0", "costs.1", "funding.0", "started", "outcomes.0", "result", "setback",
    ]  # fmt: skip


def test_a_figure_says_whether_it_was_added_or_changed_and_which_version_stood_before(lamps, ana):
    bill = {**changed(lamps).costs[0].model_dump(mode="json"), "amount": "2500000"}
    record = changed(lamps, costs=[bill], setback={"text": "Too bright.", "source": 0})
    correct_practice(by=ana, practice=lamps, record=record, base=1)
    gained = [*changed(lamps).as_json()["outcomes"], GLARE]
    correct_practice(by=ana, practice=lamps, record=changed(lamps, outcomes=gained), base=2)
    figures = {one.field: one for one in provenance_of(lamps, reader=ana)}
    known = {field: (one.before, one.number, one.says.split()[0]) for field, one in figures.items()}
    assert known == {
        "costs.0": (1, 2, "Changed"),
        "funding.0": (0, 1, "Loaded"),
        "started": (0, 1, "Loaded"),
        "outcomes.0": (0, 1, "Loaded"),
        "outcomes.1": (2, 3, "Added"),
        "result": (0, 1, "Loaded"),
        "setback": (1, 2, "Changed"),
    }


def test_a_figure_that_was_taken_out_and_put_back_stands_since_then(lamps, ana):
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[]), base=1)
    restore_version(by=ana, practice=lamps, number=1, base=2)
    assert told(lamps, ana, "costs.0").number == 3
    assert told(lamps, ana, "outcomes.0").number == 1


def test_the_public_reads_for_whom_but_not_who(lamps, ana):
    correct_practice(by=ana, practice=lamps, record=changed(lamps, costs=[NEW_COST]), base=1)
    says = told(lamps, None, "costs.0").says
    assert says.startswith("Changed by a member who speaks for Dayton, Ohio, United States, from")
    assert "Ana" not in json.dumps([row.says for row in versions_of(lamps, reader=None)])


def test_lists_of_versions_ask_as_often_for_three_as_for_one(lamps, ana):
    def asked():
        with CaptureQueriesContext(connection) as found:
            versions_of(lamps, reader=ana)
            provenance_of(lamps, reader=ana)
        return len(found)

    correct_practice(by=ana, practice=lamps, record=changed(lamps, title="2"), base=1)
    few = asked()
    for number in range(2, 6):
        correct_practice(
            by=people.staff(), practice=lamps, record=changed(lamps, title=f"{number + 1}"),
            base=number,
        )  # fmt: skip
    assert asked() <= few + 1
    assert contributions.changed(lamps).title == "6"
