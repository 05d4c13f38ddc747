"""Pages of initiatives: lists, a new one, the overview, team and stage; and where others lead."""

import pytest
from django.test import Client

from decapolis.canvas.actions.templates import put_shipped_templates
from decapolis.initiatives.models import Initiative
from decapolis.people.choices import Seat
from decapolis.people.models import TeamSeat
from tests.factories import calls, cities, hats, library, people
from tests.factories import initiatives as make
from tests.pages.initiatives.test_plan_page import said

pytestmark = pytest.mark.django_db


def browser(person=None):
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_from_a_practice_into_a_new_initiative():
    put_shipped_templates()
    city, practice = cities.city(), library.practice(title="Lamps of Vienna")
    ann = browser(hats.speaker(city))
    assert "Use in an initiative" in said(ann.get(f"/practices/{practice.slug}"))
    use = ann.get(f"/practices/{practice.slug}/initiative")
    assert f"/initiatives/new?practice={practice.slug}" in use.content.decode()
    form = ann.get(f"/initiatives/new?practice={practice.slug}")
    assert "Lamps of Vienna" in said(form)
    sent = {"city": city.pk, "title": "Light", "challenge": "Dark.", "practice": practice.slug,
            "template": "mayors-workshop", "themes": ["energy"]}  # fmt: skip
    page = ann.post("/initiatives/new", sent, follow=True)
    made = Initiative.objects.get()
    assert page.redirect_chain == [(made.path, 302)]
    assert "Lamps of Vienna" in said(page)
    assert made.board is not None


def test_into_one_of_mine():
    one, owner = make.owned()
    practice = library.practice()
    client = browser(owner)
    sent = {"initiative": one.key, "why": "Its price."}
    page = client.post(f"/practices/{practice.slug}/initiative", sent, follow=True)
    assert page.redirect_chain == [(one.path, 302)]
    assert "Its price." in said(page)
    foreign, _other = make.owned()
    wrong = client.post(f"/practices/{practice.slug}/initiative", {"initiative": foreign.key})
    assert wrong.status_code == 422
    assert not foreign.draws.exists()


def test_who_can_be_called_about_a_practice_is_noted_with_it():
    one, owner = make.owned()
    practice = library.practice(city=cities.city("Vienna"))
    called = calls.contact(practice)
    client, use = browser(owner), f"/practices/{practice.slug}/initiative"
    assert called.person.name in said(client.get(use))
    sent = {"initiative": one.key, "contact": called.pk}
    assert f"To call: {called.person.name}." in said(client.post(use, sent, follow=True))
    assert client.post(use, sent | {"contact": "999"}).status_code == 422


def test_who_speaks_for_no_city_is_told_how_to_begin():
    assert "Who speaks for a city begins its initiatives." in said(
        browser(people.person()).get("/initiatives/new")
    )


def test_lists_and_the_citys_page_and_the_desk_show_it_to_whom_it_is_open():
    one, owner = make.owned(title="Light every street")
    member = people.person()
    places = ("/initiatives", f"/cities/{one.city_id}-dayton", "/desk")
    for place in places:
        assert one.title in said(browser(owner).get(place))
        assert one.title not in said(browser(member).get(place, follow=True))
    one.opened = "public"
    one.save()
    for reader in (None, member, people.staff()):
        for place in places[:2]:
            assert one.title in said(browser(reader).get(place))


def test_a_practice_names_the_initiatives_that_draw_on_it_to_whom_they_are_open():
    practice = library.practice()
    (mine, owner), (opened, _other) = make.owned(title="Mine"), make.owned(title="Opened")
    elsewhere, _third = make.owned(title="Elsewhere", opened="public")
    make.draw(mine, practice)
    make.draw(opened, practice)
    make.draw(elsewhere)
    Initiative.objects.filter(pk=opened.pk).update(opened="public")
    own = said(browser(owner).get(f"/practices/{practice.slug}"))
    assert "Mine" in own
    assert "Opened" in own
    for stranger in (browser(), browser(people.staff())):
        page = said(stranger.get(f"/practices/{practice.slug}"))
        assert "Initiatives that draw on it" in page
        assert "Opened" in page
        assert "Mine" not in page
        assert "Elsewhere" not in page


def test_others_read_of_an_opened_one_neither_team_nor_steps_nor_board():
    one, owner = make.owned(opened="public")
    page = said(browser().get(one.path))
    for hidden in ("Steps so far", "Open the board", "Read the plan", owner.name):
        assert hidden not in page
    assert "Everyone reads this page, without the plan." in page


