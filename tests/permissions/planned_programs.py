"""Rows of initiatives for programs; the initiatives are those of the pages' rows."""

from tests.permissions.costing import CLOSED, LINE, OPENED
from tests.permissions.planned import RISK
from tests.permissions.rows import SOMEONE, V1, Row, by_token, everybody

KEY = "initiatives/<key>"
RISK_LINE = "lines/<kind>/<int:line_id>"
PRICES = "lines/cost/<int:line_id>/comparables"


def read(end):
    """What others read of what was opened, and of the closed one nobody else."""
    route, place = f"{V1}{KEY}{end}", f"/{V1}initiatives"
    return [
        Row(route, f"{place}/{CLOSED}{end}", 404, 404, 404, city=200),
        *everybody(route, f"{place}/{OPENED}{end}"),
        *everybody(route, f"{place}/of-nobody{end}", 404),
    ]


def of_team(end, address=None):
    """What belongs to the team: of the closed one others find nothing, of the opened no more."""
    route, place, end = f"{V1}{KEY}{end}", f"/{V1}initiatives", address or end
    return [
        Row(route, f"{place}/{CLOSED}{end}", 401, 404, 404, city=200),
        Row(route, f"{place}/{OPENED}{end}", 401, 403, 403, city=200),
    ]


def by_its_token(end, address=None, method="post"):
    """What only a token writes."""
    return by_token(f"{KEY}/{end}", f"initiatives/{OPENED}/{address or end}", method)


PLANNED_API = [
    *everybody(f"{V1}initiatives"),
    *everybody(f"{V1}initiatives/kinds"),
    *by_token("initiatives"),
    *read(""),
    *by_token(KEY, f"initiatives/{OPENED}", "patch"),
    *by_its_token("stage", method="put"),
    *by_its_token("opened", method="put"),
    *by_its_token("practices/<slug>", "practices/lamps", "put"),
    *by_its_token("practices/<slug>", "practices/lamps", "delete"),
    *by_its_token("team/<int:person_id>", f"team/{SOMEONE}", "put"),
    *by_its_token("team/<int:person_id>", f"team/{SOMEONE}", "delete"),
    *by_its_token("take-over"),
    *read("/plan"),
    *by_its_token("plan", method="patch"),
    *by_its_token("plan/parts/<part>", "plan/parts/risks", "put"),
    *by_its_token("plan/fill"),
    *of_team("/plan/gone"),
    *by_its_token("lines/<kind>", "lines/risk"),
    Row(f"{V1}{KEY}/{RISK_LINE}", f"/{V1}initiatives/{CLOSED}/lines/risk/{RISK}",
        401, 404, 404, city=200),
    Row(f"{V1}{KEY}/{RISK_LINE}", f"/{V1}initiatives/{OPENED}/lines/risk/{RISK + 1}",
        401, 403, 403, city=200),
    Row(f"{V1}{KEY}/{RISK_LINE}", f"/{V1}initiatives/{OPENED}/lines/risk/{RISK}",
        401, 403, 403, city=404),
    *by_its_token(RISK_LINE, f"lines/risk/{RISK + 1}", "patch"),
    *by_its_token(RISK_LINE, f"lines/risk/{RISK + 1}", "delete"),
    *by_its_token(f"{RISK_LINE}/bring-back", f"lines/risk/{RISK + 1}/bring-back"),
    *by_its_token(f"{RISK_LINE}/move", f"lines/risk/{RISK + 1}/move"),
    *read("/costs"),
    Row(f"{V1}{KEY}/{PRICES}", f"/{V1}initiatives/{CLOSED}/lines/cost/{LINE}/comparables",
        404, 404, 404, city=200),
    *everybody(f"{V1}{KEY}/{PRICES}",
               f"/{V1}initiatives/{OPENED}/lines/cost/{LINE + 1}/comparables"),
    *everybody(f"{V1}{KEY}/{PRICES}",
               f"/{V1}initiatives/{OPENED}/lines/cost/{LINE}/comparables", 404),
    *by_its_token(PRICES, f"lines/cost/{LINE + 1}/comparables", "put"),
    *by_its_token(PRICES, f"lines/cost/{LINE + 1}/comparables", "delete"),
    *read("/transfer"),
    *by_its_token("transfer", method="put"),
    *by_its_token("transfer/lines"),
    *of_team("/documents"),
    *of_team("/documents/<which>", "/documents/hand-over"),
    *of_team("/documents/<which>.<ending>", "/documents/council-memo.pdf"),
    *of_team("/documents/<which>.<ending>", "/documents/brief.docx"),
    *of_team("/milestones.ics"),
    *by_its_token("calendar"),
    *by_its_token("calendar", method="delete"),
    *of_team("/progress"),
    *by_its_token("reviews/<int:day>", "reviews/90", "put"),
    *by_its_token("reports"),
    *by_its_token("lines/measure/<int:line_id>/readings", "lines/measure/1/readings"),
    *by_its_token("lines/measure/<int:line_id>/target", "lines/measure/1/target", "put"),
    *by_its_token("practice"),
    *by_its_token("practice", method="put"),
    *by_its_token("handover"),
]  # fmt: skip
