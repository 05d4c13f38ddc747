"""Checks of single values: the record file, e-mail domains, and a file of invitations."""

from decapolis.organisations.validators.domains import clean_domain, domain_of
from decapolis.organisations.validators.invited import InvitedRow, is_email, read_invited
from decapolis.organisations.validators.records import (
    OrganisationRecord,
    Prose,
    Slug,
    SourceRef,
    TieRecord,
    WebAddress,
)
from decapolis.organisations.validators.roles import check_role

__all__ = [
    "InvitedRow",
    "OrganisationRecord",
    "Prose",
    "Slug",
    "SourceRef",
    "TieRecord",
    "WebAddress",
    "check_role",
    "clean_domain",
    "domain_of",
    "is_email",
    "read_invited",
]
