"""Who adds a record by hand is remembered; imports are tried with the knowledge articles."""

import pytest

from fourme.accounts.models import Account
from fourme.accounts.rights import Actor
from fourme.accounts.roles import Role
from records import registry
from records.authors import write_as
from records.kinds import Key
from records.models import KnowledgeArticle, Person, Service
from records.services import save_record
from tests.fixtures.world import Enrol
from tests.records.samples import make

ARTICLES = registry.get("knowledge_articles")


@pytest.fixture
def service(wdc: Account) -> Service:
    """A service of wdc."""
    made = make(registry.get("services"), wdc, name="E-mail")
    assert isinstance(made, Service)
    return made


def test_an_article_keeps_its_author(administrator: Actor, service: Service, enrol: Enrol) -> None:
    values = {"subject": "Fax", "description": "Broken", "instructions": "Wait"}
    made = save_record(administrator, ARTICLES, values | {"service": Key("E-mail")})
    other = enrol(administrator.account, Role.ACCOUNT_ADMINISTRATOR, email="other@wdc.example")
    save_record(other, ARTICLES, {"subject": "Telex"}, record=made)
    article = KnowledgeArticle.objects.get()
    assert article.subject == "Telex"
    assert article.created_by == Person.objects.get(user=administrator.user)


def test_somebody_of_another_account_is_no_author(
    wdc: Account, wna: Account, enrol: Enrol, service: Service
) -> None:
    write_as(enrol(wna, Role.ACCOUNT_ADMINISTRATOR).user)
    made = make(ARTICLES, wdc, service=service)
    assert KnowledgeArticle.objects.get(pk=made.pk).created_by is None
