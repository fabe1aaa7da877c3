from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.selectors import visible_to
from tests.fixtures.world import Enrol
from tests.records.samples import make

SITES = registry.get("sites")


def test_a_role_shows_the_records_of_its_account_only(
    enrol: Enrol, wdc: Account, wna: Account, trust: Trust
) -> None:
    own = make(SITES, wdc)
    make(SITES, wna)
    assert list(visible_to(enrol(wdc, Role.AUDITOR), SITES)) == [own]


def test_without_a_role_that_reads_nothing_is_visible(enrol: Enrol, wdc: Account) -> None:
    make(SITES, wdc)
    outsider = Actor(enrol(wdc).user, wdc, frozenset())
    assert not visible_to(outsider, SITES).exists()
    assert not visible_to(enrol(wdc, Role.KEY_CONTACT), SITES).exists()
