"""Rows of initiatives and their plans; those that they are about are made for their costs."""

from tests.permissions.costing import CLOSED, OPENED
from tests.permissions.rows import FORM, SEEN, Row, by_members, everybody

KEY = "initiatives/<slug:key>"
PART, NEW, ONE = (f"{KEY}/plan/<slug:part>{rest}" for rest in ("", "/new", "/<int:line_id>"))
RISK = 7_000_040  # of the closed one; the next is of the opened one
SAY = (("do", "save"), ("objective", "Light"), ("version", "99"))


def of_team(route, end, city=200, method="get", data=()):
    """What belongs to the team: of the closed one others find nothing, of the opened no more."""
    return [
        Row(route, f"/initiatives/{CLOSED}{end}", 302, 404, 404, method, data, city=city),
        Row(route, f"/initiatives/{OPENED}{end}", 302, 403, 403, method, data, city=city),
    ]


def read(route, end):
    """What others read of what was opened, and of the closed one nobody else."""
    return [
        Row(route, f"/initiatives/{CLOSED}{end}", 404, 404, 404, city=200),
        *everybody(route, f"/initiatives/{OPENED}{end}"),
        *everybody(route, f"/initiatives/of-nobody{end}", 404),
    ]


PLANNED = [
    *everybody("initiatives"),
    Row("initiatives/new", "/initiatives/new", 302, 200, 200),
    Row("initiatives/new", "/initiatives/new", 302, 200, 200, FORM, city=422, organisation=200),
    *by_members("practices/<slug:slug>/initiative", "/practices/{slug}/initiative"),
    *read(KEY, ""),
    *of_team(f"{KEY}/edit", "/edit"),
    *of_team(f"{KEY}/edit", "/edit", 422, FORM),
    *of_team(f"{KEY}/stage", "/stage"),
    *of_team(f"{KEY}/stage", "/stage", 422, FORM, (("stage", "stopped"),)),
    *of_team(f"{KEY}/team", "/team"),
    *of_team(f"{KEY}/team", "/team", 422, FORM, (("do", "seat"),)),
    *of_team(f"{KEY}/draws", "/draws", 302, FORM, (("practice", SEEN),)),
    Row(f"{KEY}/take-over", f"/initiatives/{CLOSED}/take-over", 302, 404, 404, FORM),
    *read(f"{KEY}/plan", "/plan"),
    *of_team(f"{KEY}/plan/fill", "/plan/fill", 302, FORM),
    *of_team(PART, "/plan/objective"),
    *of_team(PART, "/plan/objective", 302, FORM, SAY),
    *of_team(PART, "/plan/budget", 422, FORM, (("currency", "gold"),)),
    Row(PART, f"/initiatives/{CLOSED}/plan/of-nobody", 302, 404, 404),
    *of_team(NEW, "/plan/risks/new"),
    *of_team(NEW, "/plan/risks/new", 422, FORM),
    Row(ONE, f"/initiatives/{CLOSED}/plan/risks/{RISK}", 302, 404, 404, city=200),
    Row(ONE, f"/initiatives/{OPENED}/plan/risks/{RISK + 1}", 302, 403, 403, city=200),
    Row(ONE, f"/initiatives/{OPENED}/plan/risks/{RISK}", 302, 403, 403, city=404),
    Row(ONE, f"/initiatives/{CLOSED}/plan/risks/{RISK}", 302, 404, 404, FORM, (("title", ""),),
        city=422),
    Row(ONE, f"/initiatives/{OPENED}/plan/risks/{RISK + 1}", 302, 403, 403, FORM, (("do", "out"),),
        city=302),
]  # fmt: skip
