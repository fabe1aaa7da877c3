"""The servers that fourme needs: the ones named by the environment, else embedded ones in `var/`."""

import os
from pathlib import Path


def var_dir() -> Path:
    """Return the folder of everything that a run leaves behind (FOURME_VAR, else `var/`)."""
    return Path(os.environ.get("FOURME_VAR") or Path(__file__).resolve().parent.parent / "var")


def database_url() -> str:
    """Return DATABASE_URL, else the address of the embedded PostgreSQL (started or not)."""
    return os.environ.get("DATABASE_URL") or f"postgresql://postgres@/fourme?host={var_dir()}/pg"


def redis_url() -> str:
    """Return REDIS_URL, else the address of the embedded Redis (started or not)."""
    return os.environ.get("REDIS_URL") or f"unix://{var_dir()}/redis.sock"


def ensure() -> None:
    """Start the embedded servers that the environment does not name."""
