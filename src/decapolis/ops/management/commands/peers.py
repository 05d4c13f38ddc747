"""``decapolis peers CITY``: cities like this one, and why."""

import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from decapolis.cities.bridge import find_city
from decapolis.kernel.errors import DomainError
from decapolis.ops.preparing import prepare
from decapolis.peers.bridge import gaps_of, peers_of
from decapolis.peers.queries import Peer

DEFAULT_LIMIT = 10
MISUSED = 2


class Command(BaseCommand):
    """Exit 2 where the city or the theme cannot be told."""

    requires_system_checks = ()  # they would import every page
    help = "Print the cities most like a city, nearest first, each with its reasons."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("city", metavar="CITY", help='"Dayton, OH", or a GeoNames id')
        parser.add_argument("--theme", default=None, help="weigh the figures for a theme")
        parser.add_argument(
            "--limit",
            type=_limit,
            default=DEFAULT_LIMIT,
            metavar="N",
            help=f"how many, {DEFAULT_LIMIT} unless told; 0 for all that can be compared",
        )
        parser.add_argument("--json", action="store_true", help="a list of objects")

    def handle(self, **options: Any) -> None:
        """Find the city and print its peers."""
        prepare()
        try:
            city = find_city(options["city"])
            peers = peers_of(city.pk, theme=options["theme"], limit=options["limit"])
        except DomainError as error:
            self.stderr.write(error.message)
            sys.exit(MISUSED)
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(peer) for peer in peers], ensure_ascii=False))
        elif peers:
            gaps = gaps_of(city.pk, theme=options["theme"])
            self._tell(city.label, peers, gaps.sentence if gaps else "")
        else:
            self.stdout.write(f"Too little is known of {city.label} to name cities like it.")

    def _tell(self, label: str, peers: tuple[Peer, ...], gaps: str) -> None:
        self.stdout.write(
            f"Cities like {label}, nearest first; {peers[0].of_n:,} could be compared."
        )
        for peer in peers:
            self.stdout.write(
                f"\n{peer.rank}. {peer.label}\n"
                f"   distance {peer.distance:.3f}, {peer.shared} figures shared"
            )
            for reason in peer.reasons:
                self.stdout.write(f"   - {reason}")
        if gaps:
            self.stdout.write(f"\n{gaps}")


def _limit(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0.")
    return int(text)


def _as_json(peer: Peer) -> dict[str, Any]:
    return {
        "city_id": peer.city_id,
        "name": peer.name,
        "country": peer.country,
        "distance": peer.distance,
        "shared": peer.shared,
        "reasons": list(peer.reasons),
    }
