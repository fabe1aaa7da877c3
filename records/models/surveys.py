"""TODO."""

from typing import ClassVar

from records import columns
from records.keys import ID_KEY, RecordKey
from records.models.record import Disableable, Record, Sourced, unique_name


class Survey(Sourced, Disableable, Record):
    """TODO Survey."""

    name = columns.String("Name", max_length=255, required=True)
    introduction = columns.Text("Introduction")
    completion = columns.Text("Completion")
    picture_uri = columns.Uri("Picture URI")

    class Type:
        slug, label, singular, family = "surveys", "Surveys", "Survey", "Surveys"
        key = RecordKey()
        list_columns = ("name", "updated_at")
        search_columns = ("name",)

    class Meta(Sourced.Meta):
        constraints: ClassVar = [*Sourced.Meta.constraints, unique_name()]


class SurveyQuestion(Sourced, Disableable, Record):
    """TODO Survey Question."""

    survey = columns.Ref("Survey", to="Survey", required=True)
    question = columns.String("Question", max_length=255, required=True)
    guidance = columns.Text("Guidance")
    type = columns.Enum("Type", ("star_rating", "text"))
    position = columns.Integer("Position")
    weight = columns.Integer("Weight")

    class Type:
        slug, label, singular, family = (
            "survey_questions",
            "Survey Questions",
            "Survey Question",
            "Surveys",
        )
        parent = "surveys"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("survey", "updated_at")

    class Meta(Sourced.Meta):
        pass


class SurveyResponse(Sourced, Record):
    """TODO Survey Response."""

    survey = columns.Ref("Survey", to="Survey", required=True)
    service = columns.Ref("Service", to="Service", required=True)
    responded_at = columns.Timestamp("Responded At")
    completed = columns.Boolean("Completed")
    rating = columns.Decimal("Rating")

    class Type:
        slug, label, singular, family = (
            "survey_responses",
            "Survey Responses",
            "Survey Response",
            "Surveys",
        )
        parent = "surveys"
        key = ID_KEY
        list_columns = ("survey", "service", "updated_at")

    class Meta(Sourced.Meta):
        pass


class SurveyAnswer(Sourced, Record):
    """TODO Survey Answer."""

    survey_response = columns.Ref("Survey Response", to="SurveyResponse", required=True)
    question = columns.Ref("Question", to="SurveyQuestion", required=True)
    rating = columns.Decimal("Rating")
    text = columns.Text("Text")

    class Type:
        slug, label, singular, family = (
            "survey_answers",
            "Survey Answers",
            "Survey Answer",
            "Surveys",
        )
        parent = "surveys"
        key = ID_KEY
        omit = ("created_at", "updated_at")
        list_columns = ("survey_response", "question", "updated_at")

    class Meta(Sourced.Meta):
        pass
