"""Rows of costs and of the transfer check, and the initiatives that they are about."""

from tests.factories import initiatives as make
from tests.factories import library
from tests.permissions.rows import FORM, MARKS, Row, everybody

CLOSED, OPENED = "of-a-team", "of-all"  # keys; the city's own role owns both
LINE = 7_000_030  # of the closed one; the next is of the opened one
COSTS, ONE = "initiatives/<slug:key>/costs", "initiatives/<slug:key>/costs/<int:line_id>"
TRANSFER = "initiatives/<slug:key>/transfer"
SCOPE = (("do", "scope"), ("scope", "units only"))
SAY = (("do", "say"), ("check", "of-nobody|size|"))

COSTING = [
    Row(COSTS, f"/initiatives/{CLOSED}/costs", 404, 404, 404, city=200),
    *everybody(COSTS, f"/initiatives/{OPENED}/costs"),
    Row(ONE, f"/initiatives/{CLOSED}/costs/{LINE}", 404, 404, 404, city=200),
    *everybody(ONE, f"/initiatives/{OPENED}/costs/{LINE + 1}"),
    *everybody(ONE, f"/initiatives/{OPENED}/costs/{LINE}", 404),
    Row(ONE, f"/initiatives/{CLOSED}/costs/{LINE}", 302, 404, 404, FORM, SCOPE, city=302),
    Row(ONE, f"/initiatives/{OPENED}/costs/{LINE + 1}", 302, 403, 403, FORM, SCOPE, city=302),
    Row(ONE, f"/initiatives/{OPENED}/costs/{LINE + 1}", 302, 404, 404, FORM),
    Row(TRANSFER, f"/initiatives/{CLOSED}/transfer", 404, 404, 404, city=200),
    *everybody(TRANSFER, f"/initiatives/{OPENED}/transfer"),
    Row(TRANSFER, f"/initiatives/{CLOSED}/transfer", 302, 404, 404, FORM, SAY, city=422),
    Row(TRANSFER, f"/initiatives/{OPENED}/transfer", 302, 403, 403, FORM, SAY, city=422),
]  # fmt: skip


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
