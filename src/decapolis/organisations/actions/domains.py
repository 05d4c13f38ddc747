"""Say which e-mail domains a body gives to its own people."""

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.kernel.permissions import require
from decapolis.organisations.actions.hats import verify_by_domain
from decapolis.organisations.errors import DomainTaken
from decapolis.organisations.models import Body, BodyDomain, Hat, fields_of
from decapolis.organisations.rules import may_set_domain
from decapolis.organisations.validators import clean_domain
from decapolis.people.models import Person


@transaction.atomic
def set_domain(*, by: Person, domain: str, body: Body) -> BodyDomain:
    """Give a domain to a body; claims of its people that this settles are verified at once.

    Raises
    ------
    Forbidden
        Not network staff.
    DomainNotOfABody
        No domain, or one of free mail.
    DomainTaken
        It belongs to a body already.
    """
    require(may_set_domain(by))
    clean = clean_domain(domain)
    held = BodyDomain.objects.select_related("city__country", "organisation")
    taken = held.filter(domain=clean).first()
    if taken:
        told = _("{domain} belongs to {body} already. Remove it there first.")
        raise DomainTaken(told.format(domain=clean, body=taken.body), field="domain")
    made = BodyDomain.objects.create(domain=clean, **fields_of(body))
    record(
        by=by,
        act="organisations.domain_set",
        subject=made,
        change=Change({}, {"domain": clean, "body": str(body)}),
        concerns=[body],
    )
    waiting = Hat.objects.waiting().of_body(body)
    for person in Person.objects.filter(pk__in=waiting.values("person")):
        verify_by_domain(by=by, person=person)
    return made


@transaction.atomic
def remove_domain(*, by: Person, domain: BodyDomain) -> None:
    """Take a domain from its body; what was verified by it stays until someone takes it off.

    Raises
    ------
    Forbidden
        Not network staff.
    """
    require(may_set_domain(by))
    body = domain.body
    record(
        by=by,
        act="organisations.domain_removed",
        subject=domain,
        change=Change({"domain": domain.domain, "body": str(body)}, {}),
        concerns=[body],
    )
    domain.delete()
