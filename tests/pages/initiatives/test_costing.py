"""Pages of costs and of the transfer check."""

import pytest

from decapolis.initiatives.models import BudgetLine, Comparable, Finding, Risk
from tests.factories import initiatives as make
from tests.factories import library, people
from tests.initiatives.test_comparing import chosen, lamps_of, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(client):
    """Return an initiative with a budget line, that line, and its owner's client."""
    one, owner, line = planned()
    client.force_login(owner)
    return one, line, client


def key_of(of):
    slug, amount, currency = chosen(of)
    return f"{slug}|{amount:f}|{currency}"


def test_the_page_of_costs_shows_each_line_the_total_and_the_money_by_year(team):
    lamps_of(400, 800, 1000)
    one, line, client = team
    BudgetLine.objects.filter(pk=line.pk).update(first_year=2027)
    body = client.get(f"/initiatives/{one.key}/costs").content.decode()
    assert "3 programmes (Town 0, Town 1 and Town 2) paid Int$400 to Int$1,000 a lamp." in body
    assert "a reserve of" in body
    assert "Of $500,000, 0% is certified and $500,000 is not covered (2027)." in body
    assert body.count("<svg class='strip'") == 3
    assert "Outside what others paid" not in body
    BudgetLine.objects.filter(pk=line.pk).update(amount=5_000_000)
    dear = client.get(f"/initiatives/{one.key}/costs").content.decode()
    assert f"{line.title}</a>: above all 3 comparable programmes." in dear


def test_an_empty_plan_says_what_will_stand_here(client):
    one, owner = make.owned()
    client.force_login(owner)
    body = client.get(f"/initiatives/{one.key}/costs").content.decode()
    assert "Nothing can be added up" in body
    assert "Each budget line will stand here" in body
    body = client.get(f"/initiatives/{one.key}/transfer").content.decode()
    assert "Once this initiative draws on a practice" in body


def test_an_amount_is_taken_out_with_a_reason_and_taken_back(team):
    [first, *_others] = lamps_of(400, 800, 1000)
    one, line, client = team
    url = f"/initiatives/{one.key}/costs/{line.pk}"
    form = {"do": "take_out", "amount": key_of(first), "why": ""}
    refused = client.post(url, form)
    assert (refused.status_code, Comparable.objects.count()) == (422, 0)
    assert client.post(url, form | {"why": "Gas lamps."}).status_code == 302
    body = client.get(url).content.decode()
    assert "2 programmes (Town 1 and Town 2)" in body
    assert "Gas lamps." in body
    client.post(url, {"do": "forget", "amount": key_of(first)})
    assert "3 programmes" in client.get(url).content.decode()


def test_what_the_price_covers_and_its_range_are_written_into_the_plan(team):
    one, line, client = team
    url = f"/initiatives/{one.key}/costs/{line.pk}"
    assert client.post(url, {"do": "scope", "scope": "whole programme"}).status_code == 302
    assert client.post(url, {"do": "range", "low": "400,000", "high": "900000"}).status_code == 302
    refused = client.post(url, {"do": "range", "low": "9", "high": "1"})
    assert refused.status_code == 422
    line.refresh_from_db()
    assert (line.scope, line.low, line.high, line.title) == (
        "whole programme", 400_000, 900_000, line.title,
    )  # fmt: skip


def test_a_word_for_what_is_covered_that_is_listed_no_longer_is_shown_and_stays(team):
    one, line, client = team
    url = f"/initiatives/{one.key}/costs/{line.pk}"
    type(line).objects.filter(pk=line.pk).update(scope="poles & lamps")
    assert '<option value="poles &amp; lamps" selected>' in client.get(url).content.decode()
    assert client.post(url, {"do": "scope", "scope": "poles & lamps"}).status_code == 302
    assert client.post(url, {"do": "scope", "scope": "poles"}).status_code == 422
    line.refresh_from_db()
    assert line.scope == "poles & lamps"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "burn"},
        {"do": "add"},
        {"do": "add", "amount": "a|b|USD"},
        {"do": "forget", "amount": "a|nan|USD"},
        {"do": "forget", "amount": "\0|1|USD"},
    ],
)
def test_a_form_that_asks_for_nothing_is_not_found(team, form):
    one, line, client = team
    assert client.post(f"/initiatives/{one.key}/costs/{line.pk}", form).status_code == 404


def test_a_gap_becomes_a_risk_by_one_click_and_the_click_is_undone(team):
    one, _line, client = team
    of = library.practice(slug="lamps-here", city_name="Metropolis")
    library.partner(of)
    make.draw(one, of)
    url = f"/initiatives/{one.key}/transfer"
    assert "Lamp Institute" in client.get(url).content.decode()
    check = {"check": "lamps-here|partners|academia", "what": "risk"}
    assert client.post(url, check | {"do": "make"}).status_code == 302
    risk = Risk.objects.get(gone=None)
    assert f"/initiatives/{one.key}/plan#risk-{risk.pk}" in client.get(url).content.decode()
    client.post(url, check | {"do": "unmake"})
    assert not Risk.objects.filter(gone=None).exists()
    said = check | {"do": "say", "standing": "met", "note": "The college is in."}
    assert client.post(url, said).status_code == 302
    body = client.get(url).content.decode()
    assert "The college is in." in body
    assert "says the team; by figures: Unknown" in body
    assert client.post(url, said | {"standing": "perhaps"}).status_code == 422
    assert client.post(url, said | {"check": "lamps-here|size|none"}).status_code == 422
    assert client.post(url, {"do": "say", "check": "x"}).status_code == 404
    assert Finding.objects.count() == 1


def test_who_reads_an_opened_plan_sees_the_pages_without_their_forms(client):
    one, _owner, line = planned()
    make.draw(one)
    urls = [f"/initiatives/{one.key}/{end}" for end in ("costs", f"costs/{line.pk}", "transfer")]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    client.force_login(people.staff())
    assert [client.get(url).status_code for url in urls] == [404, 404, 404]
    type(one).objects.filter(pk=one.pk).update(opened="network", shows_plan=True)
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200
        assert b'name="do"' not in answer.content
    assert client.post(urls[1], {"do": "scope", "scope": ""}).status_code == 403
