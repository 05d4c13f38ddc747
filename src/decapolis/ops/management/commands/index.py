"""``decapolis index``: bring the search index in step; ``build`` and ``peers``: of indicators."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from decapolis.kernel.errors import DomainError
from decapolis.ops.preparing import bar, index_meaning, index_words, prepare
from decapolis.search.models import Entry

MISUSED = 2

BUILD = """Build a composite index from a table of units by indicators and write every stage.

DATA.csv has one row for each unit: uCode, uName if wanted, and a column for each indicator, group
and denominator; blank is missing. META.csv has one row for each code: iCode, Type (Indicator,
Aggregate, Group, Denominator), Level (1 for indicators), Parent, Direction (1 or -1), Weight,
Denominator; iName, Unit and Target if wanted. Without --spec the recipe is that of COINr's example:
see docs/engines/composite.md; every option: docs/reference/index-spec.md."""

PEERS = """Write how far every unit is from every other, over all indicators of the table.

In this order: missing values are filled with the median (or mean) of their column; with --clip,
values beyond two quantiles of their column (linear between order statistics, R's type 7) are set
to these; columns are scaled: z = (x - mean) / sd with the sample's sd (n - 1), minmax = (x - min) /
(max - min). Then euclidean = sqrt(sum (a - b)^2), manhattan = sum |a - b|, gower = mean over the
columns known for both of |a - b| / range. With --fill none the first two count the columns known
for both and are multiplied up by all / known columns, as R's dist does. Indicators are taken as
they stand: not divided by denominators, not turned by direction, not weighted."""


class Command(BaseCommand):
    """Index every record again, or make an index of a table; exit 2 where that cannot be done."""

    requires_system_checks = ()  # they would import every page
    help = (
        "Bring the search index in step with the records, and embed what changed. "
        "build: a composite index from a table. peers: distances between its units."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        acts = parser.add_subparsers(dest="act", required=False, metavar="build|peers")
        plain = argparse.RawDescriptionHelpFormatter
        build = acts.add_parser("build", help="build an index", formatter_class=plain)
        build.description = BUILD
        _add_files(build, out="OUT/", what="a folder; it appears when all of it is written")
        build.add_argument("--spec", type=Path, metavar="SPEC.json", help="the recipe")
        peers = acts.add_parser("peers", help="distances between units", formatter_class=plain)
        peers.description = PEERS
        _add_files(peers, out="OUT.csv", what="the full matrix of distances")
        peers.add_argument("--fill", choices=("median", "mean", "none"), default="median")
        peers.add_argument("--scale", choices=("z", "minmax", "none"), default="z")
        peers.add_argument(
            "--metric", choices=("euclidean", "manhattan", "gower"), default="euclidean"
        )
        peers.add_argument("--clip", nargs=2, type=float, metavar=("LOW", "HIGH"), default=None)

    def handle(self, **options: Any) -> None:
        """Do what is asked."""
        if options["act"] is None:
            self._search()
            return
        try:
            {"build": self._build, "peers": self._peers}[options["act"]](options)
        except DomainError as error:
            self.stderr.write(error.message)
            sys.exit(MISUSED)

    def _search(self) -> None:
        """Write the words, then the meaning."""
        prepare()
        index_words()
        index_meaning(bar("Search index"))
        self.stdout.write(f"{Entry.objects.count()} records can be found.")

    def _build(self, options: dict[str, Any]) -> None:
        from decapolis.benchmarks.bridge import building, tables  # noqa: PLC0415 -- slow import

        spec = building.read_spec(options["spec"]) if options["spec"] else building.spec_of({})
        given = self._read(options)
        made = building.built_of(tables.table_of_given(given, name=options["meta"].name), spec)
        files = building.write_stages(made, options["out"])
        kept, units = int(made.kept.sum()), len(given.units)
        self.stdout.write(
            f"{kept} of {units} units, {len(made.table.codes)} indicators, {len(made.imputed)} "
            f"values imputed, {len(made.treated_points)} treated. Written: {len(files)} files in "
            f"{options['out']}"
        )

    def _peers(self, options: dict[str, Any]) -> None:
        from decapolis.benchmarks.bridge import building, distances, tables  # noqa: PLC0415 -- slow import

        given = self._read(options)
        table = tables.table_of_given(given, name=options["meta"].name)
        clip = tuple(options["clip"]) if options["clip"] else None
        way = distances.Way(options["fill"], options["scale"], options["metric"], clip)
        found = distances.distance_matrix(table, way)
        _write_whole(options["out"], lambda path: building.write_matrix(
            path, table.units, table.units, found))  # fmt: skip
        self.stdout.write(
            f"{len(table.units)} units over {len(table.codes)} indicators. Written: "
            f"{options['out']}"
        )

    def _read(self, options: dict[str, Any]) -> Any:
        from decapolis.benchmarks.bridge.tables import read_given  # noqa: PLC0415 -- slow import

        given = read_given(options["data"], options["meta"])
        if given.ignored:
            names = ", ".join(given.ignored)
            self.stderr.write(f"Not described in {options['meta'].name}, so left out: {names}.")
        return given


def _add_files(parser: argparse.ArgumentParser, *, out: str, what: str) -> None:
    parser.add_argument("data", type=Path, metavar="DATA.csv")
    parser.add_argument("--meta", type=Path, required=True, metavar="META.csv")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar=out, help=what)


def _write_whole(path: Path, write: Any) -> None:
    """Write a file beside its place and then put it there, so that it is never there by half.

    Raises
    ------
    NotBuilt
        It cannot be written there.
    """
    from decapolis.benchmarks.errors import NotBuilt  # noqa: PLC0415 -- slow import

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        try:
            write(beside)
            beside.chmod(0o644)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise NotBuilt(f"{path} cannot be written: {error.strerror}.") from error
