"""Requests as engineers type them: the right command comes first, with the values of the request in it."""

import pytest

from tests.knowledge import how_to_quality
from tests.knowledge.how_to_quality import answered


@pytest.mark.parametrize(("part", "least"), [("tune", 0.9), ("kept", 0.65)])
def test_requests_begin_with_the_right_command(knowledge, part, least):
    asked = [each for each in how_to_quality.read() if each.part == part]
    missed = [each.question for each in asked if not answered(knowledge.search(each.question), each.commands)]
    assert len(asked) >= 40
    assert len(missed) <= (1 - least) * len(asked), missed


def test_what_is_about_something_else_finds_nothing(knowledge):
    asked = [each.question for each in how_to_quality.read() if not each.commands]
    assert len(asked) >= 8
    assert [question for question in asked if knowledge.search(question)] == []


@pytest.mark.parametrize(
    ("question", "commands"),
    [
        ("undo the last rollout of deployment checkout in ns web", "deployment/checkout -n web"),
        ("roll release ingress back to revision 7", "helm rollback ingress 7 "),
        ("logs of pod search-0 in the login namespace", "logs search-0 -n login"),
        ("worker-3 gets a new disk, take its pods elsewhere", "kubectl drain worker-3 "),
        ("reach service ledger from my laptop on port 5433, it listens on 5432", "service/ledger 5433:5432"),
        (
            "tunnel to db.internal:5432 via bastion.example.com, local port 15432",
            "-L 15432:db.internal:5432 bastion.example.com",
        ),
        ("rsync ./site to deploy@web1:/srv/www, delete extra files", "./site deploy@web1:/srv/www"),
        ("who touched line 120 of deploy/values.yaml", "-L 120,120 deploy/values.yaml"),
        ("copy /app/report.csv out of container etl-1", "docker cp etl-1:/app/report.csv ./report.csv"),
        ("put ./app.conf into container etl-1 at /etc/app.conf", "docker cp ./app.conf etl-1:/etc/app.conf"),
        ("run nginx container with 256mb ram and half a cpu", "--memory 256M --memory-swap 256M --cpus 0.5 "),
        ("logs of unit agent since yesterday 6 pm", "-u agent --since 'yesterday 18:00'"),
        (
            "may service account ci in ns build create deployments",
            "create deployments -n build --as=system:serviceaccount:build:ci",
        ),
        ("delete all redis keys that begin with cart:", "--pattern 'cart:*'"),
        ("upload folder dist to bucket acme-web and delete what is gone", "sync dist s3://acme-web --delete"),
    ],
)
def test_names_ports_and_paths_of_a_request_stand_in_the_commands(knowledge, question, commands):
    [hit, *_] = knowledge.search(question)
    assert commands in "\n".join(filled.text for filled in hit.templates)


@pytest.mark.parametrize(
    "question",
    [
        "pod " + "a b " * 2000,
        "in namespace " * 1000,
        "/a+" * 3000,
        "a.b_" * 3000,
        "via x" * 2000,
        "since 1" * 2000,
        "user " * 3000,
    ],
)
def test_values_are_looked_for_in_bounded_time(knowledge, question):
    for sources in (("handbook",), ("runbook", "pack")):
        assert len(knowledge.search(question, 3, sources)) <= 3
