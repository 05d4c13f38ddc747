"""Webhooks: signed, of what their owners may see when it is sent, tried again, stopped."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus

from decapolis.access.actions import (
    end_delivery,
    hand_over,
    remove_webhook,
    renew_secret,
    resume_webhook,
    stop_webhook,
    try_webhook,
)
from decapolis.access.actions.deliveries import Went
from decapolis.access.bridge import deliveries_of
from decapolis.access.choices import Event
from decapolis.access.errors import WebhookFaulty
from decapolis.access.models import Delivery, Webhook
from decapolis.access.queries import secret_of, webhooks_of
from decapolis.access.tasks import tell_webhooks
from decapolis.initiatives.actions.initiatives import begin_initiative
from decapolis.initiatives.actions.opening import open_initiative
from decapolis.initiatives.actions.stages import set_stage
from decapolis.initiatives.actions.teams import unseat
from decapolis.initiatives.choices import Opened, Stage
from decapolis.kernel.jobs import MOST_TRIES, DBTaskResult
from decapolis.kernel.permissions import Forbidden
from decapolis.kernel.worker import work_off
from decapolis.library.actions import (
    Followed,
    Judged,
    adopt,
    correct_practice,
    give_review,
)
from decapolis.library.models import Practice
from decapolis.notices.models import Notice
from decapolis.organisations.actions import verify_hat
from decapolis.people.actions import let_in
from tests.access.conftest import checked
from tests.factories import (
    access,
    boards,
    calls,
    cities,
    contributions,
    hats,
    initiatives,
    library,
    organisations,
    people,
)

EVERYTHING = tuple(Event.values)


def correct(practice, by=None, **changes):
    practice.refresh_from_db()
    return correct_practice(
        by=by or people.staff(),
        practice=practice,
        record=contributions.changed(practice, **changes),
        base=practice.version,
    )


def tell():
    tell_webhooks.call()
    return work_off()


def try_again():
    """Let what rests be tried at once."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())
    return work_off()


def states():
    return sorted(Delivery.objects.values_list("event", "state"))


def test_who_speaks_for_a_city_is_told_of_its_practice(db, other):
    dayton = cities.city("Dayton")
    practice = contributions.loaded()
    assert practice.city == dayton
    hook = access.webhook(hats.speaker(dayton), dayton, url=other.url)
    correct(practice, title="Newer lamps")
    tell()
    [(headers, body)] = other.got
    assert checked(secret_of(hook.nonce), headers, body)
    assert not checked(secret_of(hook.nonce), headers, body + b" ")
    assert not checked(secret_of("00"), headers, body)
    assert headers["Content-Type"] == "application/json"
    assert headers["webhook-id"] == Delivery.objects.get().message
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    assert json.loads(body) == {
        "type": "practice.corrected",
        "timestamp": Delivery.objects.get().at.isoformat(timespec="seconds"),
        "data": {
            "practice": practice.slug,
            "version": 2,
            "url": f"http://127.0.0.1:8000/practices/{practice.slug}",
            "api_url": f"http://127.0.0.1:8000/api/v1/practices/{practice.slug}",
        },
    }
    assert "Newer lamps" not in body.decode()
    assert states() == [("practice.corrected", "sent")]


def test_each_act_is_told_once(db, other):
    practice = contributions.loaded()
    access.webhook(url=other.url)
    correct(practice, title="Newer lamps")
    assert tell() > 0
    tell()
    tell()
    assert len(other.got) == 1


def test_staff_are_told_of_what_happens_in_the_network(db, other):
    hook = access.webhook(people.staff(), None, *EVERYTHING, url=other.url)
    practice = contributions.loaded()
    correct(practice, title="Newer lamps")
    practice.refresh_from_db()
    reviewer = people.person(is_reviewer=True)
    reasons = "It says what was done, and what came of it."
    give_review(by=reviewer, practice=practice, judged=Judged(1, reasons, practice.version))
    elsewhere = cities.city("Elsewhere")
    told = Followed("Nothing.", "Too early.", 2024)
    adopt(by=people.staff(), origin=practice, city=elsewhere, told=told)
    contributions.suggestion(people.person(), practice, title="Newest lamps")
    let_in(by=people.staff(), person=people.person(is_member=False))
    verify_hat(by=people.staff(), hat=hats.hat(people.person(), elsewhere))
    tell()
    assert sorted(one["type"] for one in other.told()) == [
        "hat.verified",
        "member.joined",
        "practice.adopted",
        "practice.corrected",
        "practice.reviewed",
        "suggestion.made",
    ]
    assert all(set(one["data"]) >= {"url", "api_url"} for one in other.told())
    assert Webhook.objects.get(pk=hook.pk).failures == 0


