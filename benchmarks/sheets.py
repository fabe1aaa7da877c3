"""The cells of the files of `benchmarks.shapes`, as SQL of the number `n` of a row."""

from collections.abc import Mapping

from benchmarks import people
from fourme.accounts.models import Account
from imports.batches import GROUP_LIMIT
from imports.example import example
from records import registry
from records.models import Organization, Service

#: How many people requests refer to, and have contact details.
REFERRED, OWNERS = 50_000, 1000
_WIDTH = 200
#: About 8 KB in 170 lines.
_NOTE = "repeat('A line of a long note, with \"quotes\", commas, ' || n || E'\\n', 170)"

Cells = Mapping[str, str]


def changed() -> Cells:
    """Return people who exist, of whom 1 % get another job title."""
    title = people.cells()["job_title"]
    return people.cells() | {"job_title": f"CASE WHEN n % 100 = 7 THEN 'Head' ELSE {title} END"}


def requests() -> Cells:
    """Return requests, each with four people and two organizations.

    Only services refer to more people, but these name their services, of which there are few;
    requests are what an account has most of.
    """
    person = f"'person.' || 1 + (n * {{}}::bigint) % {REFERRED} || '@bench.example'"
    organization = f"'Organization ' || (n * {{}}::bigint) % {people.ORGANIZATIONS}"
    return {
        "source": "'bench'",
        "source_id": "'R' || n",
        "requested_by": person.format(1),
        "requested_for": person.format(7),
        "created_by": person.format(11),
        "member": person.format(13),
        "organization": organization.format(1),
        "supplier": organization.format(17),
        "subject": "'Printer ' || n % 9000 || ' does not start'",
        "category": "'rfi'",
    }


def renumbered() -> Cells:
    """Return people each of whom takes over what identified the one before, in their order.

    So no row can be stored before the one before it.
    """
    return {
        "source": "'bench'",
        "source_id": "'P' || n",
        "primary_email": "'person.' || n - 1 || '@bench.example'",
        "name": "'Person Number ' || n",
    }


def repeated() -> Cells:
    """Return one person over and over again, each time with another job title."""
    one = {"source_id": "'P1'", "primary_email": "'person.1@bench.example'", "manager": "''"}
    return people.cells() | one | {"job_title": "'Specialist ' || n"}


def hopeless() -> Cells:
    """Return people who all fail, so that the file is given up."""
    return people.cells() | {"cost_per_hour": "'a lot'"}


def groups() -> Cells:
    """Return contact details in groups that are as large as they may be."""
    return _contacts(f"(n - 1) / {GROUP_LIMIT}")


def one_group() -> Cells:
    """Return contact details of one person."""
    return _contacts("0")


def taking_turns() -> Cells:
    """Return contact details of two persons in turn, so that each row is a group of its own."""
    return _contacts("n % 2")


def _contacts(owner: str) -> Cells:
    return {
        "person": f"'person.' || 1 + {owner} || '@bench.example'",
        "contact_protocol": "'telephone'",
        "contact_label": "'work'",
        "contact_uri": "'020 ' || n",
        "integration": "'true'",
    }


def wide() -> Cells:
    """Return service offerings: no type has more columns; those beyond are ignored.

    The values are those of the example that people can download.
    """
    account = Account.objects.get(id=people.ACCOUNT)
    provider = Organization.objects.order_by("pk")[0]
    Service.objects.create(account=account, name="Measured", provider=provider)
    made = example(people.actor(), registry.get("service_offerings"))
    literals = ("'" + text.replace("'", "''") + "'" for text in made.rows[0])
    cells = dict(zip((column.name for column in made.columns), literals, strict=True))
    cells |= {"name": "'Offering ' || n", "source": "'bench'", "source_id": "'O' || n"}
    return cells | {
        f"Other {number}": f"'x' || n + {number}" for number in range(len(cells), _WIDTH)
    }


def large() -> Cells:
    """Return people with notes of 8 KB in many lines."""
    return people.cells() | {"information": _NOTE}
