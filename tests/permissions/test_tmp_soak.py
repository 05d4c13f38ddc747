import pathlib

import pytest

from decapolis.people.models import Person
from tests.permissions.worlds.making import a_world
from tests.permissions.worlds.reading import browser, readers_of, visit
from tests.permissions.worlds.seeing import hidden_from
from tests.permissions.worlds.walking import addresses


@pytest.mark.django_db
def test_soak(storage):
    wrong=[]
    for seed in (1,2,3):
        with a_world(seed) as world:
            for who in readers_of(world, world.of(Person)):
                hidden=min(hidden_from(world, who))
                c=browser(who)
                for route,address in addresses(world, hidden, 1.0):
                    if "initiative" in address or address in ("/desk","/audit","/account/data.json") or (address.startswith("/cities/") and "theory" not in address and "peers" not in address):
                        wrong+=visit(world, who, c, address)
    pathlib.Path("/tmp/home-plan/soak.txt").open("w").write("\n".join(wrong))
    assert not wrong