def test_what_happened_elsewhere_or_before_is_not_told(db, other):
    dayton, elsewhere = cities.city("Dayton"), cities.city("Elsewhere")
    practice = contributions.loaded()
    correct(practice, title="Before")
    access.webhook(hats.speaker(elsewhere), elsewhere, url=other.url)
    access.webhook(hats.speaker(dayton), dayton, Event.PRACTICE_REVIEWED, url=other.url)
    access.webhook(url=other.url)
    Webhook.objects.filter(city=None).update(since=timezone.now())
    tell()
    assert other.got == []
    correct(practice, title="After")
    tell()
    assert [one["type"] for one in other.told()] == ["practice.corrected"]


def test_what_was_undone_is_not_told(db, other):
    practice = contributions.loaded()
    access.webhook(url=other.url)
    stale = practice.version
    correct(practice, title="One")
    with pytest.raises(Exception, match="changed this practice"):
        correct_practice(
            by=people.staff(),
            practice=practice,
            record=contributions.changed(practice, title="Two"),
            base=stale,
        )
    tell()
    assert len(other.got) == 1


def test_what_was_hidden_meanwhile_is_withheld(db, other):
    dayton = cities.city("Dayton")
    practice = contributions.loaded()
    access.webhook(hats.speaker(dayton), dayton, url=other.url)
    correct(practice, title="Newer lamps")
    Practice.objects.update(visibility="staff")
    tell()
    assert other.got == []
    assert states() == [("practice.corrected", "withheld")]


def test_who_does_not_speak_for_it_any_more_is_told_nothing(db, other):
    dayton = cities.city("Dayton")
    practice, owner = contributions.loaded(), hats.speaker(dayton)
    access.webhook(owner, dayton, url=other.url)
    correct(practice, title="Newer lamps")
    owner.hats.update(until=timezone.localdate())
    tell()
    assert (other.got, states()) == ([], [("practice.corrected", "withheld")])


def test_who_is_no_staff_any_more_is_told_nothing(db, other):
    owner = people.staff()
    access.webhook(owner, None, Event.MEMBER_JOINED, url=other.url)
    let_in(by=people.staff(), person=people.person(is_member=False))
    owner.is_staff = False
    owner.save()
    tell()
    assert (other.got, states()) == ([], [("member.joined", "withheld")])


def test_a_request_to_talk_is_told_to_whom_it_came_and_to_nobody_else(db, other):
    practice = calls.practice()
    contact = calls.contact(practice)
    hook = access.webhook(contact.person, practice.city, Event.CALL_ASKED, url=other.url)
    colleague = hats.speaker(practice.city)
    access.webhook(colleague, practice.city, Event.CALL_ASKED, url=other.url)
    access.webhook(people.staff(), None, Event.CALL_ASKED, url=other.url)
    call = calls.call(practice)
    tell()
    [message] = other.told()
    assert message["data"]["call"] == call.pk
    assert set(message["data"]) == {"call", "url", "api_url"}
    assert Delivery.objects.get(state="sent").webhook == hook


def test_a_message_that_does_not_arrive_is_tried_again_by_the_same_id(db, other):
    other.status = 503
    practice = contributions.loaded()
    access.webhook(url=other.url)
    correct(practice, title="Newer lamps")
    tell()
    assert Delivery.objects.values_list("state", "tries", "status").get() == ("waiting", 1, 503)
    other.status = 204
    try_again()
    assert Delivery.objects.values_list("state", "tries", "said").get() == ("sent", 2, "")
    assert len({headers["webhook-id"] for headers, _body in other.got}) == 1


