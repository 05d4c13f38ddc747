"""The pages of requests, and the links of their mail on a real mail server."""

import re

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Visibility
from decapolis.kernel.worker import work_off
from decapolis.library import actions
from decapolis.library.actions import Consent, Share
from decapolis.library.actions.calls import REMIND_AFTER
from decapolis.library.choices import CallState, Wanted
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver
from decapolis.library.queries.calls import LINK_LIVES, SALT, link_token
from decapolis.library.tasks import keep_calls_moving
from decapolis.notices.actions import set_rhythm
from decapolis.notices.choices import Kind, Rate
from decapolis.notices.models import Notice
from tests.factories import calls, hats, people
from tests.factories.post import mail_server

pytestmark = pytest.mark.django_db
SITE = "https://cities.example"


@pytest.fixture
def lamps():
    return calls.practice(title="Lamps", slug="lamps")


@pytest.fixture
def ana(lamps):
    return calls.contact(lamps, name="Ana Ruiz").person


@pytest.fixture
def mia(client):
    person = people.person(name="Mia Berg")
    client.force_login(person)
    return person


@pytest.fixture
def post(settings):
    with mail_server(settings) as handler:
        yield handler


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


# the page of the practice


def test_members_read_names_the_public_a_number_and_nobody_shows_nothing(client, lamps):
    page = "/practices/lamps"
    assert "Ask to talk" not in text(client.get(page))
    assert "Members can ask" not in text(client.get(page))
    person = calls.contact(lamps, name="Ana Ruiz").person
    calls.contact(lamps, name="Bo Ek")
    public = text(client.get(page))
    assert "Members can ask 2 people who did this." in public
    assert "Ana Ruiz" not in public
    assert person.email not in public
    member = text(as_(people.person()).get(page))
    assert "Ana Ruiz" in member
    assert "Ask to talk" in member
    assert person.email not in member
    unknown = text(as_(people.person(is_member=False)).get(page))
    assert "Ana Ruiz" not in unknown


def test_the_page_leads_who_took_part_to_agree(lamps, ana):
    assert "On what terms you are asked" in text(as_(ana).get("/practices/lamps"))
    other = hats.speaker(lamps.city)
    assert "Let members ask you about this" in text(as_(other).get("/practices/lamps"))
    assert "Let members ask you" not in text(as_(people.person()).get("/practices/lamps"))


def test_what_was_kept_stands_on_the_page_for_whom_it_is(client, lamps, ana):
    call = calls.answered(lamps, people.person(name="Mia Berg"), "By <b>tender</b>.")
    note = calls.note(call, by_asker=Visibility.NETWORK, answerer_named=True)
    assert "Asked and answered" not in text(client.get("/practices/lamps"))
    shown = text(as_(people.person()).get("/practices/lamps"))
    assert "By &lt;b&gt;tender&lt;/b&gt;." in shown
    assert "Answered by Ana Ruiz." in shown
    assert "Mia Berg" not in shown
    CallNote.objects.filter(pk=note.pk).update(by_asker=Visibility.PUBLIC)
    assert "Asked and answered" in text(client.get("/practices/lamps"))


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(lamps, number, django_assert_max_num_queries):
    for _n in range(number):
        calls.contact(lamps)
        calls.note(calls.answered(lamps))
    reader = as_(people.person())
    reader.get("/practices/lamps")
    with django_assert_max_num_queries(45) as asked:
        reader.get("/practices/lamps")
    for table in ("library_contact", "library_callnote"):  # are there any; which may be read
        assert sum(table in one["sql"] for one in asked.captured_queries) == 2


# asking


