"""Makefiles: targets for a stack, for images, or both."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.pipelines.stacks import Commands, commands

_DOCKER = {"push", "image", "docker", "docker-build", "docker-push", "publish"}
_COMPOSE = {"up": "docker compose up --detach --wait", "down": "docker compose down", "logs": "docker compose logs --follow"}
_TERRAFORM = {
    "init": "terraform init",
    "plan": "terraform plan -out plan.tfplan",
    "apply": "terraform apply plan.tfplan",
    "destroy": "terraform destroy",
    "validate": "terraform validate",
    "fmt": "terraform fmt -recursive",
}
_GO = {"run": "go run .", "fmt": "gofmt -l -w .", "vet": "go vet ./...", "tidy": "go mod tidy"}


def makefile(p: Parameters) -> Draft:
    """A Makefile whose first target lists the others."""
    image = p["image"]
    targets = list(p["make_targets"] or (("build", "test", "push") if image else ("install", "lint", "test", "clean")))
    ships = bool(image) or bool(_DOCKER & set(targets))
    made = commands(p) if p["stack"] and ("stack" in p.taken or not ships) else None
    variables: list[str] = []
    if ships:
        name, colon, tag = (image or "registry.example.com/app").rpartition(":")
        if not colon or "/" in tag:
            name, tag = image or "registry.example.com/app", ""
        variables = [f"IMAGE ?= {name}", f"TAG ?= {tag or '$(shell git describe --tags --always --dirty)'}", ""]
    told: list[str] = []
    rules = [_rule(target, _recipe(target, p, made, ships=ships, told=told)) for target in targets if target != "help"]
    shown = "\n\n".join(rules)
    listed = " ".join(dict.fromkeys(["help", *targets]))
    lines = [
        *variables,
        ".DEFAULT_GOAL := help",
        f".PHONY: {listed}",
        "",
        "help: ## List the targets",
        "\t@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\\t/'",
        "",
        shown,
    ]
    steps = (NextStep("make help", "read-only"), NextStep(f"make --dry-run {targets[0]}", "read-only"))
    return Draft(
        (Block("makefile", "Makefile", "\n".join(lines) + "\n"),), steps, (*told, "Recipes begin with a tab, not with spaces.")
    )


def _rule(target: str, recipe: tuple[str, ...]) -> str:
    return f"{target}: ## {target.replace('-', ' ').capitalize()}\n" + "\n".join(f"\t{line}" for line in recipe)


def _recipe(target: str, p: Parameters, made: Commands | None, *, ships: bool, told: list[str]) -> tuple[str, ...]:  # noqa: C901, PLR0911  # each rule decides
    if own := dict(p["recipes"] or ()).get(target):
        return (own.replace("$", "$$"),)
    build, push = ("docker build --pull --tag $(IMAGE):$(TAG) .",), ("docker push $(IMAGE):$(TAG)",)
    if target in {"docker-build", "image", "docker"} or (target == "build" and ships and made is None):
        return build
    if target in {"push", "docker-push", "publish"}:
        return push
    if target == "test" and made is None:
        told.append("make test runs the tests in the image: put the command of your tests there.")
        return ("docker run --rm $(IMAGE):$(TAG) test",) if ships else ("./test.sh",)
    if target == "run" and ships and made is None:
        port = p["port"] or 8080
        return (f"docker run --rm --publish {port}:{port} $(IMAGE):$(TAG)",)
    if target in _COMPOSE and p["stack"] != "terraform":
        return (_COMPOSE[target],)
    if target in _TERRAFORM and (p["tool"] == "terraform" or target in {"init", "plan", "apply", "destroy", "validate"}):
        return (_TERRAFORM[target],)
    if made is not None and p["stack"] == "go" and target in _GO:
        return (_GO[target],)
    if made is not None and target in {"install", "lint", "test", "build"}:
        return {"install": made.install or ("@true",), "lint": made.lint, "test": made.test, "build": made.build}[target]
    if target == "clean":
        return ("rm -fr build dist out",)
    if target == "deploy":
        told.append("make deploy applies the manifests in k8s/.")
        return ("kubectl apply --filename k8s/",)
    told.append(f"What make {target} does is not in the request: put it there.")
    return (f"@echo '{target} is not written yet' && exit 1",)
