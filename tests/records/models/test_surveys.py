"""Surveys: questions, responses and answers, each a file of its own."""

from collections.abc import Callable

import pytest

from fourme.accounts.models import Account
from imports.models import ImportRun
from records import registry
from records.models import SurveyAnswer, SurveyQuestion, SurveyResponse
from tests.imports.importing import counters, messages
from tests.records.samples import make

Importing = Callable[..., ImportRun]


@pytest.fixture(autouse=True)
def survey(importing: Importing, wdc: Account) -> None:
    """A survey, and the service that it is about."""
    make(registry.get("services"), wdc, name="E-mail")
    assert counters(importing("surveys", "Name\nDesk\n")) == {"created": 1}


def test_the_name_of_a_survey_is_unique(importing: Importing) -> None:
    run = importing("surveys", "Name\nDesk\nMail\n")
    assert counters(run) == {"created": 1, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(2, "Name")]


def test_questions_are_checked(importing: Importing) -> None:
    header = "Survey,Question,Type,Position,Weight\n"
    bad = {"Desk,A,text,0,": "Position", "Desk,A,text,,-1": "Weight", "Desk,A,stars,,": "Type"}
    bad |= {"X,A,text,,": "Survey", "Desk,,text,,": "Question"}
    run = importing("survey_questions", header + "\n".join(bad) + "\n")
    assert [column for _, column, _ in messages(run)] == list(bad.values())


def test_answers_name_responses_and_questions_by_their_ids(importing: Importing) -> None:
    header = "Survey,Source,Source ID,Question,Type,Position,Weight\n"
    rows = "Desk,s,1,How fast?,star_rating,1,100\nDesk,s,2,What else?,text,2,0\n"
    assert counters(importing("survey_questions", header + rows)) == {"created": 2}
    header = "Survey,Service,Source,Source ID,Responded At,Completed,Rating\n"
    row = "Desk,E-mail,s,1,2026-01-31T09:00:00Z,1,4.50\n"
    assert counters(importing("survey_responses", header + row)) == {"created": 1}
    fast, else_ = SurveyQuestion.objects.order_by("position")
    response = SurveyResponse.objects.get()
    answers = (
        "Survey Response,Question,Source,Source ID,Rating,Text\n"
        f"{response.pk},{fast.pk},s,1,4.5,\n"
        f'{response.pk},{else_.pk},s,2,,"**Nothing**\n- really"\n'
        f"{response.pk},How fast?,s,3,1,\n"
    )
    run = importing("survey_answers", answers)
    assert counters(run) == {"created": 2, "failures": 1}
    assert [(row, column) for row, column, _ in messages(run)] == [(4, "Question")]
    assert str(SurveyAnswer.objects.get(question=fast).rating.normalize()) == "4.5"
    assert SurveyAnswer.objects.get(question=else_).text == "**Nothing**\n- really"