def test_a_webhook_that_fails_again_and_again_is_stopped_and_its_owner_told(db, other):
    other.status = 500
    owner = people.staff()
    hook = access.webhook(owner, url=other.url)
    for number in range(3):
        access.delivery(hook, message=f"msg_{number}", tries=MOST_TRIES - 1)
        end_delivery(
            by=None,
            delivery_id=Delivery.objects.get(message=f"msg_{number}").pk,
            went=Went(500, "It answered 500."),
            now=timezone.now(),
        )
    hook.refresh_from_db()
    assert (hook.failures, bool(hook.stopped)) == (3, True)
    assert Notice.objects.get(person=owner).url == f"/account/webhooks/{hook.pk}"
    practice = contributions.loaded()
    correct(practice, title="Newer lamps")
    tell()
    assert other.got == []
    resume_webhook(by=owner, webhook=hook)
    correct(practice, title="Newest lamps")
    other.status = 200
    tell()
    assert len(other.got) == 1  # of what happens from then on


def test_one_that_is_gone_is_stopped_at_once(db, other):
    other.status = 410
    practice = contributions.loaded()
    access.webhook(url=other.url)
    correct(practice, title="Newer lamps")
    tell()
    assert states() == [("practice.corrected", "failed")]
    assert Webhook.objects.get().stopped


def test_no_redirect_is_followed(db, other):
    other.status, other.location = 302, other.url
    practice = contributions.loaded()
    access.webhook(url=other.url)
    correct(practice, title="Newer lamps")
    tell()
    assert len(other.got) == 1
    assert "redirect" in Delivery.objects.get().said


def test_a_renewed_secret_signs_beside_the_old_one_for_a_day(db, other):
    owner = people.staff()
    hook = access.webhook(owner, url=other.url)
    old = secret_of(hook.nonce)
    new = renew_secret(by=owner, webhook=hook).secret
    assert old != new
    try_webhook(by=owner, webhook=hook)
    work_off()
    assert all(checked(secret, *other.got[0]) for secret in (old, new))
    Webhook.objects.update(renewed=timezone.now() - timedelta(days=1, seconds=1))
    try_webhook(by=owner, webhook=hook)
    work_off()
    assert [checked(secret, *other.got[1]) for secret in (old, new)] == [False, True]


def test_the_secret_is_in_no_row_and_no_log(db):
    from decapolis.audit.models import AuditEntry  # noqa: PLC0415 -- app ready

    hook = access.webhook()
    held = str([*Webhook.objects.values(), *AuditEntry.objects.values()])
    assert secret_of(hook.nonce) not in held
    assert secret_of(hook.nonce).removeprefix("whsec_") not in held


def test_only_who_may_registers(db):
    dayton, elsewhere = cities.city("Dayton"), cities.city("Elsewhere")
    speaker = hats.speaker(dayton)
    for person, body in ((people.person(), dayton), (speaker, elsewhere), (speaker, None)):
        with pytest.raises(Forbidden):
            access.webhook(person, body)
    with pytest.raises(WebhookFaulty, match="Choose at least one"):
        access.webhook(speaker, dayton, Event.MEMBER_JOINED)
    assert not Webhook.objects.exists()


def test_nobody_touches_the_webhooks_of_others(db):
    dayton = cities.city("Dayton")
    hook = access.webhook(hats.speaker(dayton), dayton)
    access.delivery(hook)
    colleague = hats.speaker(dayton)
    acts = (renew_secret, stop_webhook, resume_webhook, remove_webhook, try_webhook)
    for act in acts:
        with pytest.raises(Forbidden):
            act(by=colleague, webhook=hook)
    assert webhooks_of(colleague) == deliveries_of(hook, reader=colleague) == ()
    stop_webhook(by=people.staff(), webhook=hook)
    with pytest.raises(Forbidden):
        renew_secret(by=people.staff(), webhook=hook)


