import json

from fourme.api.errors import ApiError, answer, refusal


def test_an_error_has_its_documented_message() -> None:
    response = refusal(ApiError(404))
    assert (response.status_code, response.content) == (404, b'{"message": "Not Found"}')
    assert response["Content-Type"] == "application/json; charset=utf-8"


def test_a_validation_error_lists_pairs() -> None:
    errors = [("type", "Type can't be blank"), ("type", "Type is unknown")]
    assert refusal(ApiError(422, errors=errors)).content == (
        b'{"message": "Validation Failed", "errors": '
        b'[["type", "Type can\'t be blank"], ["type", "Type is unknown"]]}'
    )


def test_an_error_brings_its_message_and_headers() -> None:
    response = refusal(ApiError(405, headers={"Allow": "GET"}))
    assert (response.content, response["Allow"]) == (b'{"message": "Method Not Allowed"}', "GET")


def test_too_many_calls_are_explained() -> None:
    body = json.loads(refusal(ApiError(429)).content)
    assert body["message"] == "Too Many Requests"
    assert body["documentation_url"].endswith("/v1/docs#rate-limiting")


def test_answer_keeps_letters_readable() -> None:
    assert answer({"name": "Zürich"}).content.decode() == '{"name": "Zürich"}'
