import pytest

from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Visibility
from decapolis.library.choices import Evidence, FundingKind, OutcomeKind, Status, Went
from decapolis.library.models import Practice
from decapolis.library.queries.city import city_library, practice_map
from decapolis.library.queries.contacts import contacts
from decapolis.library.queries.document import document_facts, document_rows
from decapolis.library.queries.organisation import organisation_works
from decapolis.library.queries.practice import practice_facts, practice_rows
from decapolis.library.queries.technology import technology_facts, technology_rows
from decapolis.organisations.choices import Sector
from decapolis.people.models import Person
from tests.factories import library as make
from tests.factories.cities import city, residents
from tests.factories.organisations import organisation

pytestmark = pytest.mark.django_db
MEMBER = Person(email="member@city.example", is_member=True)
STAFF = Person(email="staff@network.example", is_staff=True)


def full_practice(**fields):
    """A practice with one of every part, in a city of its own."""
    where = city()
    residents(where)
    practice = make.practice(city=where, **fields)
    make.cost(practice, quantity=4200, unit="lamp", scope="units only", read_from="4,200 lamps")
    make.funding(practice)
    make.partner(practice, "City of Smallville", sector=Sector.PUBLIC, is_lead=True)
    make.partner(practice, organisation=organisation())
    make.outcome(practice)
    practice.technologies.add(make.technology())
    return practice


# -- one practice


def test_a_practice_is_told_with_its_place_result_and_numbered_source():
    practice = full_practice()
    facts = practice_facts(practice.slug, reader=None)
    assert facts.row.place.label == "Dayton, Ohio, United States"
    assert facts.row.place.city_id == practice.city_id
    assert facts.row.result.text == "The lamps use half the power."
    assert facts.row.result.source.number == 1
    assert [source.number for source in facts.row.sources] == [1, 2]
    assert facts.lead.name == "City of Smallville"
    assert [body.name for body in facts.partners] == ["Lamp Institute"]
    assert (facts.outcomes[0].kind_label, facts.outcomes[0].source.number) == ("Measured", 1)


def test_a_practice_of_a_town_outside_the_gazetteer_keeps_the_name_of_the_record():
    practice = make.practice(region="Ohio")
    place = practice_facts(practice.slug, reader=None).row.place
    assert (place.label, place.city_id) == ("Smallville, Ohio, United States", None)


def test_what_went_wrong_gathers_setback_barriers_and_bad_outcomes():
    practice = make.practice(setback="It came late.", barriers=["No money."])
    make.outcome(practice, metric="Delay", is_good=False)
    make.outcome(practice, metric="Light", is_good=True)
    wrong = practice_facts(practice.slug, reader=None).went_wrong
    assert (wrong.setback.text, wrong.setback.source) == ("It came late.", None)
    assert wrong.barriers == ("No money.",)
    assert [outcome.metric for outcome in wrong.outcomes] == ["Delay"]
    assert not wrong.is_empty


def test_a_source_number_that_the_record_does_not_have_leads_nowhere():
    practice = make.practice(result_source=9)
    assert practice_facts(practice.slug, reader=None).row.result.source is None


@pytest.mark.parametrize("slug", ["no-such-practice", "x" * 10_000, "'; DROP TABLE--"])
def test_a_practice_that_is_not_there_is_not_found(slug):
    with pytest.raises(NotFound, match="There is no practice"):
        practice_facts(slug, reader=None)


# -- who may see it


def test_what_may_not_be_seen_is_not_found():
    hidden = make.practice(visibility=Visibility.NETWORK)
    with pytest.raises(NotFound):
        practice_facts(hidden.slug, reader=None)
    assert practice_rows([hidden.slug], reader=None) == ()
    assert practice_facts(hidden.slug, reader=MEMBER).row.slug == hidden.slug


def test_what_is_for_staff_is_hidden_from_members():
    hidden = make.practice(visibility=Visibility.STAFF)
    assert practice_rows([hidden.slug], reader=MEMBER) == ()
    assert len(practice_rows([hidden.slug], reader=STAFF)) == 1


