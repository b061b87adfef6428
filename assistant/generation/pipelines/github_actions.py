"""GitHub Actions: least permissions, no credentials kept, only GitHub's and Docker's own actions, pinned by version."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.pipelines import deployments, service_containers
from assistant.generation.pipelines.stacks import Commands, commands
from assistant.generation.yaml_writer import Commented

_CHECKOUT = {
    "uses": "actions/checkout@v5",
    "with": {"persist-credentials": Commented(False, "no token is left for later steps")},
}
_SETUP: dict[str, tuple[str, str, dict[str, str]]] = {
    "python": ("actions/setup-python@v6", "python-version", {"pip": "pip", "poetry": "poetry"}),
    "node": ("actions/setup-node@v5", "node-version", {"pip": "npm", "npm": "npm", "yarn": "yarn", "pnpm": "pnpm"}),
    "static": ("actions/setup-node@v5", "node-version", {"pip": "npm", "npm": "npm", "yarn": "yarn", "pnpm": "pnpm"}),
    "go": ("actions/setup-go@v6", "go-version", {}),
    "java": ("actions/setup-java@v5", "java-version", {"pip": "maven", "maven": "maven", "gradle": "gradle"}),
    "dotnet": ("actions/setup-dotnet@v5", "dotnet-version", {}),
}


def github_actions(p: Parameters) -> Draft:
    """A workflow that tests, and builds, pushes and deploys where that is asked for."""
    delivering = tuple(each for each in p["runs"] or () if deployments.is_delivery(each))
    tests = {"test", "lint"} & set(p["steps"]) and "stack" in p.taken
    if p["terraform_stages"] or (_runs(p) and not (delivering and tests)):
        return _of_commands(p)
    made = commands(p)
    steps = set(p["steps"])
    if delivering and not {"push"} & steps and not p["registry"]:
        return _tested_and_delivered(p, made, delivering)
    pushes = bool(steps & {"push", "deploy"}) or bool(p["registry"])
    tested = bool(steps & {"test", "lint"}) or not steps & {"build", "push"} or bool(p.taken & {"stack", "versions"})
    jobs: dict[str, Any] = {"test": _test(p, made)} if tested else {}
    if "build" in steps or pushes:
        jobs["image"] = _image(p, push=pushes, tested=tested)
    if "deploy" in steps:
        jobs["deploy"] = _deploy(p)
    file = _workflow(p, jobs, cancels="deploy" not in steps)
    told = (
        [
            "A Dockerfile lies in the root of the repository.",
            "Docker's actions are named by their version: let Dependabot pin them to commits.",
        ]
        if "image" in jobs
        else []
    )
    if "deploy" in jobs:
        told.append(
            "The environment production has the secret KUBECONFIG, and the Deployment and its container carry the name of the repository's image."
        )
    if pushes and _host(p) != "ghcr.io":
        told.append(f"The secrets REGISTRY_USER and REGISTRY_TOKEN allow pushing to {_host(p)}.")
    return Draft((file,), (NextStep("gh workflow list", "read-only"), NextStep("gh run watch", "read-only")), tuple(told))


def _tested_and_delivered(p: Parameters, made: Commands, delivering: tuple[str, ...]) -> Draft:
    """Tests, and behind them the commands of the request that deliver."""
    told: list[str] = []
    jobs: dict[str, Any] = {"test": _test(p, made)}
    for name, branch, _ in deployments.places(p):
        steps = [_CHECKOUT, *(step for line in delivering for step in _with_access(line, told))]
        key = "deploy" if len(deployments.places(p)) == 1 else f"deploy-{name}"
        jobs[key] = {
            "needs": "test",
            "if": f"github.event_name == 'push' && {_ours(p) if p['tag_filter'] else _on_branch(branch)}",
            "runs-on": "ubuntu-24.04",
            "timeout-minutes": 15,
            "environment": name,
            "steps": steps,
        }
    file = _workflow(p, jobs, cancels=False)
    return Draft(
        (file,), (NextStep("gh workflow list", "read-only"), NextStep("gh run watch", "read-only")), tuple(dict.fromkeys(told))
    )


def _on_branch(branch: str) -> str:
    return f"github.ref == 'refs/heads/{branch}'"


def _workflow(p: Parameters, jobs: dict[str, Any], *, cancels: bool) -> Block:
    run = {"run": {"working-directory": p["working_directory"]}} if p["working_directory"] else None
    workflow = {
        "name": p["name"] if "name" in p.taken else "ci",
        "on": _triggers(p),
        "permissions": {"contents": "read"},
        "defaults": run,
        "concurrency": {"group": "${{ github.workflow }}-${{ github.ref }}", "cancel-in-progress": cancels},
        "jobs": jobs,
    }
    return Block("yaml", ".github/workflows/ci.yaml", yaml_writer.write(workflow))


def _triggers(p: Parameters) -> dict[str, Any]:
    """What the request names; where it names nothing, pushes to the branch and pull requests."""
    triggers: dict[str, Any] = {}
    branches = ["**"] if p["every_push"] else [p["branch"]]
    if p["tag_filter"]:
        both = "branch" in p.taken or p["every_push"]
        triggers["push"] = {"branches": branches if both else None, "tags": [p["tag_filter"]]}
    elif p["on_push"] or "branch" in p.taken:
        triggers["push"] = {"branches": branches}
    if p["on_pull_request"]:
        triggers["pull_request"] = {}
    if p["schedule"]:
        triggers["schedule"] = [{"cron": p["schedule"]}]
    if p["manual"]:
        triggers["workflow_dispatch"] = {}
    return triggers or {"push": {"branches": branches}, "pull_request": {}}


def _runs(p: Parameters) -> tuple[str, ...]:
    """Commands that the request names, where they are the whole of it and no image is to be built."""
    if set(p["steps"]) & {"push"} or p["registry"]:
        return ()
    own = {"pytest", "go test", "go vet", "tox"}  # what the job of the stack does by itself
    runs = tuple(each for each in p["runs"] or () if each not in own)
    return tuple(p["runs"]) if runs else ()


def _of_commands(p: Parameters) -> Draft:
    """A job that runs the commands of the request, in their order."""
    stages = p["terraform_stages"] or ()
    steps: list[dict[str, Any]] = [_CHECKOUT]
    told: list[str] = []
    if "stack" in p.taken:
        steps += _setup(p, p["version"])
    if stages:
        steps.append({"uses": "hashicorp/setup-terraform@v3"})
        steps.append({"name": "Init", "run": "terraform init -input=false"})
        command = {
            "fmt": "terraform fmt -check -recursive",
            "validate": "terraform validate",
            "plan": "terraform plan -input=false -out=plan.tfplan",
            "apply": "terraform apply -input=false plan.tfplan",
        }
        needed = (
            stages
            if "plan" in stages or "apply" not in stages
            else (*(each for each in stages if each != "apply"), "plan", "apply")
        )
        for stage in needed:
            condition = (
                f"github.event_name != 'pull_request' && github.ref == 'refs/heads/{p['branch']}'" if stage == "apply" else None
            )
            steps.append({"name": stage.capitalize(), "if": condition, "run": command[stage]})
        told.append("The credentials of the provider and of the state come from the environment of the job, best by OIDC.")
    for line in _runs(p):
        steps += _with_access(line, told)
    ships = any("KUBECONFIG_DATA" in step.get("env", {}) for step in steps) or "apply" in stages
    machines = list(p["machines"] or ())
    job = {
        "strategy": {"fail-fast": False, "matrix": {"os": machines}} if len(machines) > 1 else None,
        "runs-on": "${{ matrix.os }}" if len(machines) > 1 else (machines or ["ubuntu-24.04"])[0],
        "timeout-minutes": 15,
        "environment": (p["environment"] or "production") if ships or p["environment"] else None,
        "services": service_containers.github(p, inside=False) if p["beside"] else None,
        "env": service_containers.addresses(p, "localhost") if p["beside"] else None,
        "steps": steps,
    }
    file = _workflow(p, {"terraform" if stages else "run": job}, cancels=False)
    return Draft(
        (file,), (NextStep("gh workflow list", "read-only"), NextStep("gh run watch", "read-only")), tuple(dict.fromkeys(told))
    )


def _with_access(line: str, told: list[str]) -> list[dict[str, Any]]:
    if not line.startswith(("kubectl", "helm upgrade", "helm install")):
        script = line if not line.endswith((".sh", ".py")) or " " in line or line.startswith("./") else f"./{line}"
        return [{"run": script}]
    told.append("The environment production has the secret KUBECONFIG.")
    written = (
        'umask 077\nprintf %s "$KUBECONFIG_DATA" > "$RUNNER_TEMP/kubeconfig"\nexport KUBECONFIG="$RUNNER_TEMP/kubeconfig"\n'
    )
    return [{"name": "Deploy", "env": {"KUBECONFIG_DATA": "${{ secrets.KUBECONFIG }}"}, "run": f"{written}{line}\n"}]


def _ours(p: Parameters) -> str:
    """The condition under which an image is pushed and deployed."""
    return "startsWith(github.ref, 'refs/tags/')" if p["tag_filter"] else f"github.ref == 'refs/heads/{p['branch']}'"


def _test(p: Parameters, made: Commands) -> dict[str, Any]:
    versions = list(p["versions"] or ())
    machines = list(p["machines"] or ())
    several = len(machines) > 1
    job: dict[str, Any] = {
        "runs-on": "${{ matrix.os }}" if several else (machines or ["ubuntu-24.04"])[0],
        "timeout-minutes": 15,
    }
    matrix = {"os": machines if several else None, "version": versions if len(versions) > 1 else None}
    if several or len(versions) > 1:
        job["strategy"] = {"fail-fast": False, "matrix": matrix}
    version = "${{ matrix.version }}" if len(versions) > 1 else p["version"]
    if p["stack"] in {"php", "ruby"}:  # GitHub has no action of its own for them
        image = made.image.replace(p["version"], version, 1)
        job["container"] = image
    if p["beside"]:
        job["services"] = service_containers.github(p, inside="container" in job)
        job["env"] = service_containers.addresses(p, "localhost" if "container" not in job else None)
    steps: list[dict[str, Any]] = [_CHECKOUT, *_setup(p, version)]
    if p["stack"] == "php":
        steps.append(
            {
                "name": "Install",
                "run": "curl -fsSL https://getcomposer.org/download/2.8.10/composer.phar -o composer.phar\nphp composer.phar install --no-interaction\n",
            }
        )
    elif made.install:
        steps.append({"name": "Install", "run": _lines(made.install)})
    if "lint" in p["steps"]:
        steps.append({"name": "Lint", "run": _lines(made.lint)})
    if "build" in p["steps"] and p["builds"]:
        steps.append({"name": "Build", "run": _lines(made.build)})
    own = tuple(each for each in p["runs"] or () if not deployments.is_delivery(each) and each not in made.install)
    if own and p["steps"] and "lint" not in p["steps"]:
        steps += [{"run": each} for each in own]
    else:
        steps.append({"name": "Test", "run": _lines(made.test)})
    for path in p["kept_paths"] or ():
        stem = path.strip("/").replace("/", "-").replace("*", "all") or "files"
        kept = {"name": stem, "path": path, "retention-days": _days(p["kept_for"])}
        steps.append({"uses": "actions/upload-artifact@v6", "if": "always()", "with": kept})
    job["steps"] = steps
    return job


def _days(kept_for: str | None) -> int | None:
    """`1 week` in days."""
    if not kept_for:
        return None
    count, _, unit = kept_for.partition(" ")
    return min(90, max(1, int(count) * {"d": 1, "w": 7, "m": 30}.get(unit[0], 1)))


def _setup(p: Parameters, version: str) -> list[dict[str, Any]]:
    stack = p["stack"]
    if stack == "rust":
        install = 'rustup toolchain install "$RUST_VERSION" --profile minimal --component clippy,rustfmt\nrustup default "$RUST_VERSION"\n'
        cache = {"path": "~/.cargo/registry\ntarget\n", "key": "cargo-${{ runner.os }}-${{ hashFiles('**/Cargo.lock') }}"}
        return [
            {"name": "Set up Rust", "run": install, "env": {"RUST_VERSION": version}},
            {"uses": "actions/cache@v5", "with": cache},
        ]
    if stack not in _SETUP:
        return []
    action, key, caches = _SETUP[stack]
    options: dict[str, Any] = {"distribution": "temurin"} if stack == "java" else {}
    options[key] = version
    kept = caches.get(p["tool"] or "pip") if p["tool"] != "uv" else None
    if kept and kept not in {"pnpm", "poetry"}:  # those have to be installed before the cache can be found
        options["cache"] = kept
    return [{"uses": action, "with": options}]


def _image(p: Parameters, *, push: bool, tested: bool) -> dict[str, Any]:
    own = _host(p) == "ghcr.io"
    ours = _ours(p)
    job: dict[str, Any] = {"needs": "test" if tested else None, "runs-on": "ubuntu-24.04", "timeout-minutes": 20}
    named = {
        "images": "${{ env.REGISTRY }}/${{ env.IMAGE }}",
        "tags": "type=ref,event=tag" if p["tag_filter"] else "type=sha,format=long,prefix=",
    }
    built = {
        "context": ".",
        "push": f"${{{{ {ours} }}}}" if push else False,
        "tags": "${{ steps.names.outputs.tags }}",
        "labels": "${{ steps.names.outputs.labels }}",
    }
    steps: list[dict[str, Any]] = [_CHECKOUT, {"uses": "docker/setup-buildx-action@v4"}]
    if push:
        job["permissions"] = (
            {"contents": "read", "packages": Commented("write", "to push the image")} if own else {"contents": "read"}
        )
        user = "${{ github.actor }}" if own else "${{ secrets.REGISTRY_USER }}"
        token = "${{ secrets.GITHUB_TOKEN }}" if own else "${{ secrets.REGISTRY_TOKEN }}"
        login = {"registry": "${{ env.REGISTRY }}", "username": user, "password": token}
        steps.append({"uses": "docker/login-action@v4", "if": ours, "with": login})
        if not own:
            job["environment"] = "registry"
    steps += [
        {"id": "names", "uses": "docker/metadata-action@v6", "with": named},
        {"uses": "docker/build-push-action@v7", "with": built},
    ]
    job["env"] = {"REGISTRY": _host(p), "IMAGE": _repository(p)}
    job["steps"] = steps
    return job


def _deploy(p: Parameters) -> dict[str, Any]:
    flag = f" --namespace {p['namespace']}" if p["namespace"] else ""
    version = "$GITHUB_REF_NAME" if p["tag_filter"] else "$GITHUB_SHA"
    script = (
        'umask 077\nprintf %s "$KUBECONFIG_DATA" > "$RUNNER_TEMP/kubeconfig"\nexport KUBECONFIG="$RUNNER_TEMP/kubeconfig"\n'
        f'kubectl set image deployment/"$APP" "$APP=$REGISTRY/${{IMAGE,,}}:{version}"{flag}\n'
        f'kubectl rollout status deployment/"$APP" --timeout=5m{flag}\n'
    )
    app = p["name"] if "name" in p.taken else "${{ github.event.repository.name }}"
    return {
        "needs": "image",
        "if": _ours(p),
        "runs-on": "ubuntu-24.04",
        "timeout-minutes": 10,
        "environment": "production",
        "env": {"REGISTRY": _host(p), "IMAGE": _repository(p), "APP": app},
        "steps": [{"name": "Deploy", "env": {"KUBECONFIG_DATA": "${{ secrets.KUBECONFIG }}"}, "run": script}],
    }


def _host(p: Parameters) -> str:
    return (p["registry"] or "ghcr.io").partition("/")[0]


def _repository(p: Parameters) -> str:
    return (p["registry"] or "").partition("/")[2] or "${{ github.repository }}"


def _lines(each: tuple[str, ...]) -> str:
    return each[0] if len(each) == 1 else "\n".join(each) + "\n"