def test_a_question_is_sent_and_stands_on_the_desk(client, lamps, ana, mia):
    asked = {"question": "How <i>much</i>?", "wants": "mail", "times": "Mornings"}
    answer = client.post("/practices/lamps/call", asked, follow=True)
    shown = text(answer)
    assert "Your question is on its way." in shown
    assert "How &lt;i&gt;much&lt;/i&gt;?" in shown
    assert ana.email not in shown
    call = CallRequest.objects.get()
    assert (call.to, call.wants, call.state) == (ana, Wanted.MAIL, CallState.WAITING)
    assert "Lamps" in text(client.get("/desk/calls"))


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"question": " ", "wants": "call"},
        {"question": "x" * 2001, "wants": "call"},
        {"question": "Why?", "wants": "party"},
        {"question": "Why?", "wants": "call", "times": "x" * 301},
        {"question": "Why\0?", "wants": "call"},
    ],
)
def test_a_form_that_cannot_be_sent_is_told_and_nothing_is_written(client, lamps, ana, mia, sent):
    assert client.post("/practices/lamps/call", sent).status_code == 422
    assert not CallRequest.objects.exists()


def test_when_all_were_asked_the_text_is_kept_and_the_day_told(client, lamps, mia):
    calls.contact(lamps, most=1)
    calls.call(lamps)
    asked = {"question": "Why so bright?", "wants": "call", "times": ""}
    shown = text(client.post("/practices/lamps/call", asked, follow=True))
    assert "You can ask from" in shown
    assert "Why so bright?" in shown
    assert CallRequest.objects.get(asker=mia).state == CallState.DRAFT
    assert "Not sent yet" in text(client.get("/desk/calls"))


def test_a_practice_that_may_not_be_seen_has_no_form_and_no_people(client, lamps, ana, mia):
    lamps.visibility = Visibility.STAFF
    lamps.save()
    asked = {"question": "Why?", "wants": "call"}
    for path in ("/practices/lamps/call", "/practices/lamps/call/consent"):
        assert client.get(path).status_code == 404
        assert client.post(path, asked).status_code == 404
        assert as_(ana).get(path).status_code == 404
    assert not CallRequest.objects.exists()


# consent


def test_someone_agrees_changes_the_terms_and_takes_it_back(lamps):
    ana = hats.speaker(lamps.city, name="Ana Ruiz")
    page, her = "/practices/lamps/call/consent", as_(ana)
    terms = {"do": "agree", "most_a_month": "3", "note": "Procurement", "paused_until": ""}
    assert "on these terms" in text(her.post(page, terms, follow=True))
    assert "Procurement" in text(as_(people.person()).get("/practices/lamps"))
    assert her.post(page, terms | {"most_a_month": "21"}).status_code == 422
    assert her.post(page, terms | {"paused_until": "2001-01-01"}).status_code == 422
    assert Contact.objects.get().most_a_month == 3
    assert "Nobody can ask you" in text(her.post(page, {"do": "take_back"}, follow=True))
    assert not Contact.objects.exists()
    assert "Ana Ruiz" not in text(as_(people.person()).get("/practices/lamps"))


def test_staff_ask_someone_and_cannot_agree_for_her(lamps):
    ana, staff = hats.speaker(lamps.city, name="Ana Ruiz"), as_(people.staff())
    assert "Ana Ruiz" in text(staff.get("/practices/lamps/call/consent"))
    shown = staff.post("/practices/lamps/call/invite", {"person": ana.pk}, follow=True)
    assert "Ana Ruiz is asked by notice." in text(shown)
    assert Notice.objects.get(person=ana).url == "/practices/lamps/call/consent"
    terms = {"do": "agree", "most_a_month": "3", "person": ana.pk}
    assert staff.post("/practices/lamps/call/consent", terms).status_code == 403
    assert not Contact.objects.exists()
    member = as_(people.person())
    assert "Ana Ruiz" not in text(member.get("/practices/lamps/call/consent"))
    answer = member.post("/practices/lamps/call/invite", {"person": ana.pk})
    assert answer.status_code == 404


# the desk


def test_a_question_stays_on_her_desk_until_it_is_answered(lamps, ana, mia):
    """Also once she has read the notice of it; it is said there once."""
    made = calls.call(lamps, mia, "Who mends them?")
    client = as_(ana)
    shown = text(client.get("/desk"))
    assert "1 question waits for you" in shown
    assert "Questions to you" in shown
    assert f"{mia.name} asks to talk" not in shown
    Notice.objects.filter(person=ana).update(read=timezone.now())
    assert f'href="/desk/calls/{made.pk}"' in text(client.get("/desk"))
    actions.answer_call(by=ana, call=made, text="The utility.")
    assert "Questions to you" not in text(client.get("/desk"))


