"""Fixtures of the Export API. They import models: pytest reads this before Django is ready."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fourme.accounts.rights import Actor
    from tests.exports.api.caller import Caller


@pytest.fixture
def caller(administrator: "Actor") -> "Caller":
    from tests.exports.api.caller import Caller  # noqa: PLC0415 - see above

    return Caller(administrator)
