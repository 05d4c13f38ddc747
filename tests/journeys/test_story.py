"""From an e-mailed code to an adoption elsewhere, and the log that tells all of it."""

import time

import pytest

from tests.journeys.test_joining import ByHand, code_for, says_what_she_is, set_domain

SLUG = "dayton-street-light-assessment"
TITLE = "Citywide street-light assessment to pay for LED renewal"
ELSEWHERE = "columbus-smart-city-challenge"
PAGE = f"/practices/{SLUG}"
STORY = {
    "Rosa Lind": [
        "said which role they have: Innovation officer, Dayton",
        f"corrected a practice: {TITLE}",
        "agreed to be called about a practice",
        f"answered a request: request to talk about {TITLE}",
    ],
    "Ravi Menon": ["graded the evidence of a practice"],
    "Max Weber": ["asked to talk", "recorded that a city followed a practice"],
}


def make_staff():
    from tests.factories import people  # noqa: PLC0415 -- app ready

    return people.staff(name="Tove Staff", email=f"tove-{time.monotonic_ns()}@network.example")


def make_reviewer():
    from tests.factories import people  # noqa: PLC0415 -- app ready

    return people.person(name="Ravi Menon", is_reviewer=True)


def make_mayor():
    from decapolis.library.models import Practice  # noqa: PLC0415 -- app ready
    from decapolis.organisations.choices import Role  # noqa: PLC0415 -- app ready
    from tests.factories import hats, people  # noqa: PLC0415 -- app ready

    mayor = people.person(name="Max Weber")
    hats.verified(mayor, Practice.objects.get(slug=ELSEWHERE).city, role=Role.MAYOR)
    return mayor


@pytest.fixture
def somebody(visit, members):
    """Return a function that opens a browser where somebody is signed in."""

    def sign_in(make):
        visitor = visit("desktop")
        members(visitor, make)
        return ByHand(visitor)

    return sign_in


def test_a_figure_goes_from_its_city_to_another_and_the_log_tells_how(
    visit, members, post_office, somebody
):
    domain = "story.daytonohio.example"
    set_domain(visit, members, domain)
    officer = ByHand(visit("desktop"))
    address = f"rosa.lind@{domain}"
    joins(officer, address, post_office)
    says_what_she_is(officer)
    corrects_the_cost(officer)
    grades_it(somebody(make_reviewer))
    agrees_to_be_called(officer)
    mayor = somebody(make_mayor)
    asks(mayor)
    answers(officer)
    records_that_his_city_followed(mayor)
    reads_the_log(somebody(make_staff), address)


def told(one):
    """Return what the page says, on one line."""
    return " ".join(one.page.locator("main").inner_text().split())


def joins(officer, address, post_office):
    officer.visitor.open("/")
    officer.follow("Sign in")
    officer.write("Your e-mail address", address)
    officer.press("Send me a code")
    officer.write("The code", code_for(post_office, address))
    officer.press("Go on")
    officer.write("Your name", "Rosa Lind")
    officer.press("Go on")


def corrects_the_cost(officer):
    """The figure that she typed stands on the page at once, with its source."""
    page = officer.page
    officer.visitor.open(PAGE)
    officer.follow("Correct this")
    before = page.locator("[data-row=sources]").count()
    page.get_by_role("button", name="Add a source").click()
    row = page.locator("[data-row=sources]").nth(before)
    row.get_by_label("Title").fill("Final bill of the lights")
    row.get_by_label("Address").fill("https://daytonohio.example/final-bill")
    row.get_by_label("Year").fill("2022")
    page.get_by_label("Amount").first.fill("9400000")
    label = f"{before + 1}. Final bill of the lights"
    page.locator("#f-costs-0-source").select_option(label=label)
    officer.write("What you changed, and why", "The final bill is out.")
    officer.press("Publish")
    assert "$9.4M" in page.locator(".rail").inner_text()


def grades_it(reviewer):
    """Its page leads to the form; the grade and its reasons stand there afterwards."""
    reviewer.visitor.open(PAGE)
    reviewer.follow("Grade it")
    reviewer.page.get_by_role("radio", name="1.").check()
    reviewer.write("Your reasons", "The bill is told; nobody measured the light before.")
    reviewer.press("Give this grade")
    said = told(reviewer)
    assert "Your review stands on the page of the practice." in said
    assert "nobody measured the light before" in said


def agrees_to_be_called(officer):
    officer.visitor.open(PAGE)
    officer.follow("Let members ask you about this")
    officer.write("What to ask you about", "Ask me about the contract.")
    officer.press("I agree")
    assert "Members can ask you about this, on these terms." in told(officer)


def asks(mayor):
    mayor.visitor.open(PAGE)
    assert "Rosa Lind" in told(mayor)
    mayor.follow("Ask to talk")
    mayor.write("Your question", "Who mends the lamps?")
    mayor.choose("What you would like", "An answer in writing")
    mayor.press("Ask")
    assert "Your question is on its way." in told(mayor)


def answers(officer):
    """Her desk leads to the question, and shows his name."""
    officer.visitor.open("/desk/calls")
    officer.visitor.follow(officer.visitor.link("Max Weber"))
    assert "Max Weber" in told(officer)
    assert "Who mends the lamps?" in told(officer)
    officer.page.locator("summary", has_text="Answer in writing").click()
    officer.write("Your answer", "The utility does, within three days.")
    officer.press("Send the answer")
    assert "Your answer is sent." in told(officer)


def records_that_his_city_followed(mayor):
    """He reads her answer first."""
    mayor.visitor.open("/desk/calls")
    mayor.follow(TITLE)
    assert "The utility does, within three days." in told(mayor)
    mayor.visitor.open(PAGE)
    mayor.follow("We did this too")
    mayor.write("When it began there", "2021")
    mayor.write("What was done otherwise", "We own the poles.")
    mayor.write("What it gave", "Half the complaints.")
    mayor.write("Where that can be read", "https://columbus.example/lights")
    mayor.press("Record it")
    said = told(mayor)
    assert "Recorded. It stands in the tree, and on the map." in said
    assert "Half the complaints." in said


def reads_the_log(staff, address):
    """Every act stands there in words; who acted is asked for by name."""
    staff.visitor.open("/audit")
    said = told(staff)
    assert "All that was done in the network." in said
    domain = address.partition("@")[2]
    begun = [
        f"Sam Okoye named whose e-mail domain this is: {domain}",
        f"{address} signed up",  # she had no name yet
        "The program let a member in: ",
    ]
    assert [act for act in begun if act not in said] == []
    for name, acts in STORY.items():
        staff.write("Who", name)
        staff.press("Show")
        said = told(staff)
        assert [act for act in acts if f"{name} {act}" not in said] == []
