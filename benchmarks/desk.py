"""Many requests for the measurements, and other accounts beside the big one."""

from django.db import connection

from benchmarks import people
from fourme.accounts.models import Account
from records.models import Team

TEAMS = 40
#: How many records an account has that has few, among the many of `bench`.
FEW = 10

#: Nine of ten are completed, some statuses are rare: 1 of 10,000 waits for a reservation.
_REQUESTS = """
INSERT INTO records_request (account_id, source, source_id, requested_by_id, requested_for_id,
    organization_id, subject, category, impact, team_id, member_id, supplier_request_id, status,
    completion_reason, created_at, completed_at, reviewed, urgent, satisfaction, addressed,
    changed_xid)
SELECT %(account)s, 'bench', 'R' || n, %(person)s + n %% %(people)s,
    %(person)s + (n * 7::bigint) %% %(people)s, %(organization)s + n %% %(organizations)s,
    CASE n %% 4 WHEN 0 THEN 'Laptop ' ELSE 'Printer ' END || n %% 9000 || ' does not start',
    CASE n %% 3 WHEN 0 THEN 'incident' WHEN 1 THEN 'rfi' ELSE 'order' END,
    CASE n %% 3 WHEN 0 THEN 'low' ELSE '' END, %(team)s + n %% %(teams)s,
    CASE WHEN n %% 3 <> 0 THEN %(person)s + n %% 500 END, '',
    CASE WHEN n %% 10000 = 77 THEN 'reservation_pending' WHEN n %% 10 = 0 THEN 'assigned'
    ELSE 'completed' END,
    CASE WHEN n %% 10 <> 0 THEN 'solved' ELSE '' END,
    now() - n * interval '2 minutes', now() - n * interval '1 minute', n %% 7 = 0,
    n %% 5000 = 0, CASE n %% 20 WHEN 1 THEN 'satisfied' WHEN 2 THEN 'dissatisfied' ELSE '' END,
    false, 0
FROM generate_series(1, %(rows)s) AS n
"""
_FEW = """
INSERT INTO records_person (account_id, source, source_id, disabled, primary_email, name,
    picture_uri, job_title, support_id, authentication_id, employee_id, location, information,
    time_zone, time_format_24h, locale, auto_translation, do_not_translate_languages, vip,
    custom_data, changed_xid)
SELECT %(account)s, '', '', false, 'person.' || n || '@few.example', 'Person Number ' || n, '', '',
    '', '', '', '', '', '', false, '', false, '', false, '', 0
FROM generate_series(1, %(rows)s) AS n
"""


def make(rows: int) -> None:
    """Give the account `bench` so many requests, and make the account `few`."""
    account, few = Account.objects.get(pk="bench"), Account.objects.create(id="few", name="Few")
    teams = Team.objects.bulk_create(Team(account=account, name=f"Team {n}") for n in range(TEAMS))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id), count(*), min(organization_id) FROM records_person "
            "WHERE account_id = %s",
            [account.pk],
        )
        person, many, organization = cursor.fetchone()
        values = {
            "account": account.pk,
            "rows": rows,
            "person": person,
            "people": many,
            "organization": organization,
            "organizations": people.ORGANIZATIONS,
            "team": min(each.pk for each in teams),
            "teams": TEAMS,
        }
        cursor.execute(_REQUESTS, values)
        cursor.execute(_FEW, {"account": few.pk, "rows": FEW})
        cursor.execute("VACUUM ANALYZE")
