import json

import pytest
from django.core import serializers

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    Followed,
    Question,
    Written,
    accept_suggestion,
    add_practice,
    adopt,
    ask_to_talk,
    correct_practice,
    disclose,
    put_practices,
    put_technologies,
    save_draft,
    suggest_change,
)
from decapolis.library.bridge.retelling import retelling_of
from decapolis.library.choices import Disclosure
from decapolis.library.errors import NamesRemain, NothingChanged
from decapolis.library.models import (
    Adoption,
    CallRequest,
    Draft,
    Practice,
    Suggestion,
    Technology,
    Version,
)
from decapolis.library.queries.practice import practice_facts
from decapolis.library.queries.records import record_of
from decapolis.library.validators import TechnologyRecord
from decapolis.notices.models import Notice
from decapolis.search.models import Entry
from tests.factories import cities, contributions, hats, library, people
from tests.factories.cities import country
from tests.factories.contributions import changed, loaded, record

pytestmark = pytest.mark.django_db
CLOSED = [Disclosure.NAMELESS, Disclosure.CIRCLE, Disclosure.TEAM]


@pytest.fixture
def ben():
    return people.person(name="Ben", is_member=True)


@pytest.fixture
def lamps(dayton):
    return loaded(title="Dayton's lamps", problem="In Dayton 14,302 lamps were old.")


@pytest.fixture
def circle(ana, ben):
    return people.circle(ana, ben)


def close(lamps, ana, level, circle=None):
    disclose(by=ana, practice=lamps, level=level, circle=circle)
    lamps.refresh_from_db()


def read_by(person):
    return set(Practice.objects.open_to(person).values_list("title", flat=True))


@pytest.mark.parametrize("level", CLOSED)
def test_what_is_closed_stands_in_no_list_and_in_no_index_for_nobody(lamps, ana, circle, level):
    close(lamps, ana, level, circle)
    for reader in (ana, people.staff(), None):
        assert not Practice.objects.visible_to(reader).filter(slug=lamps.slug).exists()
    assert not Entry.objects.filter(slug=lamps.slug).exists()


@pytest.mark.parametrize("level", CLOSED)
def test_its_team_reads_what_is_closed_and_network_staff_do_not(lamps, ana, circle, level):
    close(lamps, ana, level, circle)
    assert practice_facts(lamps.slug, reader=ana).row.title == "Dayton's lamps"
    for other in (people.staff(is_member=True), people.person(is_operator=True), None):
        assert "Dayton's lamps" not in read_by(other)


def test_a_circle_reads_what_is_opened_to_it_and_not_its_versions(lamps, ana, ben, circle):
    close(lamps, ana, Disclosure.CIRCLE, circle)
    assert "Dayton's lamps" in read_by(ben)
    assert not Version.objects.visible_to(ben).exists()
    assert Version.objects.visible_to(ana).count() == 2
    close(lamps, ana, Disclosure.TEAM)
    assert "Dayton's lamps" not in read_by(ben)


def test_who_leaves_the_circle_or_the_network_reads_no_more(lamps, ana, ben, circle):
    close(lamps, ana, Disclosure.CIRCLE, circle)
    ben.is_member = False
    ben.save()
    assert "Dayton's lamps" not in read_by(ben)


def test_one_opens_to_a_circle_of_ones_own_alone(lamps, ana):
    foreign = people.circle(people.person())
    for circle in (foreign, None):
        with pytest.raises(Forbidden, match="circle in which you sit"):
            disclose(by=ana, practice=lamps, level=Disclosure.CIRCLE, circle=circle)
    assert Practice.objects.get(pk=lamps.pk).visibility == "public"


@pytest.mark.parametrize("level", CLOSED)
def test_only_its_team_closes_a_practice_and_opens_it_again(lamps, ana, ben, circle, level):
    for other in (ben, people.staff()):
        with pytest.raises(Forbidden):
            disclose(by=other, practice=lamps, level=level, circle=circle)
    close(lamps, ana, level, circle)
    with pytest.raises(NothingChanged):
        disclose(by=ana, practice=lamps, level=level, circle=circle)
    for other in (ben, people.staff()):
        with pytest.raises(Forbidden):
            disclose(by=other, practice=lamps, level=Disclosure.PUBLIC)
    close(lamps, ana, Disclosure.PUBLIC)
    assert Entry.objects.filter(slug=lamps.slug).exists()
    assert not Practice.objects.exclude(retells=None).exists()


