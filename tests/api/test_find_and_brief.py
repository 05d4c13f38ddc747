"""A question and a brief through the interface are those of the pages."""

import pytest

from decapolis.library.bridge.find import find_in_library


def get(client, address, status=200):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_a_question_finds_what_the_page_finds(client, starter):
    answer = get(client, "find?q=street+lighting&limit=10")
    found = find_in_library("street lighting", reader=None)
    assert answer["total"] == found.total
    assert [item["slug"] for item in answer["items"]] == [hit.slug for hit in found.hits[:10]]
    assert answer["items"][0]["reasons"]
    assert client.get(answer["items"][0]["url"]).status_code == 200


def test_what_was_understood_can_be_taken_away(client, starter):
    answer = get(client, "find?q=failed+street+lighting")
    keys = [one["key"] for one in answer["understood"]]
    assert "outcome:badly" in keys
    without = get(client, "find?q=failed+street+lighting&without=outcome:badly")
    assert "outcome:badly" not in [one["key"] for one in without["understood"]]


def test_answers_come_in_parts_and_by_kind(client, starter):
    first = get(client, "find?q=street+lighting&kind=practice&limit=2")
    second = client.get(first["next"]).json()
    kinds = {item["kind"] for item in first["items"] + second["items"]}
    assert kinds == {"practice"}
    assert not {item["slug"] for item in first["items"]} & {
        item["slug"] for item in second["items"]
    }


def test_a_city_may_be_named_in_any_script(client, starter):
    answer = get(client, "find?q=street+lighting&city=Αθήνα&sort=nearest&kind=practice")
    assert answer["items"]


def test_answers_can_be_kept_to_near_cities(client, starter):
    every = get(client, "find?q=street+lighting&kind=practice&city=4509884")
    near = get(client, "find?q=street+lighting&kind=practice&city=4509884&near=close")
    assert 0 < near["total"] < every["total"]
    problem = get(client, "find?q=street+lighting&near=close", 422)
    assert (problem["code"], problem["field"]) == ("api.city_needed", "city")


def test_typing_errors_are_mended_unless_asked_not_to(client, starter):
    assert get(client, "find?q=strete+lihgting")["corrected"]
    assert not get(client, "find?q=strete+lihgting&mend=false")["corrected"]


@pytest.mark.parametrize("city", ["Dayton, OH", "4509884"])
def test_the_brief_is_told_with_its_sources(client, starter, city):
    brief = get(client, f"brief?city={city}&q=street+lighting&quantity=5300")
    assert brief["city"]["city_id"] == 4509884
    assert brief["practices"]
    numbers = {source["number"] for source in brief["sources"]}
    cited = {number for line in brief["practices"] for number in line["what"]["sources"]}
    assert cited
    assert cited <= numbers
    assert brief["figures"][0]["strip"]["says"]


def test_a_brief_without_a_question_says_so(client, starter):
    assert get(client, "brief?city=4509884&q=%20", 422)["field"] == "q"
    assert get(client, "brief?city=4509884", 422)["field"] == "q"
