"""``decapolis staff``: give someone the rights to run the network."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.ops.preparing import prepare
from decapolis.people.actions import appoint, unlock
from decapolis.people.rules import Roles


class Command(BaseCommand):
    """Give rights to an address, or take them away; its account is made where there is none."""

    requires_system_checks = ()  # they read every page and take longer than this
    help = "Make an address one of network staff, or an operator; so the first one comes to be."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email", help="the address that they sign in with")
        parser.add_argument("--operator", action="store_true", help="runs the machine, too")
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument("--remove", action="store_true", help="take the rights away instead")
        instead.add_argument(
            "--unlock",
            action="store_true",
            help="instead: take off passkeys, app and recovery codes that their owner has lost",
        )

    def handle(self, **options: Any) -> None:
        """Give or take, and say what they are now."""
        prepare()
        if options["unlock"]:
            person = unlock(by=None, email=options["email"])
            self.stdout.write(f"{person.email} signs in by a code from the mail alone.")
            return
        wanted = not options["remove"]
        operator = wanted if options["operator"] or not wanted else None
        person = appoint(by=None, email=options["email"], roles=Roles(wanted, None, operator))
        has = [
            word
            for word, given in (("staff", person.is_staff), ("operator", person.is_operator))
            if given
        ]
        rights = " and ".join(has) or "a person without rights"
        self.stdout.write(f"{person.email} is {rights}. They sign in at /sign-in.")
