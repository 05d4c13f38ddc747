"""Closed lists of the library."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """What a record is about, in the words of the record files; labels are what readers see."""

    MOBILITY = "mobility", _("Getting around")
    GOVERNANCE = "governance", _("Running the city")
    ECONOMY = "economic-development", _("Jobs and business")
    AIR = "air-climate", _("Air and climate")
    ENERGY = "energy", _("Energy and light")
    HEALTH = "health", _("Health")
    PUBLIC_SPACE = "public-space", _("Public space")
    SAFETY = "public-safety", _("Safety")
    RESILIENCE = "resilience", _("Resilience")
    CONNECTIVITY = "connectivity", _("Connectivity")
    SERVICES = "digital-services", _("Digital services")
    WATER = "water", _("Water")
    PARTICIPATION = "civic-participation", _("Taking part")
    OPEN_DATA = "open-data", _("Open data")
    INCLUSION = "digital-inclusion", _("Digital inclusion")
    HOUSING = "housing-homelessness", _("Homelessness and housing")
    WASTE = "waste", _("Waste")
    SKILLS = "education-skills", _("Learning and skills")
    BUILDINGS = "buildings", _("Buildings")
    FOOD = "food", _("Food")


class Tool(models.TextChoices):
    """The ten tools that a city government has."""

    VISION = "vision", _("Vision")
    LEADERSHIP = "leadership", _("Leadership")
    BUDGET = "budget", _("Budget")
    INCENTIVES = "financial-incentives", _("Financial incentives")
    SUPPORT = "support-programmes", _("Support programmes")
    TALENT = "talent-readiness", _("Talent-readiness")
    PEOPLE = "people-centricity", _("People-centricity")
    ECOSYSTEM = "innovation-ecosystem", _("Innovation ecosystem")
    POLICIES = "smart-policies", _("Smart policies")
    RECORD = "track-record", _("Track record")


class Scope(models.TextChoices):
    """What the price of a unit covers, from the least to the most; records may say it in words."""

    UNITS = "units only", _("Units and fitting alone")
    AROUND = "with network or purchase", _("With network, purchase or works around it")
    WHOLE = "whole programme", _("The whole programme")
    RUNNING = "running", _("Running it for a time")


class Disclosure(models.TextChoices):
    """Who may read a practice, from the widest to the narrowest; the last is for what staff load.

    Whoever speaks for its city or its lead is its team.
    """

    PUBLIC = "public", _("Everyone")
    NETWORK = "network", _("Members of the network")
    NAMELESS = "nameless", _("Members, without our name")
    CIRCLE = "circle", _("One circle: a cohort or a space")
    TEAM = "team", _("Our own team")
    STAFF = "staff", _("Network staff")


# What no list, count, search or feed holds, whoever asks; network staff do not read it either.
CLOSED = (Disclosure.NAMELESS, Disclosure.CIRCLE, Disclosure.TEAM)


# What a team or a circle reads is read by members: they may read what is for members.
WIDTHS: dict[str, int] = {str(level): 1 for level in Disclosure} | {
    str(Disclosure.PUBLIC): 0,
    str(Disclosure.STAFF): 2,
}


class Status(models.TextChoices):
    """Where a practice stands."""

    PLANNED = "planned", _("Planned")
    PILOT = "pilot", _("Pilot")
    OPERATING = "operating", _("Operating")
    SCALED = "scaled", _("Scaled up")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


class Went(models.TextChoices):
    """How it went, as read from the record's own words."""

    WELL = "well", _("Went well")
    MIXED = "mixed", _("Mixed results")
    BADLY = "badly", _("Went badly")
    UNCLEAR = "unclear", _("Too early or unclear")


def has_failed(status: str, went: str) -> bool:
    """Tell whether a practice of this status that went this way was cancelled or went badly."""
    return status == Status.CANCELLED or went == Went.BADLY


class Evidence(models.IntegerChoices):
    """How well the own results of a practice are known: the best kind that is no claim."""

    NONE = 0, _("No result stated")
    FORECAST = 1, _("Expected, not measured")
    REPORTED = 2, _("Reported")
    MEASURED = 3, _("Measured")
    CHECKED = 4, _("Independently checked")


class OutcomeKind(models.TextChoices):
    """How an outcome is known."""

    FORECAST = "forecast", _("Forecast")
    REPORTED = "reported", _("Reported")
    MEASURED = "measured", _("Measured")
    CHECKED = "checked", _("Independently checked")


class Recurrence(models.TextChoices):
    """Whether an amount was paid once or comes every year."""

    ONCE = "once", _("once")
    YEARLY = "yearly", _("a year")


