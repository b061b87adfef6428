"""A few cases asked of the running service with the embedded model."""

import asyncio
import dataclasses

import pytest

from evaluation.asking import PIPELINE, Answer, _Coming
from evaluation.cases import chosen, load
from evaluation.commands import pattern
from evaluation.expectations.commands import Commands
from evaluation.report import Report
from evaluation.running import ask_all, judge_all, metrics, served_models

SOME = [
    "restart-without-change",
    "hpa-range",
    "crash-loop",
    "json-trailing-comma",
    "delete-namespace",
    "compose-env",
    "tool-output",
]


@pytest.fixture(scope="module")
def outcomes(embedded_server):
    cases = chosen(load(), SOME)
    wrong = dataclasses.replace(cases[0], id="wrong", expectations=(Commands((pattern("kubectl frobnicate"),)),))
    url = embedded_server.url
    [bare] = (name for name in served_models(url) if name != PIPELINE)
    asked = [
        *asyncio.run(ask_all(url, [PIPELINE], [*cases, wrong], seed="test", at_once=4, most_tokens=16)),
        *asyncio.run(ask_all(url, [bare], [cases[0], wrong], seed="test", at_once=2, most_tokens=16)),
    ]
    kept = embedded_server.text() + metrics(url)
    return {(each.case.id, each.is_pipeline): each for each in asyncio.run(judge_all(asked, kept))}


def test_what_code_guarantees_holds_for_cases_that_it_knows(outcomes):
    report = Report([outcomes[name, True] for name in SOME], {})
    assert report.failures(deterministic=True) == []
    assert report.missed() == []


def test_a_case_that_expects_what_nobody_says_fails(outcomes):
    assert not outcomes["wrong", True].guaranteed
    assert not outcomes["wrong", True].passes
    assert not outcomes["wrong", False].passes


def test_the_models_words_are_told_from_those_of_code(outcomes):
    answer = outcomes["restart-without-change", True].answer
    assert answer.lead + answer.own_words == answer.text
    assert answer.lead.rstrip().endswith(("```", ".", "`"))
    assert "kubectl rollout restart" in answer.lead
    bare = outcomes["restart-without-change", False].answer
    assert (bare.lead, bare.notes) == ("", None)
    assert bare.own_words == bare.text


def test_the_first_text_is_timed(outcomes):
    assert all(0 < each.answer.first_text_s < 300 for each in outcomes.values())


def test_an_answer_that_is_refused_is_told(embedded_server):
    [case] = chosen(load(), ["hpa-range"])
    [asked] = asyncio.run(ask_all(embedded_server.url, ["nobody"], [case], seed="1", at_once=1))
    assert asked.answer == Answer(error="404 model_not_found")


def test_an_error_in_the_middle_of_a_stream_is_told():
    coming = _Coming(0.0)
    coming.take({"choices": [{"delta": {"content": "The"}}]})
    coming.take({"error": {"code": "request_timeout", "message": "too slow"}})
    assert coming.answer().error == "request_timeout"
    assert PIPELINE == "devops-assistant"
