"""GitLab CI pipelines."""

from __future__ import annotations

import re
from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.pipelines import deployments, service_containers
from assistant.generation.pipelines.stacks import Commands, commands

_DOCKER = "28.3"
_BUILDS = re.compile(r"\b(?:build|package|compile|install|publish|assemble)\b")
_KUBECTL = "alpine/k8s:1.33.3"


def gitlab_ci(p: Parameters) -> Draft:  # noqa: C901  # one clause a field
    """A .gitlab-ci.yml that tests, and builds, pushes and deploys where that is asked for."""
    if p["terraform_stages"]:
        return _terraform(p)
    made = commands(p)
    steps = set(p["steps"])
    alone = bool(p["tag_filter"]) and not steps & {"test", "lint"}
    compiled = _builds_alone(p)
    image = (bool(steps & {"build", "push"}) and not compiled) or ("deploy" in steps and not p["runs"])
    stages = [
        *(["lint"] if "lint" in steps else []),
        *([] if alone else ["test"]),
        *(["build"] if image or compiled else []),
        *(["deploy"] if "deploy" in steps else []),
    ]
    pipeline: dict[str, Any] = {
        "stages": stages,
        "workflow": {
            "rules": [
                {"if": "$CI_PIPELINE_SOURCE == 'merge_request_event'"},
                *({"if": f"$CI_COMMIT_BRANCH == '{branch}'"} for branch in _branches(p)),
                *([_on_tag(p)] if p["tag_filter"] else []),
                *([{"if": "$CI_PIPELINE_SOURCE == 'schedule'"}] if p["schedule"] else []),
            ]
        },
        "default": {"image": p["job_image"] or made.image, "interruptible": True},
    }
    if "lint" in steps:
        pipeline["lint"] = _job("lint", made, made.lint)
    if not alone:
        pipeline["test"] = _test(p, made)
    if image:
        pipeline["build"] = _image(p)
    elif compiled:
        _, builds = _own(p, made)
        pipeline["build"] = _job("build", made, builds or made.build)
        if p["kept_paths"]:
            pipeline["build"]["artifacts"] = _kept(p)
    if "deploy" in steps:
        for name, branch, manual in deployments.places(p):
            key = "deploy" if len(deployments.places(p)) == 1 else f"deploy-{name}"
            pipeline[key] = _deploy(p, name, branch, manual=manual)
    file = Block("yaml", ".gitlab-ci.yml", yaml_writer.write(pipeline))
    told = (
        ["A Dockerfile lies in the root of the repository, and the runner allows privileged containers for docker:dind."]
        if image
        else []
    )
    if p["registry"]:
        told.append(f"The masked variables REGISTRY_USER and REGISTRY_TOKEN allow pushing to {p['registry']}.")
    if p["schedule"]:
        told.append(f"The schedule itself ({p['schedule']}) is set under Build, Pipeline schedules.")
    if "deploy" in steps:
        told.append(
            "The protected variable KUBECONFIG is of type file, and the Deployment and its container carry the name of the project."
        )
    steps_next = (NextStep("glab ci lint", "read-only"), NextStep("glab ci status", "read-only"))
    return Draft((file,), steps_next, tuple(told))


def _builds_alone(p: Parameters) -> bool:
    """Whether something is built that is no image."""
    return bool(p["builds"]) and "build" in p["steps"] and not p["registry"] and "push" not in p["steps"]


def _kept(p: Parameters) -> dict[str, Any]:
    return {"when": "always", "paths": list(p["kept_paths"]), "expire_in": p["kept_for"] or "1 week"}


