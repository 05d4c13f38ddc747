"""Walk the addresses of the interface by token: it reads as its owner does, and never more."""

import pytest
from django.core.cache import caches
from django.test import Client

from decapolis.access.choices import Scope
from decapolis.people.models import Person
from tests.factories import access
from tests.permissions.programs import API
from tests.permissions.rows import MARKS, MAY_SEE, READS_ALL, ROLES
from tests.permissions.test_table import clients, text_of  # noqa: F401 -- a fixture

OWNERS = ROLES[1:]  # whoever has not signed in has no token


def who_is(client):
    return Person.objects.get(pk=client.session["_auth_user_id"])


@pytest.fixture
def programs(clients):  # noqa: F811 -- the fixture
    """Let a program ask for each role, without any cookie."""
    caches["near"].clear()
    made = {role: access.token(who_is(clients[role])) for role in OWNERS}
    return {role: Client(headers=access.bearer(token)) for role, token in made.items()}


@pytest.mark.parametrize("role", OWNERS)
def test_a_token_reads_what_its_owner_reads_and_no_more(programs, role):
    hidden = {mark for visibility, mark in MARKS.items() if visibility not in MAY_SEE[role]}
    wrong, leaks, told = [], set(), set()
    for row in API:
        if row.method == "get":
            response = programs[role].get(row.address)
            content = text_of(response)
            found = {mark for mark in MARKS.values() if mark in content}
            told |= found
            if (role, row.route) not in READS_ALL:
                leaks |= {(row.address, mark) for mark in found & hidden if mark not in row.address}
            if response.status_code != row.status(role):
                wrong.append(f"{row.address}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
    assert not leaks
    assert told >= set(MARKS.values()) - hidden


def test_a_token_without_scope_for_it_does_nothing(clients):  # noqa: F811 -- the fixture
    caches["near"].clear()
    person = who_is(clients["staff"])
    for scope in Scope:
        client = Client(headers=access.bearer(access.token(person, scope)))
        for row in API:
            narrow = _other_scope(row, scope)
            if narrow:
                response = getattr(client, row.method)(row.address)
                assert response.status_code == 403, (scope, row.method, row.address)
                assert response.json()["code"] == "api.scope_missing"
                assert f'scope="{narrow}"' in response["WWW-Authenticate"]


def _other_scope(row, scope):
    """The scope that a row needs, where it is another; empty: it is this, or none."""
    from decapolis.api.interface import api  # noqa: PLC0415 -- app ready
    from decapolis.api.openapi import operations_at  # noqa: PLC0415 -- app ready
    from decapolis.api.scopes import needed  # noqa: PLC0415 -- app ready

    path = "/" + row.route.replace("<int:", "<").replace("<", "{").replace(">", "}")
    operation = operations_at(api).get(path, {}).get(row.method.upper())
    wanted = needed(operation) if operation else ""
    return wanted if wanted != scope else ""