@pytest.mark.parametrize("level", CLOSED)
def test_nobody_suggests_adopts_or_asks_about_what_is_closed(lamps, ana, ben, circle, level):
    before = Notice.objects.count()
    close(lamps, ana, level, circle)
    lyon = cities.city("Lyon", "FR")
    acts = [
        lambda: suggest_change(by=ben, practice=lamps, record=changed(lamps, title="X"), base=1),
        lambda: save_draft(by=ben, written=Written({}), practice=lamps),
        lambda: ask_to_talk(by=ben, practice=lamps, question=Question("Why?")),
        lambda: adopt(
            by=people.staff(), origin=lamps, city=lyon, told=Followed(changed="Nothing.")
        ),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    for model in (Suggestion, Draft, CallRequest, Adoption):
        assert not model.objects.exists()
    assert Notice.objects.count() == before


def test_its_team_goes_on_writing_what_is_closed_and_it_stays_closed(lamps, ana):
    close(lamps, ana, Disclosure.TEAM)
    record = changed(lamps, title="Lamps of Dayton", visibility="public")
    correct_practice(by=ana, practice=lamps, record=record, base=lamps.version)
    lamps.refresh_from_db()
    assert (lamps.title, lamps.visibility) == ("Lamps of Dayton", "team")
    assert record_of(lamps)["visibility"] == "team"
    assert save_draft(by=ana, written=Written({}), practice=lamps).draft.pk


def test_the_log_of_what_is_closed_is_read_by_its_team_alone(lamps, ana):
    close(lamps, ana, Disclosure.TEAM)
    record = changed(lamps, title="Secret lamps")
    correct_practice(by=ana, practice=lamps, record=record, base=lamps.version)
    for other in (people.staff(), people.person(is_operator=True)):
        told = AuditEntry.objects.visible_to(other)
        assert "Secret" not in serializers.serialize("json", told)
    own = AuditEntry.objects.visible_to(hats.speaker(lamps.city), bodies=city_of(lamps))
    assert "Secret" in serializers.serialize("json", own)


def city_of(lamps):
    return [("cities.city", str(lamps.city_id))]


def test_a_new_practice_begins_as_closed_as_its_writer_says(dayton, ana):
    version = add_practice(by=ana, record=record(visibility="team"))
    assert version.practice.visibility == "team"
    assert not Entry.objects.exists()
    with pytest.raises(Forbidden):
        add_practice(by=ana, record=record(visibility="staff"))
    assert Practice.objects.count() == 1


def test_a_file_closes_nothing_and_writes_over_nothing_that_is_closed(lamps, ana):
    close(lamps, ana, Disclosure.NAMELESS)
    retold = Practice.objects.get(retells=lamps)
    for faulty in (record(slug=lamps.slug), record(slug=retold.slug)):
        assert put_practices(by=None, records=[(1, faulty)])[0].field == "slug"
    closed = put_practices(by=None, records=[(7, record(visibility="team"))])
    assert (closed[0].line, closed[0].field) == (7, "visibility")
    assert Practice.objects.count() == 2


# -- told without its name


def retold(lamps, ana):
    close(lamps, ana, Disclosure.NAMELESS)
    return Practice.objects.get(retells=lamps)


def test_members_read_it_without_its_name_and_the_public_does_not(lamps, ana, ben):
    told = retold(lamps, ana)
    assert told.title not in read_by(None)
    facts = practice_facts(told.slug, reader=ben)
    assert facts.row.place.city_id is None
    assert Entry.objects.get(slug=told.slug).visibility == "network"


def test_nothing_of_it_names_the_city_its_bodies_its_people_or_an_exact_figure(lamps, ana):
    told = retold(lamps, ana)
    rows = [told, *told.costs.all(), *told.outcomes.all(), Entry.objects.get(slug=told.slug)]
    whole = json.dumps([json.loads(serializers.serialize("json", [row])) for row in rows])
    whole = whole.replace(f'"retells": {lamps.pk}', "").casefold()
    for word in ("dayton", "ohio", "united states", "ana", "díaz", "14,302", "2400000", "2018",
                 "paper.example", "city.example", "2017", lamps.slug):  # fmt: skip
        assert word not in whole, word
    assert not told.partners.exists()
    assert not told.funding.exists()
    assert told.evidence == 0


def test_it_changes_with_what_it_tells_and_keeps_its_address(lamps, ana):
    told = retold(lamps, ana)
    record = changed(lamps, approach="The city of Dayton asked first.")
    correct_practice(by=ana, practice=lamps, record=record, base=lamps.version)
    again = Practice.objects.get(retells=lamps)
    assert (again.pk, again.slug) == (told.pk, told.slug)
    assert "asked first" in again.approach
    assert "Dayton" not in again.approach


def test_it_goes_when_its_team_opens_or_closes_what_it_tells(lamps, ana):
    told = retold(lamps, ana)
    close(lamps, ana, Disclosure.TEAM)
    assert not Practice.objects.filter(pk=told.pk).exists()
    assert not Entry.objects.filter(slug=told.slug).exists()


def test_nobody_writes_in_it_not_even_its_own_team(lamps, ana):
    told = retold(lamps, ana)
    for person in (ana, people.staff()):
        with pytest.raises(Forbidden, match="without its name"):
            save_draft(by=person, written=Written({}), practice=told)
        with pytest.raises(Forbidden, match="without its name"):
            disclose(by=person, practice=told, level=Disclosure.PUBLIC)


def test_a_share_below_all_is_never_told_as_all(lamps):
    library.outcome(lamps, metric="Traffic", value=-97, unit="%", text="It fell 97% there.")
    told = retelling_of(lamps).outcomes[-1]
    assert (told.value, told.text) == (-90, "It fell over 90% there.")


def test_its_team_sees_first_what_members_will_read_and_what_was_taken_out(lamps):
    told = retelling_of(lamps)
    assert "Dayton" not in told.title + told.problem
    assert any("Dayton" in word for word in told.hidden)


def test_what_would_still_give_the_city_away_is_not_shared(ana, dayton):
    lamps = loaded(lessons=["Ask on the first d a y", "t o n s of waste are left"])
    with pytest.raises(NamesRemain, match="Dayton"):
        disclose(by=ana, practice=lamps, level=Disclosure.NAMELESS)
    assert Practice.objects.get().visibility == "public"


def test_a_suggestion_made_before_is_closed_with_what_it_would_change(lamps, ana, ben):
    made = contributions.suggestion(ben, lamps, title="X")
    close(lamps, ana, Disclosure.TEAM)
    for other in (ben, people.staff()):
        assert not Suggestion.objects.visible_to(other).exists()
        assert not Suggestion.objects.waiting_for(other).exists()
    assert Suggestion.objects.visible_to(ana).get() == made
    with pytest.raises(Forbidden):
        accept_suggestion(by=people.staff(), suggestion=made)
    accept_suggestion(by=ana, suggestion=made)
    lamps.refresh_from_db()
    assert (lamps.title, lamps.visibility) == ("X", "team")


def test_who_reads_a_practice_may_read_of_its_technologies():
    inner = library.technology("Inner lamp", visibility="network")
    country()
    wide = record(technology_slugs=[inner.slug])
    assert put_practices(by=None, records=[(3, wide)])[0].field == "technology_slugs"
    assert not put_practices(
        by=None, records=[(3, record(technology_slugs=[inner.slug], visibility="network"))]
    )


def test_a_technology_that_a_practice_names_is_not_hidden_from_its_readers():
    lamp = library.technology("Lamp")
    loaded(technology_slugs=[lamp.slug])
    hidden = TechnologyRecord(
        slug=lamp.slug, name="Lamp", what="Lamps.", maturity="proven", visibility="staff",
        sources=[{"url": "https://a.example", "title": "A"}],
    )  # fmt: skip
    assert put_technologies(by=None, records=[(1, hidden)])[0].field == "visibility"
    assert Technology.objects.get().visibility == "public"
