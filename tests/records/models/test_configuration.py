"""Custom collections and their elements, custom views, short URLs."""

from collections.abc import Callable

import pytest
from django.conf import settings

from imports.models import ImportRun
from records.models import CustomCollection, CustomCollectionElement, CustomView, ShortUrl
from tests.imports.importing import counters, messages

Importing = Callable[..., ImportRun]


def test_references_are_made_of_names(importing: Importing) -> None:
    importing("custom_collections", "Name\nMeeting Rooms\nRacks\n")
    found = CustomCollection.objects.order_by("id").values_list("reference", flat=True)
    assert list(found) == ["meeting_rooms", "racks"]
    text = "Custom Collection,Name\nmeeting_rooms,Main\nracks,Main\nracks,Main\n"
    run = importing("custom_collection_elements", text)
    assert counters(run) == {"created": 2, "failures": 1}
    assert set(CustomCollectionElement.objects.values_list("reference", flat=True)) == {"main"}


def test_a_collection_of_the_same_reference_is_refused(importing: Importing) -> None:
    run = importing("custom_collections", "Name,Reference\nA,rooms\nB,rooms\n")
    assert counters(run) == {"created": 1, "failures": 1}


def test_the_reference_of_a_long_view_is_cut(importing: Importing) -> None:
    run = importing("custom_views", f"Name,Record Type\n{'V' * 255},Ci\n")
    assert counters(run) == {"created": 1}
    assert CustomView.objects.get().reference == "v" * 128


def test_filters_of_a_view_are_checked(
    importing: Importing, exported: Callable[[str], str]
) -> None:
    header = "Source,Source ID,Name,Record Type,Filters\n"
    good = 's,1,Mine,Ci,"user|$current_user|0\nproduct|$$ymbol;Book|1"\n'
    run = importing("custom_views", f"{header}{good}s,2,Wrong,Ci,status|2\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(3, "Filters")]
    assert '"user|$current_user|0\nproduct|$$ymbol;Book|1"' in exported("custom_views")


def test_short_urls_are_given_and_stay(importing: Importing) -> None:
    assert counters(importing("short_urls", "URI,Short URL\nhttps://a.example/,x\n\n")) == {
        "created": 1
    }
    record = ShortUrl.objects.get()
    address = record.short_url
    assert address.startswith(f"{settings.SITE_URL}/s/")
    run = importing("short_urls", f"ID,Short URL,URI\n{record.pk},https://x.example,tel:+31\n")
    assert counters(run) == {"updated": 1}
    record.refresh_from_db()
    assert (record.short_url, record.uri) == (address, "tel:+31")


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("", ""),
        ("https://a.example/", "url"),
        ("MAILTO:a@b.example", "mailto"),
        ("tel:+31", "tel"),
        ("geo:52,4", "map"),
        ("ftp://a.example", "uri"),
        ("Desk", "text"),
    ],
)
def test_a_short_url_tells_what_it_leads_to(
    importing: Importing, exported: Callable[[str], str], uri: str, expected: str
) -> None:
    ShortUrl.objects.create(account_id="wdc", uri=uri)
    header, row = (line.split(",") for line in exported("short_urls").splitlines())
    assert row[header.index("Data Type")] == expected
