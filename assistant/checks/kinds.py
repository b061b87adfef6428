"""The kinds of text that blocks hold, and the names that people give them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath


class Kind(StrEnum):
    """What a block is read as."""

    SHELL = "shell"
    DOCKERFILE = "dockerfile"
    KUBERNETES = "kubernetes"
    HELM_TEMPLATE = "helm-template"
    COMPOSE = "compose"
    GITHUB_WORKFLOW = "github-workflow"
    GITHUB_ACTION = "github-action"
    GITLAB_CI = "gitlab-ci"
    AZURE_PIPELINES = "azure-pipelines"
    BITBUCKET_PIPELINES = "bitbucket-pipelines"
    CIRCLE_CI = "circle-ci"
    DEPENDABOT = "dependabot"
    TASKFILE = "taskfile"
    TRAVIS = "travis"
    WOODPECKER = "woodpecker-ci"
    CLOUDBUILD = "cloudbuild"
    BUILDKITE = "buildkite"
    READTHEDOCS = "readthedocs"
    CODECOV = "codecov"
    MERGIFY = "mergify"
    RENOVATE = "renovate"
    SNAPCRAFT = "snapcraft"
    ANSIBLE = "ansible"
    PROMETHEUS_RULES = "prometheus-rules"
    PROMQL = "promql"
    YAML = "yaml"
    JSON = "json"
    JSON_COMMENTS = "json-with-comments"
    TOML = "toml"
    INI = "ini"
    SYSTEMD = "systemd"
    NGINX = "nginx"
    HCL = "hcl"
    PYTHON = "python"
    SQL = "sql"
    TEXT = "text"
    UNKNOWN = "unknown"


_LANGUAGES: dict[Kind, str] = {
    Kind.SHELL: "bash sh shell zsh ksh dash ash console shell-session shellsession shell-script shellscript sh-session"
    " bash-session terminal cli command commands cmdline commandline cron crontab",
    Kind.DOCKERFILE: "dockerfile docker containerfile",
    Kind.KUBERNETES: "k8s kubernetes kube",
    Kind.HELM_TEMPLATE: "helm gotemplate go-template gotmpl tpl",
    Kind.COMPOSE: "compose docker-compose dockercompose docker-compose.yml compose.yaml",
    Kind.GITHUB_WORKFLOW: "github-actions github-actions-workflow githubactions github-workflow gha",
    Kind.GITLAB_CI: "gitlab-ci gitlab gitlabci gitlab-ci.yml",
    Kind.AZURE_PIPELINES: "azure-pipelines azure-pipeline azure-devops",
    Kind.ANSIBLE: "ansible playbook ansible-playbook",
    Kind.PROMETHEUS_RULES: "prometheus-rules prometheus-rule promrules alert-rules",
    Kind.PROMQL: "promql prometheus metricsql",
    Kind.YAML: "yaml yml",
    Kind.JSON: "json",
    Kind.JSON_COMMENTS: "jsonc json5 hjson",
    Kind.TOML: "toml",
    Kind.INI: "ini cfg dosini",
    Kind.SYSTEMD: "systemd unit service systemd-unit systemd-service timer",
    Kind.NGINX: "nginx nginxconf nginx-conf",
    Kind.HCL: "hcl terraform tf tofu opentofu tfvars packer",
    Kind.PYTHON: "python py python3",
    Kind.SQL: "sql psql postgresql postgres mysql plpgsql sqlite tsql mariadb",
    Kind.TEXT: "text txt plaintext plain output log logs out none stdout ascii tree",
}
LANGUAGES: dict[str, Kind] = {name: kind for kind, names in _LANGUAGES.items() for name in names.split()}
"""The names of languages in info strings, in lower case."""

_FILES: dict[Kind, str] = {
    Kind.DOCKERFILE: r"(.*/)?([^/]*[._-])?(Dockerfile|Containerfile)([._-].*)?|.*\.dockerfile",
    Kind.COMPOSE: r"(.*/)?(docker-)?compose([.-][\w.-]*)?\.ya?ml",
    Kind.GITHUB_WORKFLOW: r"(.*/)?\.github/workflows/[^/]*\.ya?ml",
    Kind.GITHUB_ACTION: r"(.*/)?action\.ya?ml",
    Kind.DEPENDABOT: r"(.*/)?dependabot\.ya?ml",
    Kind.GITLAB_CI: r"(.*/)?[\w.-]*\.?gitlab-ci\.ya?ml",
    Kind.AZURE_PIPELINES: r"(.*/)?azure-pipelines[\w.-]*\.ya?ml",
    Kind.BITBUCKET_PIPELINES: r"(.*/)?bitbucket-pipelines\.ya?ml",
    Kind.CIRCLE_CI: r"(.*/)?\.circleci/config\.ya?ml",
    Kind.TASKFILE: r"(.*/)?[Tt]askfile\.ya?ml",
    Kind.TRAVIS: r"(.*/)?\.travis\.ya?ml",
    Kind.WOODPECKER: r"(.*/)?\.woodpecker(/.*)?\.ya?ml",
    Kind.CLOUDBUILD: r"(.*/)?cloudbuild\.ya?ml",
    Kind.BUILDKITE: r"(.*/)?\.buildkite/[^/]*\.ya?ml",
    Kind.READTHEDOCS: r"(.*/)?\.?readthedocs\.ya?ml",
    Kind.CODECOV: r"(.*/)?\.?codecov\.ya?ml",
    Kind.MERGIFY: r"(.*/)?\.mergify(/config)?\.ya?ml",
    Kind.RENOVATE: r"(.*/)?(\.renovaterc(\.json)?|renovate\.json)",
    Kind.SNAPCRAFT: r"(.*/)?snapcraft\.ya?ml",
    Kind.NGINX: r"(.*/)?nginx[\w.-]*\.conf|(.*/)?(sites-(available|enabled)|nginx(/conf\.d)?)/[^/]+",
    Kind.SYSTEMD: r".*\.(service|timer|socket|mount|automount|path|target|slice|swap|scope)",
    Kind.SHELL: r".*\.(sh|bash|ksh|zsh)|(.*/)?\.(bashrc|profile|bash_profile)",
    Kind.HCL: r".*\.(tf|tofu|hcl|tfvars)",
    Kind.JSON_COMMENTS: r".*\.(jsonc|json5)|(.*/)?(tsconfig[\w.-]*|devcontainer)\.json",
    Kind.JSON: r".*\.(json|tfstate)",
    Kind.TOML: r".*\.toml|(.*/)?(Pipfile|poetry\.lock|Cargo\.lock)",
    Kind.INI: r".*\.(ini|cfg)|(.*/)?(\.editorconfig|\.gitconfig|my\.cnf)",
    Kind.PYTHON: r".*\.pyi?",
    Kind.SQL: r".*\.sql",
    Kind.TEXT: r".*\.(txt|log)",
}
_FILE_FORMS = {kind: re.compile(form) for kind, form in _FILES.items()}
_NAMED = re.compile(r"""(?:title|filename|file|name|path)\s*[=:]\s*["']?([^"'\s,}]{1,200})""")
_MOST_INFO = 1000


def language_of(info: str) -> str:
    """The language that an info string names, in lower case, or ''; `{.bash .numberLines}` and `yaml:web.yaml` too."""
    words = info[:_MOST_INFO].strip().lstrip("{.").split(maxsplit=1)
    if not words or "=" in words[0]:
        return ""
    return re.split(r"[{:,;}]", words[0], maxsplit=1)[0].strip().rstrip(".").lower()


def file_of(info: str) -> str:
    """The name of a file that an info string gives, or ''."""
    info = info[:_MOST_INFO]
    named = _NAMED.search(info)
    if named:
        return named[1]
    first = (info.split(maxsplit=1) or [""])[0]
    after = first.partition(":")[2]
    return after or (first if "." in first.strip("{.}") or "/" in first else "")


def kind_of_file(name: str) -> Kind | None:
    """What a file of this name holds, as far as the name alone says it; `.yaml` does not."""
    path = str(PurePosixPath(name.replace("\\", "/")))[-400:]
    return next((kind for kind, form in _FILE_FORMS.items() if form.fullmatch(path)), None)
