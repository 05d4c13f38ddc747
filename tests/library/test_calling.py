"""Agree to be called, ask, answer, pass on, decline, keep, take back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.library import actions
from decapolis.library.actions import Consent, Question, Share
from decapolis.library.choices import CallState, Handed, Wanted
from decapolis.library.errors import (
    AskedAlready,
    AskedTooOften,
    CallEnded,
    CallTextMissing,
    LimitOutOfRange,
    NobodyFree,
    TooLong,
)
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver
from decapolis.library.queries.callable import (
    agreed_by,
    call_totals,
    candidates_for,
    first_of_next_month,
    people_to_call,
)
from decapolis.library.queries.calls import (
    asked_by,
    asked_of,
    call_facts,
    call_to_read,
    draft_for,
    held_on,
    kept_answers,
)
from decapolis.notices.models import Notice
from decapolis.organisations.actions import end_hat
from decapolis.people.actions import erase
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
    assert title.startswith("Max, ")
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


# answering


def test_a_stranger_can_neither_see_nor_answer(lamps, ana, max_):
    call, stranger = calls.call(lamps, max_), people.person()
    for who in (stranger, people.staff(), None):
        with pytest.raises(NotFound):
            call_to_read(call.pk, reader=who)
    tries = [
        lambda who: actions.accept_call(by=who, call=call),
        lambda who: actions.answer_call(by=who, call=call, text="Mine"),
        lambda who: actions.pass_on_call(by=who, call=call),
        lambda who: actions.decline_call(by=who, call=call),
        lambda who: actions.withdraw_call(by=who, call=call),
        lambda who: actions.share_answer(by=who, call=call, share=Share(Visibility.PUBLIC)),
    ]
    before = acts()
    for attempt in tries:
        for who in (stranger, people.staff()):
            with pytest.raises(Forbidden):
                attempt(who)
    call.refresh_from_db()
    assert (call.state, call.answer) == (CallState.WAITING, "")
    assert acts() == before


def test_an_answer_has_a_text(lamps, ana, max_):
    call = calls.call(lamps, max_)
    for text, error in ((" ", CallTextMissing), ("x" * 10_001, TooLong)):
        with pytest.raises(error):
            actions.answer_call(by=ana, call=call, text=text)
    call.refresh_from_db()
    assert call.state == CallState.WAITING
    assert not told(max_)


def test_what_is_at_its_end_stays_so(lamps, ana, max_):
    call = calls.answered(lamps, max_)
    for act, more in (
        (actions.accept_call, {}),
        (actions.answer_call, {"text": "Other"}),
        (actions.pass_on_call, {}),
        (actions.decline_call, {}),
    ):
        with pytest.raises(CallEnded):
            act(by=ana, call=call, **more)
    with pytest.raises(CallEnded):
        actions.withdraw_call(by=max_, call=call)
    call.refresh_from_db()
    assert (call.state, call.answer) == (CallState.ANSWERED, "By tender.")


def test_who_declined_is_not_asked_by_the_same_member_again(lamps, ana, max_):
    call = calls.call(lamps, max_)
    actions.decline_call(by=ana, call=call, word="Sorry, busy with the budget.")
    assert seen(call, max_).word == "Sorry, busy with the budget."
    with pytest.raises(NobodyFree):
        calls.call(lamps, max_)
    bo = calls.contact(lamps).person
    assert calls.call(lamps, max_).to == bo
    assert calls.call(lamps).to == ana or HandOver.objects.filter(to=ana).count() == 1


def test_a_request_is_passed_on_to_who_agreed_or_a_colleague_never_twice(lamps, ana, max_):
    call = calls.call(lamps, max_)
    bo, colleague = calls.contact(lamps, name="Bo").person, hats.speaker(lamps.city, name="Col")
    offered = [(one.name, one.agreed) for one in candidates_for(call, reader=ana)]
    assert offered == [("Bo", True), ("Col", False)]
    with pytest.raises(NobodyFree):
        actions.pass_on_call(by=ana, call=call, to=people.person())
    actions.pass_on_call(by=ana, call=call, to=colleague)
    call.refresh_from_db()
    assert (call.to, call.state) == (colleague, CallState.PASSED)
    assert seen(call, max_).asked == ""  # she agreed to nothing yet
    assert [hand.name for hand in seen(call, max_).hands] == ["Ana", ""]
    with pytest.raises(Forbidden):
        actions.decline_call(by=ana, call=call)
    with pytest.raises(NobodyFree):
        actions.pass_on_call(by=colleague, call=call, to=ana)
    actions.accept_call(by=colleague, call=call)
    assert seen(call, max_).asked == "Col"
    assert bo.pk not in call.hands.values_list("to", flat=True)


def test_a_colleague_who_never_agreed_gets_two_a_month(lamps, ana):
    Contact.objects.update(most_a_month=5)
    colleague = hats.speaker(lamps.city)
    for _n in range(2):
        actions.pass_on_call(by=ana, call=calls.call(lamps), to=colleague)
    third = calls.call(lamps)
    with pytest.raises(NobodyFree):
        actions.pass_on_call(by=ana, call=third, to=colleague)
    third.refresh_from_db()
    assert third.to == ana


def test_whoever_passed_it_on_reads_no_answer(lamps, ana, max_):
    call = calls.call(lamps, max_)
    bo = calls.contact(lamps).person
    actions.pass_on_call(by=ana, call=call)
    actions.answer_call(by=bo, call=call, text="Between us.")
    assert seen(call, ana).answer == ""
    assert seen(call, max_).answer == "Between us."


def test_a_practice_that_was_hidden_is_not_named_to_those_who_may_not_read_it(lamps, ana, max_):
    call = calls.answered(lamps, max_)
    lamps.visibility = Visibility.STAFF
    lamps.save()
    for reader in (ana, max_):
        facts = seen(call, reader)
        assert (facts.practice, "Lamps" in facts.title) == ("", False)
    assert agreed_by(ana) == ()


# time


def later(days):
    return timezone.now() + timedelta(days=days)


def test_a_reminder_comes_after_five_days_once(lamps, ana, max_):
    calls.call(lamps, max_)
    assert actions.remind_of_calls(by=None, now=later(4)) == 0
    assert actions.remind_of_calls(by=None, now=later(6)) == 1
    assert actions.remind_of_calls(by=None, now=later(7)) == 0
    assert [title.split(" ")[1] for title in told(ana)] == ["asks", "still"]


def test_after_two_weeks_it_goes_to_the_next_and_both_are_told(lamps, ana, max_):
    call = calls.call(lamps, max_)
    bo = calls.contact(lamps).person
    assert actions.move_on_call(by=None, call=call, now=later(13)).to == ana
    moved = actions.move_on_call(by=None, call=call, now=later(15))
    assert (moved.to, moved.state) == (bo, CallState.PASSED)
    assert calls.hand(moved).why == Handed.EXPIRED
    assert told(ana)[-1] == "You need not answer any more: Lamps"
    assert told(max_) == ["Your request went on: Lamps"]


def test_without_a_next_it_expires_and_both_are_told(lamps, ana, max_):
    call = calls.call(lamps, max_)
    gone = actions.move_on_call(by=None, call=call, now=later(15))
    assert gone.state == CallState.EXPIRED
    assert told(ana)[-1] == "You need not answer any more: Lamps"
    assert told(max_) == ["Nobody answered: Lamps"]
    with pytest.raises(CallEnded):
        actions.answer_call(by=ana, call=call, text="Late")


def test_what_was_accepted_does_not_expire(lamps, ana, max_):
    call = calls.accepted(lamps, max_)
    assert actions.move_on_call(by=None, call=call, now=later(99)).state == CallState.ACCEPTED


# keeping


def test_an_answer_is_kept_only_while_both_agree_for_whom_both_let_read_it(lamps, ana, max_):
    call = calls.answered(lamps, max_)
    actions.share_answer(by=ana, call=call, share=Share(Visibility.PUBLIC, named=True))
    assert kept_answers(lamps.slug, reader=max_) == ()
    actions.share_answer(by=max_, call=call, share=Share(Visibility.NETWORK))
    assert kept_answers(lamps.slug, reader=None) == ()
    [kept] = kept_answers(lamps.slug, reader=people.person())
    assert (kept.asker, kept.answerer, kept.answer) == ("", "Ana", "By tender.")
    actions.share_answer(by=max_, call=call, share=Share(Visibility.PUBLIC))
    [kept] = kept_answers(lamps.slug, reader=None)
    assert kept.is_public
    actions.share_answer(by=ana, call=call, share=Share(None))
    assert kept_answers(lamps.slug, reader=max_) == ()


def test_nothing_is_kept_of_what_was_not_answered_nor_for_staff_alone(lamps, ana, max_):
    call = calls.call(lamps, max_)
    with pytest.raises(Forbidden):
        actions.share_answer(by=max_, call=call, share=Share(Visibility.PUBLIC))
    actions.answer_call(by=ana, call=call, text="By tender.")
    call.refresh_from_db()
    with pytest.raises(CallEnded):
        actions.share_answer(by=max_, call=call, share=Share(Visibility.STAFF))
    assert not CallNote.objects.exists()


def test_a_kept_answer_goes_where_its_practice_goes(lamps, ana, max_):
    calls.note(calls.answered(lamps, max_))
    assert len(kept_answers(lamps.slug, reader=None)) == 1
    lamps.visibility = Visibility.NETWORK
    lamps.save()
    assert kept_answers(lamps.slug, reader=None) == ()
    assert len(kept_answers(lamps.slug, reader=max_)) == 1


def test_the_whole_way_ask_pass_on_accept_answer_keep_withdraw(lamps, ana, max_):
    bo = calls.contact(lamps, name="Bo").person
    call = calls.call(lamps, max_)
    first, second = (ana, bo) if call.to == ana else (bo, ana)
    actions.pass_on_call(by=first, call=call, to=second)
    actions.accept_call(by=second, call=call, word="Friday.")
    actions.answer_call(by=second, call=call, text="We asked three firms.")
    call.refresh_from_db()
    for who in (second, max_):
        actions.share_answer(by=who, call=call, share=Share(Visibility.NETWORK, named=True))
    [kept] = kept_answers(lamps.slug, reader=people.person())
    assert (kept.asker, kept.answerer) == ("Max", second.name)
    actions.share_answer(by=max_, call=call, share=Share(None))
    assert kept_answers(lamps.slug, reader=people.person()) == ()
    assert acts() == [
        "library.contact_agreed",
        "library.contact_agreed",
        "library.call_asked",
        "library.call_passed_on",
        "library.call_accepted",
        "library.call_answered",
        "library.answer_shared",
        "library.answer_shared",
        "library.answer_withdrawn",
    ]
    for who in (max_, second, first):
        story = AuditEntry.objects.visible_to(who).filter(act="library.call_answered")
        assert story.count() == 1
    assert not AuditEntry.objects.visible_to(people.person())


def test_the_log_holds_nothing_of_what_was_asked_and_said(lamps, ana, max_):
    call = calls.call(lamps, max_, "A secret question")
    actions.accept_call(by=ana, call=call, word="A secret word")
    actions.answer_call(by=ana, call=call, text="A secret answer")
    for entry in AuditEntry.objects.all():
        held = f"{entry.subject_title} {entry.before} {entry.after} {entry.note}"
        assert "secret" not in held
        assert ana.email not in held


def test_staff_see_totals_and_nobody_else_does(lamps, ana, max_):
    calls.call(lamps, max_)
    totals = call_totals(reader=people.staff())
    assert (totals.agreed, totals.practices, totals.room, totals.asked) == (1, 1, 2, 1)
    assert totals.states == ((CallState.WAITING, 1),)
    assert call_totals(reader=max_) is None
    assert not CallRequest.objects.visible_to(people.staff())


def test_a_person_sees_her_month(lamps, ana):
    calls.call(lamps)
    [agreed] = agreed_by(ana)
    assert (agreed.load, agreed.limit, agreed.counts) == (1, 2, True)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(number, ana, django_assert_num_queries):
    asker = people.person()
    for _n in range(number):
        practice = calls.practice()
        hats.verified(ana, practice.city)
        actions.agree_to_be_called(by=ana, practice=practice, terms=Consent())
        calls.call(practice, asker)
    with django_assert_num_queries(4):
        assert len(asked_of(ana, most=50)) == number
    with django_assert_num_queries(4):
        assert len(asked_by(asker, most=50)) == number


# erasure


def test_erasure_takes_the_words_and_the_name_and_leaves_what_both_agreed_to_keep(lamps, ana, max_):
    kept, other = calls.answered(lamps, max_), calls.answered(lamps, max_, "Not kept.")
    calls.note(kept, asker_named=True)
    assert len(held_on(max_)["asked"]) == 2
    actions.forget_calls(by=max_, person=max_)
    erase(by=max_, person=max_)
    other.refresh_from_db()
    assert other.question == ""
    [note] = kept_answers(lamps.slug, reader=None)
    assert (note.asker, note.question) == ("", calls.QUESTION)
    assert not any("Max" in title for title in told(ana))


def test_what_waits_at_who_is_erased_goes_on(lamps, ana, max_):
    call = calls.call(lamps, max_)
    bo = calls.contact(lamps).person
    actions.forget_calls(by=ana, person=ana)
    call.refresh_from_db()
    assert call.to == bo
    assert not Contact.objects.filter(person=ana).exists()
