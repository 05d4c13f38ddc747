import pytest

from decapolis.kernel.errors import NotFound
from decapolis.organisations.choices import Relation
from decapolis.organisations.queries import organisation_facts, organisations_of
from decapolis.people.models import Person
from tests.factories.cities import city
from tests.factories.library import HIDDEN
from tests.factories.organisations import organisation, tie

pytestmark = pytest.mark.django_db
MEMBER = Person(email="member@city.example", is_member=True)


def ties_of(body, reader=None):
    facts = organisation_facts(body.slug, reader=reader)
    return [(one.other_name, one.relation_label, bool(one.other_slug)) for one in facts.ties]


def test_an_organisation_is_told_with_its_place_and_its_own_ties():
    body, other = organisation("Alliance", city=city()), organisation("Utility")
    tie(body, other, project="Lamps")
    tie(body, "City of Dayton", relation=Relation.ADVISES)
    facts = organisation_facts(body.slug, reader=None)
    assert facts.row.place.label == "Dayton, Ohio, United States"
    assert ties_of(body) == [("Utility", "Partner of", True), ("City of Dayton", "Advises", False)]


def test_what_others_state_is_read_from_this_side():
    body, funder = organisation("Alliance"), organisation("Fund")
    tie(funder, body, relation=Relation.FUNDS)
    assert ties_of(body) == [("Fund", "Funded by", True)]
    assert ties_of(funder) == [("Alliance", "Funds", True)]


def test_a_partnership_that_both_state_is_told_once():
    one, other = organisation("One"), organisation("Other")
    tie(one, other)
    tie(other, one)
    assert ties_of(one) == [("Other", "Partner of", True)]


def test_a_hidden_organisation_is_not_found_and_its_ties_stay_with_it():
    body, hidden = organisation("Alliance"), organisation("Secret", **HIDDEN)
    tie(hidden, body)
    tie(body, hidden, relation=Relation.FUNDS)
    with pytest.raises(NotFound, match="There is no organisation"):
        organisation_facts(hidden.slug, reader=None)
    assert ties_of(body) == [("Secret", "Funds", False)]
    assert ties_of(body, MEMBER) == [("Secret", "Funds", True), ("Secret", "Partner of", True)]


def test_organisations_keep_the_order_asked_for():
    slugs = [organisation().slug for _ in range(3)]
    rows = organisations_of([slugs[1], "none", slugs[0]], reader=None)
    assert [row.slug for row in rows] == [slugs[1], slugs[0]]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_takes_one_query_and_a_page_four(rows, django_assert_num_queries):
    body = organisation()
    others = [organisation(city=city()) for _ in range(rows)]
    for other in others:
        tie(body, other)
        tie(other, body, relation=Relation.FUNDS)
    with django_assert_num_queries(1):
        assert len(organisations_of([other.slug for other in others], reader=None)) == rows
    with django_assert_num_queries(4):
        assert len(organisation_facts(body.slug, reader=None).ties) == 2 * rows
