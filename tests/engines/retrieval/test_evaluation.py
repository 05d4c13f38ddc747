import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.engines.retrieval.evaluation import ndcg

grades = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 3), min_size=1)


def test_the_published_example_is_met():
    """Burges et al. (2005): gains 2^g - 1, discounts log2(1 + place)."""
    assert ndcg(["d", "a", "b"], {"a": 3, "b": 2, "c": 1}) == pytest.approx(
        (7 / 1.5849625 + 3 / 2) / (7 + 3 / 1.5849625 + 1 / 2)
    )


@given(grades=grades)
def test_the_best_order_has_one_and_nothing_has_more(grades):
    best = sorted(grades, key=lambda key: -grades[key])
    assert ndcg(best, grades) == pytest.approx(1)
    assert 0 <= ndcg(best[::-1], grades) <= 1 + 1e-9


@given(grades=grades)
def test_what_comes_twice_counts_once(grades):
    first = next(iter(grades))
    assert ndcg([first] * 10, grades) == pytest.approx(ndcg([first], grades))


def test_nothing_judged_is_nothing_gained():
    assert ndcg(["a"], {}) == 0
