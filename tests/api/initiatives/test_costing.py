"""By token: costs beside those of others, the total, the gap, and the transfer check."""

from decimal import Decimal

import pytest

from decapolis.initiatives.models import Activity, Comparable, Finding, Risk
from tests.api.test_promises import check_problem
from tests.api.test_writing import V1, program, send
from tests.factories import cities, library, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
AMOUNT = {"practice": "town-0", "amount": 200_000, "currency": "USD"}


@pytest.fixture
def line(here):
    """Return a budget line that three programmes elsewhere can be compared with."""
    for number, price in enumerate((400, 800, 1000)):
        of = library.practice(slug=f"town-{number}", city_name=f"Town {number}")
        library.cost(
            of, price * 500, quantity=500, unit="lamp", scope="units only", price_year=2024
        )
    return make.line(
        here, "cost", title="Lamps", amount=500_000, price_year=2024, quantity=1000, unit="lamps",
        scope="units only", first_year=2027,
    )  # fmt: skip


@pytest.fixture
def drawn(here):
    """Return a practice that the initiative draws on."""
    there = cities.city("Metropolis", admin1_name="Illinois", population=2_700_000)
    of = library.practice(slug="metropolis", city=there, region="Illinois")
    make.draw(here, of)
    return of


def costs(client, here):
    return client.get(f"{V1}/initiatives/{here.key}/costs").json()


def test_a_line_lies_among_those_of_others_and_the_total_has_a_reserve(here, client, line):
    told = costs(client, here)
    [one] = told["lines"]
    assert (one["line"], one["basis"], one["found"]["size"]) == (line.pk, "unit", 3)
    assert [each["practice"] for each in one["counted"]] == ["town-0", "town-1", "town-2"]
    assert (one["counted"][0]["amount"], one["counted"][0]["currency"]) == (200_000, "USD")
    assert one["found"]["percentile"] is None  # of three nothing is said
    total = told["total"]
    assert (total["plan"], total["lines"][0]["how"]) == (500_000, "analogues")
    assert total["p50"] < total["p80"]
    assert len(total["edges"]) == len(total["counts"]) + 1
    [year] = told["gap"]["years"]
    assert (year["year"], year["open"], told["gap"]["open"]) == (2027, 500_000, 500_000)


def test_without_lines_nothing_is_made_up(here, client):
    told = costs(client, here)
    assert (told["lines"], told["gap"]["years"]) == ([], [])
    assert told["total"]["sentence"].startswith("Nothing can be added up")


def test_an_amount_is_left_out_with_a_reason_and_put_back(here, client, line):
    address = f"initiatives/{here.key}/lines/cost/{line.pk}/comparables"
    bare = send(client, address, AMOUNT | {"counts": False, "why": " "}, "put")
    assert (bare.status_code, check_problem(bare)["field"]) == (422, "why")
    assert not Comparable.objects.exists()
    body = AMOUNT | {"counts": False, "why": "Another lamp."}
    assert send(client, address, body, "put").json() == {"done": True}
    told = client.get(f"{V1}/{address}").json()
    [aside] = told["aside"]
    assert (aside["practice"], aside["choice"]["why"]) == ("town-0", "Another lamp.")
    assert len(told["counted"]) == 2
    query = "practice=town-0&amount=200000.00&currency=USD"
    assert client.delete(f"{V1}/{address}?{query}").status_code == 200
    assert not Comparable.objects.exists()


@pytest.mark.parametrize(
    "changed", [{"amount": "much"}, {"amount": -1}, {"currency": "gold"}, {"counts": None}]
)
def test_what_is_no_amount_is_told_at_its_field(here, client, line, changed):
    [field], amount = changed, AMOUNT | {"counts": True, "why": "The same."}
    address = f"initiatives/{here.key}/lines/cost/{line.pk}/comparables"
    told = send(client, address, amount | changed, "put")
    assert (told.status_code, check_problem(told)["field"]) == (422, field)
    other = send(client, address, amount | {"amount": 7}, "put")
    assert (other.status_code, check_problem(other)["code"]) == (404, "initiatives.no_such_amount")
    assert not Comparable.objects.exists()


def test_what_the_figures_do_not_know_the_team_says_and_a_risk_comes_of_it(here, client, drawn):
    [told] = client.get(f"{V1}/initiatives/{here.key}/transfer").json()
    check = next(one for one in told["checks"] if one["condition"] == "staff")
    assert (told["slug"], check["standing"], check["team"]) == ("metropolis", "unknown", None)
    body = {"practice": "metropolis", "condition": "staff"}
    address = f"initiatives/{here.key}/transfer"
    said = body | {"standing": "not-met", "note": "No engineer."}
    assert send(client, address, said, "put").json() == {"done": True}
    made = [send(client, f"{address}/lines", body | {"what": what}) for what in ("risk", "task")]
    assert [one.json()["kind"] for one in made] == ["risk", "activity"]
    again = send(client, f"{address}/lines", body | {"what": "risk"}).json()
    assert again == made[0].json()
    [told] = client.get(f"{V1}/{address}").json()
    check = next(one for one in told["checks"] if one["condition"] == "staff")
    assert (check["standing"], check["by_figures"]) == ("not-met", "unknown")
    assert (check["team"]["risk"], check["team"]["task"]) == (
        Risk.objects.get().pk, Activity.objects.get().pk,
    )  # fmt: skip


@pytest.mark.parametrize("changed", [{"condition": "mood"}, {"standing": "so-so"}])
def test_a_condition_that_there_is_not_is_told(here, client, drawn, changed):
    [field] = changed
    body = {"practice": "metropolis", "condition": "staff", "standing": "met"}
    told = send(client, f"initiatives/{here.key}/transfer", body | changed, "put")
    assert (told.status_code, check_problem(told)["field"]) == (422, field)
    nothing = body | {"practice": "of-nobody"}
    assert send(client, f"initiatives/{here.key}/transfer", nothing, "put").status_code == 404
    assert not Finding.objects.exists()


def test_who_reads_along_says_nothing(here, client, line, drawn):
    theirs = program(make.seated(here, "expert"))
    start = f"initiatives/{here.key}"
    body = {"practice": "metropolis", "condition": "staff", "standing": "met"}
    amount = AMOUNT | {"counts": True, "why": "The same."}
    compared = f"{start}/lines/cost/{line.pk}/comparables"
    assert send(theirs, f"{start}/transfer", body, "put").status_code == 403
    assert send(theirs, compared, amount, "put").status_code == 403
    assert program(people.person()).get(f"{V1}/{compared}").status_code == 404
    assert not Finding.objects.exists()
    assert not Comparable.objects.exists()
    line.refresh_from_db()
    assert line.amount == Decimal(500_000)
