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
BODY_ROLES = (Role.COMPANY, Role.UNIVERSITY, Role.ASSOCIATION, Role.HEAD, Role.INNOVATION)
# Who wears one of these, verified, speaks for its city or organisation.
SPEAKING_ROLES = tuple(dict.fromkeys([*CITY_ROLES, *BODY_ROLES]))
# These may be of a city or organisation, or of none; nobody speaks for a body by them.
FREE_ROLES = (Role.EXPERT, Role.RESIDENT)


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
    COLLEAGUE = "colleague", _("by someone who speaks for this body")


# Addresses under these are given to anybody, so that they say nothing of a body.
OPEN_MAIL_DOMAINS = frozenset({
    "126.com", "163.com", "aol.com", "fastmail.com", "gmail.com", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net",
    "libero.it", "live.com", "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "naver.com",
    "orange.fr", "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "rediffmail.com",
    "rocketmail.com", "t-online.de", "terra.com.br", "tuta.com", "uol.com.br", "web.de",
    "yahoo.co.jp", "yahoo.com", "yahoo.com.br", "yahoo.fr", "yandex.com", "yandex.ru", "ymail.com",
    "zoho.com",
})  # fmt: skip
