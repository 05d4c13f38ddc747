"""Closed lists of organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The five sectors of the quintuple helix."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    NONPROFIT = "nonprofit", _("Nonprofit")
    ACADEMIA = "academia", _("Academia")
    CITIZENS = "citizens", _("Citizens")


class Relation(models.TextChoices):
    """How one organisation works with another body."""

    PARTNER_OF = "partner-of", _("Partner of")
    FUNDS = "funds", _("Funds")
    MEMBER_OF = "member-of", _("Member of")
    CONVENES = "convenes", _("Convenes")
    ADVISES = "advises", _("Advises")
    OPERATES = "operates", _("Operates")
    SUPPLIES = "supplies", _("Supplies")


class Role(models.TextChoices):
    """What someone is, under one hat."""

    MAYOR = "mayor", _("Mayor")
    DEPUTY = "deputy", _("Deputy mayor")
    MANAGER = "manager", _("City manager")
    INNOVATION = "innovation", _("Innovation officer")
    HEAD = "head", _("Head of department")
    STAFF = "staff", _("City staff")
    EXPERT = "expert", _("Expert")
    COMPANY = "company", _("Company")
    UNIVERSITY = "university", _("University")
    ASSOCIATION = "association", _("Association")
    RESIDENT = "resident", _("Resident")


CITY_ROLES = (Role.MAYOR, Role.DEPUTY, Role.MANAGER, Role.INNOVATION, Role.HEAD, Role.STAFF)


class Standing(models.TextChoices):
    """How far a hat can be relied on."""

    CLAIMED = "claimed", _("Says so")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Refused")


class Ground(models.TextChoices):
    """Why a hat is held to be true; shown beside its mark."""

    DOMAIN = "domain", _("by an e-mail address of this body")
    INVITATION = "invitation", _("by invitation of someone who speaks for this body")
    STAFF = "staff", _("by the network's staff")
