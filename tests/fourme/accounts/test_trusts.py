import pytest
from django.core.exceptions import ValidationError

from fourme.accounts import trusts
from fourme.accounts.models import Account, Trust
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from fourme.logs.models import SystemLog
from tests.fixtures.world import Enrol

S = Trust.Status
WDC, WNA = "wdc Widget Data Center", "wna Widget North America"


@pytest.fixture
def partner(enrol: Enrol, wna: Account) -> Actor:
    return enrol(wna, Role.ACCOUNT_ADMINISTRATOR)


def log() -> list[tuple[str, str, str | None, str | None]]:
    """Return account, message, e-mail of the person and address of all entries."""
    fields = ("account", "message", "user__email", "ip_address")
    return list(SystemLog.objects.order_by("pk").values_list(*fields))


def test_an_accepted_invitation_is_a_trust(
    administrator: Actor, partner: Actor, wdc: Account, wna: Account
) -> None:
    trust = trusts.invite(administrator, "wna", ip_address="192.0.2.1")
    assert wdc.trusted_ids() == []
    trusts.change(partner, trust, S.ACCEPTED, ip_address=None)
    assert (wdc.trusted_ids(), wna.trusted_ids()) == (["wna"], ["wdc"])


def test_both_accounts_find_it_in_their_logs_and_learn_no_more_than_they_may(
    administrator: Actor, partner: Actor
) -> None:
    trust = trusts.invite(administrator, "wna", ip_address="192.0.2.1")
    assert log() == [
        ("wdc", f"{WDC} invited wna to a trust.", administrator.user.email, "192.0.2.1"),
        ("wna", f"{WDC} invited {WNA} to a trust.", None, None),
    ]
    trusts.change(partner, trust, S.ACCEPTED, ip_address="192.0.2.2")
    assert log()[2:] == [
        ("wna", f"{WNA} accepted the trust of {WDC}.", partner.user.email, "192.0.2.2"),
        ("wdc", f"{WNA} accepted the trust of {WDC}.", None, None),
    ]
    trusts.change(administrator, trust, S.CANCELED, ip_address="192.0.2.1")
    assert log()[4:] == [
        ("wdc", f"{WDC} ended the trust with {WNA}.", administrator.user.email, "192.0.2.1"),
        ("wna", f"{WDC} ended the trust with {WNA}.", None, None),
    ]
    assert {entry.log_type for entry in SystemLog.objects.all()} == {"account_trust"}


def test_a_rejection_does_not_tell_the_name(administrator: Actor, partner: Actor) -> None:
    trust = trusts.invite(administrator, "wna", ip_address=None)
    trusts.change(partner, trust, S.REJECTED, ip_address=None)
    trust.refresh_from_db()
    assert trust.other(administrator.account) == "wna"
    assert trust.other(partner.account) == WDC


def test_an_id_that_no_account_has_looks_like_any_other(administrator: Actor, wna: Account) -> None:
    real = trusts.invite(administrator, "wna", ip_address=None)
    none = trusts.invite(administrator, "nowhere", ip_address=None)
    mine = SystemLog.objects.filter(account="wdc").order_by("pk").values_list("message", flat=True)
    assert [text.replace("nowhere", "wna") for text in mine] == [mine[0]] * 2
    for trust in (real, none):
        shown = trusts.trusts_of(administrator.account).get(pk=trust.pk)
        assert shown.other(administrator.account) == shown.trusted_id
        assert trusts.choices(shown, administrator.account) == [S.CANCELED]
        with pytest.raises(ValidationError, match="is invited already"):
            trusts.invite(administrator, str(shown.trusted_id), ip_address=None)
        trusts.change(administrator, shown, S.CANCELED, ip_address=None)
    assert SystemLog.objects.filter(account="wdc").count() == 4


def test_an_account_made_later_finds_its_invitation(administrator: Actor, enrol: Enrol) -> None:
    trust = trusts.invite(administrator, "later", ip_address=None)
    later = Account.objects.create(id="later", name="Later")
    trusts.change(enrol(later, Role.ACCOUNT_OWNER), trust, S.ACCEPTED, ip_address=None)
    assert administrator.account.trusted_ids() == ["later"]


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


def test_an_account_does_not_invite_itself(administrator: Actor) -> None:
    with pytest.raises(ValidationError, match="no trust with itself"):
        trusts.invite(administrator, "wdc", ip_address=None)
