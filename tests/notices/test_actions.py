"""Who is told what, on the page and by mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from decapolis.kernel import jobs
from decapolis.kernel.errors import NotFound
from decapolis.kernel.forgetting import Forgetting
from decapolis.kernel.worker import work_off
from decapolis.notices import actions, queries, tasks
from decapolis.notices.actions import Told
from decapolis.notices.choices import Kind, Rate
from decapolis.notices.errors import NoPath, UnknownLink
from decapolis.notices.models import Notice, Refusal, Rhythm
from tests.factories import people

pytestmark = pytest.mark.django_db
LAMPS = Told("Lima corrected your lamps", "The price is now $ 420.", "/practices/lamps")


def tell(*who, kind=Kind.ASKED, told=LAMPS, by=None, subject=None):
    return actions.notify(by=by, people=who, kind=kind, told=told, subject=subject)


def make_due():
    Notice.objects.filter(due__isnull=False).update(due=timezone.now())
    tasks.send_digests.func()
    work_off()


def subjects(post):
    return [taken["Subject"] for taken in post.taken]


def test_people_are_told_each_once_but_not_who_acts_nor_who_left():
    ada, ben, left = people.person(), people.person(), people.person(left=timezone.now())
    asleep = people.person(is_active=False)
    assert tell(ada, ada, ben, left, asleep, by=ben, subject=ada) == 1
    [notice] = Notice.objects.all()
    assert (notice.person, notice.title, notice.url) == (ada, LAMPS.title, LAMPS.url)
    assert (notice.subject_kind, notice.subject_key) == ("people.person", str(ada.pk))
    assert (queries.unread(ada), queries.unread(ben), queries.unread(None)) == (1, 0, 0)


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil", "desk"])
def test_a_notice_leads_nowhere_else(url):
    ada = people.person()
    with pytest.raises(NoPath):
        tell(ada, told=Told("Look", url=url))
    assert not Notice.objects.exists()


def test_what_is_mailed_at_once_goes_out_at_once_a_letter_for_each_kind(post):
    ada = people.person()
    tell(ada)
    tell(ada, told=Told("Quito asks too"))
    tell(ada, kind=Kind.ANSWERED, told=Told("Bogotá answers"))
    tell(ada, kind=Kind.CHANGES, told=Told("Later"))
    work_off()
    assert subjects(post) == ["2 notices for you: Lima corrected your lamps", "Bogotá answers"]
    assert [taken["To"] for taken in post.taken] == [ada.email] * 2
    work_off()
    tasks.send_digests.func()
    work_off()
    assert len(post.taken) == 2


def test_a_digest_holds_what_came_since(post):
    ada = people.person()
    tell(ada, kind=Kind.CHANGES)
    tell(ada, kind=Kind.REVIEWS, told=Told("Your lamps were reviewed"))
    work_off()
    assert post.taken == []
    make_due()
    make_due()
    [taken] = post.taken
    plain = taken.get_body(("plain",)).get_content()
    for words in (LAMPS.title, LAMPS.text, "Your lamps were reviewed", "/desk/notices/rhythms"):
        assert words in plain
    assert (
        taken["List-Unsubscribe"].strip().startswith("<https://cities.example/notices/unsubscribe/")
    )


def test_who_left_or_is_no_member_any_more_gets_no_mail_of_it(post):
    gone, out, staff = people.person(), people.person(), people.staff(is_member=False)
    for person in (gone, out, staff):
        tell(person, kind=Kind.CHANGES)
    tell(out, kind=Kind.MEMBERSHIP, told=Told("You are no member any more"))
    type(gone).objects.filter(pk=gone.pk).update(left=timezone.now(), is_active=False)
    type(gone).objects.filter(pk=out.pk).update(is_member=False)
    make_due()
    assert {(taken["To"], taken["Subject"]) for taken in post.taken} == {
        (out.email, "You are no member any more"),
        (staff.email, LAMPS.title),
    }
    type(gone).objects.update(left=None, is_active=True, is_member=True)
    make_due()
    assert len(post.taken) == 2


def test_a_letter_that_was_handed_over_is_not_sent_to_who_left_or_stopped_it_meanwhile(post):
    ada, ben = people.person(), people.person()
    tell(ada, ben)
    for person in (ada, ben):
        actions.post_due(by=None, person_id=person.pk, now=timezone.now())
    actions.set_rhythm(by=ada, kind=Kind.ASKED, rate=Rate.NEVER)
    type(ben).objects.filter(pk=ben.pk).update(left=timezone.now())
    work_off()
    assert post.taken == []


def test_mail_that_cannot_be_sent_is_kept_and_sent_later(settings, post):
    ada = people.person()
    tell(ada)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    work_off()
    assert jobs.counts().waiting == 1
    assert post.taken == []
    settings.EMAIL_PORT = port
    jobs.DBTaskResult.objects.ready().update()
    jobs.DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work_off()
    assert subjects(post) == [LAMPS.title]


def test_an_address_that_is_refused_is_marked_and_left_alone_until_its_owner_says_so(post):
    ada = people.person()
    post.refuse[ada.email] = "550 5.1.1 No such user"
    tell(ada)
    work_off()
    [refusal] = Refusal.objects.all()
    assert (refusal.address, refusal.said) == (ada.email, "550 5.1.1 No such user")
    assert (jobs.counts().waiting, jobs.counts().failed) == (0, 0)
    del post.refuse[ada.email]
    tell(ada, told=Told("Not sent"))
    work_off()
    assert post.taken == []
    actions.trust_address_again(by=ada)
    tell(ada, told=Told("Sent"))
    work_off()
    ada.email = "ada@elsewhere.example"
    Refusal.objects.create(person=ada, address="old@elsewhere.example", said="550")
    ada.save()
    tell(ada, told=Told("Sent to another address"))
    work_off()
    assert subjects(post) == ["Sent", "Sent to another address"]


def test_a_rhythm_that_changes_takes_along_what_waits(post):
    ada = people.person()
    tell(ada, kind=Kind.CHANGES)
    actions.set_rhythm(by=ada, kind=Kind.CHANGES, rate=Rate.ONCE)
    work_off()
    assert subjects(post) == [LAMPS.title]
    actions.set_rhythm(by=ada, kind=Kind.CHANGES, rate=Rate.NEVER)
    tell(ada, kind=Kind.CHANGES)
    actions.set_rhythm(by=ada, kind=Kind.CHANGES, rate=Rate.ONCE)
    make_due()
    assert len(post.taken) == 1


def test_a_link_stops_mail_of_its_kinds_and_brings_it_back_as_it_was(post):
    ada = people.person()
    actions.set_rhythm(by=ada, kind=Kind.REVIEWS, rate=Rate.WEEKLY)
    token = queries.unsubscribe_token(ada.pk, [Kind.REVIEWS, Kind.CHANGES])
    assert set(actions.unsubscribe(by=None, token=token)) == {Kind.REVIEWS, Kind.CHANGES}
    rates = {choice.kind: choice.rate for choice in queries.rhythms_of(ada.pk)}
    assert [rates[kind] for kind in (Kind.REVIEWS, Kind.CHANGES)] == [Rate.NEVER] * 2
    assert rates[Kind.ASKED] == Rate.ONCE
    actions.unsubscribe(by=None, token=token)
    actions.subscribe_again(by=None, token=token)
    rates = {choice.kind: choice.rate for choice in queries.rhythms_of(ada.pk)}
    assert [rates[kind] for kind in (Kind.REVIEWS, Kind.CHANGES)] == [Rate.WEEKLY, Rate.DAILY]


def test_a_link_that_is_not_ours_stops_nothing():
    token = queries.unsubscribe_token(people.person().pk, [Kind.REVIEWS])
    for wrong in (token[:-1], token.replace(":", "."), "", "a:b:c"):
        with pytest.raises(UnknownLink):
            actions.unsubscribe(by=None, token=wrong)
    assert not Rhythm.objects.exists()


def test_notices_are_read_by_their_owner_alone():
    ada, ben = people.person(), people.person()
    tell(ada, ben)
    tell(ada, kind=Kind.CHANGES)
    theirs = Notice.objects.get(person=ben)
    with pytest.raises(NotFound):
        actions.open_notice(by=ada, notice_id=theirs.pk)
    assert actions.mark_read(by=ada, notice_ids=[theirs.pk]) == 0
    assert queries.unread(ben) == 1
    assert actions.mark_all_read(by=ada, kind=Kind.CHANGES) == 1
    assert queries.unread_by_kind(ada) == {Kind.ASKED: 1}
    assert actions.open_notice(by=ada, notice_id=Notice.objects.get(person=ada, read=None).pk)
    assert (queries.unread(ada), queries.unread(ben)) == (0, 1)


def test_what_is_not_read_stands_first():
    ada = people.person()
    for title in "abc":
        tell(ada, told=Told(title))
    actions.mark_read(by=ada, notice_ids=[Notice.objects.get(title="c").pk])
    assert [notice.title for notice in queries.notices_of(ada)] == ["b", "a", "c"]
    assert [notice.title for notice in queries.notices_of(ada, only_new=True)] == ["b", "a"]


def test_what_is_old_is_forgotten_and_so_is_who_leaves():
    ada, ben = people.person(), people.person()
    tell(ada, ben, subject=ada)
    actions.mark_all_read(by=ada)
    now = timezone.now()
    assert actions.forget_old(by=None, now=now) == 0
    Notice.objects.filter(person=ada).update(made=now - timedelta(days=366))
    assert actions.forget_old(by=None, now=now) == 1
    actions.set_rhythm(by=ada, kind=Kind.ASKED, rate=Rate.NEVER)
    gone = Forgetting.of(["Ada Okoye", "Will"], instead="A former member")
    actions.notify(by=ada, people=[ben], kind=Kind.DESK, told=Told("Will asks", "Ada Okoye asks."))
    actions.notify(by=None, people=[ben], kind=Kind.DESK, told=Told("Ada Okoye", "Will it work?"))
    actions.forget_person(by=None, person_id=ada.pk, gone=gone)
    left = Notice.objects.order_by("pk").values_list("title", "text")
    assert list(left) == [
        ("A former member asks", "A former member asks."),
        ("A former member", "Will it work?"),
    ]
    Notice.objects.all().delete()
    assert not Rhythm.objects.exists()
    assert not Notice.objects.exists()
