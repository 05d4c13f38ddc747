"""Lists: parts, filters, counts of queries, and what is not known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import cities, library, organisations, people
from tests.factories.library import HIDDEN

LISTS = ["practices", "documents", "technologies", "organisations", "cities"]
MAKE = {
    "practices": lambda: library.practice(city=cities.city()),
    "documents": lambda: library.document(city=cities.city()),
    "technologies": library.technology,
    "organisations": lambda: organisations.organisation(city=cities.city()),
    "cities": cities.city,
}


def get(client, address, status=200):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content
    return response.json()


def slugs(answer):
    return [item["slug"] for item in answer["items"]]


def queries_of(client, address):
    client.get(f"/api/v1/{address}")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/api/v1/{address}").status_code == 200
    return len(queries)


def test_a_list_is_told_in_parts_with_the_way_to_the_others(client, db):
    for number in range(5):
        library.practice(slug=f"p{number}", title=f"P{number}")
    first = get(client, "practices?limit=2")
    assert (first["total"], first["limit"], first["offset"]) == (5, 2, 0)
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert slugs(first) + slugs(second) + slugs(third) == ["p0", "p1", "p2", "p3", "p4"]
    assert third["next"] is None
    assert client.get(third["previous"]).json()["items"] == second["items"]


def test_the_way_to_the_next_part_keeps_the_filters(client, failures):
    answer = get(client, "practices?failed=true&theme=energy&theme=water&limit=1")
    assert answer["total"] == 2
    assert "failed=true&theme=energy&theme=water&limit=1&offset=1" in answer["next"]


def test_a_part_beyond_the_end_is_empty(client, dayton):
    answer = get(client, "practices?offset=1000")
    assert (answer["items"], answer["total"], answer["next"]) == ([], 1, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("failed=true", {"badly", "stopped"}),
        ("failed=false", {"lamps"}),
        ("went=badly", {"badly"}),
        ("status=cancelled", {"stopped"}),
        ("status=cancelled&status=operating", {"lamps", "badly", "stopped"}),
        ("theme=water", {"badly"}),
        ("evidence=3", {"lamps"}),
        ("city=4509884", {"lamps"}),
        ("size=medium", {"lamps"}),
        ("size=small", set()),
        ("technology=led", {"lamps"}),
        ("unit=lamp", {"lamps"}),
        ("since=2020", {"stopped"}),
        ("until=2016", {"lamps", "badly"}),
        ("country=us", {"lamps", "badly", "stopped"}),
        ("country=FR", set()),
    ],
)
def test_practices_are_filtered_as_on_the_page(client, failures, asked, found):
    assert set(slugs(get(client, f"practices?{asked}"))) == found


def test_practices_are_ordered(client, failures):
    assert slugs(get(client, "practices")) == ["badly", "stopped", "lamps"]
    assert slugs(get(client, "practices?order=newest"))[0] == "stopped"
    assert slugs(get(client, "practices?order=evidence"))[0] == "lamps"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("documents?kind=toolkit", 1),
        ("documents?kind=video", 0),
        ("documents?theme=energy&language=en&since=2020", 1),
        ("documents?since=2021", 0),
        ("technologies?theme=energy&maturity=proven", 1),
        ("technologies?maturity=emerging", 0),
        ("organisations?sector=nonprofit&city=4509884", 1),
        ("organisations?sector=private", 0),
        ("cities?q=dayt", 1),
        ("cities?has_practices=false", 0),
        ("cities?has_practices=true&size=medium&country=US", 1),
        ("countries?region=Americas", 1),
        ("indicators?theme=population&level=city", 1),
        ("observations?city=4509884&indicator=population_acs&since=2023", 1),
        ("observations?country=US", 0),
        ("sources", 1),
    ],
)
def test_other_lists_are_filtered(client, dayton, asked, count):
    assert get(client, asked)["total"] == count


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_asks_the_same_number_of_questions_for_one_record_and_for_four(client, db, kind):
    MAKE[kind]()
    one = queries_of(client, kind)
    for _number in range(3):
        MAKE[kind]()
    assert queries_of(client, kind) == one <= 7


@pytest.mark.parametrize("kind", LISTS[:4])
def test_what_is_of_the_network_is_counted_for_members_alone(client, db, kind):
    MAKE[kind]()
    hidden = MAKE[kind]()
    type(hidden).objects.filter(pk=hidden.pk).update(**HIDDEN)
    assert get(client, kind)["total"] == 1
    assert get(client, "status")["held"][kind] == 1
    client.force_login(people.person())
    assert get(client, kind)["total"] == 2
    assert get(client, "status")["held"][kind] == 2


def test_a_cost_comes_with_its_recipe_and_its_rates(client, dayton):
    cost = get(client, "practices")["items"][0]["cost"]
    assert (cost["amount"], cost["currency"], cost["price_year"]) == (7_590_000, "USD", 2018)
    assert cost["price_year_basis"] == "source"
    assert cost["constant"]["amount"] == 9_480_000
    assert cost["constant"]["attribution"].startswith("World Bank")
    assert "divided by" in cost["constant"]["recipe"]
    assert round(cost["per_unit"]["amount"]) == 1807
    assert cost["source"] == 1


def test_an_amount_that_cannot_be_converted_says_why(client, db):
    practice = library.practice()
    library.cost(practice, 5_000_000, currency="BRL")
    cost = get(client, "practices")["items"][0]["cost"]
    assert cost["constant"] is None
    assert "not in the country's own currency" in cost["not_converted"]


def test_what_is_unknown_is_null(client, db):
    library.practice(started=None, result="", setback="")
    item = get(client, "practices")["items"][0]
    assert (item["started"], item["result"], item["setback"], item["cost"]) == (None,) * 4