def test_a_person_who_leaves_takes_their_webhooks_along(db):
    from decapolis.rights.actions import leave  # noqa: PLC0415 -- app ready

    owner = people.staff()
    access.delivery(access.webhook(owner))
    leave(by=owner, person=owner)
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_an_act_whose_transaction_lasted_longer_is_told_too(db, other):
    practice = contributions.loaded()
    hook = access.webhook(url=other.url)
    correct(practice, title="Newer lamps")
    Webhook.objects.update(looked=timezone.now() + timedelta(minutes=1))
    hand_over(by=None, webhook=hook, now=timezone.now())
    assert Delivery.objects.count() == 1


def test_a_practice_without_a_city_is_told_to_the_network_alone(db, other):
    library.practice(slug="nowhere")
    access.webhook(url=other.url)
    tell()
    assert other.got == []


INITIATIVES = (Event.INITIATIVE_BEGUN, Event.STAGE_CHANGED)


def hooks_of_initiatives(city, *people_of_city):
    """A webhook of each, and one of network staff."""
    made = [access.webhook(one, city, *INITIATIVES) for one in people_of_city]
    return [*made, access.webhook(people.staff(), None, *INITIATIVES)]


def told_hooks():
    return set(Delivery.objects.filter(state="sent").values_list("webhook", flat=True))


def test_a_stage_of_a_closed_initiative_is_told_to_its_team_alone(db, other):
    one, owner = initiatives.owned(cities.city("Dayton"))
    colleague, guild = hats.speaker(one.city), organisations.organisation("Guild")
    expert = hats.speaker(guild)
    boards.seat(one.team, expert, "expert")
    mine, *_others = hooks_of_initiatives(one.city, owner, colleague)
    theirs = access.webhook(expert, guild, *INITIATIVES)  # of a body that has no part in it
    Webhook.objects.update(url=other.url)
    set_stage(by=owner, initiative=one, stage=Stage.STOPPED, why="The fund was closed.")
    tell()
    assert told_hooks() == {mine.pk, theirs.pk}
    assert other.told()[0] == {
        "type": "initiative.stage_changed",
        "timestamp": Delivery.objects.first().at.isoformat(timespec="seconds"),
        "data": {
            "initiative": one.key,
            "url": f"http://127.0.0.1:8000/initiatives/{one.key}",
            "api_url": f"http://127.0.0.1:8000/api/v1/initiatives/{one.key}",
        },
    }
    assert Delivery.objects.count() == 2


def test_a_stage_of_an_opened_one_is_told_to_its_city_and_to_staff_and_of_no_other_city(db, other):
    one, owner = initiatives.owned(cities.city("Dayton"), opened="network")
    colleague, elsewhere = hats.speaker(one.city), cities.city("Elsewhere")
    hooks = hooks_of_initiatives(one.city, owner, colleague)
    stranger = access.webhook(hats.speaker(elsewhere), elsewhere, *INITIATIVES)
    Webhook.objects.update(url=other.url)
    set_stage(by=owner, initiative=one, stage=Stage.FRAMING)
    tell()
    assert told_hooks() == {hook.pk for hook in hooks}
    assert not stranger.deliveries.exists()


def test_who_lost_the_seat_or_sees_it_no_more_when_it_is_sent_is_told_nothing(db, other):
    one, owner = initiatives.owned(cities.city("Dayton"), opened="public")
    member = hats.speaker(one.city)
    boards.seat(one.team, member)
    hooks_of_initiatives(one.city, member)
    Webhook.objects.update(url=other.url)
    set_stage(by=owner, initiative=one, stage=Stage.FRAMING)
    for hook in Webhook.objects.all():
        hand_over(by=None, webhook=hook, now=timezone.now())
    unseat(by=owner, initiative=one, person=member)
    open_initiative(by=owner, initiative=one, opened=Opened.TEAM)
    work_off()
    assert other.got == []
    assert states() == [("initiative.stage_changed", "withheld")] * 2


def test_what_was_begun_is_told_to_who_began_it(db, other):
    city = cities.city("Dayton")
    owner = hats.speaker(city)
    mine, *_others = hooks_of_initiatives(city, owner, hats.speaker(city))
    Webhook.objects.update(url=other.url)
    begin_initiative(by=owner, city=city, title="Light", challenge="It is dark.")
    tell()
    assert told_hooks() == {mine.pk}
    assert [one["type"] for one in other.told()] == ["initiative.begun"]
