import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decapolis.benchmarks.bridge.tables import as_json, from_json, table_of
from decapolis.benchmarks.bridge.weighing import reweighed
from decapolis.benchmarks.choices import Hand
from decapolis.benchmarks.errors import NotBuilt
from decapolis.benchmarks.models import Edition, Entrant, Framework, Mark, Reply, Run
from decapolis.benchmarks.queries.editions import (
    edition_to_read,
    editions,
    editions_of_city,
    entrant_to_read,
    entrants_of,
    run_to_read,
)
from decapolis.benchmarks.queries.frameworks import framework_to_read, frameworks
from decapolis.benchmarks.queries.marks import marks_of, replies_of, table_of_marks
from decapolis.benchmarks.queries.ranking import comparison, ranking
from decapolis.benchmarks.validators.records import tree_fault
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Visibility
from decapolis.people.models import FORMER
from decapolis.rights.actions import leave
from tests.factories import benchmarks, cities, hats, library, people

pytestmark = pytest.mark.django_db


def counted(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def of_size(number):
    taking_part = [cities.city(f"City {at}") for at in range(number)]
    return benchmarks.published(benchmarks.framework(*"abcdefgh"[:number]), *taking_part)


@pytest.mark.parametrize(
    "read",
    [
        lambda _edition: editions(reader=None),
        lambda _edition: frameworks(reader=None),
        entrants_of,
        lambda edition: ranking(edition, run_to_read(edition, reader=None)),
        lambda edition: table_of_marks(edition, reader=people.staff()),
        lambda edition: replies_of(edition, reader=None),
        lambda edition: marks_of(Entrant.objects.filter(edition=edition).first(), reader=None),
    ],
)
def test_reading_costs_the_same_number_of_queries_for_two_cities_and_for_six(read):
    small, large = of_size(2), of_size(6)
    for edition in (small, large):
        for one in Entrant.objects.filter(edition=edition).select_related("edition__framework"):
            benchmarks.reply(one)
    assert counted(lambda: read(small)) == counted(lambda: read(large))


def test_what_may_not_be_seen_is_not_found_in_any_list():
    edition = benchmarks.published(benchmarks.framework(visibility=Visibility.STAFF))
    dayton = benchmarks.entrant(edition)
    benchmarks.reply(dayton)
    for reader in (None, people.person(), hats.speaker(dayton.city)):
        assert editions(reader=reader) == ()
        assert frameworks(reader=reader) == ()
        assert editions_of_city(dayton.city_id, reader=reader) == ()
        assert replies_of(edition, reader=reader) == ()
        assert run_to_read(edition, reader=reader) is None
        with pytest.raises(NotFound):
            edition_to_read(edition.framework.slug, edition.slug, reader=reader)
        with pytest.raises(NotFound):
            framework_to_read(edition.framework.slug, reader=reader)
        kept = (Framework, Edition, Entrant, Mark, Reply, Run)
        assert not any(model.objects.visible_to(reader).exists() for model in kept)
    assert len(editions(reader=people.staff())) == 1


def test_a_city_finds_the_editions_in_which_it_takes_part():
    edition = benchmarks.published()
    benchmarks.published(None, cities.city("Akron"), cities.city("Xenia"))
    dayton = entrant_to_read(edition, benchmarks.entrant(edition).code)
    found = editions_of_city(dayton.city_id, reader=None)
    assert [one.edition_id for one in found] == [edition.pk]
    with pytest.raises(NotFound):
        entrant_to_read(edition, "none")


def test_a_document_that_the_reader_may_not_see_is_no_proof_to_them():
    edition = benchmarks.published()
    dayton = benchmarks.entrant(edition)
    hidden = library.document(visibility=Visibility.NETWORK)
    Mark.objects.get(entrant=dayton, criterion__code="a").proofs.create(document=hidden)
    benchmarks.reply(dayton, document=hidden)
    for reader, slugs in [(None, []), (people.person(), [hidden.slug])]:
        assert [one.document for one in marks_of(dayton, reader=reader)["a"][0].proofs] == slugs
        assert replies_of(edition, reader=reader)[0].document == "".join(slugs)


def test_names_of_reviewers_and_repliers_are_for_members():
    edition = benchmarks.published()
    dayton = benchmarks.entrant(edition)
    ana, ben = benchmarks.two_reviewers()
    benchmarks.mark(dayton, "a", 3, Hand.FIRST, by=ana)
    benchmarks.mark(dayton, "a", 2, Hand.SECOND, by=ben)
    for reader, names in [(None, ["", "", ""]), (people.person(), ["Ana Díaz", "Ben Okoye", ""])]:
        assert [one.by for one in marks_of(dayton, reader=reader)["a"]] == names


def test_a_comparison_is_of_two_to_six_cities_that_have_a_place():
    edition = of_size(7)
    run, codes = run_to_read(edition, reader=None), [one.code for one in entrants_of(edition)]
    assert len(comparison(edition, run, codes[:6]).cities) == 6
    for wrong in (codes, codes[:1], codes[:1] * 3, ["none", codes[0]]):
        with pytest.raises(NotFound):
            comparison(edition, run, wrong)


def test_a_hierarchy_weighs_within_its_pillars_and_what_is_off_counts_nothing():
    framework = benchmarks.framework("a")
    pillar = benchmarks.criterion(framework, "p")
    for code in ("b", "c"):
        benchmarks.criterion(framework, code, parent=pillar)
    edition = benchmarks.edition(framework)
    dayton, toledo = benchmarks.entrant(edition), benchmarks.entrant(edition, "Toledo")
    for code, value in {"a": 4, "b": 0, "c": 2}.items():
        benchmarks.mark(dayton, code, value)
        benchmarks.mark(toledo, code, 4 - value)
    table = table_of(edition)
    assert table.structure.codes == ("a", "b", "c", "p", "Index")
    assert table.structure.level.tolist() == [1, 1, 1, 2, 3]
    run = Run(**kept(edition))
    assert run.result["scores"] == [2.5, 1.5]

    def first(**asked):
        return [one.score for one in sorted(reweighed(run, **asked), key=lambda one: -one.score)]

    assert first(weights={"p": 0}) == [4, 0]
    assert first(off=["b", "c"]) == [4, 0]
    assert first(off=["a"]) == [3, 1]
    assert first(weights={"p": 3}) == pytest.approx([2.25, 1.75])
    for wrong in ({"weights": {"z": 1}}, {"weights": {"a": -1}}, {"off": ["a", "p"]}):
        with pytest.raises(NotBuilt):
            reweighed(run, **wrong)


def kept(edition):
    from decapolis.benchmarks.bridge.running import run  # noqa: PLC0415 -- named like the model

    made = run(edition)
    return {"edition": edition, "spec": made.spec, "doubt": made.doubt, "inputs": made.inputs,
            "result": made.result, "seed": made.seed, "draws": made.draws}  # fmt: skip


def test_a_table_is_kept_whole_and_makes_the_same_run_again():
    edition = benchmarks.published()
    Entrant.objects.update(groups={"Size": "Large"}, sizes={"people": 10})
    edition.framework.criteria.update(denominator="people")
    table = table_of(edition)
    back = from_json(json.loads(json.dumps(as_json(table))))
    assert back.digest() == table.digest()
    assert back.groups == {"Size": ("Large", "Large")}


def test_one_city_alone_has_a_score_and_no_interval():
    edition = benchmarks.published(None, cities.city("Dayton"))
    (place,) = ranking(edition, run_to_read(edition, reader=None)).places
    assert (place.rank, place.score, place.low, place.width) == (1, 3, None, 0)


def test_who_leaves_is_in_no_mark_and_no_reply_and_what_they_gave_stays():
    edition = benchmarks.published()
    dayton = benchmarks.entrant(edition)
    her = hats.speaker(dayton.city, name="Zdravka Čačić", email="zdravka@dayton.example")
    benchmarks.mark(dayton, "a", 3, Hand.SELF, by=her, note="Zdravka Čačić counted it.")
    benchmarks.reply(dayton, by=her, text="Write to zdravka@dayton.example.")
    leave(by=her, person=her)
    for model in (Mark, Reply):
        (row,) = model.objects.filter(by=her)
        text = json.dumps(list(model.objects.filter(pk=row.pk).values()), cls=DjangoJSONEncoder)
        assert "Zdravka" not in text
        assert "zdravka" not in text
    assert Mark.objects.get(by=her).note == f"{FORMER} counted it."
    assert Reply.objects.get().text == f"Write to {FORMER}."


lines = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", *"abcdef"])), max_size=8)


@given(lines)
def test_lines_without_a_fault_are_trees_that_end_above(pairs):
    if tree_fault(pairs):
        return
    above = dict(pairs)
    assert len(above) == len(pairs)
    for code in above:
        way = [code]
        while above[way[-1]]:
            way.append(above[way[-1]])
            assert len(way) <= len(pairs)
