"""What a question says of labels stands in the selectors."""

import pytest

from assistant.knowledge.promql_matchers import with_matchers
from assistant.knowledge.templates import Template


def narrowed(text: str, question: str) -> str:
    return with_matchers(Template("Query", "read-only", "promql", text, (), "", 1), question).text


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("rate({{metric}}[5m])", "error rate of job api", 'rate({{metric}}{job="api"}[5m])'),
        ("sum by (job) (up)", "is instance 10.0.0.1:9100 up", 'sum by (job) (up{instance="10.0.0.1:9100"})'),
        (
            'sum(rate({{metric}}{code=~"5.."}[5m])) / sum(rate({{metric}}[5m]))',
            "for namespace shop",
            'sum(rate({{metric}}{code=~"5..", namespace="shop"}[5m])) / sum(rate({{metric}}{namespace="shop"}[5m]))',
        ),
        (
            "predict_linear(node_filesystem_avail_bytes[6h], 3600) < node_load1",
            "mountpoint /data",
            'predict_linear(node_filesystem_avail_bytes{mountpoint="/data"}[6h], 3600) < node_load1',
        ),
    ],
)
def test_labels_that_are_said_become_matchers(text, question, expected):
    assert narrowed(text, question) == expected


@pytest.mark.parametrize("question", ["requests by job", "memory of each pod", "which job is slow", "cpu per namespace"])
def test_a_label_without_a_value_changes_nothing(question):
    assert narrowed("sum by (job) (rate(http_requests_total[5m]))", question) == "sum by (job) (rate(http_requests_total[5m]))"


def test_a_matcher_that_is_there_stays():
    assert narrowed('up{job="node"}', "job api") == 'up{job="node"}'
