import pytest
from django.core.exceptions import ValidationError

from fourme.accounts import trusts
from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from tests.fixtures.world import Enrol

S = Trust.Status


@pytest.fixture
def partner(enrol: Enrol, wna: Account) -> Actor:
    return enrol(wna, Role.ACCOUNT_ADMINISTRATOR)


def test_an_accepted_invitation_is_a_trust(
    administrator: Actor, partner: Actor, wdc: Account, wna: Account
) -> None:
    trust = trusts.invite(administrator, "wna", ip_address="192.0.2.1")
    assert wdc.trusted_ids() == []
    trusts.change(partner, trust, S.ACCEPTED, ip_address=None)
    assert (wdc.trusted_ids(), wna.trusted_ids()) == (["wna"], ["wdc"])


def test_both_accounts_find_it_in_their_logs(administrator: Actor, partner: Actor) -> None:
    trusts.invite(administrator, "wna", ip_address="192.0.2.1")
    entries = SystemLog.objects.order_by("account").values_list(
        "account", "log_type", "event", "message", "user__email", "ip_address"
    )
    text = "wdc Widget Data Center invited wna Widget North America to a trust."
    rest = ("account_trust", "account_trust.invited", text, administrator.user.email, "192.0.2.1")
    assert list(entries) == [("wdc", *rest), ("wna", *rest)]


@pytest.mark.parametrize(
    ("status", "inviting", "invited"),
    [
        (S.PENDING, [S.CANCELED], [S.ACCEPTED, S.REJECTED]),
        (S.ACCEPTED, [S.CANCELED], [S.CANCELED]),
        (S.REJECTED, [], []),
        (S.CANCELED, [], []),
        (S.EXPIRED, [], []),
    ],
)
def test_choices(
    wdc: Account, wna: Account, status: S, inviting: list[S], invited: list[S]
) -> None:
    trust = Trust.objects.create(account=wdc, trusted=wna, status=status)
    assert trusts.choices(trust, wdc) == inviting
    assert trusts.choices(trust, wna) == invited


@pytest.mark.parametrize("status", [S.ACCEPTED, S.REJECTED, S.EXPIRED, "nonsense", ""])
def test_the_inviting_account_cannot_answer_itself(
    administrator: Actor, wna: Account, status: str
) -> None:
    trust = trusts.invite(administrator, "wna", ip_address=None)
    with pytest.raises(ValidationError, match="The trust is pending"):
        trusts.change(administrator, trust, status, ip_address=None)
    trust.refresh_from_db()
    assert trust.status == S.PENDING


def test_a_third_account_cannot_touch_it(enrol: Enrol, administrator: Actor, wna: Account) -> None:
    trust = trusts.invite(administrator, "wna", ip_address=None)
    third = enrol(
        Account.objects.create(id="weu", name="Widget Europe"), Role.ACCOUNT_ADMINISTRATOR
    )
    with pytest.raises(Trust.DoesNotExist):
        trusts.change(third, trust, S.ACCEPTED, ip_address=None)
    trust.refresh_from_db()
    assert trust.status == S.PENDING


@pytest.mark.parametrize(
    ("existing", "message"),
    [
        (("wdc", "wna", S.PENDING), "wna is invited already"),
        (("wna", "wdc", S.PENDING), "wna has invited wdc: accept that invitation"),
        (("wdc", "wna", S.ACCEPTED), "wdc and wna already trust each other"),
        (("wna", "wdc", S.ACCEPTED), "wdc and wna already trust each other"),
    ],
)
def test_a_second_invitation_is_refused(
    administrator: Actor, wna: Account, existing: tuple[str, str, S], message: str
) -> None:
    account, trusted, status = existing
    Trust.objects.create(account_id=account, trusted_id=trusted, status=status)
    with pytest.raises(ValidationError, match=message):
        trusts.invite(administrator, "wna", ip_address=None)
    assert Trust.objects.count() == 1
    assert not SystemLog.objects.exists()


@pytest.mark.parametrize("status", [S.REJECTED, S.CANCELED, S.EXPIRED])
def test_an_ended_trust_can_be_offered_again(
    administrator: Actor, wdc: Account, wna: Account, status: S
) -> None:
    ended = Trust.objects.create(account=wdc, trusted=wna, status=status)
    assert trusts.invite(administrator, "wna", ip_address=None).pk == ended.pk
    ended.refresh_from_db()
    assert ended.status == S.PENDING


@pytest.mark.parametrize(
    ("other", "message"),
    [("wdc", "no trust with itself"), ("nowhere", "no account “nowhere”")],
)
def test_invite_names_what_is_wrong(administrator: Actor, other: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        trusts.invite(administrator, other, ip_address=None)
