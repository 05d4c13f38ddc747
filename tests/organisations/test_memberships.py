"""A membership ends with all that hangs on it, and that can be undone."""

import pytest
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.organisations import actions
from decapolis.organisations.errors import HatThere
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import speaks_for
from decapolis.people.errors import ReasonMissing
from decapolis.people.models import MembershipRequest
from tests.factories import cities, hats, people

pytestmark = pytest.mark.django_db
WHY = "She works for a supplier now."


def test_hats_are_taken_off_and_put_on_again_by_undo():
    dayton, boss = cities.city("Dayton"), people.staff()
    ana = hats.speaker(dayton)
    own = hats.hat(ana, until=timezone.localdate(), ended_by=ana)  # she took this off herself
    taken = actions.end_membership(by=boss, person=ana, reason=WHY)
    assert [hat.body for hat in taken] == [dayton]
    ana.refresh_from_db()
    assert not ana.is_member
    assert not Hat.objects.worn().filter(person=ana).exists()
    assert MembershipRequest.objects.get().reason == WHY
    actions.renew(by=boss, person=ana, hats=[taken[0].pk, own.pk])
    ana.refresh_from_db()
    assert ana.is_member
    assert speaks_for(ana, dayton)
    assert list(Hat.objects.worn().filter(person=ana)) == taken
    assert MembershipRequest.objects.get().accepted
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == [
        "people.let_go",
        "organisations.hat_ended",
        "people.became_member",
        "organisations.hat_put_on_again",
    ]


def test_nothing_ends_without_right_or_reason():
    dayton = cities.city("Dayton")
    ana, colleague, boss = hats.speaker(dayton), hats.speaker(dayton), people.staff()
    for by, why, error in ((colleague, WHY, Forbidden), (boss, " ", ReasonMissing)):
        with pytest.raises(error):
            actions.end_membership(by=by, person=ana, reason=why)
    with pytest.raises(Forbidden):
        actions.renew(by=colleague, person=ana)
    assert speaks_for(ana, dayton)
    assert not AuditEntry.objects.exists()


def test_hats_of_others_are_left_alone_by_undo():
    dayton, boss = cities.city("Dayton"), people.staff()
    ana, ben = hats.speaker(dayton), hats.speaker(dayton)
    hers = actions.end_membership(by=boss, person=ana, reason=WHY)
    his = actions.end_membership(by=boss, person=ben, reason=WHY)
    actions.renew(by=boss, person=ana, hats=[one.pk for one in (*hers, *his)])
    assert set(Hat.objects.worn()) == set(hers)


def test_a_hat_that_was_put_on_since_is_not_worn_twice():
    dayton, boss = cities.city("Dayton"), people.staff()
    ana = hats.speaker(dayton)
    taken = actions.end_membership(by=boss, person=ana, reason=WHY)
    hats.hat(ana, dayton)
    with pytest.raises(HatThere):
        actions.renew(by=boss, person=ana, hats=[taken[0].pk])
    ana.refresh_from_db()
    assert not ana.is_member
