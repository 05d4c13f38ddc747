import json

import pytest
from django.core.management import CommandError, call_command

from decapolis.cities.bridge import find_city

pytestmark = pytest.mark.usefixtures("starter")


def _json(capsys, *arguments):
    call_command("peers", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_json_is_a_list_nearest_first(capsys):
    peers = _json(capsys, "Dayton, OH")
    assert len(peers) == 10
    assert list(peers[0]) == ["city_id", "name", "country", "distance", "shared", "reasons"]
    distances = [peer["distance"] for peer in peers]
    assert distances == sorted(distances)
    assert all(peer["reasons"] for peer in peers)


def test_limit_zero_prints_all_that_can_be_compared_and_not_the_city_itself(capsys):
    peers = _json(capsys, "4509884", "--limit", "0")
    ids = [peer["city_id"] for peer in peers]
    assert len(ids) == len(set(ids)) > 5000
    assert 4509884 not in ids
    assert all(0 <= peer["distance"] <= 1 and peer["shared"] >= 4 for peer in peers)


def test_the_distance_is_the_same_seen_from_the_other_city(capsys):
    valencia, nairobi = find_city("Valencia, ES").pk, find_city("Nairobi").pk
    seen = [
        {peer["city_id"]: peer["distance"] for peer in _json(capsys, str(one), "--limit", "0")}
        for one in (valencia, nairobi)
    ]
    assert seen[0][nairobi] == seen[1][valencia]


def test_people_read_names_reasons_and_what_is_not_known(capsys):
    call_command("peers", "Valencia, ES", "--theme", "public-safety", "--limit", "1")
    said = capsys.readouterr().out
    assert said.startswith("Cities like Valencia, ")
    assert "1. Sevilla, Andalusia, Spain" in said
    assert "Not known for Valencia and so not compared: violent crime, " in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["Springfield"], "5 cities are called 'Springfield'. Add the state"),
        (["Atlantis"], "No city in the gazetteer is called 'Atlantis'."),
        (["999999999"], "There is no city with the GeoNames id 999999999."),
        (["Dayton, OH", "--theme", "gardening"], "There is no theme 'gardening'. Use one of"),
    ],
)
def test_what_cannot_be_told_is_one_sentence_and_exit_2(capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        call_command("peers", *arguments)
    out, said = capsys.readouterr()
    assert (stopped.value.code, out) == (2, "")
    assert said.startswith(message)


def test_a_limit_below_zero_is_refused():
    with pytest.raises(CommandError, match="'-1' is not a whole number from 0"):
        call_command("peers", "Dayton, OH", "--limit=-1")
