"""Rows of costs and of the transfer check."""

from tests.permissions.rows import FORM, Row, everybody

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
