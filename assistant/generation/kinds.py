"""The kinds of files that can be made."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One kind of file or object; the value is its stable name on the wire."""

    DEPLOYMENT = "deployment"
    STATEFULSET = "statefulset"
    DAEMONSET = "daemonset"
    POD = "pod"
    JOB = "job"
    CRONJOB = "cronjob"
    SERVICE = "service"
    INGRESS = "ingress"
    HTTP_ROUTE = "httproute"
    NETWORK_POLICY = "networkpolicy"
    HPA = "hpa"
    PDB = "pdb"
    CONFIG_MAP = "configmap"
    SECRET = "secret"  # noqa: S105  # the kind, not a secret
    PVC = "pvc"
    PV = "pv"
    NAMESPACE = "namespace"
    RESOURCE_QUOTA = "resourcequota"
    LIMIT_RANGE = "limitrange"
    SERVICE_ACCOUNT = "serviceaccount"
    ROLE = "role"
    CLUSTER_ROLE = "clusterrole"
    SERVICE_MONITOR = "servicemonitor"
    ARGO_APPLICATION = "argocd-application"
    ISSUER = "clusterissuer"
    CERTIFICATE = "certificate"
    KUSTOMIZATION = "kustomization"
    DOCKERFILE = "dockerfile"
    COMPOSE = "compose"
    GITHUB_ACTIONS = "github-actions"
    GITLAB_CI = "gitlab-ci"
    SYSTEMD_SERVICE = "systemd-service"
    SYSTEMD_TIMER = "systemd-timer"
    NGINX = "nginx"
    TERRAFORM = "terraform"
    PROMETHEUS_ALERT = "prometheus-alert"
    PROMETHEUS_RECORDING = "prometheus-recording"
    LOGROTATE = "logrotate"
    CRONTAB = "crontab"
    SSH_CONFIG = "ssh-config"
    GITIGNORE = "gitignore"
    DOCKERIGNORE = "dockerignore"
    ANSIBLE = "ansible-playbook"
    SHELL_SCRIPT = "shell-script"
    MAKEFILE = "makefile"
    PROMETHEUS_SCRAPE = "prometheus-scrape"
    HELM_VALUES = "helm-values"
    JENKINSFILE = "jenkinsfile"
    HAPROXY = "haproxy"
    CADDYFILE = "caddyfile"
    ALERTMANAGER = "alertmanager"
    PROMTAIL = "promtail"
    CLOUD_INIT = "cloud-init"
    INVENTORY = "ansible-inventory"
    FAIL2BAN = "fail2ban-jail"
    DEPENDABOT = "dependabot"
    PRE_COMMIT = "pre-commit"

    @property
    def label(self) -> str:
        """The field's own spelling."""
        return _TITLES[self]


_TITLES = {
    Kind.DEPLOYMENT: "Deployment",
    Kind.STATEFULSET: "StatefulSet",
    Kind.DAEMONSET: "DaemonSet",
    Kind.POD: "Pod",
    Kind.JOB: "Job",
    Kind.CRONJOB: "CronJob",
    Kind.SERVICE: "Service",
    Kind.INGRESS: "Ingress",
    Kind.HTTP_ROUTE: "HTTPRoute",
    Kind.NETWORK_POLICY: "NetworkPolicy",
    Kind.HPA: "HorizontalPodAutoscaler",
    Kind.PDB: "PodDisruptionBudget",
    Kind.CONFIG_MAP: "ConfigMap",
    Kind.SECRET: "Secret",
    Kind.PVC: "PersistentVolumeClaim",
    Kind.PV: "PersistentVolume",
    Kind.NAMESPACE: "Namespace",
    Kind.RESOURCE_QUOTA: "ResourceQuota",
    Kind.LIMIT_RANGE: "LimitRange",
    Kind.SERVICE_ACCOUNT: "ServiceAccount",
    Kind.ROLE: "Role with RoleBinding",
    Kind.CLUSTER_ROLE: "ClusterRole with ClusterRoleBinding",
    Kind.SERVICE_MONITOR: "ServiceMonitor",
    Kind.ARGO_APPLICATION: "Argo CD Application",
    Kind.ISSUER: "cert-manager issuer",
    Kind.CERTIFICATE: "Certificate",
    Kind.KUSTOMIZATION: "Kustomization",
    Kind.DOCKERFILE: "Dockerfile",
    Kind.COMPOSE: "Compose file",
    Kind.GITHUB_ACTIONS: "GitHub Actions workflow",
    Kind.GITLAB_CI: "GitLab CI pipeline",
    Kind.SYSTEMD_SERVICE: "systemd service",
    Kind.SYSTEMD_TIMER: "systemd timer",
    Kind.NGINX: "nginx site",
    Kind.TERRAFORM: "Terraform configuration",
    Kind.PROMETHEUS_ALERT: "Prometheus alert rule",
    Kind.PROMETHEUS_RECORDING: "Prometheus recording rule",
    Kind.LOGROTATE: "logrotate configuration",
    Kind.CRONTAB: "crontab line",
    Kind.SSH_CONFIG: "SSH client configuration",
    Kind.GITIGNORE: ".gitignore",
    Kind.DOCKERIGNORE: ".dockerignore",
    Kind.ANSIBLE: "Ansible playbook",
    Kind.SHELL_SCRIPT: "shell script",
    Kind.MAKEFILE: "Makefile",
    Kind.PROMETHEUS_SCRAPE: "Prometheus scrape configuration",
    Kind.HELM_VALUES: "Helm values",
    Kind.JENKINSFILE: "Jenkinsfile",
    Kind.HAPROXY: "HAProxy configuration",
    Kind.CADDYFILE: "Caddyfile",
    Kind.ALERTMANAGER: "Alertmanager configuration",
    Kind.PROMTAIL: "Promtail configuration",
    Kind.CLOUD_INIT: "cloud-init user data",
    Kind.INVENTORY: "Ansible inventory",
    Kind.FAIL2BAN: "fail2ban jail",
    Kind.DEPENDABOT: "Dependabot configuration",
    Kind.PRE_COMMIT: "pre-commit configuration",
}

WORKLOADS = frozenset({Kind.DEPLOYMENT, Kind.STATEFULSET, Kind.DAEMONSET, Kind.POD, Kind.JOB, Kind.CRONJOB})
"""Those with a Pod inside."""

KUBERNETES = frozenset(list(Kind)[: list(Kind).index(Kind.KUSTOMIZATION)])
"""Objects of the Kubernetes API."""


def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of a table of contents."""
    return tuple(Kind)
