"""Agree to be called, take it back, ask."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.library import actions
from decapolis.library.actions import Consent, Question
from decapolis.library.choices import CallState, Wanted
from decapolis.library.errors import (
    AskedAlready,
    AskedTooOften,
    CallTextMissing,
    LimitOutOfRange,
    NobodyFree,
    TooLong,
)
from decapolis.library.models import CallRequest, Contact, HandOver
from decapolis.library.queries.callable import (
    first_of_next_month,
    people_to_call,
)
from decapolis.library.queries.calls import (
    asked_by,
    call_facts,
    call_to_read,
    draft_for,
)
from decapolis.notices.models import Notice
from decapolis.organisations.actions import end_hat
from tests.factories import calls, cities, hats, library, organisations, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps():
    return calls.practice(title="Lamps")


@pytest.fixture
def ana(lamps):
    return calls.contact(lamps, name="Ana").person


@pytest.fixture
def max_(db):
    return people.person(name="Max")


def seen(call, reader):
    [facts] = call_facts([call_to_read(call.pk, reader=reader)], reader=reader)
    return facts


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


# consent


@pytest.mark.parametrize("body", ["city", "lead", "partner"])
def test_who_speaks_for_a_body_of_the_practice_agrees(lamps, body):
    if body == "city":
        person = hats.speaker(lamps.city)
    else:
        firm = organisations.organisation()
        library.partner(lamps, firm.name, organisation=firm, is_lead=body == "lead")
        person = hats.speaker(firm)
    contact = actions.agree_to_be_called(by=person, practice=lamps, terms=Consent())
    assert (contact.person, contact.most_a_month) == (person, 2)
    assert people_to_call(lamps.slug, reader=None).number == 1


@pytest.mark.parametrize("who", ["member", "staff", "claimed", "elsewhere", "not let in"])
def test_others_cannot_agree_and_nothing_is_written(lamps, who):
    person = people.staff() if who == "staff" else people.person()
    if who == "claimed":
        hats.hat(person, lamps.city)
    if who == "elsewhere":
        hats.verified(person, cities.city())
    if who == "not let in":
        person = people.person(is_member=False)
        hats.verified(person, lamps.city)
    with pytest.raises(Forbidden):
        actions.agree_to_be_called(by=person, practice=lamps, terms=Consent())
    assert not Contact.objects.exists()
    assert not acts()


def test_nobody_agrees_about_what_they_may_not_read(lamps):
    person = hats.speaker(lamps.city)
    lamps.visibility = Visibility.STAFF
    lamps.save()
    with pytest.raises(Forbidden):
        actions.agree_to_be_called(by=person, practice=lamps, terms=Consent())
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Consent(-1), "most_a_month"),
        (Consent(21), "most_a_month"),
        (Consent(paused_until=date(2020, 1, 1)), "paused_until"),
        (Consent(paused_until=date(2999, 1, 1)), "paused_until"),
    ],
)
def test_terms_off_the_scale_are_refused_and_the_old_ones_stay(lamps, ana, terms, field):
    with pytest.raises(LimitOutOfRange) as error:
        actions.agree_to_be_called(by=ana, practice=lamps, terms=terms)
    assert error.value.field == field
    assert Contact.objects.get().most_a_month == 2


def test_staff_ask_someone_once_a_month_and_only_who_could_agree(lamps):
    staff, ana, other = people.staff(), hats.speaker(lamps.city), people.person()
    actions.ask_to_consent(by=staff, person=ana, practice=lamps)
    assert told(ana) == ["May colleagues call you about “Lamps”?"]
    with pytest.raises(AskedAlready):
        actions.ask_to_consent(by=staff, person=ana, practice=lamps)
    with pytest.raises(NotFound):
        actions.ask_to_consent(by=staff, person=other, practice=lamps)
    with pytest.raises(Forbidden):
        actions.ask_to_consent(by=ana, person=ana, practice=lamps)
    assert len(told(ana)) == 1
    assert not Contact.objects.exists()


def test_consent_ends_with_the_hat_and_when_the_practice_is_hidden(lamps, ana, max_):
    assert [one.name for one in people_to_call(lamps.slug, reader=max_).people] == ["Ana"]
    lamps.visibility = Visibility.STAFF
    lamps.save()
    assert people_to_call(lamps.slug, reader=max_).number == 0
    assert not Contact.objects.visible_to(ana)
    lamps.visibility = Visibility.PUBLIC
    lamps.save()
    end_hat(by=ana, hat=ana.hats.get())
    assert people_to_call(lamps.slug, reader=max_).number == 0
    with pytest.raises(NobodyFree):
        calls.call(lamps, max_)


def test_the_public_reads_a_number_and_no_name(lamps, ana):
    found = people_to_call(lamps.slug, reader=None)
    assert (found.number, found.people, found.is_named) == (1, (), False)
    assert not Contact.objects.visible_to(None)
    assert not Contact.objects.visible_to(people.person(is_member=False))


def test_taking_consent_back_ends_all_of_it_at_once(lamps, ana, max_):
    waiting, accepted = calls.call(lamps, max_), calls.accepted(lamps)
    assert actions.take_back_contact(by=ana, practice=lamps) == 2
    assert people_to_call(lamps.slug, reader=max_).number == 0
    for call in (waiting, accepted):
        call.refresh_from_db()
        assert call.state == CallState.DECLINED
        facts = seen(call, call.asker)
        assert (facts.address, facts.asked) == ("", "")
    with pytest.raises(NotFound):
        actions.take_back_contact(by=ana, practice=lamps)


def test_what_waits_at_who_takes_consent_back_goes_to_the_next(lamps, ana, max_):
    call = calls.call(lamps, max_)
    bo = calls.contact(lamps, name="Bo").person
    actions.take_back_contact(by=ana, practice=lamps)
    call.refresh_from_db()
    assert (call.to, call.state) == (bo, CallState.PASSED)


# asking


def test_a_request_comes_to_her_with_name_city_and_question(lamps, ana):
    lima = cities.city("Lima")
    asker = hats.speaker(lima, name="Max")
    call = calls.call(lamps, asker)
    facts = seen(call, ana)
    assert (facts.asker, facts.question, facts.is_at_me) == ("Max", calls.QUESTION, True)
    assert "Lima" in facts.asker_from
    [title] = told(ana)
    assert title.startswith("Max (City staff, Lima) ")
    assert title.endswith("asks to talk: Lamps")


def test_her_address_is_shown_when_she_accepts_and_not_before(lamps, ana, max_):
    call = calls.call(lamps, max_)
    assert seen(call, max_).address == ""
    actions.accept_call(by=ana, call=call, word="Tuesday at ten.")
    assert (seen(call, max_).address, seen(call, max_).word) == (ana.email, "Tuesday at ten.")
    assert seen(call, ana).address == ""
    actions.decline_call(by=ana, call=call)
    assert seen(call, max_).address == ""


@pytest.mark.parametrize("who", ["nobody", "not let in", "left"])
def test_only_members_ask(lamps, ana, who):
    asker = people.person(is_member=who == "left", is_active=who != "left")
    with pytest.raises(Forbidden):
        calls.call(lamps, asker)
    assert not CallRequest.objects.exists()


def test_nobody_asks_about_what_they_may_not_read(lamps, ana, max_):
    lamps.visibility = Visibility.STAFF
    lamps.save()
    with pytest.raises(Forbidden):
        calls.call(lamps, max_)
    with pytest.raises(Forbidden):
        actions.keep_question(by=max_, practice=lamps, question=Question("Why?"))
    assert not CallRequest.objects.exists()
    assert not HandOver.objects.exists()


@pytest.mark.parametrize(
    ("question", "error"),
    [
        (Question(" \n"), CallTextMissing),
        (Question("x" * 2001), TooLong),
        (Question("Why?", times="x" * 301), TooLong),
    ],
)
def test_what_is_no_question_is_refused(lamps, ana, max_, question, error):
    for act in (actions.ask_to_talk, actions.keep_question):
        with pytest.raises(error):
            act(by=max_, practice=lamps, question=question)
    assert not CallRequest.objects.exists()
    assert not told(ana)


def test_one_request_at_a_time_about_a_practice(lamps, ana, max_):
    calls.call(lamps, max_)
    with pytest.raises(AskedAlready):
        calls.call(lamps, max_)
    assert CallRequest.objects.count() == HandOver.objects.count() == 1


def test_nobody_waits_for_more_than_five_answers(max_):
    for _n in range(5):
        practice = calls.practice()
        calls.contact(practice)
        last = calls.call(practice, max_)
    sixth = calls.practice()
    calls.contact(sixth)
    with pytest.raises(AskedTooOften):
        calls.call(sixth, max_)
    assert CallRequest.objects.count() == 5
    actions.withdraw_call(by=max_, call=last)
    assert calls.call(sixth, max_).state == CallState.WAITING


def test_nobody_asks_more_than_ten_times_a_day(max_):
    for _n in range(10):
        practice = calls.practice()
        calls.contact(practice)
        actions.withdraw_call(by=max_, call=calls.call(practice, max_))
    with pytest.raises(AskedTooOften):
        calls.call(practice, max_)
    assert CallRequest.objects.count() == 10


def test_when_all_were_asked_the_day_is_told_and_the_text_is_kept(lamps, ana, max_):
    calls.call(lamps)
    calls.call(lamps)
    with pytest.raises(NobodyFree) as error:
        calls.call(lamps, max_)
    first = first_of_next_month(timezone.localdate())
    assert error.value.since == first
    assert CallRequest.objects.count() == 2
    question = Question("Why?", Wanted.MAIL, "Mornings")
    actions.keep_question(by=max_, practice=lamps, question=question)
    draft = draft_for(lamps.slug, asker=max_)
    assert (draft.question, draft.wants, draft.times) == ("Why?", "mail", "Mornings")
    assert timezone.localdate(draft.due) == first
    assert [one.state for one in asked_by(max_, most=5)] == [CallState.DRAFT]
    assert not CallRequest.objects.visible_to(ana).filter(state=CallState.DRAFT)


def test_who_keeps_a_question_is_told_when_there_is_room_and_sending_it_uses_it_up(lamps, max_):
    contact = calls.contact(lamps, most=0)
    actions.keep_question(by=max_, practice=lamps, question=Question("Why?"))
    CallRequest.objects.update(due=timezone.now())
    assert actions.tell_of_room(by=None, now=timezone.now()) == 0
    actions.agree_to_be_called(by=contact.person, practice=lamps, terms=Consent(1))
    assert actions.tell_of_room(by=None, now=timezone.now()) == 1
    assert actions.tell_of_room(by=None, now=timezone.now()) == 0
    assert told(max_) == ["You can ask now: Lamps"]
    calls.call(lamps, max_, "Why?")
    assert draft_for(lamps.slug, asker=max_) is None
    assert CallRequest.objects.count() == 1


def test_who_is_away_is_not_asked_and_the_day_of_her_return_is_told(lamps, ana, max_):
    back = timezone.localdate() + timedelta(days=3)
    terms = Consent(2, paused_until=back)
    actions.agree_to_be_called(by=ana, practice=lamps, terms=terms)
    with pytest.raises(NobodyFree) as error:
        calls.call(lamps, max_)
    assert error.value.since == back
    found = people_to_call(lamps.slug, reader=max_)
    assert (found.number, found.people[0].away_until) == (0, back)


def test_nobody_asks_herself(lamps, ana):
    with pytest.raises(NobodyFree) as error:
        calls.call(lamps, ana)
    assert error.value.since is None
