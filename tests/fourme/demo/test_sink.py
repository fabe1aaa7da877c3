from email.message import EmailMessage
from smtplib import SMTP, SMTPDataError

import pytest

from tests.fixtures.post import Post


def test_each_message_becomes_one_file_as_it_was_sent(smtp: Post) -> None:
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message["To"] = "admin@wdc.example"
    message.set_content("a line\n.a line that begins with a dot\n")
    with SMTP("127.0.0.1", smtp.port) as client:
        for _ in range(3):
            client.send_message(message, "no-reply@fourme.example")
    received = smtp.wait_for(3)
    assert len(received) == 3
    assert {one["Subject"] for one in received} == {"Grüße"}
    assert received[0].get_content() == "a line\n.a line that begins with a dot\n"
    assert list(smtp.folder.glob("*.part")) == []


def test_a_message_that_cannot_be_kept_is_not_accepted(smtp: Post) -> None:
    smtp.folder.rmdir()
    with SMTP("127.0.0.1", smtp.port) as client, pytest.raises(SMTPDataError) as refusal:
        client.sendmail("from@wdc.example", "to@wdc.example", "Subject: lost\r\n\r\n")
    assert refusal.value.smtp_code == 452
