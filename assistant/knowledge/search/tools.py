"""The tools a question names, and the topics of the handbook that are about them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.knowledge.search.words import canonical

_KUBERNETES = frozenset({"kubernetes", "helm"})
_TOOLS: dict[str, Iterable[str]] = {  # a tool that is named: the question is about it
    "git": ("git", "github-actions", "gitlab-ci"),
    "docker": ("docker", "compose"),
    "gh": ("github-actions", "git"),
    "glab": ("gitlab-ci",),
    "gha": ("github-actions",),
    "promtool": ("prometheus",),
    "amtool": ("prometheus",),
    "certbot": ("tls",),
    "dockerfile": ("docker", "podman"),
    "compose": ("compose",),
    "podman": ("podman",),
    "kubectl": ("kubernetes",),
    "kubernetes": _KUBERNETES,
    "helm": ("helm",),
    "terraform": ("terraform",),
    "ansible": ("ansible",),
    "playbook": ("ansible",),
    "systemd": ("systemd",),
    "systemctl": ("systemd",),
    "journalctl": ("systemd",),
    "journald": ("systemd",),
    "nginx": ("nginx",),
    "openssl": ("tls",),
    "letsencrypt": ("tls",),
    "ssh": ("ssh",),
    "sshd": ("ssh",),
    "scp": ("ssh",),
    "rsync": ("ssh",),
    "prometheus": ("prometheus",),
    "promql": ("prometheus",),
    "alertmanager": ("prometheus",),
    "postgresql": ("postgresql",),
    "pgdump": ("postgresql",),
    "redis": ("redis",),
    "rediscli": ("redis",),
    "githubactions": ("github-actions",),
    "gitlab": ("gitlab-ci",),
    "gitlabci": ("gitlab-ci",),
    "aws": ("aws",),
    "s3": ("aws",),
    "ec2": ("aws",),
    "eks": ("aws",),
    "ecr": ("aws",),
    "ecs": ("aws",),
    "iam": ("aws",),
    "rds": ("aws",),
    "cloudwatch": ("aws",),
    "route53": ("aws",),
}
_HINTS: dict[str, Iterable[str]] = {  # a word of some tools' own: likely about them
    "pod": (*_KUBERNETES, "podman"),
    "namespace": _KUBERNETES,
    "configmap": _KUBERNETES,
    "deployment": (*_KUBERNETES, "github-actions", "gitlab-ci", "aws"),
    "ingress": _KUBERNETES,
    "statefulset": _KUBERNETES,
    "replicaset": _KUBERNETES,
    "persistentvolumeclaim": _KUBERNETES,
    "daemonset": _KUBERNETES,
    "cronjob": ("kubernetes",),
    "crashloopbackoff": _KUBERNETES,
    "errimagepull": _KUBERNETES,
    "imagepullbackoff": _KUBERNETES,
    "createcontainerconfigerror": _KUBERNETES,
    "failedscheduling": _KUBERNETES,
    "failedmount": _KUBERNETES,
    "oom": (*_KUBERNETES, "linux", "docker"),
    "chart": ("helm",),
    "commit": ("git",),
    "branch": ("git",),
    "rebase": ("git",),
    "dockerfile": ("docker", "podman"),
    "container": ("docker", "podman", "compose", *_KUBERNETES),
    "tfstate": ("terraform",),
    "workflow": ("github-actions",),
    "pipeline": ("gitlab-ci", "github-actions"),
    "mergerequest": ("gitlab-ci",),
    "github": ("github-actions", "git"),
    "sql": ("postgresql",),
    "csr": ("tls",),
    "certificate": ("tls", "kubernetes", "nginx"),
    "lambda": ("aws",),
    "kubeconfig": ("kubernetes", "aws"),
}

_IMPLIED: dict[str, str] = {  # words with which a tool that people nearly always name is spoken of all the same
    "ansible": "inventory playbook role task vault facts handler module collection become tag host group",
    "terraform": "state plan tfstate module provider workspace resource apply drift import destroy backend variable output",
    "aws": "bucket instance lambda account profile region role log group snapshot secret parameter zone dns cost alarm volume "
    "record service task object policy credential",
    "prometheus": "alert metric rate histogram target scrape percentile quantile counter series label latency silence "
    "rule expression request per cpu error",
    "helm": "release chart value repository hook revision",
    "postgresql": "table database query index vacuum sql replication dump role "
    "schema lock column session backend connection standby primary grant",
    "redis": "key cache ttl expire replica slow memory",
    "compose": "project service",
    "podman": "quadlet rootless pod",
    "gitlab-ci": "pipeline runner job merge artifact stage",
    "github-actions": "workflow action runner job pipeline artifact step",
    "nginx": "site proxy upstream vhost location redirect https header body server rate websocket cors page",
}
_IMPLYING = {topic: frozenset(canonical(word) for word in words.split()) for topic, words in _IMPLIED.items()}

_NAMED = {canonical(word): topics for word, topics in _TOOLS.items()}
_HINTED = {canonical(word): topics for word, topics in _HINTS.items()}
_CLUSTER_OBJECTS = frozenset(
    map(
        canonical,
        ("deployment", "pod", "statefulset", "daemonset", "replicaset", "configmap", "node", "cronjob", "serviceaccount"),
    )
)
_RELEASES = frozenset(map(canonical, ("release", "chart", "helm", "hook", "values")))
_WITHOUT_TOPIC = frozenset(  # tools that no entry is about: another tool's entry is no answer
    canonical(word)
    for word in (
        *(
            "jenkins",
            "mysql",
            "mariadb",
            "mongodb",
            "mongo",
            "cassandra",
            "kafka",
            "rabbitmq",
            "elasticsearch",
            "kibana",
            "apache",
        ),
        *("puppet", "chef", "saltstack", "gcloud", "gcp", "azure", "nomad", "consul", "haproxy", "traefik", "caddy", "istio"),
        *(
            "argocd",
            "fluxcd",
            "circleci",
            "bitbucket",
            "svn",
            "mercurial",
            "oracle",
            "memcached",
            "openshift",
            "vagrant",
            "pulumi",
        ),
    )
)
_GENERAL = frozenset({"", "docker", "git", "kubernetes", "linux", "ssh", "systemd", "tls"})


def named(stems: Iterable[str]) -> frozenset[str]:
    """Topics of the tools that are named; empty where none is."""
    return frozenset(topic for stem in stems for topic in _NAMED.get(stem, ()))


def hinted(stems: Iterable[str]) -> frozenset[str]:
    """Topics that the words hint at; empty where none does."""
    return frozenset(topic for stem in stems for topic in _HINTED.get(stem, ()))


def only_a_container(stems: Iterable[str]) -> bool:
    """Whether a container is spoken of, and nothing that only Kubernetes has: most likely one of Docker's."""
    own = [_HINTED[stem] for stem in stems if stem in _HINTED]
    return any("compose" in topics for topics in own) and not any(
        "kubernetes" in topics and "compose" not in topics for topics in own
    )


