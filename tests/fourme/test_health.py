from pathlib import Path

from django.db import connection
from django.test import Client
from pytest_django import Settings
from redis import Redis


def test_healthz_needs_no_login(db: None, client: Client, redis: Redis) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "redis": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_healthz_says_that_redis_is_away_and_stays_up(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json()["redis"] == "unavailable"


def test_healthz_fails_when_the_database_is_away(
    transactional_db: None, client: Client, tmp_path: Path
) -> None:
    connection.close()
    connection.settings_dict, kept = (
        connection.settings_dict | {"HOST": str(tmp_path)},
        connection.settings_dict,
    )
    response = client.get("/healthz")
    connection.close()
    connection.settings_dict = kept
    assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["database"] == "unavailable"
