"""What was done in one city goes to another's council, is stopped there, and says why."""

import io
import re
import time
from datetime import timedelta

import docx
import pikepdf
import pypdf
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.test_board import READY, AtTheBoard
from tests.journeys.test_joining import ByHand
from tests.journeys.test_story import told

SLUG = "detroit-relighting"
TITLE = "Light every street of Dayton"
WHY = "The utility would not sell its poles, and the state did not pay."
LINES = (
    "Every street lit by 2029.",
    "27,000 LED lamps",
    "$9.4M",
    "Who paid in Detroit does not pay here yet: Bond or loan",
    "Complaints about dark streets",
)
EXPERTS = ("Ben Okafor", "Cem Aydin")


def address_of(name, stamp):
    return f"{name.split()[0].lower()}-{stamp}@dayton.example"


def officer_of_dayton(stamp):
    """Return how the mayor's officer comes to be."""

    def make():
        from decapolis.cities.models import City  # noqa: PLC0415 -- app ready
        from decapolis.organisations.choices import Role  # noqa: PLC0415 -- app ready
        from tests.factories import hats, people  # noqa: PLC0415 -- app ready

        made = people.person(name="Ana Díaz", email=address_of("Ana Díaz", stamp))
        dayton = City.objects.get(name="Dayton", admin1_name="Ohio")
        hats.verified(made, dayton, role=Role.INNOVATION)
        return made

    return make


def expert(name, stamp):
    def make():
        from tests.factories import people  # noqa: PLC0415 -- app ready

        return people.person(name=name, email=address_of(name, stamp))

    return make


def test_a_practice_of_one_city_becomes_a_lesson_of_another(
    visit, members, behind, post_office, picture
):
    stamp = time.monotonic_ns()
    officer, ben, cem = (
        ByHand(visit(*how)) for how in (("desktop",), ("desktop", "dark"), ("phone",))
    )
    members(officer.visitor, officer_of_dayton(stamp))
    for name, one in zip(EXPERTS, (ben, cem), strict=True):
        members(one.visitor, expert(name, stamp))
    begins_from_the_practice(officer)
    seats_the_experts(officer, stamp)
    for one in (ben, cem):
        opens_what_they_were_told(one)
    fill_the_board(officer, ben, cem)
    picture(officer.visitor, "board")
    picture(cem.visitor, "board-phone", 844)
    plan(officer)
    picture(officer.visitor, "plan", 1500)
    compares_the_costs(officer)
    picture(officer.visitor, "costs", 1500)
    makes_a_risk_of_what_differs(officer)
    takes_the_memo_to_the_council(officer)
    council_approves(officer)
    behind(ninety_days_later)
    writes_what_was_spent_and_measured(officer)
    mayor = ByHand(visit("phone"))
    letter = post_office.wait_for(address_of("Ana Díaz", stamp), "90 days")
    answers_from(letter, mayor, picture)
    stops_and_says_why(officer)
    becomes_a_practice(officer)


def begins_from_the_practice(officer):
    officer.visitor.open(f"/practices/{SLUG}")
    officer.follow("Use in an initiative")
    officer.follow("Begin an initiative")
    officer.write("What it is, in a few words", TITLE)
    officer.write("The challenge", "Half of the lamps are dark. Who walks home at night is afraid.")
    officer.press("Begin")
    assert officer.visitor.heading().endswith(TITLE)
    officer.visitor.initiative = "/initiatives/" + officer.page.url.rpartition("/")[2]


def seats_the_experts(officer, stamp):
    officer.follow("Team")
    officer.write("People", "\n".join(address_of(name, stamp) for name in EXPERTS))
    officer.choose("What they do here", "Guest expert: writes on the board, reads the plan")
    officer.press("Give a seat")
    assert "2 people are in the team now." in officer.page.locator("main").inner_text()


def opens_what_they_were_told(one):
    one.visitor.open("/desk/notices")
    one.visitor.follow(one.visitor.link(f"You are in the team of “{TITLE}”"))
    assert TITLE in one.visitor.heading()


def fill_the_board(*three):
    """Meet there, write, lose the line, return, vote."""
    for one in three:
        one.page.get_by_role("link", name="Board", exact=True).click()
        expect(one.page.locator(READY)).to_be_visible()
    board = [AtTheBoard(one.visitor) for one in three]
    write(*board)
    loses_the_line_and_returns(*board)
    vote(*board)
    for one in board:
        one.visitor.look()


