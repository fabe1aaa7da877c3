"""No account loses its last administrator: a rule of the database, for all ways of writing.

An administrator is an enabled person with an active login who is Account Administrator or Account
Owner. Three tables can take one away: the roles, the person, the login. What changes a row there
is refused when the account had an administrator before and would have none afterwards; an account
without any is not stuck. The row of the account is locked, so that two who take each other's role
at the same moment do not both succeed.
"""

from typing import Any

from django.db import connections

from fourme.accounts.keeping import LAST_ADMINISTRATOR

_TABLES = {"records_personroles", "records_person", "accounts_user", "accounts_account"}
_STATEMENTS = (
    f"""
CREATE OR REPLACE FUNCTION require_administrator(kept text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM accounts_account WHERE id = kept FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT FROM records_personroles r
        JOIN records_person p ON p.id = r.person_id
        JOIN accounts_user u ON u.id = p.user_id
        WHERE r.account_id = kept AND (r.account_administrator OR r.account_owner)
        AND u.is_active AND NOT p.disabled
    ) THEN
        RAISE EXCEPTION 'The account % would have no administrator left.', kept
        USING ERRCODE = 'check_violation', CONSTRAINT = '{LAST_ADMINISTRATOR}', DETAIL = kept;
    END IF;
END $$
""",
    """
CREATE OR REPLACE FUNCTION keep_administrator_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM records_person p JOIN accounts_user u ON u.id = p.user_id
        WHERE p.id = OLD.person_id AND u.is_active AND NOT p.disabled
    ) THEN
        PERFORM require_administrator(OLD.account_id);
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE TRIGGER keep_administrator AFTER UPDATE ON records_personroles
FOR EACH ROW WHEN (
    (OLD.account_administrator OR OLD.account_owner)
    AND (NOT (NEW.account_administrator OR NEW.account_owner) OR NEW.person_id <> OLD.person_id)
) EXECUTE FUNCTION keep_administrator_role()
""",
    """
CREATE OR REPLACE TRIGGER keep_administrator_row AFTER DELETE ON records_personroles
FOR EACH ROW WHEN (OLD.account_administrator OR OLD.account_owner)
EXECUTE FUNCTION keep_administrator_role()
""",
    """
CREATE OR REPLACE FUNCTION keep_administrator_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM accounts_user WHERE id = OLD.user_id AND is_active) THEN
        PERFORM require_administrator(r.account_id) FROM records_personroles r
        WHERE r.person_id = OLD.id AND (r.account_administrator OR r.account_owner);
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE TRIGGER keep_administrator AFTER UPDATE OF disabled, user_id ON records_person
FOR EACH ROW WHEN (
    OLD.user_id IS NOT NULL AND NOT OLD.disabled
    AND (NEW.disabled OR NEW.user_id IS DISTINCT FROM OLD.user_id)
) EXECUTE FUNCTION keep_administrator_person()
""",
    """
CREATE OR REPLACE FUNCTION keep_administrator_login() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM require_administrator(r.account_id)
    FROM records_person p JOIN records_personroles r ON r.person_id = p.id
    WHERE p.user_id = OLD.id AND NOT p.disabled AND (r.account_administrator OR r.account_owner);
    RETURN NULL;
END $$
""",
    """
CREATE OR REPLACE TRIGGER keep_administrator AFTER UPDATE OF is_active ON accounts_user
FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active)
EXECUTE FUNCTION keep_administrator_login()
""",
)


def create(using: str = "default", **_: Any) -> None:
    """Create the triggers; run after each migrate, harmless when repeated."""
    with connections[using].cursor() as cursor:
        if set(connections[using].introspection.table_names(cursor)) >= _TABLES:
            for statement in _STATEMENTS:
                cursor.execute(statement)
