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
    response = refusal(ApiError(429, "Too Many Requests", headers={"Retry-After": "30"}))
    assert (response.content, response["Retry-After"]) == (
        b'{"message": "Too Many Requests"}',
        "30",
    )


def test_answer_keeps_letters_readable() -> None:
    assert answer({"name": "Zürich"}).content.decode() == '{"name": "Zürich"}'
