"""The transfer check: what figures say, what the team says, and risks and tasks made of it."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.indicators.bridge import forget_figures
from decapolis.initiatives.actions.transfer import (
    RISK_KINDS,
    make_of_finding,
    put_finding,
    unmake_of_finding,
)
from decapolis.initiatives.bridge.transfer import Key, transfers
from decapolis.initiatives.choices import Condition, RiskKind
from decapolis.initiatives.errors import NoSuchCondition, NoteTooLong
from decapolis.initiatives.models import Activity, Finding, Risk
from decapolis.initiatives.queries.plan import plan_of
from decapolis.kernel.permissions import Forbidden
from decapolis.library.choices import FundingKind
from decapolis.organisations.choices import Sector
from decapolis.people.choices import Seat
from tests.factories import cities, hats, library
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn():
    """Return an initiative of Dayton that draws on a practice of a large city in another state."""
    there = cities.city("Metropolis", admin1_name="Illinois", population=2_700_000)
    of = library.practice(slug="lamps-metropolis", city=there, region="Illinois")
    library.funding(of, kind=FundingKind.EU)
    library.funding(of, kind=FundingKind.MUNICIPAL)
    library.partner(of, "Lamp Institute", sector=Sector.ACADEMIA)
    one, owner = make.owned()
    make.draw(one, of)
    forget_figures()
    return one, owner


def checks(one, reader):
    [found] = transfers(plan_of(one, reader), reader)
    return {check.key[1:]: check for check in found.checks}


def key(condition, detail=""):
    return Key("lamps-metropolis", condition, detail)


def test_figures_decide_where_there_are_some_and_what_is_unknown_stays_so(drawn):
    found = checks(*drawn)
    assert {name: check.standing.value for name, check in found.items()} == {
        ("size", ""): "not-met",
        ("money", ""): "unknown",
        ("money", "payers"): "unknown",
        ("law", ""): "unknown",
        ("law", "government"): "unknown",
        ("staff", ""): "unknown",
        ("climate", ""): "unknown",
        ("partners", "academia"): "unknown",
    }
    assert "Dayton has 0.052 times as much." in found["size", ""].rule
    assert (found["law", ""].there, found["law", ""].here) == (
        "Illinois, United States", "Ohio, United States",
    )  # fmt: skip


def test_the_plan_itself_meets_or_misses_money_staff_and_partners(drawn):
    one, owner = drawn
    make.line(one, "funding", kind=FundingKind.MUNICIPAL)
    make.line(one, "funding", kind=FundingKind.EU, state="refused")
    make.line(one, "post", title="Engineer", count=1, is_filled=True)
    make.line(one, "activity", title="Measure", partner="The college", sector=Sector.ACADEMIA)
    found = checks(one, owner)
    payers = found["money", "payers"]
    assert payers.standing == "not-met"
    assert "Missing: european union grant." in payers.rule
    assert "Grants of the European Union are for its member states." in payers.rule
    assert found["staff", ""].standing == "met"
    assert (found["partners", "academia"].standing, found["partners", "academia"].here) == (
        "met", "The college",
    )  # fmt: skip
    make.line(one, "post", title="Lawyer")
    assert checks(one, owner)["staff", ""].standing == "not-met"


def test_of_the_own_city_only_what_may_have_changed_is_asked(drawn):
    one, owner = drawn
    own = library.practice(city=one.city)
    make.draw(one, own)
    other = transfers(plan_of(one, owner), owner)[1]
    assert {check.key.condition for check in other.checks} == {"money", "staff"}


def test_the_team_says_what_it_knows_with_its_name_and_takes_it_back(drawn):
    one, owner = drawn
    put_finding(by=owner, initiative=one, key=key("law"), standing="met", note="Our lawyer says.")
    check = checks(one, owner)["law", ""]
    assert (check.standing, check.by_figures) == ("met", "unknown")
    assert (check.team.note, check.team.by) == ("Our lawyer says.", str(owner))
    assert AuditEntry.objects.latest("pk").act == "initiatives.finding_written"
    put_finding(by=owner, initiative=one, key=key("law"), standing="", note="")
    assert not Finding.objects.exists()
    assert checks(one, owner)["law", ""].standing == "unknown"


@pytest.mark.parametrize(
    ("of", "standing", "note", "error"),
    [
        (("size", "none"), "met", "", NoSuchCondition),
        (("law", ""), "perhaps", "", NoSuchCondition),
        (("law", ""), "met", "x" * 2001, NoteTooLong),
    ],
)
def test_what_makes_no_sense_is_not_written(drawn, of, standing, note, error):
    one, owner = drawn
    with pytest.raises(error):
        put_finding(by=owner, initiative=one, key=key(*of), standing=standing, note=note)
    assert not Finding.objects.exists()


def test_a_gap_becomes_a_risk_once_and_is_taken_out_and_made_again(drawn):
    one, owner = drawn
    risk = make_of_finding(by=owner, initiative=one, key=key("size"), what="risk")
    assert (risk.kind, risk.practice.slug) == (RiskKind.TECHNICAL, "lamps-metropolis")
    assert risk.title == "Residents: 2,700,000 in Metropolis, 140,000 here"
    assert make_of_finding(by=owner, initiative=one, key=key("size"), what="risk") == risk
    assert checks(one, owner)["size", ""].team.risk == risk.pk
    assert unmake_of_finding(by=owner, initiative=one, key=key("size"), what="risk")
    assert checks(one, owner)["size", ""].team.risk is None
    again = make_of_finding(by=owner, initiative=one, key=key("size"), what="risk")
    assert Risk.objects.filter(gone=None).get() == again


@pytest.mark.parametrize("what", ["risk", "task"])
def test_what_is_made_of_a_closed_practice_names_neither_its_city_nor_its_figures(what):
    one, owner = make.owned()
    there = cities.city("Metropolis", population=2_700_000)
    of = library.practice(slug="lamps-metropolis", city=there, visibility="team")
    hats.verified(owner, there)
    make.draw(one, of)
    line = make_of_finding(by=owner, initiative=one, key=key("size"), what=what)
    assert line.title == "Residents: not as where this was done before"
    assert not getattr(line, "about", "")


def test_what_is_unknown_becomes_a_task(drawn):
    one, owner = drawn
    task = make_of_finding(by=owner, initiative=one, key=key("law"), what="task")
    assert isinstance(task, Activity)
    assert task.title == "Find out whether this holds here as in Metropolis: Country and state"
    assert unmake_of_finding(by=owner, initiative=one, key=key("law"), what="task")
    assert not unmake_of_finding(by=owner, initiative=one, key=key("law"), what="task")


@pytest.mark.parametrize("seat", [Seat.EXPERT, Seat.READER])
def test_guests_and_readers_say_and_make_nothing(drawn, seat):
    one, _owner = drawn
    guest = make.seated(one, seat)
    with pytest.raises(Forbidden):
        put_finding(by=guest, initiative=one, key=key("law"), standing="met", note="")
    with pytest.raises(Forbidden):
        make_of_finding(by=guest, initiative=one, key=key("law"), what="risk")
    assert not Finding.objects.exists()
    assert not Risk.objects.exists()


def test_every_kind_of_condition_has_a_kind_of_risk():
    assert set(RISK_KINDS) == set(Condition)
