"""How an index is made, in plain words and as formulas, read off its recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import Shown
from decapolis.benchmarks.models import Run
from decapolis.benchmarks.queries.ranking import doubt_in_words


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done in words, and the formula where there is one."""

    name: str
    words: str
    formula: str = ""


def method_of(run: Run) -> tuple[Step, ...]:
    """Return the steps by which a run was made, in their order."""
    spec = run.spec
    told = {
        "denominate": _denominate,
        "impute": _impute,
        "screen": _screen,
        "treat": _treat,
        "normalise": _normalise,
    }
    steps: list[Step | None] = [told[name](spec[name], run) for name in spec["order"]]
    steps += [_weights(spec["weights"]), *_aggregate(spec["aggregate"]), _written(run)]
    doubts = doubt_in_words(run.doubt.get("inputs", ()))
    words = _(
        "The index was made {draws} times anew. {doubts} An interval holds the places that a "
        "city had in 90 % of them, from the 5th to the 95th in a hundred."
    )
    if "low" in run.result:
        said = words.format(draws=f"{run.draws:,}", doubts=" ".join(doubts))
        steps.append(Step(_("Intervals"), said, "P(A > B) = wins + ties / 2"))
    return tuple(step for step in steps if step)


def _denominate(step: Any, run: Run) -> Step | None:  # noqa: ANN401 -- JSON: an object or false
    divided = [one["name"] for one in run.inputs["indicators"] if one["denominator"]]
    if not step or not (divided or step.get("by")):
        return None
    return Step(
        _("Size"), _("What grows with the size of a city is divided by that size."), "x / d"
    )


def _impute(step: Any, run: Run) -> Step:  # noqa: ANN401 -- as above
    if not step or step["method"] == "none":
        return Step(_("Gaps"), _("A missing value stays missing; what is known counts for more."))
    ways = {
        "mean": _("the mean of all"),
        "median": _("the median of all"),
        "group_mean": _("the mean of its group, or of all where there are no groups"),
        "group_median": _("the median of its group, or of all where there are no groups"),
        "em": _("what is most likely given all else that is known (expectation-maximisation)"),
        "zero": _("zero"),
        "constant": _("a fixed value"),
    }
    number = len(run.result["imputed"])
    return Step(
        _("Gaps"),
        _("A missing value is filled with {what}. Here {number} values were filled.").format(
            what=ways[step["method"]], number=number
        ),
    )


def _screen(step: Any, run: Run) -> Step | None:  # noqa: ANN401 -- as above
    if not step:
        return None
    words = _("A city of which less than {share:.0%} is known is left out; here {number} were.")
    said = words.format(share=step["least"], number=len(run.result["left_out"]))
    return Step(_("Who takes part"), said)


def _treat(step: Any, run: Run) -> Step | None:  # noqa: ANN401 -- as above
    if not step:
        return None
    words = _(
        "Where a few extreme values would decide a criterion (skewness of {skew:g} or more and "
        "kurtosis of {kurt:g} or more), they are moved to the next value, one by one and at most "
        "{most}; if that does not help, logarithms are taken. Here {number} values were changed."
    )
    most = step["winmax"] if step["winmax"] is not None else _("as many as it takes")
    number = len(run.result["treated"])
    said = words.format(skew=step["skew"], kurt=step["kurt"], most=most, number=number)
    if step.get("per"):
        said = " ".join([said, _others(step["per"])])
    return Step(_("Outliers"), said, "|G1| ≥ s, G2 ≥ k")


def _normalise(step: Mapping[str, Any], run: Run) -> Step:
    known = {
        "minmax": (_("The worst city has {low:g}, the best {high:g}, the others in proportion."),
                   "(x - min) / (max - min)"),
        "zscore": (_("How many standard deviations a city is above the mean."), "(x - mean) / sd"),
        "rank": (_("The place of a city among the others, the last has 1."), "rank"),
        "percentile_rank": (_("The share of the others that a city is above."),
                            "(rank - 1) / (n - 1)"),
        "borda": (_("How many others a city is above."), "rank - 1"),
        "distance_to_best": (_("How near a city is to the best."), "1 - (max - x) / (max - min)"),
        "distance_to_reference": (_("How near a city is to one that is the yardstick."),
                                  "(x - min) / (reference - min)"),
        "distance_to_target": (_("How near a city is to a target."), "(x - min) / (target - min)"),
        "fraction_of_best": (_("A city's value as a part of the best."), "x / max"),
        "goalposts": (_("Where a city stands between two fixed ends."), "(x - low) / (high - low)"),
        "scaled": (_("Where a value stands between two fixed ends."), "(x - low) / (high - low)"),
        "none": (_("Values are taken as they are: all are on one scale."), "x"),
    }  # fmt: skip
    words, formula = known[step["method"]]
    low, high = step.get("low"), step.get("high")
    said = words.format(low=0 if low is None else low, high=100 if high is None else high)
    if any(one["direction"] < 0 for one in run.inputs["indicators"]):
        said = " ".join([said, _("Where less is better it is turned round.")])
    if step.get("per"):
        said = " ".join([said, _others(step["per"])])
    return Step(_("One scale"), said, formula)


def _others(per: Mapping[str, Any]) -> str:
    return _("Another rule holds for: {codes}.").format(codes=", ".join(sorted(per)))


def _weights(step: Mapping[str, Any]) -> Step:
    known = {
        "given": _("Criteria count as much as the framework says."),
        "equal": _("All criteria of a pillar count the same."),
        "budget": _("Experts shared out points among the criteria; their mean counts."),
        "ahp": _("Criteria were compared in pairs (analytic hierarchy process)."),
        "pca": _("Criteria count as much as they share with one another (principal component)."),
        "equal_influence": _("Weights are such that each criterion moves the index alike."),
    }
    return Step(_("Weights"), known[step["method"]])


def _aggregate(methods: Sequence[Mapping[str, Any]]) -> list[Step]:
    known = {
        "arithmetic": (_("The weighted mean: what is lacking in one can be made up by another."),
                       "Σ w x / Σ w"),
        "geometric": (_("The weighted geometric mean: what is lacking can be made up in part."),
                      "exp(Σ w ln x / Σ w)"),
        "harmonic": (_("The weighted harmonic mean: what is lacking can hardly be made up."),
                     "Σ w / Σ (w / x)"),
        "power": (_("The weighted power mean."), "(Σ w x^p / Σ w)^(1/p)"),
        "median": (_("The value in the middle."), "median"),
        "copeland": (_("How much of the weight a city wins in pairs with all others."), "Σ share"),
        "copeland_majority": (_("How many others a city beats, less those that beat it."),
                              "wins - losses"),
        "mazziotta_pareto": (_("The mean, less a penalty for being uneven."), "M ± S cv"),
        "benefit_of_doubt": (_("Each city has the weights that suit it best."), "max w·x"),
    }  # fmt: skip
    found = []
    for at, method in enumerate(methods):
        words, formula = known[method["method"]]
        name = _("Putting together")
        if len(methods) > 1:
            name = _("Putting together, level {level}").format(level=at + 2)
        found.append(Step(name, words, formula))
    return found


def _written(run: Run) -> Step:
    if run.doubt.get("shown") == Shown.SUM:
        words = _("The index is written as a sum. Ties share the best place.")
    else:
        words = _("The index is written as a mean. Ties share the best place.")
    return Step(_("Places"), words)