def plan(officer):
    """What stands on the board becomes the plan; its lines are written on in place."""
    officer.follow("To the initiative")
    officer.follow("Plan")
    officer.press("Take new notes from the board")
    writes_what_it_costs(officer)
    writes_who_pays(officer)
    officer.visitor.look()


def write(officer, ben, cem):
    """Each writes what they know; one of them without a name, on a phone."""
    officer.writes("challenge", "After six nobody is on Elm Street.")
    officer.writes("idea", "Every street lit by 2029.")
    officer.writes("money", "27,000 LED lamps: USD 9,400,000")
    ben.writes("technology", "Lamps that tell when they fail.")
    ben.writes("barriers", "The utility owns half of the poles.")
    ben.writes("measures", "Complaints about dark streets")
    cem.page.locator("#add-first-days").fill("Count every lamp.")
    cem.page.locator("[data-block=first-days] [name=unnamed]").check()
    cem.page.locator("[data-block=first-days] .add button").click()
    officer.has("The utility owns half of the poles.", "barriers")
    cem.has("27,000 LED lamps", "money")
    expect(officer.note("Count every lamp.").locator("[data-of=by]")).to_have_text("")


def loses_the_line_and_returns(officer, ben, cem):
    """What one writes without a line is with the others once it is back, and theirs with them."""
    ben.sees("Saved")
    heard = len(ben.visitor.faults)
    ben.visitor.context.set_offline(True)
    ben.writes("people", "Two lighting engineers.")
    ben.sees("Offline. What you write is kept on this device.")
    cem.adds("allies", "The neighbourhood boards.")
    officer.has("The neighbourhood boards.", "allies")
    assert officer.note("Two lighting engineers.").count() == 0
    ben.visitor.context.set_offline(False)
    for one in (officer, ben, cem):
        one.has("Two lighting engineers.", "people")
        one.has("The neighbourhood boards.", "allies")
    ben.sees("Saved")
    del ben.visitor.faults[heard:]  # that there was no line


def vote(officer, ben, cem):
    """Nobody sees the votes of others until they are counted."""
    note = "The utility owns half"
    officer.page.get_by_text("Lead the session").click()
    officer.page.get_by_role("button", name="Open votes").click()
    for one in (officer, ben, cem):
        expect(one.page.locator("[data-votes]")).to_contain_text("3 of 3")
        one.note(note).get_by_role("button", name="Vote for").click()
        expect(one.page.locator("[data-votes]")).to_contain_text("2 of 3")
        expect(one.note(note).locator("[data-of=votes]")).to_have_text("")
    officer.page.get_by_role("button", name="Close and count the votes").click()
    for one in (ben, cem):
        expect(one.note(note).locator("[data-of=votes]")).to_have_text("3 votes")


def brick(officer, part):
    return officer.page.locator(f"#part-{part}")


def saves(form, values):
    """Write into a form of the plan, which is saved in place."""
    expect(form).to_be_visible()
    for summary in form.locator("details:not([open]) summary").all():
        summary.click()
    for label, value in values.items():
        form.get_by_label(re.compile(rf"^\s*{label}\b")).first.fill(value)
    form.get_by_role("button", name="Save", exact=True).click()
    expect(form).to_have_count(0)


def writes_what_it_costs(officer):
    part = brick(officer, "budget")
    part.locator("li", has_text="27,000").get_by_role("link", name="Change").click()
    form = part.locator("form.brickform")
    saves(form, {
        "Where the amount is from": "Offer of the utility, May 2026",
        "Paid first in": "2027",
        "How many units": "27000",
        "Unit": "lamp",
    })  # fmt: skip
    expect(part).to_contain_text("Offer of the utility, May 2026")


def writes_who_pays(officer):
    part = brick(officer, "funding")
    part.get_by_role("link", name="Add a funding line").click()
    saves(
        part.locator("form.brickform"),
        {
            "Who pays": "State infrastructure bank",
            "Amount of one year": "4000000",
            "Paid first in": "2027",
        },
    )


