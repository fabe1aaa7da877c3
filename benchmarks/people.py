"""Many people for the measurements, such as a directory of a big company has them.

20 % have notes of several lines, 97 % a manager, 1 % a text that needs the formula guard.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection

from fourme.accounts import rights
from fourme.accounts.models import Account, User
from fourme.accounts.rights import Actor
from records import registry
from records.models import Organization, Person, PersonRoles, Site

ACCOUNT, EMAIL = "bench", "administrator@bench.example"
ORGANIZATIONS, SITES = 2_000, 500

#: The columns of a file, as SQL of the number `n` of a person: 17 values …
_VALUES = {
    "source": "'bench'",
    "source_id": "'P' || n",
    "disabled": "n % 50 = 0",
    "primary_email": "'person.' || n || '@bench.example'",
    "name": "'Person Number ' || n",
    "job_title": "'Specialist ' || n % 40",
    "support_id": "'S' || n",
    "authentication_id": "'bench' || n",
    "employee_id": "'E' || n",
    "cost_per_hour": "(n % 90) + 10.5",
    "location": "CASE WHEN n % 100 = 0 THEN '+1 floor' ELSE 'Room ' || n % 900 END",
    "information": "CASE WHEN n % 5 = 0 THEN E'Line one of a note, with commas,\\n"
    "line two \"quoted\"\\nline three' ELSE '' END",
    "time_zone": "'Central Time (US & Canada)'",
    "time_format_24h": "true",
    "locale": "'en-US'",
    "auto_translation": "false",
    "vip": "n % 200 = 0",
}
_MANAGER = f"CASE WHEN n < 9 THEN '{EMAIL}' ELSE 'person.' || n / 9 || '@bench.example' END"
_MANAGER_ID = "CASE WHEN n % 33 <> 0 THEN {administrator} + n / 9 END"
#: … and 3 references: as a text, and as an ID.
_REFERENCES = {
    "organization": (
        f"'Organization ' || n % {ORGANIZATIONS}",
        f"{{organization}} + n % {ORGANIZATIONS}",
    ),
    "site": (f"'Site ' || n % {SITES}", f"{{site}} + n % {SITES}"),
    "manager": (f"CASE WHEN n % 33 <> 0 THEN {_MANAGER} END", _MANAGER_ID),
}
#: What is stored besides.
_STORED = {
    "id": "{administrator} + n",
    "account_id": f"'{ACCOUNT}'",
    "picture_uri": "''",
    "do_not_translate_languages": "''",
    "custom_data": "''",
    "custom_fields": 'CASE WHEN n % 3 = 0 THEN \'[{{"id": "badge", "value": "B1"}}]\'::jsonb END',
    "changed_xid": "0",
}
_FLAGS = ("disabled", "time_format_24h", "auto_translation", "vip")
COLUMNS = (*_VALUES, *_REFERENCES)


def make(people: int) -> None:
    """Fill the account with so many people; what they refer to is made first."""
    if not Account.objects.filter(id=ACCOUNT).exists():
        _make_account()
    with connection.cursor() as cursor:
        if people:
            cursor.execute(f"INSERT INTO records_person ({_names()}) {_stored(people)}")
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('records_person', 'id'), max(id)) "
                "FROM records_person"
            )
        cursor.execute("VACUUM ANALYZE")


def actor() -> Actor:
    """Return the administrator of the account."""
    return rights.actor(User.objects.get(email=EMAIL), Account.objects.get(id=ACCOUNT))


def write_file(path: Path, people: int, *, changed: bool = False) -> None:
    """Write so many people as an export does; `changed` gives 1 % of them another job title."""
    values = cells()
    if changed:
        title = values["job_title"]
        values["job_title"] = f"CASE WHEN n % 100 = 7 THEN 'Head' ELSE {title} END"
    write_cells(path, "people", values, people)


def cells() -> dict[str, str]:
    """Return the cells of the file as SQL, by the names of its columns."""
    values = _VALUES | {name: text for name, (text, _) in _REFERENCES.items()}
    values["location"] = f"regexp_replace({values['location']}, '^[+]', E'\\t+')"
    for name in _FLAGS:
        values[name] = f"({values[name]})::int"
    return {name: values[name] for name in COLUMNS}


def write_cells(
    path: Path, slug: str, values: Mapping[str, str], rows: int, *, backwards: bool = False
) -> None:
    """Write a file of a type, row by row as PostgreSQL makes them; `backwards` begins at the end.

    What is no column of the type stands as it is in the header.
    """
    headers = {column.name: column.header for column in registry.get(slug).columns}
    header = ",".join(f'"{headers.get(name, name)}"' for name in values)
    series = f"generate_series({rows}, 1, -1)" if backwards else f"generate_series(1, {rows})"
    _copy(path, f"SELECT {', '.join(values.values())} FROM {series} AS n", f"{header}\n".encode())  # noqa: S608 - our SQL


def write_resolved(path: Path, people: int) -> None:
    """Write so many people as the rows of their table, which `resolved_columns` names."""
    _copy(path, _stored(people), b"")


def resolved_columns() -> str:
    """Return the names of the columns that `write_resolved` writes, as SQL."""
    return _names()


def _names() -> str:
    return ", ".join([*_STORED, *_VALUES, *(f"{name}_id" for name in _REFERENCES)])


def _stored(people: int) -> str:
    """Return the SELECT of so many people as they are stored."""
    places = {
        "organization": Organization.objects.order_by("pk")[0].pk,
        "site": Site.objects.order_by("pk")[0].pk,
        "administrator": Person.objects.get(primary_email=EMAIL).pk,
    }
    expressions = [
        *(sql.format_map(places) for sql in _STORED.values()),
        *_VALUES.values(),
        *(by_id.format_map(places) for _, by_id in _REFERENCES.values()),
    ]
    return f"SELECT {', '.join(expressions)} FROM generate_series(1, {people}) AS n"  # noqa: S608 - our SQL


def _copy(path: Path, select: str, header: bytes) -> None:
    cursor: Any
    with path.open("wb") as file, connection.cursor() as cursor:
        file.write(header)
        with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as rows:
            for row in rows:
                file.write(row)


def _make_account() -> None:
    account = Account.objects.create(id=ACCOUNT, name="Measurements")
    Organization.objects.bulk_create(
        Organization(account=account, name=f"Organization {n}") for n in range(ORGANIZATIONS)
    )
    Site.objects.bulk_create(Site(account=account, name=f"Site {n}") for n in range(SITES))
    user = User.objects.create_user(EMAIL)
    person = Person.objects.create(
        account=account, user=user, primary_email=EMAIL, name="Account Administrator"
    )
    PersonRoles.objects.create(account=account, person=person, account_administrator=True)
