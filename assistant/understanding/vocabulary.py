"""Words by which a message is known to be about DevOps, and some by which it is known not to be."""

from __future__ import annotations

import re

_TECHNICAL = frozenset(
    """
    timezone haproxy lambda collection tf workspace workspaces site sites website taint taints toleration tolerations finalizer finalizers cordon evict evicted eviction sts cm svc netpol img imgs kustomization
    playbooks inventory hostpath initcontainer sidecars daemonsets deployer crontabs gha ghes limitrange rolebinding webhooks
    alert alertmanager alias alpine ansible api apply apt archive argo argocd artifact artifacts autoscale autoscaler autoscaling aws
    azure backend backup backups balancer bash bastion binary boot branch branches bucket build buildx builds bundle cache canary
    cassandra cert certbot certificate certificates certs chart chmod chown ci cherry-pick cilium cidr cli clone cloud cluster
    clusters cni code command commands commit commits compose config configmap configs configuration connection connections
    consul container containerd containers context cpu cpus crash crd cron cronjob crontab csi csr curl daemon daemonset dashboard
    data database databases datadog db debian debug deploy deployed deploying deployment deployments devops dhcp diff dir directories
    directory disk disks dns docker dockerfile domain drain driver ec2 ecr eks elasticsearch elb email encrypt endpoint endpoints
    env environment error errors etcd event events exec exit export exporter failover fargate fedora file files filesystem firewall
    flux folder folders fork fstab gateway gcloud gcp ghcr git github gitlab gitops gke go golang gpg gpu grafana grep group groups
    gunicorn gzip haproxy hash head healthcheck heap helm helmfile home host hostname hosts hpa html http https iam id_rsa image
    images index inode inodes infrastructure ingress init inode install instance instances interface io ip iptables ipv4 ipv6
    istio java javascript jenkins job jobs journal journalctl json jsonpath jvm k3s k8s k9s kafka kernel key keys kibana kill
    kind kube kubeconfig kubectl kubelet kubernetes kustomize label labels lambda latency lb ldap letsencrypt limit limits linux
    listening load loadbalancer localhost lock log login logrotate logs loki lvm mac machine makefile manifest manifests mariadb
    maven memory merge metric metrics microservice microservices migration minikube module monitor monitoring mongodb mount mounts
    mysql namespace namespaces nat netstat network networking networkpolicy networks nfs nginx nifi node nodejs nodes npm ntp
    oauth oci oidc oom openshift openssl opentelemetry operator os output package packages partition password patch path pdb
    permission permissions pid ping pip pipeline pipelines pod podman pods policy pool port ports postgres postgresql power-off
    probe process processes prod production prometheus promql proxy psql pull push pv pvc python queue quota rabbitmq raid ram rbac
    rds readiness rebase reboot redeploy redis reflog regex region registry release releases remote replica replicas repo
    repositories repository request requests resolver restart restore reverse revert role roles rollback rollout root route route53
    router routes routing rsync ruby runner runners runtime rust s3 sandbox scale schema scp scrape script scripts sdk secret secrets
    security selinux server serverless servers service serviceaccount services session shell sidecar snapshot socket spark spec
    sql sqlite squash ssh ssl stack staging stash state statefulset status storage subnet submodule sudo swap swarm symlink sysctl
    syslog system systemctl systemd tag tags tar tcp tcpdump telnet template templates terminal terraform test tests threads
    timeout timer tls tmux tofu token toolchain tomcat traefik traffic ubuntu udp ulimit unit units unix unzip upgrade uptime
    uri url user users uwsgi variable variables vault version versions vim virtualbox vlan vm vms volume volumes vpc vpn web
    webhook webserver wget wildcard windows worker workers workflow workflows workload yaml yml yarn zip zone zookeeper zsh
    app apps application applications devops sre slo sla observability tracing deadlock replication vacuum dump query queries
    table tables column record records header headers cookie cors csr pem pkcs12 keystore jar war dependency dependencies
    virtualenv venv wheel node_modules lint linter ssd nvme throughput bandwidth packet packets mtu lsof strace ps top htop df du awk
    sed xargs find chroot cgroup cgroups namespace bashrc profile path shebang line lines string text csv
    contenedor contenedores servidor servidores archivo archivos registros puerto puertos disco memoria proceso procesos despliegue
    despliegues rama ramas imagen imagenes certificado servicio servicios usuario contraseña clúster espacio
    datei dateien dienst dienste verzeichnis speicher festplatte prozess prozesse zertifikat protokoll protokolle rechner benutzer
    passwort knoten bereitstellung neustarten container-logs befehl
    fichier fichiers serveur serveurs conteneur conteneurs journaux disque mémoire processus déploiement branche certificat
    utilisateur réseau commande redémarrer grappe
    """.split()
)
_ELSEWHERE = re.compile(
    r"\b(?:poems?|haikus?|jokes?|limerick|lyrics|songs?|novels?|stor(?:y|ies)|recipes?|cook(?:ing)?|bak(?:e|ing)|pasta|pizza|cake|bread|dinner|weather|"
    r"capital of|president|prime minister|football|soccer|basketball|world cup|olympics|movies?|films?|actor|actress|celebrity|horoscope|zodiac|"
    r"girlfriend|boyfriend|birthday|wedding|love letter|dating|diet|lose weight|workout|vacation|holiday|hotel|flights? to|travel|"
    r"homework|essay|shakespeare|translate .{1,60} (?:in)?to (?:french|german|spanish|english|italian|japanese|chinese)|"
    r"meaning of life|stock market|bitcoin|lottery|tall is|old is|dinosaurs?|planets?|my (?:dog|cat|wife|husband|mother|kids?)|"
    r"poema?|chiste|receta|rezept|gedicht|witz|wetter|recette|blague|poème|météo)\b"
)
_WORD = re.compile(r"[^\W_][\w+-]*(?:[.'’]\w+)*")


def is_technical(text: str) -> bool:
    """Whether a message, in lower case, has a word of the field."""
    words = _WORD.findall(text)
    return any(word in _TECHNICAL or word.rstrip("'s") in _TECHNICAL for word in words) or bool(_SYMBOLS.search(text))


def names_a_field(text: str) -> bool:
    """Whether a message, as it was written, has the name of a field, a module or a numbered machine: imagePullPolicy, web-01."""
    return bool(_FIELD.search(text))


def is_elsewhere(text: str) -> bool:
    """Whether a message, in lower case, is clearly about something else in the world."""
    return bool(_ELSEWHERE.search(text))


_FIELD = re.compile(
    r"\b[a-z]{3,30}[A-Z][a-z]{1,30}\w{0,40}\b|(?<![\w.])[a-z_]{3,30}\.[a-z_]{3,30}(?![\w.])|(?<!\w)\.{1,2}/\w|\b[a-z]{3,20}-\d{1,4}\b"
)
_SYMBOLS = re.compile(
    r"\s--?[a-z]|/\w+/|\bselect .{1,80} from \w|\w+\.(?:ya?ml|json|conf|sh|py|tf|service|log|com|io)\b|\d{1,3}(?:\.\d{1,3}){3}|\$\(|\$\{|:\d{2,5}\b|§"
)
