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


class Evidence(models.IntegerChoices):
    """How well the results of a practice are known: the best kind among its outcomes."""

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
    """How much of the thing an amount stands for."""

    TOTAL = "total", _("The whole")
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
