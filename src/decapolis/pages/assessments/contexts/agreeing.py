"""How far two reviewers agree, in sentences."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.benchmarks.bridge.agreement import agreement_of
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.desk import one_reader_of
from decapolis.kernel import numbers

WEAK, FAIR = 0.667, 0.8  # Krippendorff: below the first no conclusion, from the second a firm one
LEAST_TWICE = 2  # an interval from one pair would be false precision


def agreement_told(edition: Edition) -> tuple[str, ...]:
    """Say how far the reviewers of an edition agree, and whom one of them alone has read."""
    alone = [one_reader_words(one.city, one.why) for one in one_reader_of(edition)]
    return (*agreement_words(agreement_of(edition)), *alone)


def one_reader_words(city: str, why: str) -> str:
    """Say that one reviewer alone has read a city, so that nothing says how far two agree."""
    words = _("{city} was read by one reviewer only, so that no agreement can be told: {why}")
    return words.format(city=city, why=why)


def agreement_words(agreement: Mapping[str, Any]) -> tuple[str, ...]:
    """Say how far two reviewers agree; nothing where nothing was marked twice."""
    if not agreement.get("twice"):
        return ()
    twice, same = agreement["twice"], agreement["same"]
    words = ngettext(
        "{twice} score was given by both reviewers, {same} alike.",
        "{twice} scores were given by both reviewers, {same} alike.",
        twice,
    )
    said = [words.format(twice=numbers.number(twice), same=numbers.number(same))]
    if twice < LEAST_TWICE:
        return (*said, _("That is too little for Krippendorff's alpha."))
    alpha = agreement["interval"].get("alpha")
    if alpha is None:
        said.append(_("Krippendorff's alpha cannot be told: {why}").format(
            why=agreement["interval"].get("why", "")))  # fmt: skip
        return tuple(said)
    low, high = agreement["interval"]["low"], agreement["interval"]["high"]
    span = f" ({low:.2f} to {high:.2f})" if low is not None and high is not None else ""
    verdict = _("too little for conclusions")
    if alpha >= FAIR:
        verdict = _("enough for firm conclusions")
    elif alpha >= WEAK:
        verdict = _("enough for tentative conclusions")
    told = _("Krippendorff's alpha is {alpha}{span}: {verdict}. 1 is full agreement, 0 is chance.")
    said.append(told.format(alpha=f"{alpha:.2f}", span=span, verdict=verdict))
    return tuple(said)