class Nature(models.TextChoices):
    """Whether an amount was planned or spent."""

    PLANNED = "planned", _("Planned")
    SPENT = "spent", _("Spent")
    UNCLEAR = "unclear", _("Not said")


class Part(models.TextChoices):
    """How much of the thing an amount stands for: all of it, or one line of the bill."""

    TOTAL = "total", _("The whole")
    CAPITAL = "capital", _("Capital: buying and building")
    RUNNING = "running", _("Running")
    STAFF = "staff", _("Staff")
    SHARE = "share", _("A part")
    FUNDING = "funding", _("Funding, not cost")


class FundingKind(models.TextChoices):
    """Who pays."""

    MUNICIPAL = "municipal-budget", _("City budget")
    NATIONAL = "national-grant", _("National grant")
    STATE = "state-grant", _("State or regional grant")
    EU = "eu-grant", _("European Union grant")
    FEES = "user-fees", _("User fees")
    PHILANTHROPY = "philanthropy", _("Philanthropy")
    PRIVATE = "private-investment", _("Private investment")
    PPP = "public-private-partnership", _("Public-private partnership")
    BOND = "bond", _("Bond or loan")
    IN_KIND = "in-kind", _("In kind")


class DocumentKind(models.TextChoices):
    """What sort of document it is."""

    REPORT = "report", _("Report")
    STRATEGY = "strategy", _("Strategy")
    TOOLKIT = "toolkit", _("Toolkit")
    CASE_STUDY = "case-study", _("Case study")
    POLICY = "policy", _("Policy")
    ORDINANCE = "ordinance", _("Ordinance")
    VIDEO = "video", _("Video")
    TEMPLATE = "template", _("Template")
    COURSE = "course", _("Course")


class Maturity(models.TextChoices):
    """How proven a technology is."""

    PROVEN = "proven", _("Proven")
    EARLY = "early", _("Early")
    EMERGING = "emerging", _("Emerging")


class VersionOrigin(models.TextChoices):
    """How a version of a practice came about."""

    LOADED = "loaded", _("Loaded from a file")
    CORRECTED = "corrected", _("Written by who may")
    SUGGESTED = "suggested", _("Suggested and accepted")
    RESTORED = "restored", _("An earlier version put back")
    DISCLOSED = "disclosed", _("Opened or closed to readers")


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", _("Waits")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EvidenceLevel(models.IntegerChoices):
    """How well it is known that a practice works: what a reviewer holds it to be worth.

    In the spirit of Nesta's Standards of Evidence; docs/reference/evidence.md says what each asks.
    """

    DESCRIBED = 1, _("Described")
    MEASURED = 2, _("Measured")
    COMPARED = 3, _("Compared")
    EVALUATED = 4, _("Independently evaluated")
    REPLICATED = 5, _("Replicated elsewhere")


# What a reviewer can give. The last level is never given: adoptions with results lead to it.
GIVEN_LEVELS = tuple(level for level in EvidenceLevel if level != EvidenceLevel.REPLICATED)


class Check(models.TextChoices):
    """What a reviewer answers; a yes to each up to a level is what the level asks for."""

    BEFORE_AFTER = "before-after", _("Is there a figure from before and one from after?")
    METHOD = "method", _("Is it told how it was measured?")
    COMPARISON = "comparison", _("Is it compared with a group or place that did without?")
    INDEPENDENT = "independent", _("Did someone without a stake in it evaluate it?")
    OPEN = "open", _("Can anybody read that evaluation?")


CHECKS_OF = {
    EvidenceLevel.DESCRIBED: (),
    EvidenceLevel.MEASURED: (Check.BEFORE_AFTER, Check.METHOD),
    EvidenceLevel.COMPARED: (Check.COMPARISON,),
    EvidenceLevel.EVALUATED: (Check.INDEPENDENT, Check.OPEN),
}


class CallState(models.TextChoices):
    """Where a request to talk stands."""

    DRAFT = "draft", _("Not sent yet")
    WAITING = "waiting", _("Waits")
    PASSED = "passed", _("Passed on, waits")
    ACCEPTED = "accepted", _("Accepted")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Nobody answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Wanted(models.TextChoices):
    """What somebody who asks would like."""

    CALL = "call", _("A call")
    MAIL = "mail", _("An answer in writing")
    DOCUMENT = "document", _("A document")


class Handed(models.TextChoices):
    """How a request came to someone."""

    ASKED = "asked", _("Asked")
    PASSED = "passed", _("Passed on")
    EXPIRED = "expired", _("Went on after two weeks")
    ENDED = "ended", _("Went on, for who had it cannot be asked any more")