def compares_the_costs(officer):
    """See what others paid for the same, how many they are and which, and how sure the total is."""
    officer.follow("Costs")
    said = told(officer)
    for words in ("Plan: $9.4M", "Half:", "80%:", "a reserve of", "$5.4M is not covered (2027)"):
        assert words in said, words
    officer.visitor.follow(officer.visitor.link("27,000 LED lamps"))
    officer.choose("What the price covers", "Units and fitting alone")
    officer.press("Save")
    said = told(officer)
    assert "3 programmes (Calgary, Los Angeles and Sydney) paid Int$" in said
    assert "below all of them, 0.61 times the median" in said
    officer.follow("Back to all costs")
    assert "27,000 LED lamps: below all 3 comparable programmes." in told(officer)


def makes_a_risk_of_what_differs(officer):
    officer.follow("Transfer check")
    row = officer.page.get_by_role("row").filter(has_text="Who paid")
    assert "Bond or loan" in row.inner_text()
    officer.visitor.follow(row.get_by_role("button", name="Make it a risk"))
    officer.visitor.follow(row.get_by_role("link", name="A risk in the plan"))
    risk = "Who paid in Detroit does not pay here yet: Bond or loan"
    expect(brick(officer, "risks").get_by_role("heading", name=risk)).to_be_visible()


def takes_the_memo_to_the_council(officer):
    """It is two pages, tagged, and has the lines, as PDF and as Word."""
    officer.follow("Documents")
    memo = officer.page.locator("#council-memo")
    request = officer.visitor.context.request
    answer = request.get(memo.get_by_role("link", name="PDF").get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.body())) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
    said = " ".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.body())).pages
    )
    with officer.page.expect_download() as begun:
        memo.get_by_role("link", name="Word").click()
    held = docx.Document(begun.value.path())
    words = [part.text for part in held.paragraphs]
    words += [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    for text in (" ".join(said.split()), " ".join(words)):
        for line in LINES:
            assert line in text, line


def council_approves(officer):
    officer.follow("Overview")
    says_the_stage(officer, "Approved", "Council, minute 7.")
    officer.follow("Progress")
    assert "The next review is on" in told(officer)


def says_the_stage(officer, stage, why):
    officer.follow("Change the stage")
    officer.page.get_by_label(stage, exact=True).check()
    officer.write("Why", why)
    officer.press("Save")


def ninety_days_later():
    """Let the hour of the reviews come, as the worker would."""
    from decapolis.initiatives.actions.reviews import remind_of_reviews  # noqa: PLC0415 -- app ready

    remind_of_reviews(by=None, now=timezone.now() + timedelta(days=90))


def answers_from(letter, mayor, picture):
    """On a phone where nobody is signed in."""
    body = letter.get_body(("plain",)).get_content()
    mayor.visitor.open(re.search(r"/initiatives/answer/\S+", body)[0])
    picture(mayor.visitor, "review-phone", 1000)
    mayor.page.get_by_label("No", exact=True).check()
    mayor.write("What went wrong", "The utility will not sell its poles.")
    mayor.write("What you change", "Ask who owns the poles before anything else.")
    mayor.press("Send the answer")
    assert "Thank you, this is answered" in told(mayor)


def writes_what_was_spent_and_measured(officer):
    officer.visitor.open(f"{officer.visitor.initiative}/plan")
    part = brick(officer, "budget")
    part.locator("li", has_text="27,000").get_by_role("link", name="Change").click()
    saves(part.locator("form.brickform"), {
        "Spent so far, in all": "310000",
        "Where what was spent is written": "https://dayton.example/ledger",
    })  # fmt: skip
    officer.follow("Progress")
    officer.page.get_by_text("Write a value", exact=True).click()
    officer.write("Value", "390")
    officer.write("Where it is from", "Calls to 311")
    officer.press("Keep the value")


def stops_and_says_why(officer):
    officer.follow("Overview")
    says_the_stage(officer, "Stopped", WHY)


def becomes_a_practice(officer):
    """It is published by whom its city trusts, says why, and the initiative leads to it."""
    officer.follow("Progress")
    officer.press("Write the practice")
    officer.choose("Who may read it", "Everyone")
    officer.press("Hand it in")
    said = told(officer)
    assert WHY in said
    assert "Ask who owns the poles before anything else." in said
    officer.visitor.open(officer.visitor.initiative)
    officer.follow(TITLE)  # under "Became a practice"
    assert WHY in told(officer)