def test_she_answers_in_place(lamps, ana, mia):
    call, her = calls.call(lamps, mia), as_(ana)
    assert calls.QUESTION in text(her.get("/desk/calls"))
    path = f"/desk/calls/{call.pk}"
    assert her.post(path, {"do": "answer", "answer": " "}).status_code == 422
    assert "Your answer is sent." in text(
        her.post(path, {"do": "answer", "answer": "By tender."}, follow=True)
    )
    assert "By tender." in text(as_(mia).get(path))
    assert her.post(path, {"do": "answer", "answer": "Other"}).status_code == 422
    call.refresh_from_db()
    assert call.answer == "By tender."


def test_she_accepts_and_the_asker_reads_her_address(lamps, ana, mia):
    call, her = calls.call(lamps, mia), as_(ana)
    path = f"/desk/calls/{call.pk}"
    assert ana.email not in text(as_(mia).get(path))
    her.post(path, {"do": "accept", "word": "Friday at nine."})
    shown = text(as_(mia).get(path))
    assert ana.email in shown
    assert "Friday at nine." in shown


def test_she_passes_it_on_or_declines(lamps, ana, mia):
    call, her = calls.call(lamps, mia), as_(ana)
    path, bo = f"/desk/calls/{call.pk}", hats.speaker(lamps.city, name="Bo Ek")
    stranger = people.person()
    assert her.post(path, {"do": "pass", "to": stranger.pk}).status_code == 422
    assert "Passed on to Bo Ek." in text(her.post(path, {"do": "pass", "to": bo.pk}, follow=True))
    assert "Bo Ek" not in text(as_(mia).get(path))
    as_(bo).post(path, {"do": "decline", "word": "Sorry."})
    shown = text(as_(mia).get(path))
    assert "Sorry." in shown
    assert "Sorry." not in text(her.get(path))


def test_both_agree_to_keep_and_either_takes_it_back(client, lamps, ana, mia):
    call = calls.answered(lamps, mia)
    path, yes = f"/desk/calls/{call.pk}", {"do": "share", "level": "public", "named": "yes"}
    client.post(path, yes)
    assert "By tender." not in text(Client().get("/practices/lamps"))
    as_(ana).post(path, yes | {"named": ""})
    shown = text(Client().get("/practices/lamps"))
    assert "Asked by Mia Berg." in shown
    assert "Ana Ruiz" not in shown
    assert client.post(path, yes | {"level": "staff"}).status_code == 422
    client.post(path, {"do": "share", "level": "", "named": ""})
    assert "By tender." not in text(Client().get("/practices/lamps"))


def test_others_have_no_such_request_staff_neither(lamps, ana, mia):
    call = calls.call(lamps, mia, "A question between us")
    for reader in (people.person(), people.staff(), people.person(is_operator=True)):
        client = as_(reader)
        assert client.get(f"/desk/calls/{call.pk}").status_code == 404
        assert client.post(f"/desk/calls/{call.pk}", {"do": "withdraw"}).status_code == 404
        assert "between us" not in text(client.get("/desk/calls"))
    staff = as_(people.staff())
    assert "between us" not in text(staff.get("/staff/calls"))
    assert "between us" not in text(staff.get("/audit"))
    call.refresh_from_db()
    assert call.state == CallState.WAITING


def test_the_asker_takes_it_back(client, lamps, ana, mia):
    call = calls.call(lamps, mia)
    assert "taken back" in text(
        client.post(f"/desk/calls/{call.pk}", {"do": "withdraw"}, follow=True)
    )
    call.refresh_from_db()
    assert call.state == CallState.WITHDRAWN


