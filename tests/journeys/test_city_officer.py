"""An officer of a city far from English looks for cities like hers, and for the data behind it."""

import json

from tests.journeys.visitor import variants


def find_by_a_name_of_her_own(officer):
    """Type the name in Greek, with no mouse, and take the suggestion."""
    page = officer.page
    officer.open("/cities/")
    assert page.get_by_role("heading", name="cities with practices").is_visible()
    field = page.get_by_label("Find a city")
    field.focus()
    page.keyboard.type("Αθήν")
    page.get_by_role("option", name="Athens, Attica, Greece").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "Athens, Attica, Greece"
    officer.arrive(lambda: page.keyboard.press("Enter"))
    assert officer.heading() == "Athens"


def read_what_is_known(officer):
    page = officer.page
    for part in ("Athens among its peers", "Cities like it", "What is not known", "Sources"):
        assert page.get_by_role("heading", name=part).is_visible(), part
    apart = page.get_by_role("region", name="Known only of the region or country")
    assert "These say nothing of Athens itself." in apart.inner_text()


def make_it_hers(officer):
    officer.follow(officer.page.get_by_role("button", name="This is my city"))
    assert officer.heading() == "Athens"
    said = " ".join(officer.page.locator(".asks").inner_text().split())
    assert said.startswith("Comparing with Athens")


def see_peers_for_a_theme(officer, screen):
    page = officer.page
    officer.follow(officer.link("More peers, and for a theme"))
    assert page.get_by_role("listitem").filter(has_text="Close to Athens").count() == 12
    if screen == "phone":
        page.get_by_text("Compare for a theme").click()
    officer.follow(officer.link("Water", exact=True))
    assert "compared for “Water”" in page.locator("main").inner_text()
    officer.follow(page.get_by_role("listitem").filter(has_text="1st of").get_by_role("link").first)
    assert officer.heading().endswith("beside Athens")
    assert page.get_by_role("table").first.is_visible()


def forget_it_again(officer):
    officer.follow(officer.page.locator(".asks a"))
    officer.follow(officer.page.get_by_role("button", name="Forget my city"))
    assert "Choose your city" in officer.page.locator(".asks").inner_text()


@variants(("screen", "scheme"), ("phone", "light"), ("desktop", "dark"))
def test_an_officer_sees_which_cities_are_like_hers(visit, screen, scheme):
    officer = visit(screen, scheme)
    find_by_a_name_of_her_own(officer)
    read_what_is_known(officer)
    make_it_hers(officer)
    see_peers_for_a_theme(officer, screen)
    forget_it_again(officer)


def test_a_name_is_sent_by_enter_though_suggestions_are_open(visit):
    officer = visit("phone")
    officer.open("/cities/")
    officer.page.get_by_label("Find a city").focus()
    officer.page.keyboard.type("Springfield")
    officer.page.get_by_role("option").first.wait_for()
    officer.arrive(lambda: officer.page.keyboard.press("Enter"))
    assert "cities go by “Springfield”" in officer.page.locator("h2").first.inner_text()


def test_a_name_of_several_cities_is_settled_without_scripts(visit):
    officer = visit("phone", scripts=False)
    officer.open("/cities/choose?next=/about")
    officer.refused.add(f"{officer.address}/cities/choose")
    officer.page.get_by_label("Your city").fill("Springfield")
    with officer.page.expect_navigation():
        officer.page.get_by_role("button", name="Use this city").click()
    officer.looked_at.add(officer.page.url)
    officer.follow(officer.page.get_by_role("button", name="Springfield, Illinois, United States"))
    assert officer.heading() == "About Decapolis"


def test_every_example_of_the_documentation_can_be_followed(visit):
    officer = visit()
    officer.open("/api")
    officer.follow(officer.link("Practices", exact=True))
    examples = officer.page.locator("main a[href^='/api/v1/practices']")
    address = examples.first.get_attribute("href")
    answer = officer.context.request.get(address)
    assert answer.status == 200
    assert json.loads(answer.body())["items"][0]["sources"]
