"""The initiatives that the rows of costs, and those of plans, are about."""

from decapolis.initiatives.models import Initiative
from tests.factories import initiatives as make
from tests.factories import library
from tests.permissions.costing import CLOSED, LINE, OPENED
from tests.permissions.planned import RISK
from tests.permissions.rows import MARKS


def make_costing(city, owner):
    """Make a closed and an opened initiative that lean on practices of each visibility."""
    for place, (key, opened) in enumerate({CLOSED: "team", OPENED: "public"}.items()):
        one = make.initiative(owner, key=key, city=city, opened=opened, shows_plan=True)
        line = make.line(
            one, "cost", pk=LINE + place, title="Lamps", amount=500_000, price_year=2024,
            quantity=1000, unit="lamps", scope="units only",
        )  # fmt: skip
        for mark in MARKS.values():
            of = library.Practice.objects.get(slug=f"of-{mark}")
            make.draw(one, of)
            make.comparable(line, practice=of, amount=7_590_000, why=f"{mark} lamps")
            make.finding(one, practice=of, note=f"{mark} lamps")


def make_planned():
    """Make a risk in each plan."""
    for place, key in enumerate((CLOSED, OPENED)):
        one = Initiative.objects.get(key=key)
        make.line(one, "risk", pk=RISK + place, kind="social", title="Dark streets")