@pytest.mark.parametrize("do", ["", "nothing", "accept", "answer", "pass", "decline"])
def test_the_asker_cannot_answer_herself(client, lamps, ana, mia, do):
    call = calls.call(lamps, mia)
    sent = {"do": do, "answer": "Mine", "to": ana.pk}
    assert client.post(f"/desk/calls/{call.pk}", sent).status_code in {302, 403, 422}
    call.refresh_from_db()
    assert (call.state, call.answer, call.to) == (CallState.WAITING, "", ana)


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_asks_as_often_for_three_as_for_one(ana, number, django_assert_max_num_queries):
    for _n in range(number):
        practice = calls.practice()
        hats.verified(ana, practice.city)
        actions.agree_to_be_called(by=ana, practice=practice, terms=Consent())
        calls.call(practice)
    her = as_(ana)
    her.get("/desk/calls")
    with django_assert_max_num_queries(16):
        her.get("/desk/calls")


# mail, and its links


def links_of(message):
    plain = message.get_body(("plain",)).get_content()
    return re.findall(rf"{SITE}(/\S+)", plain)


def test_a_request_comes_by_mail_with_links_that_answer(post, lamps, ana, mia):
    calls.call(lamps, mia, "How did you\nbuy the lamps?")
    work_off()
    [message] = post.taken
    assert message["To"] == ana.email
    assert message["Subject"] == "Mia Berg asks to talk: Lamps"
    plain = message.get_body(("plain",)).get_content()
    assert "buy the lamps?" in plain
    assert mia.email not in plain
    links = links_of(message)
    assert any(link.endswith("?do=pass") for link in links)
    decline = next(link for link in links if link.endswith("?do=decline"))
    assert next(link for link in links if link.startswith("/desk/calls/"))
    assert message["List-Unsubscribe"]
    stranger = Client(enforce_csrf_checks=True)
    shown = stranger.get(decline)
    assert "How did you" not in text(shown)
    assert CallRequest.objects.get().state == CallState.WAITING
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', shown.content.decode())[1]
    sent = {"do": "decline", "word": "Sorry.", "csrfmiddlewaretoken": token}
    assert stranger.post(decline.partition("?")[0], sent).status_code == 302
    call = CallRequest.objects.get()
    assert (call.state, call.word) == (CallState.DECLINED, "Sorry.")
    entry = AuditEntry.objects.get(act="library.call_declined")
    assert (entry.by, entry.door) == (ana, "mail")
    work_off()
    assert [taken["To"] for taken in post.taken] == [ana.email, mia.email]


def test_mail_goes_out_in_her_rhythm_and_not_for_what_ended(post, lamps, ana, mia):
    set_rhythm(by=ana, kind=Kind.ASKED, rate=Rate.NEVER)
    calls.call(lamps, mia)
    work_off()
    assert post.taken == []
    set_rhythm(by=ana, kind=Kind.ASKED, rate=Rate.ONCE)
    call = calls.call(lamps)
    actions.decline_call(by=ana, call=call)
    work_off()
    assert ana.email not in [taken["To"] for taken in post.taken]


def test_an_address_that_the_server_does_not_know_is_not_tried_again(post, lamps, ana, mia):
    post.refuse[ana.email] = "550 5.1.1 No such user"
    calls.call(lamps, mia)
    calls.call(lamps)
    work_off()
    assert post.taken == []
    assert ana.pk == calls.hand(CallRequest.objects.first()).to_id


def test_the_job_reminds_and_moves_on(post, lamps, ana, mia):
    calls.call(lamps, mia)
    work_off()
    CallRequest.objects.update(handed=timezone.now() - REMIND_AFTER)
    assert keep_calls_moving.call() == 0
    work_off()
    assert post.taken[-1]["Subject"] == "Still waits: Mia Berg asks to talk"
    CallRequest.objects.update(due=timezone.now())
    assert keep_calls_moving.call() == 1
    assert CallRequest.objects.get().state == CallState.EXPIRED


def test_the_link_passes_on_to_the_next_and_names_nobody(lamps, ana, mia):
    call = calls.call(lamps, mia)
    bo = calls.contact(lamps, name="Bo Ek").person
    link, stranger = f"/calls/{link_token(calls.hand(call))}", Client()
    assert "Bo Ek" not in text(stranger.get(f"{link}?do=pass"))
    assert "It went on to somebody else." in text(stranger.post(link, {"do": "pass"}, follow=True))
    call.refresh_from_db()
    assert (call.to, call.state) == (bo, CallState.PASSED)


