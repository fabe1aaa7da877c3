"""An export of several types in a real browser, and the link in its mail."""

import io
import re
import zipfile

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from fourme.accounts.models import Account
from records.models import Person
from tests.exports.exporting import table
from tests.fixtures.post import Post
from tests.fixtures.queues import Workers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
SECONDS = 60_000


def test_sub_options_a_mail_and_a_link_without_login(
    inside: Page,
    browser: Browser,
    workers: Workers,
    smtp: Post,
    wdc: Account,
) -> None:
    Person.objects.create(account=wdc, name="=1+1", primary_email="formula@wdc.example")
    inside.keyboard.press("a")
    expect(inside.get_by_role("link", name="Import…")).to_be_focused()
    inside.keyboard.press("ArrowDown")
    inside.keyboard.press("Enter")
    dialog = inside.get_by_role("dialog", name="Export People from wdc Widget Data Center")
    dialog.get_by_label("People", exact=True).uncheck()
    dialog.get_by_role("button", name="Export").click()
    expect(inside.get_by_text("Choose at least one of them.")).to_be_visible()
    inside.get_by_label("People", exact=True).check()
    inside.get_by_label("People Roles").check()
    inside.get_by_label("All records (2 people)").check()
    inside.get_by_role("button", name="Export").click()
    expect(inside.get_by_text("The export waits for its turn.")).to_be_visible()
    workers.start("exports", "mail", seconds=120, SITE_URL=settings.SITE_URL)
    expect(inside.get_by_role("link", name=re.compile("^Download"))).to_be_visible(timeout=SECONDS)

    [mail] = smtp.wait_for(1, 60)
    assert mail["Subject"] == "Export finished: People, People Roles (wdc)"
    token = inside.url.rstrip("/").rpartition("/")[2]
    headers = ("X-Mailer", "Auto-Submitted", "X-4me-Export")
    assert [mail[name] for name in headers] == ["4me Mailer", "auto-generated", token]
    assert mail["X-4me-ExportID"].isdecimal()
    text = mail.get_body(("plain",))
    assert text is not None
    link = re.search(r"http\S+/files/\S+", text.get_content())
    assert link is not None

    stranger = browser.new_context()
    data = stranger.request.get(link[0]).body()
    stranger.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        people, roles = (table(archive.read(name)) for name in archive.namelist())
    assert sorted(row["Name"] for row in people) == ["\t=1+1", "Account Administrator"]
    assert len(roles) == 1

    inside.get_by_role("link", name="System log").click()
    expect(inside.get_by_role("heading", name=re.compile("^Export "))).to_be_visible()
    expect(inside.get_by_role("region", name="Files").locator("tbody tr")).to_have_count(1)
    downloads = inside.get_by_role("region", name="Downloads").locator("tbody tr")
    expect(downloads).to_have_count(1)
    expect(downloads).to_contain_text("By the link, without login")
