"""Rows of rankings, of their making, and of assessments."""

from tests.permissions.rows import CITY, FORM, OTHER_CITY, V1, Row, by_token, everybody

PUBLISHED, ASSESSED, DRAFTED = 7_000_010, 7_000_011, 7_000_012  # editions
REPLIED = 7_000_013
AT = "/rankings/of-judged/first"
RANKING = "rankings/<slug:framework>/<slug:edition>"
DESK = "staff/rankings"
THEORY = "cities/<int:city_id>-<str:slug>"
HERE, ONE = "rankings/of-judged/first", "rankings/<framework>/<edition>"

JUDGED = [
    *everybody("rankings"),
    *everybody(RANKING, AT),
    *everybody(RANKING, "/rankings/of-judged/none", 404),
    Row(RANKING, "/rankings/of-judged/drafted", 404, 404, 200),
    *everybody(f"{RANKING}/method", f"{AT}/method"),
    *everybody(f"{RANKING}/compare", f"{AT}/compare?city={CITY}&city={OTHER_CITY}"),
    *everybody(f"{RANKING}/files/<str:name>", f"{AT}/files/results.csv"),
    *everybody(f"{RANKING}/files/<str:name>", f"{AT}/files/none.csv", 404),
    *everybody(f"{RANKING}/<str:code>", f"{AT}/{CITY}"),
    Row(f"{RANKING}/<str:code>/reply", f"{AT}/{CITY}/reply", 302, 200, 200),
    Row(f"{RANKING}/<str:code>/reply", f"{AT}/{CITY}/reply", 302, 422, 422, FORM),
    Row(DESK, f"/{DESK}", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 422, FORM),
    Row(f"{DESK}/assess", f"/{DESK}/assess", 302, 404, 200),
    Row(f"{DESK}/assess", f"/{DESK}/assess", 302, 404, 422, FORM),
    Row(f"{DESK}/<int:edition_id>", f"/{DESK}/{DRAFTED}", 302, 404, 200),
    Row(f"{DESK}/<int:edition_id>", f"/{DESK}/1", 302, 404, 404, FORM),
    Row(f"{DESK}/<int:edition_id>", f"/{DESK}/{PUBLISHED}", 302, 404, 302, FORM,
        (("do", "check"),)),
    Row(f"{DESK}/replies/<int:reply_id>", f"/{DESK}/replies/{REPLIED}", 302, 404, 200),
    Row(f"{DESK}/replies/<int:reply_id>", f"/{DESK}/replies/{REPLIED}", 302, 404, 422, FORM),
    Row("assessments/<int:edition_id>", f"/assessments/{ASSESSED}", 302, 404, 200,
        city=200, reviewer=200),
    Row("assessments/<int:edition_id>", f"/assessments/{DRAFTED}", 302, 404, 404),
    Row("assessments/<int:edition_id>/<str:code>", f"/assessments/{ASSESSED}/{CITY}",
        302, 404, 200, city=200, reviewer=200),
    Row("assessments/<int:edition_id>/<str:code>", f"/assessments/{ASSESSED}/{CITY}",
        302, 404, 404, FORM, city=302, reviewer=302),
    *everybody(f"{THEORY}/theory", f"/cities/{CITY}-dayton/theory"),
    *everybody(f"{THEORY}/theory", "/cities/1-nowhere/theory", 404),
    Row(f"{THEORY}/theory/edit", f"/cities/{CITY}-dayton/theory/edit", 302, 403, 200, city=200),
    Row(f"{THEORY}/theory/edit", f"/cities/{CITY}-dayton/theory/edit", 302, 403, 422, FORM,
        city=422),
    *everybody("cities/<int:city_id>/theory.svg", f"/cities/{CITY}/theory.svg"),
    *everybody("cities/<int:city_id>/theory.svg", f"/cities/{OTHER_CITY}/theory.svg", 404),
    *everybody("cities/<int:city_id>/theory.json", f"/cities/{CITY}/theory.json"),
]  # fmt: skip
JUDGED_API = [
    *everybody(f"{V1}cities/<int:city_id>/theory", f"/{V1}cities/{CITY}/theory"),
    *everybody(f"{V1}cities/<int:city_id>/theory", f"/{V1}cities/{OTHER_CITY}/theory", 404),
    *by_token("cities/<int:city_id>/theory", f"cities/{CITY}/theory", "put"),
    *everybody(f"{V1}frameworks"),
    *everybody(f"{V1}frameworks/<slug>", f"/{V1}frameworks/of-judged"),
    *everybody(f"{V1}frameworks/<slug>", f"/{V1}frameworks/none", 404),
    *everybody(f"{V1}rankings"),
    *everybody(f"{V1}{ONE}", f"/{V1}{HERE}"),
    Row(f"{V1}{ONE}", f"/{V1}rankings/of-judged/drafted", 404, 404, 404),
    *everybody(f"{V1}{ONE}/recipe", f"/{V1}{HERE}/recipe"),
    *everybody(f"{V1}{ONE}/compare", f"/{V1}{HERE}/compare?city={CITY}&city={OTHER_CITY}"),
    *everybody(f"{V1}{ONE}/replies", f"/{V1}{HERE}/replies"),
    *everybody(f"{V1}{ONE}/cities/<code>", f"/{V1}{HERE}/cities/{CITY}"),
    *everybody(f"{V1}{ONE}/cities/<code>/marks", f"/{V1}{HERE}/cities/{CITY}/marks"),
    *by_token(f"{ONE}/weigh", f"{HERE}/weigh"),
    *by_token(f"{ONE}/cities/<code>/marks", f"{HERE}/cities/{CITY}/marks"),
    *by_token(f"{ONE}/cities/<code>/replies", f"{HERE}/cities/{CITY}/replies"),
    *by_token("replies/<int:number>/answer", f"replies/{REPLIED}/answer"),
]
