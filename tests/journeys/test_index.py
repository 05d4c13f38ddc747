"""Staff build an index from a spreadsheet and publish it; a city replies to a score, with proof."""

import re

from tests.journeys.visitor import variants

TABLE = """uCode,uName,country,region,Parks,Noise,Trees
d,Dayton,US,Ohio,12.5,60,5
t,Toledo,US,Ohio,8,55,9
b,Boston,US,Massachusetts,11,58,7
x,Atlantis,US,,3,,4
"""
CITIES = ("Dayton", "Toledo", "Boston")


def of_staff():
    from tests.factories import people  # noqa: PLC0415 -- app ready

    return people.staff(name="Sam Staff")


def published_for_dayton():
    """Publish an assessment of three cities, and return who speaks for the first."""
    from decapolis.cities.bridge import find_city  # noqa: PLC0415 -- app ready
    from tests.factories import benchmarks, hats  # noqa: PLC0415 -- app ready

    cities = [find_city(f"{name}, US") for name in CITIES]
    framework = benchmarks.framework(slug="lit-streets", name="Lit streets")
    benchmarks.published(framework, *cities, slug="first", name="2026")
    return hats.speaker(cities[0], name="Ana Díaz")


def hand_in(staff, content):
    page = staff.page
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "green.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    staff.follow(page.get_by_role("button", name="Take it in"))


def put_together(staff):
    """Choose a step and a weight in plain words."""
    page = staff.page
    staff.follow(staff.link("Change a step"))
    page.get_by_label("Missing values", exact=True).select_option("none")
    staff.follow(page.get_by_role("button", name="Make it by this recipe"))
    staff.follow(staff.link("Set the weights"))
    staff.follow(staff.link("By hand"))
    page.get_by_label("Parks", exact=True).fill("3")
    staff.follow(page.get_by_role("button", name="Weigh it so"))


@variants(("screen", "scheme"), ("desktop", "light"), ("narrow", "dark"))
def test_a_member_of_staff_builds_an_index_from_a_spreadsheet_and_publishes_it(
    visit, members, screen, scheme
):
    staff = visit(screen, scheme)
    members(staff, of_staff)
    page = staff.page
    staff.open("/staff/rankings")
    staff.follow(staff.link("From a spreadsheet"))
    page.get_by_label("Name of the index").fill(f"Green cities, {screen}")
    page.get_by_label(re.compile("^Year")).fill("2026")
    staff.refused.add(page.url)
    hand_in(staff, TABLE.replace("12.5", '"12,5"'))
    assert "Write 12.5 with a point." in page.get_by_role("table").inner_text()
    hand_in(staff, TABLE)
    told = page.locator("main").inner_text()
    assert "3 of 4 rows are cities of the gazetteer." in told
    assert "Atlantis" in told
    assert "1 of 12 values is missing." in told
    put_together(staff)
    staff.follow(staff.link("Look at the ranking"))
    assert "Dayton" in page.locator("main").inner_text()
    page.go_back()
    staff.follow(page.get_by_role("button", name="Publish"))
    assert "Published" in page.locator("main").inner_text()
    staff.follow(page.get_by_role("button", name="Check again from the recipe"))
    anyone = visit()
    members(anyone, of_member)
    anyone.open("/rankings")
    assert f"Green cities, {screen}" in anyone.page.locator("main").inner_text()
    anyone.follow(anyone.link("2026", exact=True))
    assert "Green cities" in anyone.heading()


def of_member():
    from tests.factories import people  # noqa: PLC0415 -- app ready

    return people.person(name="Ben Okoye")


