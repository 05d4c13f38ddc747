"""The frame around every page: where it leads, and for whom."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.pages.http import OWN, ROOMS, is_open
from tests.factories import cities, hats, people

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)')
BESIDE = ["My desk", "Notices"]


def led(person):
    """Return what the navigation and the own menu lead to, by their words."""
    client = Client()
    if person:
        client.force_login(person)
    head = client.get("/about").content.decode().partition("</header>")[0]
    nav, _mark, menu = head.partition("</nav>")
    own = menu.partition("me__menu")[2].partition("</details>")[0]
    return [[word.strip() for _url, word in LINK.findall(part)] for part in (nav, own)]


def test_the_navigation_leads_everyone_to_what_is_theirs():
    open_to_all = ["Find", "Cities", "Library"]
    assert led(None) == [open_to_all, []]
    assert led(people.person(is_member=False))[0] == [*open_to_all, "My desk"]
    assert led(people.person())[0] == [*open_to_all, "People", "My desk"]
    assert led(people.staff())[0] == [*open_to_all, "People", "My desk"]


@pytest.mark.parametrize(
    ("fields", "more"),
    [
        ({"is_member": False}, []),
        ({}, []),
        ({"is_reviewer": True}, ["Reviews"]),
        ({"is_staff": True}, ["Network staff"]),
        ({"is_operator": True}, ["Operator"]),
    ],
)
def test_the_menu_under_ones_name_leads_to_what_one_may_do(fields, more):
    menu = led(people.person(**fields))[1]
    is_member = fields.get("is_member", True)
    middle = ["Initiatives", "Calls", "Contribute", "Profile"] if is_member else ["Profile"]
    there = [word for word in more if is_open({"Reviews": "/review"}.get(word, "/"))]
    assert menu == [*BESIDE, *middle, "What was done", *there, "Security", "My data"]


def test_no_link_of_the_frame_is_dead():
    for room in (*ROOMS, *OWN):
        if room.url != "/review" or is_open(room.url):
            assert resolve(room.url)


def test_the_frame_tells_how_many_notices_are_new():
    ana = people.person(name="Ana")
    client = Client()
    client.force_login(ana)
    assert "me__new" not in client.get("/about").content.decode()
    for _each in range(2):
        notify(by=None, people=[ana], kind=Kind.ASKED, told=Told("Ben asks to talk"))
    shown = client.get("/about").content.decode()
    assert '<span class="me__new">2<span class="unseen"> new notices</span></span>' in shown
    client.post("/desk/notices/read", {"all": "1"})
    assert "me__new" not in client.get("/about").content.decode()


def test_who_speaks_for_one_city_compares_with_it_until_another_is_chosen():
    ana = people.person(name="Ana")
    dayton, lima = cities.city("Dayton"), cities.city("Lima")
    client = Client()
    client.force_login(ana)
    assert "Choose your city" in client.get("/about").content.decode()
    hats.hat(ana, lima)  # not verified
    hats.verified(ana, dayton)
    head = client.get("/about").content.decode().partition("</header>")[0]
    assert f'title="Change your city">{", ".join(dayton.label.split(", ")[:2])}<' in head
    client.cookies["city"] = str(lima.pk)
    assert ">Lima" in client.get("/about").content.decode()
    del client.cookies["city"]
    hats.verified(ana, lima)
    assert "Choose your city" in client.get("/about").content.decode()
