"""The first operator comes from the command line."""

import pytest
from django.core.management import call_command

from decapolis.audit.models import AuditEntry
from decapolis.kernel.permissions import Forbidden
from decapolis.people.errors import ValueRefused
from decapolis.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _begins_empty(settings):
    settings.STARTER = False


def test_an_address_becomes_staff_and_operator_and_loses_it_again(capsys):
    call_command("staff", "Boss@City.example", "--operator")
    assert "boss@city.example is staff and operator." in capsys.readouterr().out
    call_command("staff", "other@city.example")
    other = Person.objects.get(email="other@city.example")
    assert (other.is_staff, other.is_operator, other.is_member) == (True, False, True)
    call_command("staff", "other@city.example", "--remove")
    assert "a person without rights" in capsys.readouterr().out
    entry = AuditEntry.objects.first()
    assert (entry.act, entry.door, entry.by, entry.after) == (
        "people.roles_set",
        "command",
        None,
        {"is_staff": False},
    )


def test_the_last_operator_stays_and_nonsense_is_refused():
    call_command("staff", "boss@city.example", "--operator")
    with pytest.raises(Forbidden, match="last operator"):
        call_command("staff", "boss@city.example", "--remove")
    with pytest.raises(ValueRefused, match="not an e-mail address"):
        call_command("staff", "boss")
    assert Person.objects.get().is_operator


def test_the_operator_unlocks_an_account(capsys):
    call_command("staff", "boss@city.example", "--operator")
    call_command("staff", "boss@city.example", "--unlock")
    assert "by a code from the mail alone" in capsys.readouterr().out
    assert AuditEntry.objects.first().act == "people.unlocked"