def test_seats_are_given_changed_and_taken_with_undo():
    one, owner = make.owned()
    client, ben = browser(owner), people.person(name="Ben Okafor")
    team = f"{one.path}/team"
    client.post(team, {"do": "seat", "people": "Ben Okafor", "seat": "expert"})
    client.post(team, {"do": "change", "person": ben.pk, "seat": "member"})
    assert TeamSeat.objects.get(person=ben).seat == Seat.MEMBER
    gone = client.post(team, {"do": "unseat", "person": ben.pk}, follow=True)
    assert "Ben Okafor has no seat any more." in said(gone)
    client.post(team, {"do": "change", "person": ben.pk, "seat": "member"})
    assert TeamSeat.objects.filter(person=ben).exists()
    nobody = client.post(team, {"do": "seat", "people": "Nobody Here", "seat": "expert"})
    assert nobody.status_code == 422
    last = client.post(team, {"do": "unseat", "person": owner.pk}, follow=True)
    assert "A team keeps somebody who owns it." in said(last)


def test_whoever_sits_in_a_team_may_leave_it():
    one, _owner = make.owned()
    ben = make.seated(one, Seat.READER)
    left = browser(ben).post(f"{one.path}/team", {"do": "unseat", "person": ben.pk})
    assert left.url == "/initiatives"
    assert browser(ben).get(one.path).status_code == 404


def test_the_stage_is_changed_with_its_reason_and_stopping_needs_one():
    one, owner = make.owned()
    client = browser(owner)
    refused = client.post(f"{one.path}/stage", {"stage": "stopped"})
    assert refused.status_code == 422
    assert "Say why it is stopped." in said(refused)
    page = client.post(f"{one.path}/stage", {"stage": "stopped", "why": "No bidder."}, follow=True)
    assert "No bidder." in said(page)
    assert "Stopped on" in said(page)


def test_an_initiative_that_nobody_leads_waits_for_who_speaks_for_its_city():
    one = make.initiative(title="Light every street")
    ann = browser(hats.speaker(one.city))
    assert "Nobody leads these" in said(ann.get("/initiatives"))
    assert ann.get(one.path).status_code == 404
    assert ann.post(f"{one.path}/take-over").url == one.path
    assert ann.get(one.path).status_code == 200


def test_what_it_is_can_be_changed_and_themes_are_checked():
    one, owner = make.owned()
    client = browser(owner)
    sent = {"title": "Brighter", "challenge": "Dark.", "themes": ["energy", "water"]}
    assert client.post(f"{one.path}/edit", sent).url == one.path
    one.refresh_from_db()
    assert (one.title, one.themes) == ("Brighter", ["energy", "water"])
    wrong = client.post(f"{one.path}/edit", sent | {"themes": ["gold"]})
    assert wrong.status_code == 422
    lost = client.post(f"{one.path}/draws", {"practice": "nowhere", "do": "end"})
    assert lost.status_code == 302


def test_a_practice_that_was_taken_out_is_put_back_by_one_click():
    one, owner = make.owned()
    client, held = browser(owner), make.draw(one, library.practice(title="Lamps of Vienna"))
    sent = {"practice": held.practice.slug, "do": "end"}
    gone = client.post(f"{one.path}/draws", sent, follow=True)
    assert "“Lamps of Vienna” was taken out. Put it back" in said(gone)
    assert not one.draws.exists()
    client.post(f"{one.path}/draws", {"practice": held.practice.slug, "do": "again"})
    assert one.draws.get().practice == held.practice


@pytest.mark.parametrize(("opened", "is_kept_out"), [("team", True), ("public", False)])
def test_no_cache_keeps_a_page_that_tells_of_a_closed_initiative(opened, is_kept_out):
    one, owner = make.owned(title="Light every street", opened=opened)
    practice = make.draw(one).practice
    for url in (f"/practices/{practice.slug}", f"/cities/{one.city_id}"):
        page = browser(owner).get(url, follow=True)
        assert "Light every street" in page.content.decode()
        assert ("no-store" in page.headers.get("Cache-Control", "")) == is_kept_out
        assert "no-store" not in browser().get(url, follow=True).headers.get("Cache-Control", "")
    assert "no-store" in browser(owner).get("/desk")["Cache-Control"]
