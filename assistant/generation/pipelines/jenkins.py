"""Declarative pipelines of Jenkins."""

from __future__ import annotations

import json

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.pipelines.stacks import commands


def jenkinsfile(p: Parameters) -> Draft:
    """A Jenkinsfile: stages with the commands of the request, else with those of its stack."""
    stages = [*_named(p)]
    if not stages:
        stages = [*_usual(p)]
    told: list[str] = []
    if p["ships"]:
        stages.append(("Image", _image(p, told), []))
    if p["deploys"]:
        stages.append(_deployment(p))
    lines = ["pipeline {", *_indented(_agent(p)), *_indented(_options(p)), *_indented(_triggers(p))]
    lines.append("    stages {")
    for name, steps, conditions in stages:
        body = [*conditions, "steps {", *_indented(steps), "}"]
        lines += _indented([f"stage({_text(name)}) {{", *_indented(body), "}"], 2)
    lines.append("    }")
    lines += _indented(_after(p, told))
    lines.append("}")
    file = Block("groovy", "Jenkinsfile", "\n".join(lines) + "\n")
    following = (
        NextStep(
            'curl -sf -X POST -F "jenkinsfile=<Jenkinsfile" "$JENKINS_URL/pipeline-model-converter/validate"', "read-only"
        ),
        NextStep("git add Jenkinsfile", "changes state"),
    )
    if p["agent_image"]:
        told.append("The Docker Pipeline plug-in is installed, and the agent may use Docker.")
    return Draft((file,), following, tuple(told))


Stage = tuple[str, list[str], list[str]]
"""Name, steps, and what stands before them."""


def _named(p: Parameters) -> list[Stage]:
    return [(name.capitalize(), [_run(command)] if command else ["checkout scm"], []) for name, command in p["stages"] or ()]


def _usual(p: Parameters) -> list[Stage]:
    made = commands(p)
    wanted = set(p["steps"])
    found: list[Stage] = []
    if made.install:
        found.append(("Install", [_run(each) for each in made.install], []))
    for step, lines in (("lint", made.lint), ("test", made.test), ("build", made.build)):
        if step in wanted or (step == "test" and not wanted & {"lint", "build"}):
            found.append((step.capitalize(), [_run(each) for each in lines], []))
    return found


def _run(command: str) -> str:
    return f"sh {_text(command)}"


def _text(value: str) -> str:
    """A string of Groovy in which nothing is put in."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _agent(p: Parameters) -> list[str]:
    if p["agent_image"]:
        return ["agent {", f"    docker {{ image {_text(p['agent_image'])} }}", "}"]
    return ["agent {", f"    label {_text(p['agent_label'])}", "}"] if p["agent_label"] else ["agent any"]


def _options(p: Parameters) -> list[str]:
    limit = p["minutes"] or 30
    return [
        "options {",
        "    disableConcurrentBuilds()",
        f"    timeout(time: {limit}, unit: 'MINUTES')",
        f"    buildDiscarder(logRotator(numToKeepStr: '{p['kept'] or 20}'))",
        "}",
    ]


def _triggers(p: Parameters) -> list[str]:
    return ["triggers {", f"    cron({_text(p['schedule'])})", "}"] if p["schedule"] else []


def _image(p: Parameters, told: list[str]) -> list[str]:
    registry = p["image_name"] or "registry.example.com/app"
    host = registry.partition("/")[0]
    credentials = p["credentials"] or "registry"
    told.append(f"Jenkins has the credentials {credentials} (user name and password) for {host}.")
    login = f'echo "$REGISTRY_TOKEN" | docker login {host} --username "$REGISTRY_USER" --password-stdin'
    tag = f"{registry}:$GIT_COMMIT"
    return [
        _run(f'docker build --pull --tag "{tag}" .'),
        f"withCredentials([usernamePassword(credentialsId: {_text(credentials)}, usernameVariable: 'REGISTRY_USER', passwordVariable: 'REGISTRY_TOKEN')]) {{",
        f"    {_run(login)}",
        f"    {_run(f'docker push {json.dumps(tag)}')}",
        "}",
    ]


def _deployment(p: Parameters) -> Stage:
    conditions = [f"when {{ branch {_text(p['branch'])} }}"] if "branch" in p.taken else []
    if p["approved"]:
        conditions = [
            *conditions[:0],
            *(["when {", "    beforeInput true", f"    branch {_text(p['branch'])}", "}"] if conditions else []),
            "input {",
            "    message 'Deploy to production?'",
            "    ok 'Deploy'",
            "}",
        ]
    return "Deploy", [_run(p["deploy_command"] or "./deploy.sh")], conditions


def _after(p: Parameters, told: list[str]) -> list[str]:
    always = [f"junit {_text(p['reports'])}"] if p["reports"] else []
    kept = [f"archiveArtifacts artifacts: {_text(p['archived'])}, fingerprint: true"] if p["archived"] else []
    failed = []
    if p["mail"]:
        failed = [
            f'mail to: {_text(p["mail"])}, subject: "${{env.JOB_NAME}} #${{env.BUILD_NUMBER}} failed", body: env.BUILD_URL'
        ]
    elif p["slack_channel"]:
        failed = [
            f"slackSend channel: {_text(p['slack_channel'])}, color: 'danger', message: \"${{env.JOB_NAME}} #${{env.BUILD_NUMBER}} failed\""
        ]
        told.append("The Slack Notification plug-in is set up.")
    found = []
    for name, lines in (("always", always), ("success", kept), ("failure", failed)):
        if lines:
            found += [f"{name} {{", *_indented(lines), "}"]
    return ["post {", *_indented(found), "}"] if found else []


def _indented(lines: list[str], levels: int = 1) -> list[str]:
    return [f"{'    ' * levels}{line}" for line in lines]
