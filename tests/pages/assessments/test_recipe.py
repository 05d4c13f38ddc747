"""Staff choose how a draft is put together and what counts how much, without any JSON."""

import json

import pytest

from decapolis.benchmarks.bridge.building import spec_of
from decapolis.benchmarks.models import Edition, Run
from decapolis.pages.assessments import recipes
from tests.factories import cities, people
from tests.pages.assessments.test_staff import DESK, handed
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db
TABLE = """uCode,uName,country,kind,Parks,Noise,Lamps
d,Dayton,US,old,12.5,60,9
t,Toledo,US,old,8,55,4
x,Atlantis,US,new,3,,7
y,Avalon,US,new,5,70,1
"""
META = """iCode,iName,Type,Level,Parent,Direction,Weight
kind,Kind,Group,,,,
Parks,Parks,Indicator,1,Green,1,1
Noise,Noise,Indicator,1,Green,-1,1
Lamps,Lamps,Indicator,1,Light,1,1
Green,Green,Aggregate,2,All,1,1
Light,Light,Aggregate,2,All,1,1
All,All,Aggregate,3,,1,1
"""
PLAIN = {
    "do": "recipe", "screen": "keep", "impute": "none", "treat": "leave", "normalise": "rank",
    "aggregate": "arithmetic",
}  # fmt: skip


@pytest.fixture
def client():
    return signed_in(people.staff(name="Sam"))


@pytest.fixture
def at(client):
    cities.city("Dayton")
    table, columns = handed(TABLE)["table"], handed(META)["table"]
    made = client.post(f"{DESK}/new", handed() | {"table": table, "columns": columns})
    assert made.status_code == 302, text_of(made)
    return made["Location"]


def spec():
    return Run.objects.current().get().spec


def test_a_recipe_is_chosen_in_plain_words_and_the_index_made_anew(client, at):
    first = Run.objects.current().get()
    shown = text_of(client.get(f"{at}/recipe"))
    assert "How near a city is to a target" in shown
    told = text_of(client.post(f"{at}/recipe", PLAIN, follow=True))
    assert "The index was made anew by this recipe." in told
    assert Run.objects.current().get().pk != first.pk
    assert (spec()["normalise"]["method"], spec()["impute"]) == ("rank", False)
    assert '<option value="rank" selected>' in client.get(f"{at}/recipe").content.decode()


def test_options_of_each_step_are_fields_and_what_is_filled_in_comes_back(client, at):
    values = PLAIN | {
        "impute": "group_median", "group": "kind", "screen": "by_missing", "least": "50",
        "treat": "treat", "winmax": "3", "fallback": "boxcox", "power_of": "0.5",
        "normalise": "goalposts", "low": "0", "high": "100", "truncate": "on",
        "aggregate": "power", "power": "0.5", "above": "median", "least_parts": "25",
    }  # fmt: skip
    told = client.post(f"{at}/recipe", values)
    assert told.status_code == 302, text_of(told)
    held = spec()
    assert (held["impute"]["method"], held["impute"]["group"]) == ("group_median", "kind")
    assert held["screen"]["least"] == 0.5
    assert (held["treat"]["winmax"], held["treat"]["power"]) == (3, 0.5)
    assert (held["normalise"]["low"], held["normalise"]["high"]) == (0, 100)
    assert [one["method"] for one in held["aggregate"]] == ["power", "median"]
    assert {one["least"] for one in held["aggregate"]} == {0.25}
    again = client.get(f"{at}/recipe").content.decode()
    for part in ('value="3"', '<option value="kind" selected>', '<option value="median" selected>'):
        assert part in again, part


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"normalise": "goalposts"}, "Give the lower end of the scale."),
        ({"normalise": "distance_to_reference"}, "Choose the city that is the yardstick."),
        ({"normalise": "minmax", "low": "5", "high": "1"}, "Give more than the lower end."),
        ({"normalise": "zscore", "sd": "0"}, "Give more than 0."),
        ({"impute": "constant"}, "Say which value."),
        ({"least": "300"}, "less than or equal to 100"),
        ({"winmax": "many"}, "Enter a whole number."),
        ({"normalise": "zscore", "aggregate": "geometric"}, "geometric"),
    ],
)
def test_what_will_not_do_is_told_at_its_field_and_the_last_recipe_stays(client, at, values, words):
    before = Run.objects.current().get().pk
    shown = client.post(f"{at}/recipe", PLAIN | values)
    assert shown.status_code == 422
    assert words in text_of(shown)
    assert Run.objects.current().get().pk == before
    assert Edition.objects.get().spec == {}


