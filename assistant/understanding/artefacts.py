"""The things that can be written for somebody: manifests, files, pipelines; by which words a message asks for which."""

from __future__ import annotations

import re

# In this order: what is found is taken out of the text, so that "nginx ingress" is no nginx site and "service account" no
# service.
_KINDS = {
    "systemd_timer": r"systemd timers?(?: units?)?|timer units?|\.timer\b|systemd [^.]{0,40}\btimers?",
    "systemd_unit": r"systemd (?:services?|units?)(?: files?| units?)?|unit files?|service units?|\.service(?: file)?\b|systemd (?:file|config\w*)",
    "github_actions": r"git ?hub[- ](?:actions?|workflows?|ci|pipelines?)(?: (?:workflows?|pipelines?|yaml|file|job))?|gh actions?(?: workflow)?|\bgha\b"
    r"|actions workflows?|workflow (?:yaml|file)s?",
    "gitlab_ci": r"\.?git ?lab[- ]?(?:ci(?:/cd)?|pipelines?)(?:\.ya?ml)?(?: (?:pipelines?|yaml|file|config\w*|job))?",
    "compose": r"docker[- ]?compose(?:\.ya?ml)?(?: (?:files?|ya?ml|stack|config\w*|setup))?|compose(?:\.ya?ml)? ?(?:files?|ya?ml|stack|setup)",
    "dockerfile": r"docker ?files?|container ?files?|docker ?i[sz]e|containeri[sz]e",
    "ingress": r"(?<!all )(?<!deny )(?<!denies )(?<!allow )(?<!allows )(?<!block )(?<!default )(?:nginx )?ingress(?:es)?(?: resource| rule)?s?\b(?! (?:traffic|controller))",
    "nginx_site": r"(?:nginx|reverse proxy) (?:\w{1,20} ){0,3}?(?:config(?:uration)?s?|conf|sites?|server blocks?|v(?:irtual )?hosts?|location blocks?|"
    r"reverse proxy|proxy)|(?:config\w*|server block|v(?:irtual )?host|site|reverse proxy) (?:for|with|in|using) nginx|nginx\.conf|server block|reverse proxy",
    "prometheus_rules": r"(?:prometheus |alert(?:ing|manager)? |recording ){1,2}(?:rules?|alerts?)|prometheus(?: rule)? (?:file|config\w* for alerts?)"
    r"|prom (?:rules?|alerts?)|alert(?:ing)? rules?|(?:an? )?alerts? (?:for|when|if|that)",
    "jenkinsfile": r"jenkins ?files?|jenkins (?:declarative |multibranch )?pipelines?(?= (?:for|that|which|with|:))",
    "alertmanager_config": r"alert ?manager(?:\.ya?ml| config\w*| (?:routing|receiver)s?(?: config\w*)?)",
    "promtail_config": r"(?:loki )?promtail(?:\.ya?ml| config\w*)",
    "cloud_init": r"cloud[- ]?init(?: (?:user[- ]?data|config\w*|file|ya?ml|script))+|#?cloud-config|cloud[- ]init(?=:| that| which| for| with)",
    "inventory": r"ansible inventor(?:y|ies)(?: files?)?|inventory\.(?:ini|ya?ml)|inventory(?: files?)?(?= for|:| with)",
    "fail2ban_jail": r"fail2ban (?:jails?|config\w*)(?: (?:config\w*|file))?|jail\.local",
    "dependabot": r"dependabot(?:\.ya?ml| config\w*)",
    "pre_commit": r"\.?pre-?commit(?:-config)?(?:\.ya?ml| config\w*| hooks? config\w*)",
    "haproxy_config": r"ha-?proxy(?:\.cfg| (?:config\w*|cfg|setup))+|haproxy(?= (?:tls|tcp|ssl|load|http|frontend|with|for|that|in front)|:)",
    "caddyfile": r"caddy ?files?|caddy config\w*",
    "service_monitor": r"service[- ]?monitors?",
    "argo_application": r"argo[- ]?cd (?:app(?:lication)?s?)(?: manifest)?|argo (?:app(?:lication)?s?)",
    "cert_issuer": r"(?:cert-?manager )?cluster[- ]?issuers?|cert-?manager (?:issuers?|certificates?)",
    "scrape_config": r"(?:prometheus )?(?:blackbox[ _-]exporter )?scrap(?:e|ing)[ _-](?:config\w*|jobs?|targets?)|prometheus\.ya?ml",
    "terraform": r"\btf(?=: | (?:code|config|module|file)\b)|terraform(?: (?:config\w*|code|module|file|skeleton|script|resource)s?)?|open ?tofu|\.tf\b|\bhcl\b",
    "ansible_playbook": r"ansible(?: (?:playbook|role|task)s?)?|playbooks?",
    "helm_chart": r"helm charts?|chart\.yaml",
    "makefile": r"makefiles?",
    "shell_script": r"(?:bash|shell|sh|posix)(?: (?:backup|cleanup|deploy|wait|retry|monitoring))?[ -]?scripts?|bash (?:one[- ]?liner|function)",
    "statefulset": r"stateful[ -]?sets?|\bsts\b",
    "daemonset": r"daemon[ -]?sets?",
    "crontab": r"cron ?tab(?: (?:entry|line|file|job)s?)|cron (?:entry|line)s?",
    "cronjob": r"cron[ -]?jobs?(?: manifest)?",
    "hpa": r"\bhpas?\b|horizontal ?pod ?autoscal\w{1,4}|autoscal(?:er|ing)(?: rule)?",
    "pdb": r"\bpdbs?\b|pod ?disruption ?budgets?",
    "networkpolicy": r"network ?polic(?:y|ies)|\bnetpols?\b",
    "configmap": r"config ?maps?",
    "rbac": r"\brbac\b(?: rules?| roles?)?|cluster ?role ?bindings?|role ?bindings?|cluster ?roles?|service ?accounts?|(?<!iam )(?<!ansible )\broles?\b(?= (?:that|for|with|and|to|which))",
    "secret": r"(?<!github )(?<!actions )\bsecrets?\b(?! manager)",
    "pvc": r"\bpvcs?\b|persistent ?volume ?claims?",
    "resourcequota": r"resource ?quotas?",
    "limitrange": r"limit ?ranges?",
    "job": r"(?:k8s|kubernetes|batch) jobs?|job manifest",
    "deployment": r"deployments?\b",
    "service": r"(?:cluster ?ip |node ?port |headless |load ?balancer |k8s |kubernetes )?services?\b",
}  # fmt: skip
_PATTERNS = {
    kind: re.compile(rf"(?<![\w/-])(?:{pattern})(?![\w/-])" if not pattern.startswith(r"\.") else pattern)
    for kind, pattern in _KINDS.items()
}

FILES = frozenset(
    """
    systemd_timer systemd_unit github_actions gitlab_ci compose dockerfile nginx_site prometheus_rules terraform crontab
    ansible_playbook helm_chart makefile shell_script jenkinsfile alertmanager_config promtail_config cloud_init inventory
    fail2ban_jail dependabot pre_commit haproxy_config caddyfile scrape_config
    """.split()
)
MARK = "§"  # stands before the name of a kind where it was found


def mark(text: str) -> tuple[str, tuple[str, ...]]:
    """Find what a message speaks of that can be written.

    Args:
        text: in lower case, some thousand characters at most.

    Returns:
        The text with `§kind` in place of the words for it, and the kinds in the order of the text, each once.
    """
    for kind, pattern in _PATTERNS.items():
        text = pattern.sub(f"{MARK}{kind}", text)
    return text, tuple(dict.fromkeys(re.findall(rf"{MARK}(\w+)", text)))
