"""The pages of notices, and the link that stops mail."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from decapolis.kernel.worker import work_off
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind, Rate
from decapolis.notices.models import Notice, Refusal
from decapolis.notices.queries import rhythms_of, unread, unsubscribe_token
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = "/desk/notices"


@pytest.fixture
def ada(client):
    person = people.person(name="Ada", time_zone="Asia/Tokyo")
    client.force_login(person)
    return person


def tell(*who, title="Lima asks <b>to talk</b>", kind=Kind.ASKED, url="/about"):
    notify(by=None, people=who, kind=kind, told=Told(title, "By mail.", url))
    return Notice.objects.order_by("pk").last()


def test_notices_are_listed_as_text_the_new_ones_first(client, ada):
    tell(ada)
    tell(people.person(), title="For another")
    shown = client.get(LIST).content.decode()
    assert "Lima asks &lt;b&gt;to talk&lt;/b&gt;" in shown
    assert "For another" not in shown
    assert "1 is new." in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    client, ada, number, django_assert_max_num_queries
):
    for n in range(number):
        tell(ada, title=f"Number {n}")
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_one_notice_is_marked_as_read_and_the_view_stays(client, ada):
    first, _second = tell(ada), tell(ada)
    answer = client.post(f"{LIST}/read", {"notice": first.pk, "show": "new", "kind": "asked"})
    assert answer.url == f"{LIST}?kind=asked&show=new"
    assert unread(ada) == 1


def test_all_of_a_view_are_marked_as_read(client, ada):
    tell(ada)
    tell(ada, kind=Kind.CHANGES)
    client.post(f"{LIST}/read", {"all": "1", "kind": "changes"})
    assert unread(ada) == 1
    answer = client.post(f"{LIST}/read", {"all": "1"}, follow=True)
    assert "1 notice is marked as read." in answer.content.decode()
    assert unread(ada) == 0


def test_a_notice_leads_on_and_is_read_by_its_owner_alone(client, ada):
    mine, other = tell(ada), tell(people.person())
    assert client.get(f"{LIST}/{mine.pk}/open").url == "/about"
    assert unread(ada) == 0
    assert client.get(f"{LIST}/{other.pk}/open").status_code == 404
    assert unread(other.person) == 1


@pytest.mark.parametrize("said", ["page=0", "page=x", "page=²", "kind=no", "show=9", "page=99999"])
def test_what_an_address_cannot_mean_is_left_out(client, ada, said):
    tell(ada)
    assert client.get(f"{LIST}?{said}").status_code == 200


@pytest.mark.parametrize("notice", ["", "x", "-1", "9" * 30, "²"])
def test_a_notice_that_is_none_is_not_marked(client, ada, notice):
    tell(ada)
    assert client.post(f"{LIST}/read", {"notice": notice}).status_code == 302
    assert unread(ada) == 1


def chosen(person):
    return {choice.kind: choice.rate for choice in rhythms_of(person.pk)}


def test_rhythms_are_kept_as_chosen(client, ada):
    rates = {kind: "weekly" for kind in Kind if kind != Kind.DESK}
    answer = client.post(f"{LIST}/rhythms", rates, follow=True)
    assert "Your mail comes as you chose." in answer.content.decode()
    assert set(chosen(ada).values()) == {Rate.WEEKLY, Rate.DAILY}
    assert chosen(ada)[Kind.DESK] == Rate.DAILY


def test_a_rhythm_that_there_is_none_of_changes_nothing(client, ada):
    before = chosen(ada)
    rates = dict.fromkeys(Kind, "weekly") | {Kind.REVIEWS: "hourly"}
    assert client.post(f"{LIST}/rhythms", rates).status_code == 422
    assert chosen(ada) == before


def test_mail_that_came_back_is_told_and_tried_again_when_its_owner_says_so(client, ada):
    Refusal.objects.create(person=ada, address=ada.email, said="550 No such user.")
    assert "550 No such user." in client.get(f"{LIST}/rhythms").content.decode()
    client.post(f"{LIST}/address")
    assert not Refusal.objects.exists()


def links_of(message):
    return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", message.body)


def test_the_links_of_a_mail_lead_where_they_say(client, ada):
    notice = tell(ada)
    work_off()
    [message] = mail.outbox
    stop = f"/notices/unsubscribe/{unsubscribe_token(ada.pk, [Kind.ASKED])}".rsplit(":", 2)[0]
    links = links_of(message)
    assert links[0] == reverse("notices:open", args=[notice.pk])
    assert links[1].startswith(stop)
    assert links[2] == reverse("notices:rhythms")
    assert [client.get(link).status_code for link in links] == [302, 200, 200]


def test_a_mail_program_stops_mail_with_one_click_without_sign_in_or_token(ada):
    tell(ada)
    work_off()
    link = links_of(mail.outbox[0])[1]
    assert mail.outbox[0].extra_headers["List-Unsubscribe"] == f"<http://127.0.0.1:8000{link}>"
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 302
    assert chosen(ada)[Kind.ASKED] == Rate.NEVER
    assert chosen(ada)[Kind.ANSWERED] == Rate.ONCE


def test_looking_at_the_link_stops_nothing_and_what_it_stops_can_be_undone(ada):
    link = f"/notices/unsubscribe/{unsubscribe_token(ada.pk, [Kind.ASKED])}"
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop this mail" in stranger.get(link).content.decode()
    assert chosen(ada)[Kind.ASKED] == Rate.ONCE
    assert "This mail is stopped" in stranger.post(link, follow=True).content.decode()
    assert chosen(ada)[Kind.ASKED] == Rate.NEVER
    stranger.post(link, {"again": "1"})
    assert chosen(ada)[Kind.ASKED] == Rate.ONCE


def test_a_link_that_is_not_ours_is_not_found(client, ada):
    link = f"/notices/unsubscribe/{unsubscribe_token(ada.pk, [Kind.ASKED])}x"
    answer = client.post(link)
    assert answer.status_code == 404
    assert "This link is not whole." in answer.content.decode()
    assert chosen(ada)[Kind.ASKED] == Rate.ONCE