def test_every_choice_of_the_form_is_one_of_the_engine():
    for name, choices in (
        ("impute", recipes.GAPS), ("normalise", recipes.SCALES), ("aggregate", recipes.MEANS),
    ):  # fmt: skip
        for method, _label in choices:
            spec_of({name: {"method": method}})
    assert {method for method, _label in recipes.SCALES} == set(recipes.OF_SCALE)


def test_weights_are_set_by_hand_and_a_wrong_one_is_told_at_its_field(client, at):
    page = f"{at}/weights?by=hand"
    typed = {f"w{key}": "1" for key in range(5)}
    bad = client.post(page, typed | {"w0": "1,5", "w1": "-1"})
    assert bad.status_code == 422
    assert "Parks: give a number such as 1.5, with a point; 0 for none." in text_of(bad)
    assert "Noise: give 0 or more." in text_of(bad)
    assert client.post(page, dict.fromkeys(typed, "0")).status_code == 422
    assert Edition.objects.get().spec == {}
    assert client.post(page, typed | {"w0": "3"}).status_code == 302
    assert spec()["weights"]["values"] == {"Parks": 3}
    assert 'value="3"' in client.get(f"{at}/weights").content.decode()


def test_points_of_several_experts_are_shared_out(client, at):
    page = f"{at}/weights?by=points&experts=3"
    shown = client.get(page).content.decode()
    assert "Expert 3" in shown
    points = {"p0-0": "60", "p1-0": "40", "p0-1": "50", "p1-1": "50", "p0-2": "1", "p1-2": "0"}
    short = client.post(page, points | {"p1-1": ""})
    assert short.status_code == 422
    assert "give a number such as 1.5" in text_of(short)
    nothing = client.post(page, points | {"p0-2": "0"})
    assert "Expert 3 gave no points here." in text_of(nothing)
    assert client.post(page, {}).status_code == 422
    assert client.post(page, points).status_code == 302
    weights = spec()["weights"]
    assert weights["method"] == "budget"
    assert weights["allocations"] == {"Green": {"Parks": [60, 50, 1], "Noise": [40, 50, 0]}}
    assert 'value="60"' in client.get(f"{at}/weights").content.decode()


def test_pairs_are_compared_and_the_consistency_ratio_is_shown(client, at):
    page = f"{at}/weights?by=pairs"
    assert client.post(page, {"v0-1": "12"}).status_code == 422
    assert client.post(page, {"v0-1": "1/3"}).status_code == 302
    matrix = spec()["weights"]["comparisons"]["Green"]["matrix"]
    assert (matrix[0][1], matrix[1][0]) == (pytest.approx(1 / 3), pytest.approx(3))
    shown = text_of(client.get(f"{at}/weights"))
    assert "The consistency ratio is 0.00" in shown
    assert "Noise 75%" in shown
    assert '<option value="1/3" selected>' in client.get(page).content.decode()


def test_a_rule_weighs_by_itself_and_other_steps_leave_the_weights_as_they_are(client, at):
    assert client.post(f"{at}/weights?by=rule", {"method": "equal"}).status_code == 302
    assert spec()["weights"]["method"] == "equal"
    client.post(f"{at}/recipe", PLAIN)
    assert (spec()["weights"]["method"], spec()["normalise"]["method"]) == ("equal", "rank")
    assert client.post(f"{at}/weights?by=rule", {"method": "luck"}).status_code == 422
    assert client.get(f"{at}/weights?by=luck").status_code == 404


def test_a_recipe_as_a_file_is_shown_and_taken_or_refused_in_words(client, at):
    assert "&quot;normalise&quot;" in client.get(f"{at}/recipe").content.decode()
    for text, words in (
        ("{", "This is not JSON"),
        ("[]", "Write an object"),
        ('{"screen": {"least": 2}}', "screen.least"),
    ):
        shown = client.post(f"{at}/recipe", {"do": "file", "recipe": text})
        assert shown.status_code == 422
        assert words in text_of(shown)
    assert Edition.objects.get().spec == {}
    wanted = {"normalise": "zscore"}
    sent = {"do": "file", "recipe": json.dumps(wanted)}
    assert client.post(f"{at}/recipe", sent).status_code == 302
    assert Edition.objects.get().spec == wanted


def test_nobody_else_changes_a_recipe_and_what_is_published_has_none_to_change(client, at):
    member = signed_in(people.person())
    for name in ("recipe", "weights"):
        assert member.post(f"{at}/{name}", PLAIN).status_code == 404
    client.post(at, {"do": "publish"})
    before = Run.objects.current().get().pk
    for name in ("recipe", "weights"):
        assert client.get(f"{at}/{name}").status_code == 404
        assert client.post(f"{at}/{name}", PLAIN).status_code == 404
    assert Run.objects.current().get().pk == before