def of_a_cluster(stems: Iterable[str]) -> bool:
    """Whether an object of Kubernetes is spoken of, and no release of Helm."""
    stems = frozenset(stems)
    return not stems.isdisjoint(_CLUSTER_OBJECTS) and stems.isdisjoint(_RELEASES)


def tools(stems: Iterable[str]) -> frozenset[str]:
    """The tools themselves, as stems; with those that no topic is about."""
    return frozenset(stem for stem in stems if stem in _NAMED or stem in _WITHOUT_TOPIC)


def is_foreign(word: str) -> bool:
    """Whether a word is a tool that no entry is about."""
    return canonical(word) in _WITHOUT_TOPIC


def is_implied(topic: str, stems: Iterable[str]) -> bool:
    """Whether there is a word with which a topic is spoken of although its tool is not named."""
    return not _IMPLYING.get(topic, frozenset()).isdisjoint(stems)


def is_general(topic: str) -> bool:
    """Whether people ask about a topic without its name; `tables are large` is rather said with the database's."""
    return topic in _GENERAL


_OF_THE_FIELD_TEXT = """
access alert api archive artifact authentication autoscale backend backup bandwidth bash boot bucket build cache
certificate chart chmod chown cidr ci cli client clone cluster commit compose config connection connect console
container cpu credential cron cronjob crontab csr curl daemon database debug deploy deployment dhcp dig directory disk
dns docker dockerfile domain downtime dump endpoint environment error exception exec export failover file filesystem
firewall folder fstab gateway gpu grep grafana gzip helm host hostname hpa http httpd image inode ingress inventory io
iops ip iptables journal json jsonpath kernel kill kubeconfig kubectl kubelet label latency lambda linux listen
loadbalancer localhost log login lvm manifest memory merge metric namespace network nfs nginx node ntp oom outage
package partition password permission pid ping pipeline playbook pod port postgresql prefix privilege probe process
prometheus proxy pull push query quota rbac rebase reboot redis redirect registry replica replication repository request
restart restore revision rollback rollout root route router rsync runner schema script secret server service shell
snapshot socket spf sql ssh stash stateful storage stdout subnet sudo swap symlink sync syntax syscall sysctl systemd
tag taint tar tcp template terminal terraform threshold timeout tls toleration token traceroute trigger tunnel ubuntu
debian centos rhel udp upgrade upstream url user username vacuum variable version vm volume vpc webhook websocket
workflow workspace yaml yml zip replica terminating crash
"""
_OF_THE_FIELD = frozenset(canonical(word) for word in _OF_THE_FIELD_TEXT.split())
_SIGN = re.compile(
    r"(?<![\w])--?[a-z]|(?<![\w.])[45]\d\d(?![\w.])|"
    r"[\w.]/[\w.]|\w_\w|[a-z]\.[a-z]{2,}/|\d+\.\d+\.\d+|`|[a-z][A-Z][a-z]|[A-Z]{2}[a-z]|(?m:^\s*[$#] )"
)


def of_the_field(text: str, stems: Iterable[str]) -> bool:
    """Whether a question is at all about machines, by its words or its signs (paths, flags, names of errors)."""
    return any(stem in _OF_THE_FIELD or stem in _NAMED or stem in _HINTED for stem in stems) or bool(_SIGN.search(text))
