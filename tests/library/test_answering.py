"""Answer, pass on, decline, keep, take back; what time does; what erasure does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.library import actions
from decapolis.library.actions import Consent, Share
from decapolis.library.choices import CallState, Handed
from decapolis.library.errors import (
    CallEnded,
    CallTextMissing,
    NobodyFree,
    TooLong,
)
from decapolis.library.models import CallNote, CallRequest, Contact, HandOver
from decapolis.library.queries.callable import (
    agreed_by,
    call_totals,
    candidates_for,
)
from decapolis.library.queries.calls import (
    asked_by,
    asked_of,
    call_facts,
    call_to_read,
    held_on,
    kept_answers,
)
from decapolis.notices.models import Notice
from decapolis.people.actions import erase
from tests.factories import calls, hats, people

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
