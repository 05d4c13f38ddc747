"""The forms in which staff choose how an index is put together, step by step, in plain words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

WHOLE = 100.0
LEAST_KNOWN = 90.0  # per cent
LOWEST = 1.0  # of a scale for means that need more than 0
MOST_POINTS, MOST_LEVEL = 1_000, 20
LONGEST_FILE = 200_000
ABOVE_ZERO = frozenset({"geometric", "harmonic"})

SIZES = (
    ("as_told", _("What grows with the size of a city is divided by it, as the table says")),
    ("leave", _("Values count as they are")),
)
GAPS = (
    ("none", _("They stay gaps; what is known counts for more")),
    (
        "group_mean",
        _("Filled with the mean of the city\N{RIGHT SINGLE QUOTATION MARK}s group, or of all"),
    ),
    ("group_median", _("Filled with the median of the group of the city, or of all")),
    ("mean", _("Filled with the mean of all")),
    ("median", _("Filled with the median of all")),
    ("em", _("Filled with what is most likely, given all else that is known of the city")),
    ("zero", _("Taken for zero")),
    ("constant", _("Filled with one value, given below")),
)
LITTLE = (
    ("by_missing", _("A city of which too little is known is left out")),
    ("by_zeros", _("A city with too many zeros is left out")),
    ("both", _("A city with too many gaps or zeros is left out")),
    ("keep", _("Every city is ranked, however little is known of it")),
)
OUTLIERS = (
    ("treat", _("A few extreme values are pulled in where they would decide a criterion")),
    ("leave", _("Extreme values count as they are")),
)
FALLBACKS = (
    ("log", _("Take logarithms")),
    ("log_plus", _("Take logarithms, from the other end where it is skewed to the left")),
    ("log_original", _("Take logarithms of the distance to the least, plus 1")),
    ("log_gii", _("Take logarithms as the Global Innovation Index did")),
    ("boxcox", _("Take a power of it (Box-Cox)")),
    ("none", _("Leave it as far as pulling in came")),
)
SCALES = (
    ("minmax", _("The worst city has 0, the best 100, the others in proportion")),
    ("zscore", _("How many standard deviations from the mean")),
    ("rank", _("The place among the others")),
    ("percentile_rank", _("The share of the others that a city is above")),
    ("borda", _("How many others a city is above")),
    ("distance_to_best", _("How near a city is to the best")),
    ("distance_to_reference", _("How near a city is to one city, named below")),
    ("distance_to_target", _("How near a city is to a target")),
    ("fraction_of_best", _("A part of the best value")),
    ("goalposts", _("Where a value stands between two fixed ends, named below")),
    ("scaled", _("As a part of two fixed ends, with no stop beyond them")),
    ("none", _("As they are: all are on one scale already")),
)
TIES = (("min", _("The lower of their places")), ("average", _("The mean of their places")))
MEANS = (
    ("arithmetic", _("Weighted mean: a weakness can be made up by a strength")),
    ("geometric", _("Geometric mean: made up in part; all values must be above 0")),
    ("harmonic", _("Harmonic mean: hardly made up; all values must be above 0")),
    ("power", _("Power mean, with the exponent below")),
    ("median", _("The value in the middle")),
    ("mazziotta_pareto", _("Mean less a penalty for being uneven (Mazziotta-Pareto)")),
    ("copeland", _("How much of the weight a city wins in pairs with all others (Copeland)")),
    ("copeland_majority", _("How many others a city beats, less those that beat it (Copeland)")),
    ("benefit_of_doubt", _("Each city with the weights that suit it best (benefit of the doubt)")),
)
SAME = ("", _("The same as below"))
PENALTIES = (("-1", _("Taken off: more is better")), ("1", _("Added: less is better")))
WAYS = (
    ("given", _("As the framework says, which stands beside each criterion")),
    ("equal", _("All criteria of a pillar count the same")),
    ("equal_influence", _("So that each criterion moves the index alike")),
    ("pca", _("As much as they have in common (principal component)")),
)

# What each way of bringing values onto one scale asks for.
OF_SCALE: dict[str, tuple[str, ...]] = {
    "minmax": ("low", "high"),
    "zscore": ("mean", "sd"),
    "rank": ("ties",),
    "percentile_rank": ("factor", "ties"),
    "borda": ("ties",),
    "distance_to_best": ("factor",),
    "distance_to_reference": ("reference", "factor", "cap"),
    "distance_to_target": ("target", "factor", "cap"),
    "fraction_of_best": ("factor",),
    "goalposts": ("low", "high", "factor", "truncate"),
    "scaled": ("low", "high", "factor"),
    "none": (),
}
NEEDED = {"goalposts": ("low", "high"), "distance_to_reference": ("reference",)}
ASKED = {
    "low": _("Give the lower end of the scale."),
    "high": _("Give the upper end of the scale."),
    "reference": _("Choose the city that is the yardstick."),
}
DETAILS: dict[str, tuple[str, ...]] = {
    "impute": ("group", "constant", "level", "ridge"),
    "screen": ("least", "least_nonzero"),
    "treat": ("winmax", "skew", "kurt", "fallback", "power_of"),
    "normalise": (
        "low", "high", "mean", "sd", "factor", "reference", "target", "ties", "cap", "truncate",
    ),
    "aggregate": ("above", "power", "penalty", "least_parts"),
}  # fmt: skip
SHORT = {"attrs": {"inputmode": "decimal", "size": 8}}


def _number(label: Any, hint: Any = "", **more: Any) -> forms.FloatField:  # noqa: ANN401 -- Django's
    widget = forms.TextInput(**SHORT)
    return forms.FloatField(label=label, help_text=hint, required=False, widget=widget, **more)


def _whole(label: Any, hint: Any, most: int, least: int = 0) -> forms.IntegerField:  # noqa: ANN401 -- as above
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})
    return forms.IntegerField(
        label=label, help_text=hint, required=False, widget=widget, min_value=least, max_value=most
    )


class RecipeForm(forms.Form):
    """How a draft is put together; what a choice does not need is left as it is usual."""

    denominate = forms.ChoiceField(
        label=_("Size of a city"), choices=SIZES, required=False, initial="as_told"
    )
    impute = forms.ChoiceField(label=_("Missing values"), choices=GAPS)
    group = forms.ChoiceField(label=_("Groups"), required=False)
    constant = _number(_("The one value"), _("For “filled with one value”."))
    level = _whole(
        _("Fill together what is of one pillar of level"),
        _("For “most likely”: 2 is the pillar right above; empty: all together."),
        MOST_LEVEL,
        2,
    )
    ridge = _number(
        _("Ridge"), _("For “most likely”, where there are few cities: such as 0.01."), min_value=0
    )
    screen = forms.ChoiceField(label=_("Cities with gaps"), choices=LITTLE)
    least = _number(
        _("Least share that must be known, in %"), _("Usually 90."), min_value=0, max_value=WHOLE
    )
    least_nonzero = _number(
        _("Least share that must be other than zero, in %"), min_value=0, max_value=WHOLE
    )
    treat = forms.ChoiceField(label=_("What is done with them"), choices=OUTLIERS)
    winmax = _whole(_("Values pulled in, at most"), _("Of one criterion. Usually 5."), MOST_POINTS)
    skew = _number(_("From a skewness of"), _("Usually 2."), min_value=0)
    kurt = _number(_("And a kurtosis of"), _("Usually 3.5."))
    fallback = forms.ChoiceField(
        label=_("Where that does not help"), choices=FALLBACKS, required=False
    )
    power_of = _number(_("Power of Box-Cox"), _("0 is the logarithm."))
    normalise = forms.ChoiceField(label=_("One scale for all"), choices=SCALES)
    low = _number(_("Lower end"), _("Of the scale from worst to best, or the fixed lower end."))
    high = _number(_("Upper end"))
    mean = _number(_("Mean"), _("Of the scale in standard deviations. Usually 0."))
    sd = _number(_("Standard deviation"), _("Usually 1."))
    factor = _number(_("Times"), _("What ranks, distances and parts are multiplied by."))
    reference = forms.ChoiceField(label=_("The city that is the yardstick"), required=False)
    target = _number(_("Target"), _("Empty: that of each criterion."))
    ties = forms.ChoiceField(
        label=_("Cities with the same value get"), choices=TIES, required=False
    )
    cap = forms.BooleanField(label=_("No more than the whole for who is beyond it"), required=False)
    truncate = forms.BooleanField(
        label=_("No more and no less than the two ends"), required=False, initial=True
    )
    aggregate = forms.ChoiceField(label=_("How parts become a whole"), choices=MEANS)
    above = forms.ChoiceField(
        label=_("Above the first pillars"), choices=(SAME, *MEANS), required=False
    )
    power = _number(_("Exponent"), _("Of the power mean: 1 is the mean, 0 the geometric one."))
    penalty = forms.ChoiceField(
        label=_("The penalty is"), choices=PENALTIES, required=False, initial="-1"
    )
    least_parts = _number(
        _("Least share of the parts that must be known, in %"),
        _("Else a pillar has no value. Usually 0."), min_value=0, max_value=WHOLE,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- as Django's
        groups: Iterable[str] = (),
        cities: Sequence[tuple[str, str]] = (),
        levels: int = 1,
        **kwargs: Any,  # noqa: ANN401 -- as Django's
    ) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels  # of pillars, with the index itself
        named = [(name, name) for name in groups]
        usual = _("The last of the table") if named else _("There are none: all cities together")
        self.fields["group"].choices = [("", usual), *named]  # type: ignore[attr-defined]
        self.fields["reference"].choices = [("", _("None")), *cities]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See to it that what a choice needs is there, and that ends are in order."""
        held: dict[str, Any] = super().clean() or self.cleaned_data
        for name in NEEDED.get(held.get("normalise", ""), ()):
            if held.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, str(ASKED[name]))
        low, high = held.get("low"), held.get("high")
        if low is not None and high is not None and low >= high:
            self.add_error("high", gettext("Give more than the lower end."))
        if held.get("sd") is not None and held["sd"] <= 0:
            self.add_error("sd", gettext("Give more than 0."))
        if held.get("impute") == "constant" and held.get("constant") is None:
            self.add_error("constant", gettext("Say which value."))
        return held

    def spec(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the recipe with what is chosen; weights and single exceptions stay."""
        held = self.cleaned_data
        return {
            **before,
            "denominate": held["denominate"] != "leave" and (before.get("denominate") or True),
            "impute": _impute(held),
            "screen": _screen(held, before.get("screen")),
            "treat": _treat(held, before.get("treat")),
            "normalise": _scale(held, before.get("normalise")),
            "aggregate": _means(held, self.levels),
        }


def recipe_initial(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form holds for a whole recipe, of a run."""
    impute, screen, treat = (spec[step] or {} for step in ("impute", "screen", "treat"))
    scale, first, last = spec["normalise"], spec["aggregate"][0], spec["aggregate"][-1]
    return {
        "denominate": "as_told" if spec["denominate"] else "leave",
        "impute": impute.get("method", "none"),
        **{name: impute.get(name) for name in ("group", "constant", "level", "ridge")},
        "screen": screen.get("method", "keep"),
        **{name: _percent(screen.get(name)) for name in ("least", "least_nonzero")},
        "treat": "treat" if treat else "leave",
        **{name: treat.get(name) for name in ("winmax", "skew", "kurt", "fallback")},
        "power_of": treat.get("power"),
        "normalise": scale["method"],
        **{name: scale.get(name) for name in DETAILS["normalise"]},
        "aggregate": first["method"],
        "above": last["method"] if last["method"] != first["method"] else "",
        "power": first.get("power"),
        "penalty": str(first.get("penalty", -1)),
        "least_parts": _percent(first.get("least")),
    }


def _impute(held: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON: an object or false
    method = held["impute"]
    if method == "none":
        return False
    asked: dict[str, tuple[str, ...]] = {
        "group_mean": ("group",), "group_median": ("group",), "constant": ("constant",),
        "em": ("ridge",),
    }  # fmt: skip
    found = {"method": method} | _told(held, asked.get(method, ()))
    return found | {"level": held["level"]} if method == "em" else found


def _screen(held: Mapping[str, Any], before: Any) -> Any:  # noqa: ANN401 -- as above
    if held["screen"] == "keep":
        return False
    shares = {name: held[name] for name in ("least", "least_nonzero") if held[name] is not None}
    shares.setdefault("least", LEAST_KNOWN)
    parts = {name: share / WHOLE for name, share in shares.items()}
    return _kept(before, "include", "exclude") | {"method": held["screen"]} | parts


def _treat(held: Mapping[str, Any], before: Any) -> Any:  # noqa: ANN401 -- as above
    if held["treat"] == "leave":
        return False
    found = _told(held, ("winmax", "skew", "kurt", "fallback"))
    if held["fallback"] == "boxcox" and held["power_of"] is not None:
        found["power"] = held["power_of"]
    return _kept(before, "per", "force", "combine") | found


def _scale(held: Mapping[str, Any], before: Any) -> dict[str, Any]:  # noqa: ANN401 -- as above
    method = held["normalise"]
    found = {"method": method} | _told(held, OF_SCALE[method])
    if method == "goalposts":
        found["truncate"] = held["truncate"]
    means = {held["aggregate"], held["above"]}
    if method == "minmax" and "low" not in found and means & ABOVE_ZERO:
        found["low"] = LOWEST
    return _kept(before, "per") | found


def _means(held: Mapping[str, Any], levels: int) -> list[dict[str, Any]]:
    methods = [held["aggregate"]]
    if held["above"] and held["above"] != held["aggregate"]:
        methods += [held["above"]] * (levels - 1)
    found = []
    for method in methods:
        one: dict[str, Any] = {"method": method}
        if method == "power":
            one |= _told(held, ("power",))
        if method == "mazziotta_pareto" and held["penalty"]:
            one["penalty"] = int(held["penalty"])
        if held["least_parts"]:
            one["least"] = held["least_parts"] / WHOLE
        found.append(one)
    return found


def _told(held: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: held[name] for name in names if held[name] is not None and held[name] != ""}


def _kept(before: Any, *names: str) -> dict[str, Any]:  # noqa: ANN401 -- JSON of a step
    if not isinstance(before, Mapping):
        return {}
    return {name: before[name] for name in names if before.get(name)}


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * WHOLE, 9)


class WayForm(forms.Form):
    """A rule that weighs by itself."""

    method = forms.ChoiceField(label=_("Weights"), choices=WAYS, widget=forms.RadioSelect)
    level = _whole(
        _("Only on level"),
        _("1 is the criteria themselves. Empty: as is usual. For the last two."), MOST_LEVEL, 1,
    )  # fmt: skip

    def weights(self) -> dict[str, Any]:
        """Return the part of the recipe."""
        held = self.cleaned_data
        found: dict[str, Any] = {"method": held["method"]}
        if held["method"] in {"pca", "equal_influence"} and held["level"]:
            found["level"] = held["level"]
        return found


class RecipeFileForm(forms.Form):
    """A whole recipe as its file."""

    recipe = forms.CharField(
        label=_("The recipe"),
        max_length=LONGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "code"}),
        error_messages={"required": _("Write a recipe; {} is the usual one.")},
    )

    def clean_recipe(self) -> dict[str, Any]:
        """Return the recipe.

        Raises
        ------
        ValidationError
            It is no JSON.
        """
        try:
            found = json.loads(self.cleaned_data["recipe"])
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                gettext("This is not JSON: {why}.").format(why=str(error)[:200])
            ) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(gettext("Write an object, in braces."))
        return found
