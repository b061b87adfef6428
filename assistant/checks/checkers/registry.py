"""Which checkers read which kinds, in the order of their weight."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checks.checkers.ansible import Ansible
from assistant.checks.checkers.config_schemas import SCHEMAS, ConfigSchemas
from assistant.checks.checkers.dockerfile import Hadolint
from assistant.checks.checkers.github_security import Zizmor
from assistant.checks.checkers.hcl import Hcl
from assistant.checks.checkers.helm_template import HelmTemplate
from assistant.checks.checkers.ini_text import Ini
from assistant.checks.checkers.json_text import Json
from assistant.checks.checkers.known_commands import KnownCommands
from assistant.checks.checkers.kubernetes import Kubernetes
from assistant.checks.checkers.nginx import Crossplane
from assistant.checks.checkers.prometheus import Promtool, RuleForm
from assistant.checks.checkers.python_text import Python
from assistant.checks.checkers.shell import BashGrammar, ShellCheck
from assistant.checks.checkers.systemd import SystemdAnalyze, UnitTable
from assistant.checks.checkers.toml_text import Toml
from assistant.checks.checkers.yaml_text import Yaml
from assistant.checks.kinds import Kind
from assistant.checks.report import Checker


def all_checkers() -> Mapping[Kind, tuple[Checker, ...]]:
    """New checkers for a process; none of them has read anything yet."""
    schemas, json_text, zizmor, promtool, rules = ConfigSchemas(), Json(), Zizmor(), Promtool(), RuleForm()
    checkers: dict[Kind, tuple[Checker, ...]] = dict.fromkeys(SCHEMAS, (schemas,))
    return checkers | {
        Kind.SHELL: (ShellCheck(), BashGrammar(), KnownCommands()),
        Kind.DOCKERFILE: (Hadolint(),),
        Kind.KUBERNETES: (Kubernetes(),),
        Kind.HELM_TEMPLATE: (HelmTemplate(),),
        Kind.GITHUB_WORKFLOW: (schemas, zizmor),
        Kind.GITHUB_ACTION: (schemas, zizmor),
        Kind.ANSIBLE: (Ansible(),),
        Kind.PROMETHEUS_RULES: (rules, promtool),
        Kind.PROMQL: (promtool, rules),
        Kind.YAML: (Yaml(),),
        Kind.JSON: (json_text,),
        Kind.JSON_COMMENTS: (json_text,),
        Kind.TOML: (Toml(),),
        Kind.INI: (Ini(),),
        Kind.SYSTEMD: (UnitTable(), SystemdAnalyze()),
        Kind.NGINX: (Crossplane(),),
        Kind.HCL: (Hcl(),),
        Kind.PYTHON: (Python(),),
    }
