"""An officer questions a ranking: moves weights, leaves one out, picks peers, takes files."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import variants

TEN = "/rankings/ten-tools/2020-21"
COLUMBUS, SINGAPORE = 4509177, 1880252
CLOSE = 1e-9
PLACES = """() => [...document.querySelectorAll("table.ranks tr[data-code]")].map((row) => [
  row.dataset.code, row.querySelector(".r-place").textContent, row.dataset.score ?? "",
  row.querySelector(".moved").textContent])"""


@pytest.fixture
def officer(visit):
    reader = visit("desktop")
    reader.context.add_cookies([{"name": "city", "value": "4509884", "url": reader.address}])
    return reader


def places(reader):
    return reader.page.evaluate(PLACES)


def slide(reader, name, key):
    """Move a slider with one key, and look at what came of it."""
    reader.page.get_by_label(name, exact=True).focus()
    reader.page.keyboard.press(key)
    rest(reader)
    reader.look()


def rest(reader):
    """Wait until the page has drawn intervals around the weights as they are."""
    expect(reader.page.locator("table.ranks[data-old]")).to_have_count(0)


def as_the_server_says(visit, path):
    """Return rows and intervals of a page that was asked for without scripts."""
    plain = visit("desktop", scripts=False)
    plain.context.add_cookies([{"name": "city", "value": "4509884", "url": plain.address}])
    plain.open(path)
    found = plain.page.locator("table.ranks tr[data-code]").all()
    rows = [
        (
            row.get_attribute("data-code"),
            row.locator(".r-place").text_content(),
            float(row.get_attribute("data-score")),
        )
        for row in found
    ]
    return rows, spans_of(plain)


def spans_of(reader):
    """Return the ends of every interval, row by row."""
    told = reader.page.locator("table.ranks .r-span").all_text_contents()
    return [int(end) for one in told for end in (one.split("\N{EN DASH}") * 2)[:2]]


def test_an_officer_questions_a_ranking(officer, visit, picture):
    officer.open("/cities/")
    officer.follow(officer.link("Rankings", exact=True))
    officer.follow(officer.link("2020/21", exact=True))
    assert officer.heading() == "How firm is the order of Ten tools of a city government, 2020/21?"
    picture(officer, "ranking", height=1250)
    published = places(officer)
    assert [one[0] for one in published[:1]] == [str(SINGAPORE)]

    slide(officer, "Vision", "End")
    moved = places(officer)
    assert [one[0] for one in moved] != [one[0] for one in published]
    assert any(one[3].startswith("up ") for one in moved)
    expect(officer.page.get_by_role("status")).to_contain_text("Columbus is")
    assert officer.page.get_by_label("Vision", exact=True).get_attribute("aria-valuetext") == (
        "25% of the whole"
    )

    shown = officer.page.locator("table.ranks").inner_text()
    assert "Group 1. Places 1 to 2" in shown  # who cannot be told apart is drawn anew as well
    key = officer.page.locator(".k-bars")
    expect(key).to_have_text("Place in 90% of weightings around yours (5% to 95%)")

    officer.page.get_by_label("Smart policies counts").uncheck()
    rest(officer)
    officer.look()
    assert places(officer) != moved

    address = urlsplit(officer.page.url)
    assert address.query == "w-vision=300&off=smart-policies"
    wanted, spans = as_the_server_says(visit, f"{address.path}?{address.query}")
    found = places(officer)
    assert spans_of(officer) == pytest.approx(spans, abs=2)  # 400 draws beside 5,000
    assert [one[:2] for one in found] == [list(one[:2]) for one in wanted]
    assert all(
        abs(float(one[2]) - other[2]) <= CLOSE * other[2]
        for one, other in zip(found, wanted, strict=True)
    )


@pytest.mark.soak
def test_an_officer_picks_peers_and_sets_all_back(officer):
    officer.open(TEN)
    published = places(officer)
    slide(officer, "Budget", "Home")
    assert places(officer) != published
    officer.page.get_by_label("Among").select_option("peers")
    rest(officer)
    officer.look()
    assert len(places(officer)) == 10
    officer.page.get_by_role("link", name="Set back to equal").click()
    rest(officer)
    officer.look()
    officer.page.get_by_label("Among").select_option("")
    officer.look()
    assert places(officer) == published
    expect(officer.page.locator(".k-bars")).to_have_text("Place in 90% of weightings (5% to 95%)")


def test_an_officer_takes_the_files(officer):
    officer.open(TEN)
    with officer.page.expect_download() as taken:
        officer.link("Results as CSV").click()
    rows = taken.value.path().read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("1,1,2,")
    with officer.page.expect_download() as taken:
        officer.link("All of it as a spreadsheet").click()
    assert taken.value.suggested_filename == "ten-tools-2020-21-workbook.xlsx"


def test_an_officer_reads_how_columbus_stands_and_what_would_lift_it(officer):
    officer.open(TEN)
    officer.follow(officer.link("What stood behind it, and what would lift Columbus most"))
    assert officer.heading() == "Columbus: 11th, or anywhere from 4th to 17th"
    officer.follow(officer.link("Columbus beside Amsterdam"))
    officer.page.get_by_label("Singapore").check()
    officer.follow(officer.page.get_by_role("button", name="Compare"))
    assert officer.heading() == "Singapore, Amsterdam and Columbus"
    officer.follow(officer.link("How it is made"))
    assert officer.heading() == "How this ranking is made"


def test_without_scripts_a_form_weighs(visit):
    reader = visit("phone", "dark", scripts=False)
    reader.open(TEN)
    page = reader.page
    page.get_by_text("Weights: as published. Change them").click()
    page.get_by_label("Budget counts").uncheck()
    reader.follow(page.get_by_role("button", name="Weigh anew"))
    assert "With your weights" in page.get_by_role("status").inner_text()
    reader.follow(page.get_by_role("link", name="Set back to equal"))
    assert page.get_by_role("status").inner_text() == ""


@pytest.mark.soak
@variants(("screen", "scheme"), ("narrow", "light"), ("phone", "dark"))
def test_every_page_has_room_on_a_small_screen(visit, screen, scheme):
    reader = visit(screen, scheme)
    chosen = f"{TEN}/compare?city={COLUMBUS}&city={SINGAPORE}"
    for path in ("/rankings", TEN, f"{TEN}/{COLUMBUS}", chosen, f"{TEN}/method"):
        reader.open(path)
