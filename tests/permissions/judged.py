"""Rows of rankings, of their making, and of assessments."""

from tests.permissions.rows import CITY, FORM, OTHER_CITY, V1, Row, by_token, everybody

PUBLISHED, ASSESSED, DRAFTED = 7_000_010, 7_000_011, 7_000_012  # editions
REPLIED, LEAF, READ_IN = 7_000_013, 7_000_014, 7_000_015
NONE = 999_999_999
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
    *[
        row
        for ending in ("", ".csv", ".json")
        for row in (
            *everybody(f"rankings/<slug:framework>/years{ending}",
                       f"/rankings/of-judged/years{ending}"),
            *everybody(f"rankings/<slug:framework>/years{ending}",
                       f"/rankings/none/years{ending}", 404),
        )
    ],
    *everybody(f"{RANKING}/compare", f"{AT}/compare?city={CITY}&city={OTHER_CITY}"),
    *everybody(f"{RANKING}/files/<str:name>", f"{AT}/files/results.csv"),
    *everybody(f"{RANKING}/files/<str:name>", f"{AT}/files/none.csv", 404),
    *everybody(f"{RANKING}/<str:code>", f"{AT}/{CITY}"),
    *everybody(f"{RANKING}/<str:code>/marks/<int:criterion_id>", f"{AT}/{CITY}/marks/{LEAF}"),
    *everybody(f"{RANKING}/<str:code>/marks/<int:criterion_id>", f"{AT}/{CITY}/marks/{NONE}", 404),
    Row(f"{RANKING}/<str:code>/reply", f"{AT}/{CITY}/reply", 302, 200, 200),
    Row(f"{RANKING}/<str:code>/reply", f"{AT}/{CITY}/reply", 302, 422, 422, FORM),
    Row(DESK, f"/{DESK}", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 200),
    Row(f"{DESK}/new", f"/{DESK}/new", 302, 404, 422, FORM),
    Row(f"{DESK}/assess", f"/{DESK}/assess", 302, 404, 200),
    Row(f"{DESK}/assess", f"/{DESK}/assess", 302, 404, 422, FORM),
    Row(f"{DESK}/figures", f"/{DESK}/figures", 302, 404, 200),
    Row(f"{DESK}/figures", f"/{DESK}/figures", 302, 404, 422, FORM),
    Row(f"{DESK}/frameworks", f"/{DESK}/frameworks", 302, 404, 200),
    Row(f"{DESK}/frameworks", f"/{DESK}/frameworks", 302, 404, 422, FORM),
    *(
        Row(f"{DESK}/frameworks/<slug:slug>.{kind}", f"/{DESK}/frameworks/of-judged.{kind}",
            302, 404, 200)
        for kind in ("jsonl", "xlsx")
    ),
    Row(f"{DESK}/<int:edition_id>", f"/{DESK}/{DRAFTED}", 302, 404, 200),
    *(
        row
        for name in ("recipe", "weights")
        for row in (
            Row(f"{DESK}/<int:edition_id>/{name}", f"/{DESK}/{READ_IN}/{name}", 302, 404, 200),
            Row(f"{DESK}/<int:edition_id>/{name}", f"/{DESK}/{DRAFTED}/{name}", 302, 404, 404),
            Row(f"{DESK}/<int:edition_id>/{name}", f"/{DESK}/{READ_IN}/{name}", 302, 404, 422,
                FORM),
        )
    ),
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
    Row(f"{THEORY}/theory/new", f"/cities/{CITY}-dayton/theory/new", 302, 403, 200, city=200),
    Row(f"{THEORY}/theory/new", f"/cities/{CITY}-dayton/theory/new", 302, 403, 422, FORM,
        city=422),
    *everybody(f"{THEORY}/theory/<slug:chain>", f"/cities/{CITY}-dayton/theory/lamps"),
    *everybody(f"{THEORY}/theory/<slug:chain>", f"/cities/{CITY}-dayton/theory/none", 404),
    Row(f"{THEORY}/theory/<slug:chain>/edit", f"/cities/{CITY}-dayton/theory/lamps/edit",
        302, 403, 200, city=200),
    Row(f"{THEORY}/theory/<slug:chain>/edit", f"/cities/{CITY}-dayton/theory/lamps/edit",
        302, 403, 422, FORM, city=422),
    *[
        row
        for ending in ("svg", "json")
        for row in (
            *everybody(f"cities/<int:city_id>/theory/<slug:chain>.{ending}",
                       f"/cities/{CITY}/theory/lamps.{ending}"),
            *everybody(f"cities/<int:city_id>/theory/<slug:chain>.{ending}",
                       f"/cities/{CITY}/theory/none.{ending}", 404),
        )
    ],
]  # fmt: skip
JUDGED_API = [
    *everybody(f"{V1}cities/<int:city_id>/theory", f"/{V1}cities/{CITY}/theory"),
    *everybody(f"{V1}cities/<int:city_id>/theory", f"/{V1}cities/{OTHER_CITY}/theory", 404),
    *by_token("cities/<int:city_id>/theory", f"cities/{CITY}/theory", "put"),
    *everybody(f"{V1}cities/<int:city_id>/theories", f"/{V1}cities/{CITY}/theories"),
    *everybody(f"{V1}cities/<int:city_id>/theories/<slug>", f"/{V1}cities/{CITY}/theories/lamps"),
    *everybody(
        f"{V1}cities/<int:city_id>/theories/<slug>", f"/{V1}cities/{CITY}/theories/none", 404
    ),
    *by_token("cities/<int:city_id>/theories/<slug>", f"cities/{CITY}/theories/lamps", "put"),
    *everybody(f"{V1}frameworks"),
    *everybody(f"{V1}frameworks/<slug>", f"/{V1}frameworks/of-judged"),
    *everybody(f"{V1}frameworks/<slug>", f"/{V1}frameworks/none", 404),
    *everybody(f"{V1}frameworks/<slug>/years", f"/{V1}frameworks/of-judged/years"),
    *everybody(f"{V1}frameworks/<slug>/years", f"/{V1}frameworks/none/years", 404),
    *everybody(f"{V1}rankings"),
    *everybody(f"{V1}{ONE}", f"/{V1}{HERE}"),
    Row(f"{V1}{ONE}", f"/{V1}rankings/of-judged/drafted", 404, 404, 404),
    *everybody(f"{V1}{ONE}/recipe", f"/{V1}{HERE}/recipe"),
    *everybody(f"{V1}{ONE}/compare", f"/{V1}{HERE}/compare?city={CITY}&city={OTHER_CITY}"),
    *everybody(f"{V1}{ONE}/replies", f"/{V1}{HERE}/replies"),
    *everybody(f"{V1}{ONE}/cities/<code>", f"/{V1}{HERE}/cities/{CITY}"),
    *everybody(f"{V1}{ONE}/cities/<code>/marks", f"/{V1}{HERE}/cities/{CITY}/marks"),
    # It reads: open as the ranking is, and asked without JSON it says so to everybody alike.
    Row(f"{V1}{ONE}/weigh", f"/{V1}{HERE}/weigh", 415, 415, 415, "post"),
    *by_token(f"{ONE}/cities/<code>/marks", f"{HERE}/cities/{CITY}/marks"),
    *by_token(f"{ONE}/cities/<code>/replies", f"{HERE}/cities/{CITY}/replies"),
    *by_token("replies/<int:number>/answer", f"replies/{REPLIED}/answer"),
]
