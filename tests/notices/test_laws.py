"""Laws of rhythm: each notice goes out once, on its morning, and never where mail is not wanted."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.kernel.worker import work_off
from decapolis.notices import actions, tasks
from decapolis.notices.actions import Told
from decapolis.notices.choices import USUAL, Kind, Rate
from decapolis.notices.models import Notice
from decapolis.notices.validators import next_post, zone_of
from tests.factories import people

START = datetime(2026, 3, 7, 11, 30, tzinfo=UTC)  # the clocks change in New York that night
ZONES = ("UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Australia/Lord_Howe")
MORNINGS = (Rate.DAILY, Rate.WEEKLY, Rate.MONTHLY)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone


@given(rate=st.sampled_from(MORNINGS), after=moments, zone=st.sampled_from(ZONES))
def test_mail_goes_out_at_eight_in_the_morning_of_the_right_day(rate, after, zone):
    due = next_post(rate, after=after, zone=zone)
    there = due.astimezone(ZoneInfo(zone))
    longest = {Rate.DAILY: 1, Rate.WEEKLY: 7, Rate.MONTHLY: 31}[rate]
    assert after < due <= after + timedelta(days=longest, hours=1)
    assert (there.hour, there.minute) == (8, 0)
    assert rate != Rate.WEEKLY or there.weekday() == 0
    assert rate != Rate.MONTHLY or there.day == 1


@given(
    rate=st.sampled_from(MORNINGS),
    after=moments,
    zone=st.sampled_from(ZONES),
    share=st.floats(0, 0.999),
)
def test_no_morning_is_passed_over(rate, after, zone, share):
    due = next_post(rate, after=after, zone=zone)
    assert next_post(rate, after=after + (due - after) * share, zone=zone) == due
    assert next_post(rate, after=due, zone=zone) > due


@given(moments, st.text(max_size=20))
def test_a_zone_that_nobody_knows_is_utc(after, name):
    if name not in ZONES and "/" not in name and not name.isalnum():
        assert zone_of(name).key in {"UTC", name}
    assert next_post(Rate.NEVER, after=after, zone=name) is None
    assert next_post(Rate.ONCE, after=after, zone=name) == after


steps = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from(Kind)),
        st.tuples(st.just("set"), st.sampled_from(Kind), st.sampled_from(Rate)),
        st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 9)),
        st.tuples(st.just("look")),
    ),
    max_size=14,
)


class World:
    """Someone with a clock of their own, and what should have reached them."""

    def __init__(self, zone):
        self.now = START
        self.person = people.person(time_zone=zone)
        self.rates = dict(USUAL)
        self.waiting = {}  # title: kind and when it is due
        self.expected = {}
        self.told = 0

    def tell(self, kind):
        self.told += 1
        title = f"notice-{self.told}-"
        actions.notify(by=None, people=[self.person], kind=kind, told=Told(title))
        due = next_post(self.rates[kind], after=self.now, zone=self.person.time_zone)
        if due:
            self.waiting[title] = (kind, due)

    def set(self, kind, rate):
        actions.set_rhythm(by=self.person, kind=kind, rate=rate)
        if rate != self.rates[kind]:
            self.rates[kind] = rate
            due = next_post(rate, after=self.now, zone=self.person.time_zone)
            theirs = [title for title, (of, _due) in self.waiting.items() if of == kind]
            for title in theirs:
                del self.waiting[title]
                if due:
                    self.waiting[title] = (kind, due)

    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    def look(self):
        tasks.send_digests.func()
        work_off()
        for title, (_kind, due) in list(self.waiting.items()):
            if due <= self.now:
                del self.waiting[title]
                self.expected[title] = self.now

    def came(self):
        """What reached the mail box: title and number of letters."""
        bodies = [message.body for message in mail.outbox]
        titles = [f"notice-{number}-" for number in range(1, self.told + 1)]
        return {title: n for title in titles if (n := sum(title in body for body in bodies))}


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, zone=st.sampled_from(ZONES))
def test_each_notice_goes_out_once_in_its_rhythm_and_never_where_mail_was_stopped(steps, zone):
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        mail.outbox.clear()
        world = World(zone)
        patch.setattr(timezone, "now", lambda: world.now)
        for name, *told in [*steps, ("look",), ("wait", 60 * 24 * 40), ("look",), ("look",)]:
            getattr(world, name)(*told)
            if name == "look":
                assert world.came() == dict.fromkeys(world.expected, 1)
        assert world.waiting == {}
        assert not Notice.objects.filter(mailed=None, due__isnull=False).exists()
        transaction.set_rollback(True)
