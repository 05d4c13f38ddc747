"""An officer corrects a cost of her city with its source; her draft outlives a lost connection."""

import re

from tests.journeys.visitor import variants

SLUG = "columbus-smart-city-challenge"


def officer_of_columbus():
    from decapolis.library.models import Practice  # noqa: PLC0415 -- app ready
    from tests.factories import hats  # noqa: PLC0415 -- app ready

    return hats.speaker(Practice.objects.get(slug=SLUG).city, name="Ana Díaz")


def saved(officer):
    state = officer.page.locator("[data-state]")
    state.filter(has_text=re.compile(r"^Saved at \d")).wait_for()


def write_and_come_back(officer, amount):
    """What she typed is there again after the page was loaded anew."""
    page = officer.page
    officer.open(f"/practices/{SLUG}")
    officer.follow(officer.link("Correct this"))
    page.get_by_label("Amount").first.fill(f"{amount}00000")
    saved(officer)
    page.reload()
    officer.look()
    assert page.get_by_label("Amount").first.input_value() == f"{amount}00000"


def lose_the_line(officer):
    """What cannot be sent is kept on the device, and sent when the line is back."""
    page = officer.page
    officer.context.set_offline(True)
    page.get_by_label("What they did").fill("The city ran a programme office.")
    page.get_by_text("Not saved: no connection. Kept on this device.").wait_for()
    officer.faults[:] = [one for one in officer.faults if "ERR_INTERNET_DISCONNECTED" not in one]
    assert page.evaluate("Object.keys(localStorage).length") == 1
    officer.context.set_offline(False)
    saved(officer)
    assert page.evaluate("Object.keys(localStorage).length") == 0


def name_the_source(officer):
    """A source comes into the list, and can be chosen at the figure as soon as it has a title."""
    page = officer.page
    before = page.locator("[data-row=sources]").count()
    page.get_by_role("button", name="Add a source").click()
    row = page.locator("[data-row=sources]").nth(before)
    row.get_by_label("Title").fill("Final bill of the programme")
    row.get_by_label("Address").fill("https://columbus.example/final-bill")
    row.get_by_label("Year").fill("2022")
    label = f"{before + 1}. Final bill of the programme"
    page.locator("#f-costs-0-source").select_option(label=label)
    saved(officer)


def hand_in(officer, amount):
    page = officer.page
    page.get_by_label("What you changed, and why").fill("The final bill is out.")
    officer.follow(page.get_by_role("button", name="Publish"))
    assert f"${amount / 10}M" in page.locator(".rail").inner_text()
    mark = page.locator(".rail").get_by_role("button", name="Cost: who added it, and when").first
    mark.press("Enter")
    told = page.locator(":popover-open")
    says = "Changed by Ana Díaz, Columbus, Ohio, United States, from Final bill"
    assert says in told.inner_text()
    assert told.get_by_role("link", name="What it changed").is_visible()
    page.keyboard.press("Escape")


def look_at_both_versions(officer, amount):
    page = officer.page
    officer.follow(officer.link("All versions"))
    assert "“The final bill is out.”" in page.locator("main").inner_text()
    officer.follow(officer.link("What it changed"))
    told = page.get_by_role("table").inner_text()
    assert f"USD {amount / 10:.1f}".replace(".", ",") + "00,000" in told
    assert "Final bill of the programme, 2022" in told


@variants(("screen", "scheme"), ("phone", "light"), ("desktop", "dark"))
def test_an_officer_corrects_a_cost_with_its_source(visit, members, screen, scheme):
    officer = visit(screen, scheme)
    members(officer, officer_of_columbus)
    amount = {"phone": 515, "desktop": 525}[screen]  # hundreds of thousands
    write_and_come_back(officer, amount)
    lose_the_line(officer)
    name_the_source(officer)
    hand_in(officer, amount)
    look_at_both_versions(officer, amount)
