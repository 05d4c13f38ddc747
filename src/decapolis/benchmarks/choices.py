"""Closed lists of benchmarks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Where the values of an edition come from."""

    OBSERVED = "observed", _("Observations of a source")
    ASSESSED = "assessed", _("Marks that reviewers settled")
    UPLOADED = "uploaded", _("A spreadsheet")


class State(models.TextChoices):
    """How far an edition is."""

    DRAFT = "draft", _("Being prepared")
    ASSESSING = "assessing", _("Cities and reviewers give marks")
    SETTLING = "settling", _("Differences are settled")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.PUBLISHED, State.WITHDRAWN)  # read by whoever may read the edition


class Hand(models.TextChoices):
    """Who gave a mark."""

    SELF = "self", _("The city itself")
    FIRST = "first", _("First reviewer")
    SECOND = "second", _("Second reviewer")
    SETTLED = "settled", _("Settled")


class Column(models.TextChoices):
    """The steps of a theory of change, from what is put in to what is wanted, and its ground."""

    INPUTS = "inputs", _("Inputs")
    ACTIVITIES = "activities", _("Activities")
    OUTPUTS = "outputs", _("Outputs")
    OUTCOMES = "outcomes", _("Outcomes")
    IMPACT = "impact", _("Impact")
    ASSUMPTIONS = "assumptions", _("Assumptions")


STEPS = tuple(column for column in Column if column != Column.ASSUMPTIONS)
BLIND = (Hand.FIRST, Hand.SECOND)


class ReplyState(models.TextChoices):
    """What became of a city's reply."""

    OPEN = "open", _("Waits for an answer")
    UPHELD = "upheld", _("Upheld: the mark was changed")
    DISMISSED = "dismissed", _("Not upheld")


class Shown(models.TextChoices):
    """How the index is written: as the mean of its scale, or as the sum of its criteria."""

    MEAN = "mean", _("Mean")
    SUM = "sum", _("Sum")