def test_a_link_that_cannot_pass_on_says_so(lamps, ana, mia):
    call = calls.call(lamps, mia)
    link = f"/calls/{link_token(calls.hand(call))}"
    answer = Client().post(link, {"do": "pass"})
    assert answer.status_code == 422
    assert "Nobody else who agreed can be asked now." in text(answer)
    call.refresh_from_db()
    assert call.to == ana


def test_a_link_works_once_and_not_for_what_went_on(lamps, ana, mia):
    call = calls.call(lamps, mia)
    link = f"/calls/{link_token(calls.hand(call))}"
    actions.decline_call(by=ana, call=call, word="First.")
    before = AuditEntry.objects.count()
    for do in ("pass", "decline", "", "answer"):
        assert Client().post(link, {"do": do, "word": "Second."}).status_code == 302
    assert "It is declined" in text(Client().get(link))
    call.refresh_from_db()
    assert call.word == "First."
    assert AuditEntry.objects.count() == before


def test_a_link_does_nothing_at_another_request_or_another_person(lamps, ana, mia):
    call = calls.call(lamps, mia)
    calls.contact(lamps)
    actions.pass_on_call(by=ana, call=call)
    old = HandOver.objects.get(call=call, to=ana)
    assert Client().post(f"/calls/{link_token(old)}", {"do": "decline"}).status_code == 302
    call.refresh_from_db()
    assert call.state == CallState.PASSED
    forged = signing.dumps([old.pk, call.pk, call.to_id], salt=SALT)
    assert Client().post(f"/calls/{forged}", {"do": "decline"}).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "W10:1vx:abc", "²", "x" * 3000])
def test_a_link_that_is_not_ours_is_not_found(token):
    assert Client().get(f"/calls/{token}").status_code == 404
    assert Client().post(f"/calls/{token}", {"do": "decline"}).status_code == 404


def test_a_link_that_was_changed_is_for_something_else_or_too_old_is_not_found(
    lamps, ana, mia, monkeypatch
):
    call = calls.call(lamps, mia)
    hand = calls.hand(call)
    token = link_token(hand)
    other = signing.dumps([hand.pk, call.pk, ana.pk], salt="decapolis.notices.unsubscribe")
    odd = signing.dumps({"x": 1}, salt=SALT)
    at = timezone.now() - LINK_LIVES
    with monkeypatch.context() as patched:
        patched.setattr(signing.time, "time", lambda: at.timestamp() - 60)
        old = link_token(hand)
    for wrong in (token[:-1], f"{token}x", token.swapcase(), other, odd, old):
        answer = Client().post(f"/calls/{wrong}", {"do": "decline"})
        assert answer.status_code == 404
    call.refresh_from_db()
    assert call.state == CallState.WAITING


def test_looking_at_a_link_does_nothing(lamps, ana, mia):
    call = calls.call(lamps, mia)
    link = f"/calls/{link_token(calls.hand(call))}"
    for do in ("pass", "decline", "x"):
        answer = Client().get(f"{link}?do={do}")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
    call.refresh_from_db()
    assert call.state == CallState.WAITING


def test_a_link_of_who_left_the_network_does_nothing(lamps, ana, mia):
    call = calls.call(lamps, mia)
    link = f"/calls/{link_token(calls.hand(call))}"
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    assert Client().post(link, {"do": "decline"}).status_code == 404
    call.refresh_from_db()
    assert call.state == CallState.WAITING


def test_nobody_shares_for_the_other_side(lamps, ana, mia):
    call = calls.answered(lamps, mia)
    actions.share_answer(by=ana, call=call, share=Share(Visibility.PUBLIC))
    as_(ana).post(f"/desk/calls/{call.pk}", {"do": "share", "level": "public", "named": "yes"})
    note = CallNote.objects.get()
    assert (note.by_asker, note.asker_named) == ("", False)