def test_a_city_replies_to_a_score_with_evidence_and_staff_uphold_it(visit, members):
    officer = visit("phone", "dark")
    members(officer, published_for_dayton)
    page = officer.page
    officer.open("/rankings/lit-streets/first")
    officer.follow(officer.link("Dayton", within=page.locator("main")))
    card = page.url
    officer.follow(officer.link("Reply for the city"))
    page.get_by_label("What the city says").fill("The lighting plan was adopted in May.")
    page.get_by_label("The score that you hold to be right").fill("4")
    page.get_by_label("Or a web address").fill("https://dayton.example/plan")
    page.get_by_label("Page").fill("12")
    officer.follow(page.get_by_role("button", name="Send the reply"))
    assert page.url == card
    assert "The lighting plan was adopted in May." in page.locator("main").inner_text()

    staff = visit()
    members(staff, of_staff)
    staff.open("/staff/rankings")
    staff.follow(staff.link("Answer"))
    staff.page.get_by_label("Why").fill("The plan and its date can be read there.")
    staff.follow(staff.page.get_by_role("button", name="Uphold: change the score"))

    anyone = visit()
    anyone.open(card.removeprefix(anyone.address))
    told = anyone.page.locator("main").inner_text()
    for words in (
        "The lighting plan was adopted in May.",
        "The plan and its date can be read there.",
        "Before: 3",
    ):
        assert words in told, words


def assessed_dayton():
    """Open an assessment of three cities, and return who speaks for the first."""
    from decapolis.benchmarks.models import Criterion  # noqa: PLC0415 -- app ready
    from decapolis.cities.bridge import find_city  # noqa: PLC0415 -- app ready
    from tests.factories import benchmarks, hats  # noqa: PLC0415 -- app ready

    cities = [find_city(f"{name}, US") for name in CITIES]
    framework = benchmarks.framework(slug="safe-streets", name="Safe streets")
    steps = [
        {"score": 0, "meaning": "No plan."},
        {"score": 4, "meaning": "A plan, and it is paid."},
    ]
    Criterion.objects.filter(framework=framework, code="a").update(steps=steps, name="Plan")
    benchmarks.edition(framework, *cities, slug="first", name="2026", state="assessing")
    return hats.speaker(cities[0], name="Ana Díaz")


@variants(("screen", "scheme"), ("narrow", "light"), ("desktop", "dark"))
def test_a_city_marks_itself_and_writes_how_change_comes_about(visit, members, screen, scheme):
    officer = visit(screen, scheme)
    members(officer, assessed_dayton if screen == "narrow" else assessed_again)
    page = officer.page
    officer.open("/desk")
    officer.follow(officer.link(re.compile("^Go on")))
    page.get_by_label("A plan, and it is paid.").check()
    page.get_by_label("Why").first.fill("The council adopted it in May.")
    page.locator("[data-state]").filter(has_text=re.compile(r"^Saved at \d")).wait_for()
    page.get_by_label("Score").last.fill("much")
    page.get_by_label("Why").last.fill("We counted.")
    officer.refused.add(page.url)
    officer.follow(page.get_by_role("button", name="Hand in what is complete"))
    assert "1 score is saved." in page.locator("main").inner_text()
    page.get_by_label("Score").last.fill("2")
    officer.follow(page.get_by_role("button", name="Hand in what is complete"))
    assert "All 2 criteria have a score." in page.locator("main").inner_text()
    officer.open("/desk")
    officer.follow(officer.link("Dayton", within=page.locator("main")))
    officer.follow(officer.link(re.compile("thinks that change comes about")))
    officer.follow(officer.link(re.compile("Write it|Change it")))
    page.get_by_label("What should change, in a sentence").fill(f"Safe streets, {screen}")
    page.get_by_label("in1 What: Inputs").fill("Two million dollars")
    page.get_by_label(re.compile(r"^Leads to.*: in1$")).fill("ac1")
    page.get_by_label("ac1 What: Activities").fill("Put in LED lamps")
    officer.follow(page.get_by_role("button", name="Save it"))
    assert "1 link leads on." in page.locator("main").inner_text()


def assessed_again():
    """Return somebody else who speaks for the city, whose marks are not given yet."""
    from decapolis.benchmarks.models import Edition, Entrant, Mark  # noqa: PLC0415 -- app ready
    from tests.factories import hats  # noqa: PLC0415 -- app ready

    held = Edition.objects.filter(framework__slug="safe-streets").first()
    if held is None:
        return assessed_dayton()
    entrant = Entrant.objects.select_related("city").get(edition=held, name="Dayton")
    Mark.objects.filter(edition=held).delete()
    return hats.speaker(entrant.city, name="Ana Díaz")
