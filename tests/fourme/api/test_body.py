import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from fourme.api.body import in_body, parameters
from fourme.api.errors import ApiError

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        ("type=people&from=20130524", FORM, {"type": "people", "from": "20130524"}),
        ("type=people%2C+sites", FORM, {"type": "people, sites"}),
        ("type=people&from=&type=sites", FORM, {"type": "people,sites", "from": ""}),
        ("type[]=people&type[]=sites", FORM, {"type": "people,sites"}),
        ("type%5B0%5D=people&type%5B1%5D=sites", FORM, {"type": "people,sites"}),
        ("type[x]=people", FORM, {"type[x]": "people"}),
        ("", FORM, {}),
        ("", JSON, {}),
        ("{}", JSON, {}),
        ('{"type":"people","from":20121231}', JSON, {"type": "people", "from": "20121231"}),
        ('{"type":["people","sites"]}', JSON, {"type": "people,sites"}),
        (
            '{"n":1.50,"e":1e400,"yes":true,"no":false,"nil":null}',
            f"{JSON}; charset=utf-8",
            {"n": "1.50", "e": "1e400", "yes": "true", "no": "false"},
        ),
        ('\ufeff{"name":"Zürich \\u20ac"}', "application/vnd.api+json", {"name": "Zürich €"}),
        ("", "text/plain", {}),
    ],
)
def test_parameters(
    rf: RequestFactory, body: str, media_type: str, expected: dict[str, str]
) -> None:
    request = rf.generic("POST", "/v1/export", body.encode(), content_type=media_type)
    assert parameters(request) == expected


@pytest.mark.parametrize(("body", "media_type"), [("type=sites", FORM), ('{"type":"sites"}', JSON)])
def test_the_address_tells_what_the_body_does_not(
    rf: RequestFactory, body: str, media_type: str
) -> None:
    address = "/v1/export?type=people&from=20261101"
    request = rf.generic("POST", address, body.encode(), content_type=media_type)
    assert parameters(request) == {"type": "sites", "from": "20261101"}
    assert in_body(request) == {"type": "sites"}


def test_a_nul_in_the_address_is_refused(rf: RequestFactory) -> None:
    with pytest.raises(ApiError, match="NUL"):
        parameters(rf.post("/v1/export?type=a%00b"))


def test_json_that_is_sent_as_a_form_is_told(rf: RequestFactory) -> None:
    request = rf.generic("POST", "/v1/export", b' {"type":"sites"}', content_type=FORM)
    with pytest.raises(ApiError, match="send it as Content-Type: application/json") as caught:
        parameters(request)
    assert caught.value.status == 400


def test_parameters_of_multipart_leave_files_where_they_are(rf: RequestFactory) -> None:
    file = SimpleUploadedFile("people.csv", b"Name\n")
    request = rf.post("/v1/import", {"type": "people", "file": file})
    assert parameters(request) == {"type": "people"}
    assert list(request.FILES) == ["file"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            b"{",
            r"Expecting property name enclosed in double quotes \(line 1, column 2\)",
        ),
        (b'{"type":"people",}', r"line 1, column 1[78]"),
        (b"type=people", "cannot be read"),
        (b'["people"]', "must be an object"),
        (b'"people"', "must be an object"),
        (b'{"n":NaN}', "NaN is not JSON"),
        (b'{"type":{"a":1}}', "Parameter 'type' must be"),
        (b'{"type":[["a"]]}', "Parameter 'type' must be"),
        (b'{"type":"\xff"}', "not UTF-8"),
        (b'{"type":"a\\u0000b"}', "NUL"),
        (b'{"type":"\\ud800"}', "surrogate"),
        (b'{"a":' + b"[" * 100_000, "nested too deeply|cannot be read"),
        (b'{"n":' + b"9" * 6000 + b',"x":}', "cannot be read"),
    ],
)
def test_a_bad_json_body_is_named(rf: RequestFactory, body: bytes, message: str) -> None:
    request = rf.generic("POST", "/v1/export", body, content_type=JSON)
    with pytest.raises(ApiError, match=message) as caught:
        parameters(request)
    assert caught.value.status == 400


def test_a_long_number_stays_as_it_was_written(rf: RequestFactory) -> None:
    digits = "9" * 6000
    request = rf.generic("POST", "/v1/export", f'{{"n":{digits}}}'.encode(), content_type=JSON)
    assert parameters(request) == {"n": digits}


def test_another_media_type_is_refused(rf: RequestFactory) -> None:
    body = json.dumps({"type": "people"}).encode()
    request = rf.generic("POST", "/v1/export", body, content_type="text/plain")
    with pytest.raises(ApiError, match="The body is text/plain; send application/json") as caught:
        parameters(request)
    assert caught.value.status == 415
