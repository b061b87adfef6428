"""The words by which people mean a kind."""

from __future__ import annotations

import re

from assistant.generation.kinds import Kind

# Longer names stand before those that are part of them: the first that matches at a place wins.
_WORDS: tuple[tuple[Kind | None, str], ...] = (
    (
        Kind.GITHUB_ACTIONS,
        r"git ?hub[- ](?:actions?|workflows?|ci|pipelines?)|\.github/workflows\S*|gh (?:actions?(?: workflows?)?|workflows?)|actions workflows?|gha(?: (?:workflows?|pipelines?))?",
    ),
    (
        Kind.GITLAB_CI,
        r"\.?git ?lab-ci(?:\.ya?ml)?|git ?lab(?:[- ]ci)?(?:/cd)?(?: (?:pipelines?|config(?:uration)?|file|ya?ml))?",
    ),
    (Kind.GITIGNORE, r"\.?git ?ignore(?: file)?"),
    (
        Kind.COMPOSE,
        r"compose(?=:)|docker[- ]?compose(?:\.ya?ml)?(?: files?| stack)?|compose(?:\.ya?ml| files?| stack| project| config| setup| yaml)"
        r"|podman[- ]compose|docker stack",
    ),
    (Kind.DOCKERIGNORE, r"\.?docker ?ignore(?: file)?"),
    (Kind.INVENTORY, r"(?:ansible )?inventor(?:y|ies)(?:\.(?:ini|ya?ml))?(?: files?)?"),
    (Kind.JENKINSFILE, r"jenkins ?files?|jenkins (?:declarative |multibranch )?pipelines?"),
    (Kind.ALERTMANAGER, r"alert ?manager(?:\.ya?ml| config(?:uration)?\w*| (?:routes?|routing|receivers?|file))"),
    (Kind.PROMTAIL, r"(?:loki )?promtail(?:\.ya?ml| config(?:uration)?\w*)"),
    (
        Kind.CLOUD_INIT,
        r"cloud[- ]?init(?: (?:user[- ]?data|config\w*|file|ya?ml|script))*|#?cloud-config|user[- ]data(?: (?:file|ya?ml))?",
    ),
    (Kind.FAIL2BAN, r"fail2ban(?: (?:jails?|config\w*|filter|rule))*|jail\.local"),
    (Kind.DEPENDABOT, r"dependabot(?:\.ya?ml| config\w*)?"),
    (Kind.PRE_COMMIT, r"\.?pre-?commit(?:-config)?(?:\.ya?ml)?(?: (?:config\w*|hooks?|file))*"),
    (Kind.HAPROXY, r"ha-?proxy(?:\.cfg| (?:config\w*|cfg|setup|load ?balancer))*"),
    (Kind.CADDYFILE, r"caddy ?files?|caddy (?:config\w*|site|reverse[- ]proxy)"),
    (Kind.SERVICE_MONITOR, r"service[- ]?monitors?"),
    (Kind.ARGO_APPLICATION, r"argo[- ]?cd (?:app(?:lication)?s?|manifest)|argo (?:app(?:lication)?)s?|(?<=argocd )application"),
    (Kind.ISSUER, r"(?:cert-?manager )?(?:cluster[- ]?)issuers?|cert-?manager issuers?"),
    (Kind.CERTIFICATE, r"cert-?manager certificates?|certificate (?:resource|object|manifest)s?"),
    (Kind.ANSIBLE, r"(?:ansible )?playbooks?|ansible(?! (?:inventor|config|vault))(?: (?:tasks?|roles?)(?: files?)?)?"),
    (Kind.MAKEFILE, r"makefiles?"),
    (
        Kind.PROMETHEUS_SCRAPE,
        r"(?:prometheus )?(?:blackbox[ _-]exporter )?scrap(?:e|ing)[ _-](?:config(?:uration)?s?|jobs?|targets?)|prometheus(?:\.ya?ml| config(?:uration)?)(?! for alerts)",
    ),
    (Kind.HELM_VALUES, r"(?:helm )?values(?:\.ya?ml| file)|helm values"),
    (
        Kind.SHELL_SCRIPT,
        r"(?:bash|shell|sh|posix)(?: [a-z]+)?[ -]?scripts?|bash (?:one[- ]?liner|function)|(?:wait-for|retry|cleanup|backup) scripts?|scripts?(?= (?:to|that|which|for)\b)",
    ),
    (
        Kind.DOCKERFILE,
        r"docker ?files?|container ?files?|(?:multi-?stage )?(?:docker|container) (?:image )?build|dockeri[sz]e|containeri[sz]e",
    ),
    (
        None,
        r"systemd[- ](?:mount|socket|path|automount|slice|target)(?: units?)?|(?:azure|circle ?ci|bitbucket|tekton) pipelines?"
        r"|(?:python|perl|ruby|node|js|javascript|powershell|lua|groovy|sql|k6)[ -]scripts?|pod ?monitors?",
    ),
    (
        Kind.SYSTEMD_TIMER,
        r"timers?(?= (?:that|which)\b)|systemd[- ]timers?(?: units?)?|timer units?|systemd (?:service|unit)s? (?:with|and|plus|\+) (?:an? )?timers?"
        r"|\.timer\b",
    ),
    (Kind.SYSTEMD_SERVICE, r"systemd(?:[- ](?:service|unit))?(?: units?| files?| services?)*|unit files?|systemd"),
    (Kind.SSH_CONFIG, r"\.?ssh[ /_](?:client )?config(?:uration)?(?: (?:entry|file|block))?|ssh host entry|sshconfig"),
    (Kind.LOGROTATE, r"log[- ]?rotat(?:e|ion)(?: (?:config(?:uration)?|rules?|file|policy))?|rotate (?:the )?logs?"),
    (Kind.CRONTAB, r"cron ?tab(?: (?:entry|line|file|job)s?)?|cron (?:entry|line|expression|rule|schedule)s?"),
    (Kind.KUSTOMIZATION, r"kustomi[sz]ations?(?:\.ya?ml)?|kustomize"),
    (Kind.PROMETHEUS_RECORDING, r"(?:prometheus |promql )?recording[- ]rules?"),
    (
        Kind.PROMETHEUS_ALERT,
        r"(?:prom(?:etheus)? |alertmanager )?alert(?:ing|s)?(?:[- ]rules?)?(?: for prometheus)?|prom(?:etheus)? rules?|prometheusrules?",
    ),
    (Kind.TERRAFORM, r"tf(?=: | (?:code|config|module|file)\b)|terraform|open ?tofu|tofu|hcl|\.tf\b"),
    (None, r"(?:aws|gcp|azure|google|cloud) (?:secrets?|services?)(?: manager)?|storage account"),
    (None, r"(?:nginx[- ])?ingress[- ](?:controller|nginx)|ingressclass"),
    (Kind.HTTP_ROUTE, r"http ?routes?|gateway (?:api )?(?:http ?)?routes?|gateway api"),
    (Kind.INGRESS, r"(?:k8s |kubernetes |nginx )?ingress(?:es| resource| rule)?"),
    (Kind.NETWORK_POLICY, r"network[- ]?polic(?:y|ies)|netpols?|default[- ]deny(?: policy)?"),
    (Kind.HPA, r"hpas?|horizontal ?pod ?auto ?scal(?:er|ers|ing)|auto ?scal(?:er|ers|ing)(?: policy)?|auto ?scales?"),
    (Kind.PDB, r"pdbs?|pod ?disruption ?budgets?|disruption budgets?"),
    (Kind.STATEFULSET, r"stateful[- ]?sets?|sts"),
    (Kind.DAEMONSET, r"daemon[- ]?sets?"),
    (Kind.CRONJOB, r"cron[- ]?jobs?|scheduled (?:kubernetes |k8s )?jobs?"),
    (Kind.CONFIG_MAP, r"config[- ]?maps?|cm(?= [a-z])"),
    (Kind.PV, r"pvs?|persistent ?volumes?(?! ?claims?)"),
    (Kind.PVC, r"pvcs?|persistent ?volume ?claims?|volume claims?(?! ?templates?)"),
    (Kind.RESOURCE_QUOTA, r"resource ?quotas?|(?:namespace )?quotas?"),
    (Kind.LIMIT_RANGE, r"limit ?ranges?"),
    (Kind.CLUSTER_ROLE, r"cluster ?role ?bindings?|cluster ?roles?|cluster-?wide (?:read|access|role|rbac)[a-z-]*"),
    (
        Kind.ROLE,
        r"role ?bindings?|rbac(?: roles?| rules?| polic(?:y|ies)| permissions?| access| manifests?| yaml)*|roles?"
        r"|read[- ]?only access|access to (?:pods|configmaps|secrets|deployments)",
    ),
    (Kind.SERVICE_ACCOUNT, r"service[- ]?accounts?"),
    (
        None,
        r"github|deployment (?:guide|strateg(?:y|ies))|job market|micro-?services?|secret (?:name|key)s?|service class"
        r"|security context|web service|namespace selector|namespaced|(?<=node )pool",
    ),
    (
        Kind.NGINX,
        r"nginx (?:sites?|server(?: blocks?)?|v?hosts?|virtual ?hosts?|conf(?:ig(?:uration)?)?|reverse[- ]?proxy|proxy|"
        r"load[- ]?balanc(?:er|ing)|rate[- ]?limit(?:er|ing)?|tls|ssl|static|redirect|location)(?: config(?:uration)?| block| file)*"
        r"|reverse[- ]?proxy(?: config(?:uration)?)?|server blocks?|nginx\.conf",
    ),
    (Kind.DEPLOYMENT, r"deployments?|deploy(?:ing)?(?= [a-z0-9.-]+ (?:to|on|in) (?:k8s|kubernetes|the cluster))"),
    (Kind.SECRET, r"secrets?"),
    (Kind.NAMESPACE, r"namespaces?"),
    (Kind.SERVICE, r"(?:node ?port|cluster ?ip|load ?balancer|headless)(?: services?)?|services?|svc"),
    (Kind.JOB, r"jobs?"),
    (Kind.POD, r"pods?"),
)

MENTION = re.compile(
    r"(?<![\w/.@-])(?:" + "|".join(f"({words})" for _, words in _WORDS) + r")(?![\w@])(?![-/.][\w])", re.IGNORECASE
)


def kind_of(match: re.Match[str]) -> Kind | None:
    """The kind that a match of `MENTION` means; None for words that only look like one."""
    index = match.lastindex
    return None if index is None else _WORDS[index - 1][0]
