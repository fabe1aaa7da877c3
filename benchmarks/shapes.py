"""Files of all shapes for imports, so that none of them falls off a cliff: `make bench-curve`.

Each is a case like others, `curve_<name>`, with `scale()` rows. PostgreSQL writes the files: even a
large one takes no memory here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import override_settings

from benchmarks import people, sheets
from benchmarks.databases import Data, scale
from benchmarks.import_people import finished
from benchmarks.registry import Stopwatch, case
from imports.batches import GROUP_LIMIT
from imports.work import TOO_MANY


def _all(rows: int) -> int:
    return rows


def _none(rows: int) -> int:  # noqa: ARG001 - as the others
    return 0


def _first(rows: int) -> int:  # noqa: ARG001 - as above
    return 1


@dataclass(frozen=True)
class Shape:
    """A file: its type, its cells by the names of columns, and what comes of it.

    `most` limits its rows, `given` are the people who exist before, `good` the rows that succeed:
    without any the file is given up. `settings` are those of the run.
    """

    name: str
    cells: Callable[[], Mapping[str, str]]
    slug: str = "people"
    most: int = 100_000
    given: Callable[[int], int] = _none
    good: Callable[[int], int] = _all
    backwards: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

    def measure(self, watch: Stopwatch) -> int:
        """Import the file, and see that its rows came to what they should."""
        rows, given = scale(), self.given(scale())
        if given:
            people.make(given)
        cells = self.cells()

        def write(path: Path) -> None:
            people.write_cells(path, self.slug, cells, rows, backwards=self.backwards)
            watch.told["bytes"] = path.stat().st_size

        with override_settings(**self.settings):
            run = finished(watch, self.slug, write)
        done = run.created + run.updated + run.unchanged
        assert done == self.good(rows), run.results
        assert run.message == ("" if done else TOO_MANY), run.message
        watch.told |= run.results
        return rows


def _failing(name: str, **wrong: str) -> Shape:
    """Return a file of people of whom all but the first fail, with a limit that lets them."""

    def cells() -> Mapping[str, str]:
        good = people.cells()
        bad = {
            key: f"CASE WHEN n = 1 THEN ({good[key]})::text ELSE {sql} END"
            for key, sql in wrong.items()
        }
        return good | bad

    return Shape(
        f"failing_{name}", cells, good=_first, settings={"IMPORT_FAILURE_LIMIT": 10_000_000}
    )


def _contacts(name: str, cells: Callable[[], Mapping[str, str]], **options: Any) -> Shape:
    """Return a file of the contact details of some people."""
    return Shape(name, cells, "people_contact_details", given=lambda _: sheets.OWNERS, **options)


def _allowed(rows: int) -> int:
    """Return how many rows of one group are imported: a larger one is refused whole."""
    return rows if rows <= GROUP_LIMIT else 0


SHAPES = (
    Shape("new", people.cells, most=10_000_000),
    Shape("unchanged", sheets.changed, most=10_000_000, given=_all),
    Shape("references", sheets.requests, "requests", 1_000_000, lambda _: sheets.REFERRED),
    Shape("waiting", people.cells, most=1_000_000, backwards=True),
    Shape("renumbered", sheets.renumbered, given=_all),
    Shape("repeated", sheets.repeated),
    Shape("hopeless", sheets.hopeless, good=_none),
    _failing("reference", organization="'Organisation nobody has ' || n"),
    _failing("duplicate", primary_email=f"'{people.EMAIL}'"),
    _failing("number", cost_per_hour="'a lot'"),
    _failing("rule", manager="'person.' || n || '@bench.example'"),
    _contacts("groups", sheets.groups),
    _contacts("one_group", sheets.one_group, good=_allowed),
    _contacts("taking_turns", sheets.taking_turns),
    Shape("wide", sheets.wide, "service_offerings"),
    Shape("large", sheets.large, most=125_000),
)
for _shape in SHAPES:
    case(f"curve_{_shape.name}", Data.BASE, writes=True)(_shape.measure)
