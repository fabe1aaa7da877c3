"""Many people for the measurements, such as a directory of a big company has them."""

from django.db import connection

from fourme.accounts.models import Account
from records.models import Organization, Site

ORGANIZATIONS, SITES = 2_000, 500

#: 20 % have notes of several lines, 97 % a manager, 1 % a text that needs the formula guard.
_PEOPLE = """
INSERT INTO records_person (account_id, source, source_id, disabled, primary_email, name,
    picture_uri, organization_id, job_title, support_id, authentication_id, employee_id,
    cost_per_hour, site_id, location, information, time_zone, time_format_24h, locale,
    auto_translation, do_not_translate_languages, vip, custom_data, custom_fields, changed_xid)
SELECT %(account)s, 'bench', 'P' || n, n %% 50 = 0, 'person.' || n || '@bench.example',
    'Person Number ' || n, '', %(organization)s + n %% %(organizations)s,
    'Specialist ' || n %% 40, 'S' || n, 'bench' || n, 'E' || n, (n %% 90) + 10.5,
    %(site)s + n %% %(sites)s, CASE WHEN n %% 100 = 0 THEN '+1 floor' ELSE 'Room ' || n %% 900 END,
    CASE WHEN n %% 5 = 0 THEN E'Line one of a note, with commas,\\nline two "quoted"\\nline three'
    ELSE '' END, 'Central Time (US & Canada)', true, 'en-US', false, '', n %% 200 = 0, '',
    CASE WHEN n %% 3 = 0 THEN '[{"id": "badge", "value": "B1"}]'::jsonb END, 0
FROM generate_series(1, %(rows)s) AS n
"""
_MANAGERS = """
UPDATE records_person SET manager_id = first.id + (records_person.id - first.id) / 9
FROM (SELECT min(id) AS id FROM records_person WHERE account_id = %(account)s) AS first
WHERE account_id = %(account)s AND records_person.id %% 33 <> 0
"""


def make(rows: int) -> None:
    """Fill the account `bench` with so many people."""
    account = Account.objects.create(id="bench", name="Measurements")
    organizations = Organization.objects.bulk_create(
        Organization(account=account, name=f"Organization {n}") for n in range(ORGANIZATIONS)
    )
    sites = Site.objects.bulk_create(Site(account=account, name=f"Site {n}") for n in range(SITES))
    values = {
        "account": account.id,
        "rows": rows,
        "organization": min(each.pk for each in organizations),
        "organizations": ORGANIZATIONS,
        "site": min(each.pk for each in sites),
        "sites": SITES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        cursor.execute(_MANAGERS, values)
        cursor.execute("VACUUM ANALYZE")