def test_a_queryset_of_everything_gives_only_what_may_be_seen():
    make.practice(visibility=Visibility.STAFF)
    seen = make.practice()
    rows = practice_rows(Practice.objects.all(), reader=None)
    assert [row.slug for row in rows] == [seen.slug]


def test_hidden_organisations_and_technologies_are_not_linked_from_an_open_practice():
    practice = make.practice()
    make.partner(practice, organisation=organisation(**make.HIDDEN))
    practice.technologies.add(make.technology(**make.HIDDEN))
    facts = practice_facts(practice.slug, reader=None)
    assert [body.organisation for body in facts.partners] == [""]
    assert facts.row.technologies == ()
    member = practice_facts(practice.slug, reader=MEMBER)
    assert member.partners[0].organisation
    assert len(member.row.technologies) == 1


def test_a_hidden_practice_is_related_to_nothing():
    lamps = make.technology()
    open_one, hidden = make.practice(), make.practice(**make.HIDDEN)
    for practice in (open_one, hidden):
        practice.technologies.add(lamps)
    assert practice_facts(open_one.slug, reader=None).related == ()
    assert len(practice_facts(open_one.slug, reader=MEMBER).related) == 1


def test_hidden_practices_count_nowhere():
    where, body, lamps = city(), organisation(), make.technology()
    hidden = make.practice(city=where, **make.HIDDEN)
    hidden.technologies.add(lamps)
    make.partner(hidden, organisation=body)
    make.cost(hidden, quantity=10, unit="lamp")
    library = city_library(where.pk, reader=None)
    assert (library.practices, library.partners, library.partners_named) == ((), (), ())
    assert practice_map(reader=None) == ()
    assert organisation_works(body.slug, reader=None).practices == ()
    facts = technology_facts(lamps.slug, reader=None)
    assert (facts.row.practices, facts.practices, facts.unit_costs) == (0, (), ())
    assert technology_rows([lamps.slug], reader=None)[0].practices == 0
    assert technology_rows([lamps.slug], reader=MEMBER)[0].practices == 1
    assert contacts([hidden.slug], reader=None) == ()


def test_a_hidden_document_is_not_found_and_nowhere_listed():
    where = city()
    hidden, seen = make.document(city=where, **make.HIDDEN), make.document(city=where)
    with pytest.raises(NotFound, match="There is no document"):
        document_facts(hidden.slug, reader=None)
    assert document_facts(seen.slug, reader=None).related == ()
    assert [row.slug for row in city_library(where.pk, reader=None).documents] == [seen.slug]
    assert document_rows([hidden.slug], reader=None) == ()


def test_a_hidden_technology_or_organisation_is_not_found():
    with pytest.raises(NotFound, match="There is no technology"):
        technology_facts(make.technology(**make.HIDDEN).slug, reader=None)
    with pytest.raises(NotFound, match="There is no organisation"):
        organisation_works(organisation(**make.HIDDEN).slug, reader=None)


# -- lists


def test_rows_keep_the_order_in_which_they_were_asked_for():
    slugs = [make.practice().slug for _ in range(3)]
    asked = [slugs[2], slugs[0], "no-such-practice", slugs[1], slugs[0]]
    rows = practice_rows(asked, reader=None)
    assert [row.slug for row in rows] == [slugs[2], slugs[0], slugs[1]]


