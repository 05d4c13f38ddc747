"""A plan of thirty lines with everything that a picture or a table can be made of."""

from datetime import date
from typing import Any

from decapolis.cities.models import City
from decapolis.initiatives.actions.lines import put_line
from decapolis.initiatives.actions.plans import write_plan
from decapolis.initiatives.choices import LineKind, Stage
from decapolis.initiatives.models import Initiative, Plan, StageChange
from decapolis.people.choices import Seat
from decapolis.people.models import Person, Team, TeamSeat

CHALLENGE = (
    "Every third street lamp in the east of the city is dark at night. People on foot are hit by "
    "cars, shops close early, and the city pays for power that old lamps waste."
)
TEXTS = {
    "baseline": "The city has 16,000 lamps, 9,800 of them high-pressure sodium from before 2005. "
    "In 2025 the crew mended 3,140 faults; a fault stood for 19 days in the median.",
    "affected": "People who walk or cycle after dark in six districts, and the night shift.",
    "affected_people": 61000,
    "affected_source": "City register, districts 4 to 9, 1 January 2026",
    "objective": "By 2029 every street of the six districts is lit as EN 13201 asks, at half of "
    "the power that it takes now.",
    "theory": "New lamps need less power and fail less; what is saved on power and repairs pays "
    "the loan. This holds while power costs at least what it costs now.",
    "procurement": "open-tender",
    "procurement_note": "One tender for lamps and poles, another for the control system, so that "
    "small firms can offer.",
    "scaling": "The other eleven districts follow from 2030, paid from what is saved.",
    "currency": "USD",
    "price_year": 2026,
    "starts": date(2027, 2, 1),
    "years": 3,
}
LINES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("activity", {"title": "Survey all lamps and poles", "owner": "Public works",
                  "start": "2027-02-01", "end": "2027-05-31", "partner": "Institute of light",
                  "sector": "academia"}),
    ("activity", {"title": "Write and hold the tender", "owner": "Procurement",
                  "start": "2027-05-01", "end": "2027-10-31"}),
    ("activity", {"title": "Change the lamps of districts 4 to 6", "owner": "Public works",
                  "start": "2027-11-01", "end": "2028-06-30",
                  "about": "Schools and bus stops first."}),
    ("activity", {"title": "Change the lamps of districts 7 to 9", "owner": "Public works",
                  "start": "2028-07-01", "end": "2029-02-28"}),
    ("activity", {"title": "Control room learns the new system", "owner": "Control room",
                  "start": "2028-01-10", "end": "2028-03-31"}),
    ("activity", {"title": "Ask residents before and after"}),
    ("milestone", {"title": "Council votes", "due": "2027-03-15"}),
    ("milestone", {"title": "Go on after districts 4 to 6", "due": "2028-07-01", "is_gate": "yes",
                   "criteria": "Power fell by 40% or more; fewer than 2% of lamps failed."}),
    ("milestone", {"title": "All six districts are lit", "due": "2029-03-01"}),
    ("cost", {"title": "LED lamps with control", "kind": "capital", "amount": "3900000",
              "source": "Offer of 12 March 2026, file PW-114", "quantity": "9800", "unit": "lamp",
              "scope": "units only", "low": "3400000", "high": "4800000"}),
    ("cost", {"title": "Poles that must be replaced", "kind": "capital", "amount": "820000",
              "source": "Survey of 2024, page 31"}),
    ("cost", {"title": "Control system, licence", "kind": "running", "amount": "64000",
              "years": "3"}),
    ("cost", {"title": "Upkeep", "kind": "running", "amount": "210000", "years": "3",
              "source": "Accounts of 2025"}),
    ("cost", {"title": "Project office", "kind": "staff", "amount": "180000", "years": "3",
              "source": "Pay scale 2026"}),
    ("funding", {"title": "City capital budget", "amount": "2500000", "state": "certified",
                 "proof": "Budget 2027, line 4410"}),
    ("funding", {"title": "State clean-energy fund", "amount": "1200000", "state": "applied",
                 "deadline": "2027-04-30"}),
    ("funding", {"title": "Saved power", "amount": "310000", "state": "idea", "years": "3",
                 "first_year": "2028", "deadline": "2027-09-30"}),
    ("post", {"title": "Project lead", "count": "1", "months": "36", "skills": "Contracts, light"}),
    ("post", {"title": "Two fitters", "count": "2", "training": "Work on live lines"}),
    ("system", {"title": "Street lighting control", "owner": "Public works",
                "standards": "TALQ 2.4, DALI-2", "privacy": "No personal data.",
                "exit": "All settings as open files; lamps work without it."}),
    ("system", {"title": "Fault reports of residents", "owner": "Call centre"}),
    ("risk", {"title": "The state fund says no", "kind": "financial", "likelihood": "2",
              "impact": "3", "owner": "Finance", "response": "Districts 7 to 9 wait a year."}),
    ("risk", {"title": "The control system locks the city in", "kind": "technical",
              "likelihood": "2", "impact": "2", "owner": "Public works",
              "response": "TALQ is asked for in the tender and tested before payment."}),
    ("risk", {"title": "Residents find the light too cold", "kind": "social", "likelihood": "3",
              "impact": "1", "owner": "The mayor", "response": "2,700 K and a trial street."}),
    ("risk", {"title": "Copper theft", "kind": "technical"}),
    ("measure", {"title": "Power for street light", "unit": "MWh a year", "baseline": "7400",
                 "baseline_on": "2025-12-31", "baseline_source": "Bills of 2025",
                 "target": "3700", "due": "2029-12-31", "direction": "lower-is-better"}),
    ("measure", {"title": "Days until a fault is mended", "unit": "days", "baseline": "19",
                 "baseline_source": "Call centre, 2025", "target": "5", "due": "2029-06-30"}),
    ("approval", {"kind": "mayor", "title": "The plan", "state": "given", "on": "2026-11-20",
                  "minute": "M-2026-88"}),
    ("approval", {"kind": "council", "title": "Plan and loan", "state": "needed",
                  "on": "2027-03-15"}),
    ("evidence", {"title": "Street lighting in cities, a review", "page": "14",
                  "url": "https://example.org/street-lighting",
                  "used_for": "Power saved by LED with control."}),
)  # fmt: skip


def sample_plan(owner: Person, city: City) -> Initiative:
    """Write an initiative with a plan of thirty lines; ``owner`` is a member and owns it."""
    team = Team.objects.create()
    TeamSeat.objects.create(team=team, person=owner, seat=Seat.OWNER)
    made = Initiative.objects.create(
        city=city, title="Light for six districts", challenge=CHALLENGE, team=team, made_by=owner,
        stage=Stage.PLAN, themes=["energy"],
    )  # fmt: skip
    StageChange.objects.create(initiative=made, stage=Stage.PLAN, by=owner)
    plan = Plan.objects.create(initiative=made, currency="USD", price_year=2026)
    write_plan(by=owner, plan=plan, version=0, values=TEXTS)
    rows: dict[str, list[int]] = {}
    for kind, values in LINES:
        line = put_line(by=owner, plan=plan, kind=LineKind(kind), values=values)
        rows.setdefault(kind, []).append(line.pk)
    return made
