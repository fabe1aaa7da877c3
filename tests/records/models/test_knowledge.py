"""Knowledge articles: what imports of them do."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import KnowledgeArticle
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
HEADER = "Source,Source ID,Service,Subject,Description,Instructions,"


@pytest.fixture(autouse=True)
def services(wdc: Account) -> None:
    """A service with two instances."""
    service = make(registry.get("services"), wdc, name="E-mail")
    for name in ("E-mail Production", "E-mail Test"):
        make(registry.get("service_instances"), wdc, name=name, service=service)


def test_an_article_is_for_everybody_and_not_validated_unless_told(importing: Importing) -> None:
    importing("knowledge_articles", HEADER + "End Users\ns,1,E-mail,Fax,Broken,Wait,0\n")
    article = KnowledgeArticle.objects.get()
    assert (article.status, article.end_users) == ("not_validated", False)
    assert (article.key_contacts, article.covered_specialists) == (True, True)
    assert article.internal_specialists


def test_an_article_has_service_instances_and_the_person_who_imports_it(
    importing: Importing,
) -> None:
    text = HEADER + 'Service Instances,Created By\ns,1,E-mail,Fax,Broken,Wait,"{}",x@wdc.example\n'
    run = importing("knowledge_articles", text.format("E-mail Test\nE-mail Production"))
    assert counters(run) == {"created": 1}
    run = importing("knowledge_articles", text.format("E-mail Test"))
    assert counters(run) == {"updated": 1}
    article = KnowledgeArticle.objects.get()
    assert [each.name for each in article.service_instances.all()] == ["E-mail Test"]
    assert article.created_by.primary_email == "account.administrator@wdc.example"


def test_description_and_instructions_are_needed(importing: Importing) -> None:
    run = importing("knowledge_articles", HEADER[:-1] + "\ns,1,E-mail,Fax,,\n")
    assert counters(run) == {"failures": 1}
    assert [column for _, column, _ in messages(run)] == ["Description", "Instructions"]
