"""The order of answers against judged questions; the test half was not used to set any weight."""

import pytest

from decapolis.ops.bench.relevance import HALVES, Judged, judged, measure, scored, ways

MARGIN = 0.25  # over plain BM25
LEAST = 0.70
KINDS = {
    "keyword", "natural", "paraphrase", "misspelt", "other-language", "failure", "cost", "place",
}  # fmt: skip


@pytest.mark.usefixtures("starter")
def test_questions_kept_for_testing_are_answered_far_better_than_by_plain_bm25():
    questions = judged("test")
    mean = {}
    for name, way in ways().items():
        scores = scored(questions, way)
        mean[name] = sum(scores) / len(scores)
    print(mean)  # noqa: T201 -- shown with pytest -s
    assert mean["ours"] >= max(LEAST, mean["plain BM25"] + MARGIN, mean["embedding alone"])
    assert mean["ours"] > mean["ours without asked_as"] > mean["plain BM25"]


@pytest.mark.usefixtures("starter")
def test_every_judged_record_is_in_the_library():
    from decapolis.search.models import Entry  # noqa: PLC0415 -- app ready

    held = {f"{kind}:{slug}" for kind, slug in Entry.objects.values_list("kind", "slug")}
    named = {key for half in HALVES for one in judged(half) for key in one.judgements}
    assert named <= held


@pytest.mark.usefixtures("starter")
def test_figures_are_told_by_half_way_kind_and_language():
    names = [name for name, _value in measure()]
    assert {"test: plain BM25", "test: ours", "test: ours, place questions"} <= set(names)
    assert len(names) == len(set(names))


def test_there_are_enough_questions_of_every_kind_in_both_halves():
    halves = {half: judged(half) for half in HALVES}
    assert sum(len(questions) for questions in halves.values()) >= 120
    assert all({one.kind for one in questions} == KINDS for questions in halves.values())
    ids = [one.id for questions in halves.values() for one in questions]
    assert len(ids) == len(set(ids))


def test_grades_are_from_one_to_three():
    everything = [one for half in HALVES for one in judged(half)]
    assert all(isinstance(one, Judged) and one.judgements for one in everything)
    assert {grade for one in everything for grade in one.judgements.values()} <= {1, 2, 3}