def test_a_slice_of_a_queryset_will_do():
    for _ in range(3):
        make.practice()
    assert len(practice_rows(Practice.objects.order_by("pk")[:2], reader=None)) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_practices_takes_four_queries(rows, django_assert_num_queries):
    slugs = [full_practice().slug for _ in range(rows)]
    with django_assert_num_queries(4):
        assert len(practice_rows(slugs, reader=None)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_contacts_take_five_queries(rows, django_assert_num_queries):
    slugs = [full_practice().slug for _ in range(rows)]
    with django_assert_num_queries(5):
        assert contacts(slugs, reader=None)


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_of_a_practice_takes_thirteen_queries(others, django_assert_num_queries):
    practice = full_practice()
    for _ in range(others):
        other = full_practice()
        other.technologies.set(practice.technologies.all())
        make.partner(practice, f"Body {others}", organisation=organisation())
    with django_assert_num_queries(13):
        assert len(practice_facts(practice.slug, reader=None).related) == others


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_technology_takes_nine_queries(rows, django_assert_num_queries):
    lamps = make.technology("Street lamps")
    for _ in range(rows):
        full_practice().technologies.add(lamps)
        make.document(title="A guide to street lamps")
    with django_assert_num_queries(9):
        assert technology_facts(lamps.slug, reader=None).row.practices == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_document_takes_eight_queries(rows, django_assert_num_queries):
    document = make.document()
    for _ in range(rows):
        full_practice()
        make.document()
    with django_assert_num_queries(8):
        facts = document_facts(document.slug, reader=None)
    assert (len(facts.practices), len(facts.related)) == (rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_what_a_city_holds_takes_eleven_queries(rows, django_assert_num_queries):
    where = city()
    residents(where)
    for _ in range(rows):
        full_practice()
        practice = make.practice(city=where)
        practice.technologies.add(make.technology())
        make.partner(practice, organisation=organisation(city=where))
        make.partner(practice, "Local School")
        make.cost(practice)
        make.document(city=where)
    with django_assert_num_queries(11):
        library = city_library(where.pk, reader=None)
    assert [len(library.practices), len(library.documents), len(library.partners)] == [rows] * 3


@pytest.mark.parametrize("rows", [1, 3])
def test_the_works_of_an_organisation_take_eight_queries(rows, django_assert_num_queries):
    body = organisation("The Network")
    for _ in range(rows):
        make.partner(full_practice(), organisation=body)
        make.document(publisher="the network")
    with django_assert_num_queries(8):
        works = organisation_works(body.slug, reader=None)
    assert [len(works.practices), len(works.documents)] == [rows, rows]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_of_documents_and_technologies_take_one_query(rows, django_assert_num_queries):
    documents = [make.document().slug for _ in range(rows)]
    technologies = [make.technology().slug for _ in range(rows)]
    with django_assert_num_queries(2):
        assert len(document_rows(documents, reader=None)) == rows
        assert len(technology_rows(technologies, reader=None)) == rows


# -- what stands beside a practice


def test_related_practices_say_every_theme_that_they_share():
    practice = make.practice(themes=["energy", "water", "waste"])
    make.practice(themes=["energy", "food", "water"], title="Two themes")
    (related,) = practice_facts(practice.slug, reader=None).related
    assert related.why == "Same themes: Energy and light and Water"


def test_of_what_failed_what_failed_too_is_nearer():
    practice = make.practice(themes=["energy", "water"], status="cancelled")
    for title in ("A", "B"):
        make.practice(title=title, themes=["energy", "water"])
    make.practice(title="Z", themes=["energy", "water"], status="cancelled")
    related = practice_facts(practice.slug, reader=None).related
    assert [one.title for one in related] == ["Z", "A", "B"]


def test_one_that_failed_is_among_the_related_even_when_six_went_well():
    lamps = make.technology("LED street lighting")
    practice = make.practice()
    for _ in range(7):
        make.practice(themes=["water"]).technologies.add(lamps)
    failed = make.practice(status=Status.CANCELLED, setback="The council stopped it.")
    practice.technologies.add(lamps)
    related = practice_facts(practice.slug, reader=None).related
    assert len(related) == 6
    assert [one.slug for one in related if one.has_failed] == [failed.slug]
    assert related[0].why == "Same technology: LED street lighting"
    assert related[-1].line.text == "The council stopped it."
    assert related[-1].why == "Same theme: Energy and light"


def test_a_shared_partner_ties_two_practices():
    body = organisation("National Grid")
    one, other = make.practice(), make.practice(themes=["water"])
    make.partner(one, organisation=body)
    make.partner(other, organisation=body)
    related = practice_facts(one.slug, reader=None).related
    assert [(tie.slug, tie.why) for tie in related] == [(other.slug, "Same partner: National Grid")]


def test_the_one_who_led_it_comes_first_and_is_asked_what_went_wrong():
    practice = make.practice(evidence=Evidence.MEASURED, setback="It came late.")
    make.partner(practice, "Lamp Works", sector=Sector.PRIVATE)
    make.partner(practice, "Big Foundation", sector=Sector.NONPROFIT)
    make.partner(practice, "City of Smallville", sector=Sector.PUBLIC, is_lead=True)
    make.funding(practice, name="Big Foundation grant", kind=FundingKind.PHILANTHROPY)
    found = contacts([practice.slug], reader=None)
    assert [(one.body.name, one.role_label) for one in found] == [
        ("City of Smallville", "Led it"),
        ("Big Foundation", "Paid"),
        ("Lamp Works", "Took part"),
    ]
    assert found[0].ask == "Ask what they would do differently. The record says: It came late."
    assert [one.body.has_interest for one in found] == [False, False, True]


@pytest.mark.parametrize(
    ("evidence", "question"),
    [
        (Evidence.NONE, "Ask what came of it: the record states no result."),
        (
            Evidence.FORECAST,
            "Ask what was measured since: the record holds expected results alone.",
        ),
        (Evidence.MEASURED, "Ask how this was measured, and what it takes to keep it so: Power."),
    ],
)
def test_the_question_is_for_what_the_record_lacks(evidence, question):
    practice = make.practice(evidence=evidence)
    make.partner(practice, "City of Smallville", is_lead=True)
    make.outcome(practice, metric="Power", kind=OutcomeKind.MEASURED)
    assert contacts([practice.slug], reader=None)[0].ask == question


@pytest.mark.parametrize(
    ("name", "is_called"),
    [
        ("National Grid", True),
        ("Qualcomm", True),
        ("GE (control system)", True),
        ("Ontario privacy commissioner", True),
        ("上海市政府", True),
        ("Six technology partners", False),
        ("Local landlords", False),
        ("Residents and donors", False),
        ("About 100 non-profit providers", False),
    ],
)
def test_descriptions_of_nobody_in_particular_are_not_to_be_called(name, is_called):
    practice = make.practice()
    make.partner(practice, name)
    assert bool(contacts([practice.slug], reader=None)) is is_called


def test_a_body_in_two_practices_is_called_once():
    slugs = []
    for _ in range(2):
        practice = make.practice()
        make.partner(practice, "National Grid")
        slugs.append(practice.slug)
    found = contacts(slugs, reader=None)
    assert [(one.body.name, one.practice) for one in found] == [("National Grid", slugs[0])]


# -- technologies, cities, the map


def test_a_technology_tells_how_it_went_with_failures_first():
    lamps = make.technology()
    good = make.practice(evidence=Evidence.CHECKED)
    bad = make.practice(went=Went.BADLY)
    for practice in (good, bad):
        practice.technologies.add(lamps)
    facts = technology_facts(lamps.slug, reader=None)
    assert [row.slug for row in facts.practices] == [bad.slug, good.slug]
    assert facts.went == {"well": 1, "mixed": 0, "badly": 1, "unclear": 0}


def test_only_documents_that_speak_of_a_technology_stand_beside_it():
    lamps = make.technology("Street lighting")
    make.document(title="Water", year=2024)
    spoken = make.document(title="Lighting a street", year=2001)
    make.document(title="Food", themes=["food"])
    facts = technology_facts(lamps.slug, reader=None)
    assert [document.slug for document in facts.documents] == [spoken.slug]


def test_partners_of_a_city_sit_there_or_took_part():
    where = city()
    near, far = organisation(city=where), organisation()
    practice = make.practice(city=where)
    make.partner(practice, organisation=far)
    make.partner(practice, "Local School")
    library = city_library(where.pk, reader=None)
    assert [(one.organisation.slug, one.sits_here) for one in library.partners] == [
        (far.slug, False),
        (near.slug, True),
    ]
    assert [link.slug for link in library.partners[0].practices] == [practice.slug]
    assert library.partners_named == ("Local School",)


def test_the_map_has_one_dot_a_city_and_counts_what_was_cancelled():
    where = city()
    make.practice(city=where, status=Status.CANCELLED)
    make.practice(city=where)
    make.practice()
    dots = practice_map(reader=None)
    assert [(dot.city_id, dot.practices, dot.cancelled) for dot in dots] == [(where.pk, 2, 1)]
