"""Shop articles, their categories, and the lines of orders."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import ShopArticle, ShopArticleCategory, ShopOrderLine
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]
LINES = "Source,Source ID,Requested For,Shop Article,Quantity"


@pytest.fixture
def article(importing: Importing, wdc: Account) -> ShopArticle:
    """An article and somebody who may want it."""
    make(registry.get("people"), wdc, primary_email="one@wdc.example")
    found = make(registry.get("shop_articles"), wdc, reference="book", name="Laptop", price=900)
    assert isinstance(found, ShopArticle)
    return found


def test_categories_stand_inside_each_other(importing: Importing) -> None:
    run = importing("shop_article_categories", "Name,Parent\nLaptops,Workplace\nWorkplace,\n")
    assert counters(run) == {"created": 2}
    assert ShopArticleCategory.objects.get(name="Laptops").parent.name == "Workplace"
    run = importing(
        "shop_article_categories", "Source,Source ID,Name,Parent\ns,1,Screens,Screens\n"
    )
    assert ShopArticleCategory.objects.filter(name="Screens", parent__name="Screens").count() == 0


def test_an_article_is_offered_for_a_time(importing: Importing, article: ShopArticle) -> None:
    header = "ID,Start At,End At,Max. Quantity,Price\n"
    wrong = f"{article.pk},2026-02-01T00:00Z,2026-01-01T00:00Z,2,1\n"
    run = importing("shop_articles", header + wrong)
    assert messages(run) == [(2, "End At", "is not later than Start At.")]
    run = importing("shop_articles", f"{header}{article.pk},,2026-01-01T00:00Z,0,-1\n")
    assert [column for _, column, _ in messages(run)] == ["Max. Quantity", "Price"]
    run = importing("shop_articles", f"{header}{article.pk},,2026-01-01T00:00Z,5,0\n")
    assert counters(run) == {"updated": 1}


def test_a_reference_of_an_article_is_unique(importing: Importing, article: ShopArticle) -> None:
    make(registry.get("shop_articles"), article.account, reference="screen")
    run = importing("shop_articles", f"ID,Reference\n{article.pk},screen\n")
    assert counters(run) == {"failures": 1}


def test_a_new_line_is_in_the_cart_and_takes_over_from_the_article(
    importing: Importing, article: ShopArticle
) -> None:
    run = importing("shop_order_lines", f"{LINES}\ns,1,one@wdc.example,book,2\n")
    assert counters(run) == {"created": 1}
    line = ShopOrderLine.objects.get()
    assert (line.name, line.status, line.quantity) == ("Laptop", "in_cart", 2)
    assert line.fulfillment_template == article.fulfillment_template
    assert (line.price, line.completed_at) == (None, None)
    run = importing("shop_order_lines", f"{LINES}\ns,2,one@wdc.example,book,0\n")
    assert [column for _, column, _ in messages(run)] == ["Quantity"]


def test_a_line_remembers_when_it_was_completed(importing: Importing, article: ShopArticle) -> None:
    header = f"{LINES},Status,Completed At\n"
    row = "s,{},one@wdc.example,book,1,{},{}\n"
    importing("shop_order_lines", header + row.format(1, "fulfillment_pending", ""))
    assert ShopOrderLine.objects.get().completed_at is None
    importing("shop_order_lines", header + row.format(1, "completed", ""))
    moment = ShopOrderLine.objects.get().completed_at
    assert moment is not None
    run = importing("shop_order_lines", header + row.format(1, "completed", ""))
    assert counters(run) == {"unchanged": 1}
    importing("shop_order_lines", header + row.format(2, "completed", "2019-05-06T09:00:00Z"))
    assert ShopOrderLine.objects.get(source_id="2").completed_at.year == 2019
