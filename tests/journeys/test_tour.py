"""A reader turns the pages of the library, on any screen and without a mouse."""

import pytest

WIDTHS = (1600, 390, 320)  # and as it is opened
PAGES = {
    "/library": "The library",
    "/practices/?view=map": "Practices",
    "/practices/toronto-sidewalk-quayside": "Toronto",
    "/documents/": "Documents",
    "/documents/a-smarter-baltimore-task-force-report": "Baltimore",
    "/technologies/": "Technologies",
    "/technologies/led-street-lighting": "LED street lighting",
    "/organisations/": "Organisations",
    "/organisations/welcoming-america": "Welcoming America",
    "/cities/": "Cities",
    "/cities/4509884-dayton": "Dayton",
    "/cities/4509884/peers": "Cities like Dayton",
    "/cities/4509884/peers/4250542": "Springfield",
    "/cities/choose": "city",
    "/brief?city=4509884&q=street+lighting": "Street lighting",
    "/brief": "brief",
    "/find?q=street+lighting&city=4509884&view=compare": "street lighting",
    "/find?q=street+lighting&city=4509884&view=map": "street lighting",
    "/find?q=aparcamiento&city=Valencia": "aparcamiento",
    "/sources": "Sources",
    "/about": "",
    "/about/method": "",
    "/about/method/money": "",
    "/about/method/peers": "",
    "/about/method/search": "",
    "/accessibility": "Accessib",
    "/api": "API",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_screen(reader, path):
    reader.open(path)
    assert PAGES[path].lower() in reader.heading().lower()
    for width in WIDTHS:
        reader.page.set_viewport_size({"width": width, "height": 900})
        reader.has_room()
    reader.is_accessible()


def test_a_page_that_there_is_not_says_so_and_helps(visit):
    reader = visit("phone", "dark")
    reader.open("/practices/no-such-practice", status=404)
    assert "no such page" in reader.heading()
    reader.page.get_by_label("The challenge, in your words").fill("bus lanes")
    reader.arrive(lambda: reader.page.keyboard.press("Enter"))
    assert reader.page.locator("#results h3").count() > 0


def test_a_reader_walks_from_page_to_page(visit, picture):
    reader = visit("desktop")
    page = reader.page
    reader.open("/")
    reader.follow(reader.link("Library", within=page.get_by_role("navigation", name="Main")))
    reader.follow(reader.link("Technologies"))
    reader.follow(page.locator("#results h3 a", has_text="signals").first)
    assert page.get_by_role("heading", name="Questions to ask before buying").is_visible()
    reader.follow(reader.link("Surtrac"))
    reader.follow(reader.link("Pittsburgh, Pennsylvania"))
    assert reader.heading() == "Pittsburgh"
    picture(reader, "city")
    reader.follow(reader.link("More peers"))
    reader.follow(page.locator("main h3 a").first)
    assert "Pittsburgh" in reader.heading()
    foot = page.get_by_role("contentinfo")
    for name in ("Sources and licences", "How we compare", "Open data and API", "Accessibility"):
        reader.follow(reader.link(name, within=foot))


def test_the_city_that_was_chosen_is_remembered(visit):
    reader = visit("phone")
    page = reader.page
    reader.open("/practices/detroit-relighting")
    page.get_by_role("combobox", name="Your city").press_sequentially("Дейтон")
    page.get_by_role("option", name="Dayton, Ohio").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    form = page.get_by_role("region", name="How close is this city to yours?")
    reader.follow(form.get_by_role("button", name="Compare"))
    assert page.get_by_role("heading", name="How close is Detroit to Dayton?").is_visible()
    reader.open("/practices/sydney-led-lights")
    assert page.get_by_role("heading", name="How close is Sydney to Dayton?").is_visible()
