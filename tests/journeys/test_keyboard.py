"""A reader who has no mouse: everything is reached, in order, and the focus is seen."""

import pytest

MOST = 400  # stops on one page; more would be a trap
REACHED = {
    "/": [
        "Skip to content",
        "Decapolis",
        "Find",
        "Cities",
        "Library",
        "Choose your city",
        "The challenge, in your words",
        "Your city",
        "Compare",
        "All answers",
    ],
    "/find?q=street+lighting": ["Skip to content", "Compare", "Status", "This list as CSV"],
    "/practices/sydney-led-lights": ["Skip to content", "Compare it with your city", "Your city"],
    "/cities/4509884-dayton": ["Skip to content", "Brief for Dayton", "Compare"],
    "/brief?city=4509884&q=street+lighting": ["Ask again", "Word", "PDF", "Multiply"],
}


@pytest.mark.parametrize("path", REACHED)
def test_tab_reaches_the_main_things_in_order(visit, path):
    reader = visit("desktop")
    reader.open(path)
    stops = reader.tab_through(MOST)
    assert len(stops) < MOST
    names = iter([stop["name"] for stop in stops])
    for wanted in REACHED[path]:
        assert any(wanted in name for name in names), f"Tab does not reach {wanted} in its turn."
    unseen = [stop["name"] for stop in stops if not (stop["ring"] and stop["shown"])]
    assert not unseen, f"No one sees that the focus is on: {unseen}"
    covered = [stop["name"] for stop in stops if stop["covered"]]
    assert not covered, f"Something lies over: {covered}"


def test_the_skip_link_leads_past_the_masthead(visit):
    reader = visit("phone")
    reader.open("/library")
    page = reader.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_what_is_folded_opens_with_the_keyboard(visit):
    reader = visit("phone")
    reader.open("/practices/")
    page = reader.page
    page.locator("summary", has_text="Narrow the list").focus()
    page.keyboard.press("Enter")
    wanted = reader.link("Spain")
    assert not wanted.is_visible()
    page.locator("summary", has_text="Country").focus()
    page.keyboard.press("Enter")
    wanted.focus()
    reader.arrive(lambda: page.keyboard.press("Enter"))
    assert "country=ES" in page.url


def test_a_suggestion_may_be_left_alone(visit):
    reader = visit("desktop")
    reader.open("/")
    page = reader.page
    city = page.get_by_role("combobox", name="Your city")
    city.press_sequentially("Ljub")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert city.input_value() == "Ljub"
