"""Single records, cities and their peers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import cities, library


def get(client, address, status=200):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_a_practice_is_told_with_all_its_parts(client, dayton):
    practice = get(client, "practices/lamps")
    assert practice["title"] == "New lamps"
    assert practice["place"]["city_id"] == 4509884
    assert practice["went_wrong"]["barriers"] == ["The utility owned the poles."]
    assert practice["went_wrong"]["setback"]["text"] == "Two years were lost."
    assert practice["outcomes"][0]["kind"] == "measured"
    assert practice["outcomes"][0]["source"] == 1
    assert practice["funding"]["fit"] == "less"
    assert practice["lead_body"]["name"] == "City of Dayton"
    assert [one["organisation"] for one in practice["partners"]] == ["guild"]
    assert [one["body"]["name"] for one in practice["contacts"]] == ["City of Dayton", "Lamp Guild"]
    assert [source["number"] for source in practice["sources"]] == [1, 2]


def test_a_document_technology_and_organisation_are_told_with_what_is_near(client, dayton):
    assert [one["slug"] for one in get(client, "documents/guide")["practices"]] == ["lamps"]
    technology = get(client, "technologies/led")
    assert technology["went"] == {"well": 1, "mixed": 0, "badly": 0, "unclear": 0}
    assert technology["unit_costs"][0]["cost"]["per_unit"]["unit"] == "lamp"
    organisation = get(client, "organisations/guild")
    assert organisation["ties"][0]["other_name"] == "National League"
    assert organisation["practices"] == [
        {"slug": "lamps", "title": "New lamps", "has_led": False, "has_failed": False}
    ]


def test_a_city_is_told_with_its_records_and_figures(client, dayton):
    city = get(client, "cities/4509884")
    assert city["label"] == "Dayton, Ohio, United States"
    assert (city["practices"], city["population"]) == (1, 140_000)
    assert [one["slug"] for one in city["practice_list"]] == ["lamps"]
    assert [one["slug"] for one in city["documents"]] == ["guide"]
    assert [one["slug"] for one in city["partners"]] == ["guild"]
    figure = get(client, "cities/4509884/figures")["figures"][0]
    assert (figure["value"], figure["period"], figure["source_id"]) == (136_741, "2023", "census")


def test_peers_and_comparisons_say_why(client, starter):
    answer = get(client, "cities/4509884/peers?theme=energy&limit=3")
    assert (answer["theme"], len(answer["peers"])) == ("energy", 3)
    nearest = answer["peers"][0]
    assert (nearest["rank"], nearest["of_n"] > 1000) == (1, True)
    assert nearest["reasons"]
    assert nearest["near"][0]["sentence"]
    pair = get(client, f"cities/4509884/peers/{nearest['city_id']}?theme=energy")
    assert pair["rank"] == 1
    assert pair["figures"][0]["mine"]["source_id"]
    assert pair["says"]


def test_a_city_of_which_nothing_is_known_has_no_peers(client, db):
    city = cities.city()
    assert get(client, f"cities/{city.pk}/peers")["peers"] == []


def test_countries_and_indicators_are_told(client, dayton):
    assert get(client, "countries/us")["cities"] == 1
    assert get(client, "indicators/population_acs")["is_fallback"] is False


@pytest.mark.parametrize(
    "address",
    [
        "practices/none",
        "documents/none",
        "technologies/none",
        "organisations/none",
        "cities/1",
        "cities/1/figures",
        "cities/1/peers",
        "cities/4509884/peers/1",
        "countries/XX",
        "indicators/none",
    ],
)
def test_what_is_not_there_is_not_found(client, dayton, address):
    problem = get(client, address, 404)
    assert problem["status"] == 404
    assert problem["message"].endswith(".")


@pytest.mark.parametrize("address", ["practices/lamps", "cities/4509884", "technologies/led"])
def test_a_record_asks_the_same_number_of_questions_whatever_hangs_on_it(client, dayton, address):
    def queries():
        client.get(f"/api/v1/{address}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/api/v1/{address}")
        return len(asked)

    def add():
        practice = library.practice(city=dayton)
        practice.technologies.add(library.Technology.objects.get(slug="led"))
        library.cost(practice)
        library.partner(practice)

    add()
    before = queries()
    add()
    add()
    assert queries() == before
