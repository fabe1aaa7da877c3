"""Surveys: what customers are asked about a service, and what they answered."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name

FAMILY = "Surveys"


class Survey(Sourced, Disableable, Record):
    """Questions about a service that are sent to the people who use it."""

    name = columns.String("Name", max_length=255, required=True, help="Unique in the account.")
    introduction = columns.Text("Introduction", help="What is shown above the questions.")
    completion = columns.Text("Completion", help="What is shown when all is answered.")
    picture_uri = columns.Uri("Picture URI")

    class Type:
        slug, label, singular, family = "surveys", "Surveys", "Survey", FAMILY
        key = RecordKey()
        list_columns = ("name", "introduction", "disabled", "updated_at")
        search_columns = ("name", "source_id")
        notes = (
            "Questions, responses and answers are files of their own, imported in this order.",
        )

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SurveyQuestion(Sourced, Disableable, Record):
    """A question of a survey."""

    survey = columns.Ref("Survey", to="Survey", required=True)
    question = columns.String(
        "Question", max_length=255, required=True, help="The words of the question."
    )
    guidance = columns.Text("Guidance", help="What helps to understand the question.")
    type = columns.Enum("Type", ("star_rating", "text"), help="How the question is answered.")
    position = columns.Integer(
        "Position", minimum=1, help="The place in the survey, from 1 at the top."
    )
    weight = columns.Integer(
        "Weight",
        minimum=0,
        help="How much the answer counts in the rating of a response, compared with the others.",
    )

    class Type:
        slug, label, singular, family = (
            "survey_questions",
            "Survey Questions",
            "Survey Question",
            FAMILY,
        )
        parent = "surveys"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("question", "survey", "type", "position", "updated_at")
        search_columns = ("question", "source_id")
        example = (
            {"question": "How fast did we answer?", "type": "star_rating", "weight": "100"},
            {"question": "What should we do better?", "type": "text", "position": "2"},
        )
        notes = ("Import surveys first. Answers name a question by its ID.",)


class SurveyResponse(Sourced, Record):
    """What one person answered to the questions of a survey."""

    survey = columns.Ref("Survey", to="Survey", required=True)
    service = columns.Ref(
        "Service", to="Service", required=True, help="The service that the survey was about."
    )
    responded_at = columns.Timestamp("Responded At", help="When the last answer was given.")
    completed = columns.Boolean("Completed", help="All questions have been answered.")
    rating = columns.Decimal(
        "Rating",
        help="The rating of the response as a whole; it is stored as given, not calculated from "
        "the answers.",
    )

    class Type:
        slug, label, singular, family = (
            "survey_responses",
            "Survey Responses",
            "Survey Response",
            FAMILY,
        )
        parent = "surveys"
        key = ID_KEY
        list_columns = ("survey", "service", "completed", "rating", "responded_at")
        search_columns = ("source_id",)
        example = ({"completed": "1", "rating": "4.5"}, {"completed": "0"})
        notes = ("Import surveys and services first. Answers name a response by its ID.",)


class SurveyAnswer(Sourced, Record):
    """The answer to one question in a response."""

    survey_response = columns.Ref("Survey Response", to="SurveyResponse", required=True)
    question = columns.Ref("Question", to="SurveyQuestion", required=True)
    rating = columns.Decimal("Rating", help="The answer to a question of the type star_rating.")
    text = columns.Text("Text", help="The answer to a question of the type text.")

    class Type:
        slug, label, singular, family = (
            "survey_answers",
            "Survey Answers",
            "Survey Answer",
            FAMILY,
        )
        parent = "surveys"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("survey_response", "question", "rating", "text", "updated_at")
        search_columns = ("text", "source_id")
        example = ({"rating": "4", "text": ""}, {"text": "Nothing, it was **great**."})
        notes = ("Import questions and responses first.",)
