"""What is kept for how long."""

from datetime import timedelta

import pytest
from django.conf import settings as live
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from decapolis.kernel import jobs
from decapolis.library.models import CallRequest
from decapolis.rights.queries import kept
from decapolis.rights.tasks import forget_call_texts
from tests.factories import calls, people

pytestmark = pytest.mark.django_db


def grow_old(call, days):
    CallRequest.objects.filter(pk=call.pk).update(ended=timezone.now() - timedelta(days=days))


def words(call):
    call.refresh_from_db()
    return call.question, call.answer, call.word


def test_a_talk_that_ended_long_ago_loses_its_words(settings):
    settings.KEEP_CALLS_DAYS = 30
    of = calls.practice()
    calls.contact(of, most=9)
    old, fresh, shared = (calls.answered(of, people.person()) for _each in range(3))
    waiting = calls.call(of, people.person())
    calls.note(shared)
    for call, days in ((old, 31), (fresh, 29), (shared, 31)):
        grow_old(call, days)
    assert forget_call_texts.call() == 1
    assert words(old) == ("", "", "")
    assert words(fresh)[:2] == words(shared)[:2] == (calls.QUESTION, "By tender.")
    assert words(waiting)[0] == calls.QUESTION
    assert forget_call_texts.call() == 0


def test_every_setting_of_keeping_is_told_as_it_is_set(settings):
    settings.KEEP_NOTICES_DAYS = 77
    told = {one.setting: one.days for one in kept()}
    assert told["DECAPOLIS_KEEP_NOTICES_DAYS"] == 77
    names = {name for name in dir(live) if name.startswith("KEEP_")}
    assert set(told) == {f"DECAPOLIS_{name}" for name in names}


def test_each_of_them_has_a_daily_job():
    autodiscover_modules("tasks")
    daily = {
        turn.task.module_path.removeprefix("decapolis.")
        for turn in jobs.schedule()
        if turn.period == timedelta(days=1)
    }
    assert daily >= {
        "audit.tasks.forget_old",
        "notices.tasks.forget_old",
        "people.tasks.forget_ended_sessions",
        "organisations.tasks.forget_invitations",
        "rights.tasks.forget_call_texts",
    }