def _own(p: Parameters, made: Commands) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The commands of the request that test, and those that build."""
    own = [each for each in p["runs"] or () if not deployments.is_delivery(each) and each not in made.install]
    builds = [each for each in own if _BUILDS.search(each)] if _builds_alone(p) else []
    return tuple(each for each in own if each not in builds), tuple(builds)


def _branches(p: Parameters) -> list[str]:
    """Those that have a pipeline of their own."""
    return list(dict.fromkeys([p["branch"], *(branch for _, branch, _ in deployments.places(p))]))


def _job(stage: str, made: Commands, script: tuple[str, ...]) -> dict[str, Any]:
    directory, lock = made.cache
    files = None if "*" in lock else [lock]
    home = {
        ".cache/pip": {"PIP_CACHE_DIR": "$CI_PROJECT_DIR/.cache/pip"},
        ".npm": {"NPM_CONFIG_CACHE": "$CI_PROJECT_DIR/.npm"},
        ".go": {"GOPATH": "$CI_PROJECT_DIR/.go"},
        ".m2": {"MAVEN_OPTS": "-Dmaven.repo.local=$CI_PROJECT_DIR/.m2"},
        ".gradle": {"GRADLE_USER_HOME": "$CI_PROJECT_DIR/.gradle"},
        ".cargo": {"CARGO_HOME": "$CI_PROJECT_DIR/.cargo"},
        "vendor/bundle": {"BUNDLE_PATH": "vendor/bundle"},
        ".nuget": {"NUGET_PACKAGES": "$CI_PROJECT_DIR/.nuget"},
    }
    return {
        "stage": stage,
        "variables": home.get(directory),
        "cache": {"key": {"files": files} if files else "$CI_COMMIT_REF_SLUG", "paths": [f"{directory}/"]},
        "before_script": list(_install(made)) or None,
        "script": list(script),
    }


def _install(made: Commands) -> tuple[str, ...]:
    if made.image.startswith("php:"):
        return (
            "curl -fsSL https://getcomposer.org/download/2.8.10/composer.phar -o composer.phar",
            "php composer.phar install --no-interaction",
        )
    return made.install


def _test(p: Parameters, made: Commands) -> dict[str, Any]:
    tests, _ = _own(p, made)
    job = _job("test", made, tests or made.test)
    if p["beside"]:
        job["services"] = [{"name": image, "alias": name} for name, image in service_containers.names(p)]
        given = {
            key: value for name, _ in service_containers.names(p) for key, value in service_containers.settings(p, name).items()
        }
        job["variables"] = {**(job["variables"] or {}), **given, **(service_containers.addresses(p, None) or {})}
    if p["kept_paths"] and not _builds_alone(p):
        job["artifacts"] = _kept(p)
    versions = list(p["versions"] or ())
    if len(versions) > 1:
        job["parallel"] = {"matrix": [{"VERSION": versions}]}
        job["image"] = made.image.replace(p["version"], "$VERSION", 1)
    return job


def _image(p: Parameters) -> dict[str, Any]:
    registry = p["registry"]
    host, path = (registry.partition("/")[0], registry) if registry else ("$CI_REGISTRY", "$CI_REGISTRY_IMAGE")
    path = f"{path}/$CI_PROJECT_NAME" if registry and "/" not in registry else path
    user, token = ("$REGISTRY_USER", "$REGISTRY_TOKEN") if registry else ("$CI_REGISTRY_USER", "$CI_REGISTRY_PASSWORD")
    return {
        "stage": "build",
        "image": f"docker:{_DOCKER}",
        "services": [f"docker:{_DOCKER}-dind"],
        "variables": {"DOCKER_TLS_CERTDIR": "/certs", "IMAGE": f"{path}:$CI_COMMIT_SHA"},
        "before_script": [f'echo "{token}" | docker login "{host}" --username "{user}" --password-stdin'],
        "script": ['docker build --pull --tag "$IMAGE" .', 'docker push "$IMAGE"'],
        "rules": [_shipped(p)],
    }


def _on_tag(p: Parameters) -> dict[str, Any]:
    """A rule for tags; a pattern becomes a regular expression."""
    tag = p["tag_filter"]
    if tag == "*":
        return {"if": "$CI_COMMIT_TAG"}
    pattern = tag.replace(".", "\\.").replace("*", ".*")
    return {"if": f"$CI_COMMIT_TAG =~ /^{pattern}$/"}


def _shipped(p: Parameters) -> dict[str, Any]:
    """When an image is pushed."""
    return _on_tag(p) if p["tag_filter"] else {"if": f"$CI_COMMIT_BRANCH == '{p['branch']}'"}


def _terraform(p: Parameters) -> Draft:
    """Plan on merge requests, apply on the branch."""
    stages = p["terraform_stages"]
    script = {
        "fmt": ["terraform fmt -check -recursive"],
        "validate": ["terraform validate"],
        "plan": ["terraform plan -input=false -out=plan.tfplan"],
    }
    pipeline: dict[str, Any] = {
        "stages": [
            stage for stage in ("validate", "plan", "apply") if stage in stages or (stage == "plan" and "apply" in stages)
        ],
        "workflow": {
            "rules": [{"if": "$CI_PIPELINE_SOURCE == 'merge_request_event'"}, {"if": f"$CI_COMMIT_BRANCH == '{p['branch']}'"}]
        },
        "default": {
            "image": {"name": "hashicorp/terraform:1.13", "entrypoint": [""]},
            "before_script": ["terraform init -input=false"],
        },
    }
    if "fmt" in stages:
        pipeline["stages"] = list(dict.fromkeys(["validate", *pipeline["stages"]]))
        pipeline["fmt"] = {"stage": "validate", "script": script["fmt"]}
    if "validate" in stages:
        pipeline["validate"] = {"stage": "validate", "script": script["validate"]}
    if "plan" in pipeline["stages"]:
        pipeline["plan"] = {
            "stage": "plan",
            "script": script["plan"],
            "artifacts": {"paths": ["plan.tfplan"], "expire_in": "1 day"},
        }
    if "apply" in stages:
        pipeline["apply"] = {
            "stage": "apply",
            "script": ["terraform apply -input=false plan.tfplan"],
            "environment": {"name": "production"},
            "resource_group": "production",
            "rules": [{"if": f"$CI_COMMIT_BRANCH == '{p['branch']}'", "when": "manual" if p["manual"] else None}],
        }
    file = Block("yaml", ".gitlab-ci.yml", yaml_writer.write(pipeline))
    told = ("The credentials of the provider and of the state are masked variables, best by OIDC.",)
    return Draft((file,), (NextStep("glab ci lint", "read-only"), NextStep("glab ci status", "read-only")), told)


def _deploy(p: Parameters, environment: str, branch: str, *, manual: bool) -> dict[str, Any]:
    flag = f" --namespace {p['namespace']}" if p["namespace"] else ""
    registry = p["registry"]
    image = "$CI_REGISTRY_IMAGE" if not registry else registry if "/" in registry else f"{registry}/$CI_PROJECT_NAME"
    return {
        "stage": "deploy",
        "image": {"name": _KUBECTL, "entrypoint": [""]},
        "variables": {"APP": p["name"] if "name" in p.taken else "$CI_PROJECT_NAME"},
        "environment": {"name": environment},
        "resource_group": environment,
        "interruptible": False,
        "script": [line for line in p["runs"] or () if deployments.is_delivery(line)]
        or [
            f'kubectl set image deployment/"$APP" "$APP={image}:$CI_COMMIT_SHA"{flag}',
            f'kubectl rollout status deployment/"$APP" --timeout=5m{flag}',
        ],
        "rules": [
            {
                **(_on_tag(p) if p["tag_filter"] else {"if": f"$CI_COMMIT_BRANCH == '{branch}'"}),
                "when": "manual" if manual else None,
            }
        ],
    }
