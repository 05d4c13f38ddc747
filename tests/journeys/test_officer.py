"""An officer of Valencia, who asks in Spanish, wants to know about smart parking."""

import csv
import re

from tests.journeys.visitor import variants

QUESTION = "aparcamiento inteligente"


def hits(page):
    return page.locator("#results h3").all_inner_texts()


def said(page):
    """Return how many answers the page says there are."""
    return int(re.match(r"[\d,]+", page.locator("#answers").inner_text())[0].replace(",", ""))


def asked(page):
    return page.get_by_label("The challenge, in your words").input_value()


def ask_for_the_wrong_valencia(officer):
    """Type the bare name, which three cities share, and pay no heed to the suggestions."""
    page = officer.page
    officer.open("/")
    page.get_by_label("The challenge, in your words").fill(QUESTION)
    page.get_by_role("combobox", name="Your city").press_sequentially("Valencia")
    page.get_by_role("option", name="Valencia, Spain").wait_for()
    officer.arrive(lambda: page.keyboard.press("Enter"))


def is_asked_which(officer):
    page = officer.page
    assert page.get_by_text("Several cities are called Valencia").is_visible()
    assert page.get_by_role("combobox", name="Your city").input_value() == "Valencia"
    assert officer.link("Valencia, Carabobo, Venezuela").is_visible()
    assert page.get_by_text("Close to Valencia").count() == 0
    officer.follow(officer.link("Valencia, Spain"))
    assert page.get_by_text("Several cities are called").count() == 0
    assert "Valencia, Spain" in page.get_by_role("banner").inner_text()
    assert asked(page) == QUESTION


def finds_what_is_held_in_english(officer):
    """See practices on parking beside Valencia first, then everything on it as a list."""
    page = officer.page
    table = page.get_by_role("table", name="Practices compared for Valencia")
    assert "parking" in table.inner_text().lower()
    officer.follow(officer.link("List", exact=True))
    first = " ".join(hits(page)[:5]).lower()
    assert "parking" in first
    officer.follow(officer.link("Documents"))
    assert "ciudades inteligentes" not in " ".join(hits(page)).lower()
    officer.arrive(page.go_back)


def takes_away_what_was_understood(officer):
    page = officer.page
    chips = page.locator(".understood .chip")
    before = chips.all_inner_texts()
    assert before
    officer.follow(chips.first)
    assert "without=" in page.url
    assert before[0] not in chips.all_inner_texts()
    assert asked(page) == QUESTION
    officer.follow(officer.link("Understand them again"))
    assert chips.all_inner_texts() == before


def narrows_the_list(officer):
    page = officer.page
    many = said(page)
    if not officer.link("Getting around").is_visible():  # folded away on a phone
        page.get_by_text("Narrow the list").click()
    officer.follow(officer.link("Getting around"))
    assert "theme=mobility" in page.url
    assert 0 < said(page) < many
    narrowed, there = hits(page), page.url
    officer.arrive(page.reload)
    assert hits(page) == narrowed
    officer.follow(page.locator("#results h3 a").first)
    officer.arrive(page.go_back)
    assert page.url == there
    assert hits(page) == narrowed
    assert page.get_by_text("Narrowed to").is_visible()


def takes_the_list_along(officer):
    page = officer.page
    with page.expect_download() as begun:
        officer.link("This list as CSV").click()
    assert begun.value.suggested_filename.endswith(".csv")
    with begun.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == said(page)
    assert [row["title"] for row in rows][: len(hits(page))] == hits(page)
    assert all("mobility" in row["themes"] for row in rows)


@variants(("screen", "scheme"), ("phone", "light"), ("desktop", "dark"))
def test_an_officer_asks_in_spanish_and_takes_a_list_along(visit, screen, scheme):
    officer = visit(screen, scheme, locale="es-ES")
    ask_for_the_wrong_valencia(officer)
    is_asked_which(officer)
    finds_what_is_held_in_english(officer)
    takes_away_what_was_understood(officer)
    narrows_the_list(officer)
    takes_the_list_along(officer)
