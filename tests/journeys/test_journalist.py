"""A journalist looks for what did not work, and for who says so."""

import re

from tests.journeys.visitor import variants

QUESTION = "failed smart city projects in Europe"


def ask(journalist):
    page = journalist.page
    journalist.open("/")
    page.get_by_label("The challenge, in your words").fill(QUESTION)
    journalist.arrive(lambda: page.keyboard.press("Enter"))
    understood = page.locator(".understood").inner_text()
    assert "Europe" in understood
    assert "went badly" in understood


def keep_failures(journalist):
    """Filter by status, so that every practice left says how it failed."""
    page = journalist.page
    narrow = page.get_by_text("Narrow the list")
    if narrow.is_visible():
        narrow.click()
    journalist.follow(journalist.link("Cancelled or went badly"))
    assert "status=failed" in page.url
    found = page.locator("#results .hit")
    assert found.count() >= 3
    for words in found.all_inner_texts():
        assert re.search(r"Cancelled|Went badly", words), words


def see_the_map(journalist):
    page = journalist.page
    journalist.follow(journalist.link("Map", exact=True))
    drawn = page.get_by_role("img", name=re.compile(r"A map of \d+ cities"))
    assert drawn.is_visible()
    assert drawn.get_by_text("Copenhagen").count() >= 1
    assert page.locator("#results .hit").count() >= 3  # the list stays below its map


def read_a_failure(journalist):
    """Open one, read what went wrong, and check that sources are given."""
    page = journalist.page
    journalist.follow(journalist.link("City Data Exchange"))
    assert page.get_by_role("heading", name="What went wrong").is_visible()
    sources = page.get_by_role("region", name="Sources").get_by_role("link")
    assert sources.count() >= 2
    for i in range(sources.count()):
        assert re.match(r"https?://", sources.nth(i).get_attribute("href"))
    cited = page.locator("main sup a, main a sup").first
    assert cited.is_visible()


def go_on_to_another(journalist):
    page = journalist.page
    first = journalist.heading()
    journalist.follow(journalist.link("", within=page.get_by_role("region", name="Related")))
    assert journalist.heading() != first


@variants(("screen", "scheme"), ("phone", "light"), ("desktop", "dark"))
def test_a_journalist_finds_failures_and_their_sources(visit, screen, scheme):
    journalist = visit(screen, scheme, locale="en-GB")
    ask(journalist)
    keep_failures(journalist)
    see_the_map(journalist)
    read_a_failure(journalist)
    go_on_to_another(journalist)
