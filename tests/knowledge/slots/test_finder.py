"""Values go into the slots whose kind and form they have, and no word of the sentence goes into any."""

import pytest

from assistant.knowledge import handbook
from assistant.knowledge.slots import finder

ENTRIES = handbook.load()


@pytest.mark.parametrize(
    ("entry", "question", "values"),
    [
        ("ansible/vault", "how to encrypt group_vars/prod/secrets.yml w/ ansible", {"file": "group_vars/prod/secrets.yml"}),
        (
            "github-actions/secrets",
            "how to store the content of key.pem as the repository secret DEPLOY_KEY from the terminal? github",
            {"file": "key.pem", "name": "DEPLOY_KEY"},
        ),
        (
            "ansible/ad-hoc",
            "quick one: run uptime on all hosts in ansible group webservers (inventory file hosts.ini)",
            {"group": "webservers", "inventory": "hosts.ini", "command": "uptime"},
        ),
        (
            "tls/convert",
            "got a bundle.pfx from the security team. nginx wants pem, how to convert (cert and key)",
            {"pfx": "bundle.pfx"},
        ),
        ("ssh/create-key", "new ed25519 ssh key with comment ci@acme pls", {"comment": "ci@acme"}),
        (
            "systemd/drop-in",
            "what's the right way to add an env var to the docker unit without editing the file from the package?",
            {"unit": "docker"},
        ),
        (
            "helm/install-upgrade",
            "deploy ./chart as release web-api into namespace staging from CI: install it when it is not there yet, and go back automatically if it fails",
            {"release": "web-api", "chart": "./chart", "namespace": "staging"},
        ),
        (
            "helm/install-upgrade",
            "install bitnami/redis as release cache into namespace infra (create it if missing), chart version 19.6.1",
            {"release": "cache", "chart": "bitnami/redis", "namespace": "infra", "version": "19.6.1"},
        ),
        (
            "docker/run",
            "start postgres:16 in docker in the background, name pgtest, data should be kept in volume pgdata, port 5555 on my laptop",
            {
                "image": "postgres:16",
                "name": "pgtest",
                "volume": "pgdata",
                "host_port": "5555",
                "container_port": "5432",
                "target": "/var/lib/postgresql/data",
            },
        ),
        ("linux/firewall", "open tcp 8443 in ufw for 10.0.0.0/8 only", {"port": "8443", "network": "10.0.0.0/8"}),
        ("linux/users", "remove the account of bob together with his home", {"user": "bob"}),
        ("linux/users", "delete user bob and his home directory", {"user": "bob"}),
        ("linux/users", "bob's account must go, home too", {"user": "bob"}),
        ("linux/users", "put jenkins into the docker group", {"user": "jenkins", "group": "docker"}),
        ("linux/users", "create user deploy with a home directory", {"user": "deploy"}),
        ("linux/users", "lock the account mallory", {"user": "mallory"}),
        ("linux/fstab", "mount /dev/sdd1 at /mnt/archive on every boot", {"device": "/dev/sdd1"}),
        ("postgresql/restore", "restore nightly.dump into database crm_copy", {"file": "nightly.dump", "database": "crm_copy"}),
        (
            "postgresql/backup",
            "dump database crm on db2.internal to crm.dump as user backup",
            {"database": "crm", "host": "db2.internal", "file": "crm.dump", "user": "backup"},
        ),
        (
            "postgresql/restore",
            "load the dump /backups/shop.dump into a new db called shop_test",
            {"file": "/backups/shop.dump", "database": "shop_test"},
        ),
        ("kubernetes/scale", "scale statefulset kafka to 5", {"deployment": "kafka", "replicas": "5"}),
        (
            "kubernetes/scale",
            "scale deployment worker from 2 to 6 replicas in ns jobs",
            {"deployment": "worker", "replicas": "6", "namespace": "jobs"},
        ),
        (
            "kubernetes/update-image",
            "switch container web to image registry.local/web:2.1 in deployment shopfront",
            {"deployment": "shopfront", "container": "web", "image": "registry.local/web:2.1"},
        ),
        ("kubernetes/taint-node", "taint node gpu-1 with dedicated=ml", {"node": "gpu-1", "taint": "dedicated=ml"}),
        (
            "kubernetes/copy-files",
            "I need the file /var/log/app.log from pod etl-0 in namespace batch",
            {"pod": "etl-0", "namespace": "batch", "remote": "/var/log/app.log", "local": "./app.log"},
        ),
        (
            "kubernetes/trigger-cronjob",
            "kick off cronjob nightly-report by hand in ns reports",
            {"cronjob": "nightly-report", "namespace": "reports"},
        ),
        (
            "kubernetes/port-forward",
            "forward local port 9000 to port 80 of service grafana",
            {"service": "grafana", "local_port": "9000", "service_port": "80"},
        ),
        ("kubernetes/rollback", "back to revision 3 for deployment cart", {"deployment": "cart", "revision": "3"}),
        ("kubernetes/labels-annotations", "put label tier=web on node w-3", {"name": "w-3", "label": "tier=web"}),
        (
            "kubernetes/create-secret",
            "create secret api-token from file token.txt in ns ci",
            {"secret": "api-token", "file": "token.txt", "namespace": "ci"},
        ),
        (
            "kubernetes/resize-pvc",
            "grow pvc data-pg-0 from 20Gi to 50Gi in namespace db",
            {"claim": "data-pg-0", "size": "50Gi", "namespace": "db"},
        ),
        (
            "kubernetes/delete-resources",
            "delete everything labelled app=old in namespace legacy",
            {"selector": "app=old", "namespace": "legacy"},
        ),
        (
            "kubernetes/exec-shell",
            "open a shell in container metrics-agent of pod api-7f in ns prod",
            {"container": "metrics-agent", "pod": "api-7f", "namespace": "prod"},
        ),
        ("aws/ec2-start-stop", "stop instance i-0123456789abcdef0", {"instance": "i-0123456789abcdef0"}),
        (
            "aws/s3-sync",
            "sync ./public to s3://prod-site and remove extra objects",
            {"folder": "./public", "target": "s3://prod-site"},
        ),
        ("aws/s3-copy", "upload backup.tar.gz to bucket prod-blue", {"file": "backup.tar.gz"}),
        ("aws/s3-copy", "download s3://logs-eu/2026/app.log to /tmp", {"object": "s3://logs-eu/2026/app.log"}),
        (
            "aws/eks-kubeconfig",
            "get kubeconfig of eks cluster prod-blue in eu-west-1",
            {"cluster": "prod-blue", "region": "eu-west-1"},
        ),
        ("aws/eks-kubeconfig", "connect kubectl with the eks cluster prod-blue", {"cluster": "prod-blue"}),
        (
            "aws/ecr-login",
            "docker login to ecr in us-east-1, account 111122223333",
            {"region": "us-east-1", "account": "111122223333"},
        ),
        ("aws/logs-tail", "last 2 hours of log group /ecs/api", {"group": "/ecs/api", "since": "2h"}),
        (
            "git/shallow-clone",
            "clone only the latest state of https://git.example.org/a/b.git",
            {"url": "https://git.example.org/a/b.git"},
        ),
        ("git/shallow-clone", "shallow clone of git@github.com:acme/infra.git", {"url": "git@github.com:acme/infra.git"}),
        ("git/tag", "tag commit 9fceb02 as v2.3.0 and push it", {"tag": "v2.3.0", "commit": "9fceb02"}),
        ("git/branch", "create branch fix/login from tag v1.2", {"branch": "fix/login"}),
        ("git/rename-branch", "rename branch foo to bar", {"old": "foo", "new": "bar"}),
        ("git/cherry-pick", "copy commit 1a2b3c4 onto release/2.0", {"commit": "1a2b3c4", "branch": "release/2.0"}),
        ("git/restore-file", "get config.py back as it was 2 commits ago", {"path": "config.py", "source": "HEAD~2"}),
        ("git/bisect", "v2.0.1 was good, v2.1.0 is bad, find the commit", {"good": "v2.0.1", "bad": "v2.1.0"}),
        ("git/remote", "change the url of origin to git@gitlab.com:team/x.git", {"url": "git@gitlab.com:team/x.git"}),
        (
            "git/diff",
            "difference between main and feature/x for file app.py",
            {"a": "main", "b": "feature/x", "path": "app.py"},
        ),
        ("git/worktree", "check out branch hotfix/a in a second folder ../hot", {"branch": "hotfix/a", "folder": "../hot"}),
        ("helm/rollback", "roll release shop back to revision 4", {"release": "shop", "revision": "4"}),
        ("helm/uninstall", "uninstall release redis from ns cache", {"release": "redis", "namespace": "cache"}),
        (
            "helm/repo",
            "add repo zetacorp https://charts.zetacorp.com/stable",
            {"repo": "zetacorp", "url": "https://charts.zetacorp.com/stable"},
        ),
        ("helm/pull", "download chart bitnami/redis version 19.0.0", {"chart": "bitnami/redis", "version": "19.0.0"}),
        ("systemd/enable-disable", "start haproxy automatically at boot", {"unit": "haproxy"}),
        ("systemd/restart-service", "restart nginx", {"unit": "nginx"}),
        ("systemd/journal", "logs of sshd since yesterday", {"unit": "sshd", "since": "yesterday"}),
        ("systemd/journal", "journal of unit postgresql of the last hour", {"unit": "postgresql", "since": "1 hour ago"}),
        ("systemd/mask", "make sure bluetooth.service can never be started", {"unit": "bluetooth.service"}),
        (
            "ssh/tunnel",
            "forward local 5433 to db.internal:5432 through jump.example.com",
            {"local": "5433", "target": "db.internal", "remote": "5432", "host": "jump.example.com"},
        ),
        (
            "ssh/copy-files",
            "copy report.pdf to anna@files.example.com:/srv/in",
            {"file": "report.pdf", "host": "anna@files.example.com", "target": "/srv/in"},
        ),
        (
            "ssh/rsync",
            "rsync ~/photos to nas:/backup without the folder cache",
            {"source": "~/photos", "host": "nas", "target": "/backup", "exclude": "cache"},
        ),
        ("terraform/import", "import bucket my-logs as aws_s3_bucket.logs", {"address": "aws_s3_bucket.logs", "id": "my-logs"}),
        ("terraform/workspaces", "create & switch to a tf workspace called qa", {"workspace": "qa"}),
        (
            "terraform/state-mv",
            "move aws_instance.a to module.x.aws_instance.a in the state",
            {"from": "aws_instance.a", "to": "module.x.aws_instance.a"},
        ),
        (
            "tls/expiry-remote",
            "when does the cert of shop.example.com:8443 expire",
            {"host": "shop.example.com", "port": "8443"},
        ),
        ("tls/match-key", "does site.key belong to site.crt", {"key": "site.key", "certificate": "site.crt"}),
        ("tls/self-signed", "self signed cert for localhost valid for one year", {"name": "localhost", "days": "365"}),
        (
            "docker/copy-files",
            "copy /etc/app.yml out of container api",
            {"container": "api", "inside": "/etc/app.yml", "outside": "./app.yml"},
        ),
        ("docker/logs", "last 50 lines of container db and follow", {"container": "db", "lines": "50"}),
        (
            "docker/tag-push",
            "push myapp:1.0 as ghcr.io/acme/myapp:1.0",
            {"local": "myapp:1.0", "remote": "ghcr.io/acme/myapp:1.0"},
        ),
        ("docker/volume-backup", "back up volume pgdata to pgdata.tar.gz", {"volume": "pgdata", "archive": "pgdata.tar.gz"}),
        (
            "docker/build",
            "build image acme/api:2 from docker/Dockerfile.prod",
            {"image": "acme/api:2", "file": "docker/Dockerfile.prod"},
        ),
        ("redis/expiry", "key cart:9 should expire in 10 minutes", {"key": "cart:9", "seconds": "600"}),
        ("redis/connect", "only connect to redis on port 6380", {"port": "6380"}),
        ("postgresql/kill-query", "kill the backend with pid 4711", {"pid": "4711"}),
        ("linux/tar", "pack /srv/www into www.tar.gz", {"folder": "/srv/www", "archive": "www.tar.gz"}),
        ("linux/kill-process", "kill the process with pid 811", {"pid": "811"}),
        ("linux/acl", "give user lena write access to /srv/share", {"user": "lena", "path": "/srv/share"}),
        ("linux/swap", "add 4G of swap", {"size": "4G"}),
        ("linux/hostname", "set the hostname to web-3.example.com", {"name": "web-3.example.com"}),
        (
            "ansible/limit-and-tags",
            "run site.yml only on web3 with tag nginx",
            {"playbook": "site.yml", "hosts": "web3", "tags": "nginx"},
        ),
        ("ansible/dry-run", "dry run deploy.yml against staging.ini", {"playbook": "deploy.yml", "inventory": "staging.ini"}),
        ("compose/scale", "run 4 instances of service worker", {"service": "worker", "count": "4"}),
        ("compose/logs", "compose logs of service api last 30 minutes", {"service": "api", "since": "30m"}),
        (
            "compose/exec-run",
            "how do i execute `python manage.py migrate` inside service backend of my compose project",
            {"service": "backend", "command": "python manage.py migrate"},
        ),
        (
            "prometheus/histogram-quantile",
            "p99 of http_request_duration_seconds_bucket by service over 10m",
            {"metric": "http_request_duration_seconds", "quantile": "0.99", "label": "service", "window": "10m"},
        ),
        (
            "prometheus/rate",
            "requests per second by status of http_requests_total over 5m",
            {"metric": "http_requests_total", "label": "status", "window": "5m"},
        ),
        (
            "kubernetes/can-i",
            "may serviceaccount bot of namespace ci create pods in namespace prod",
            {"account": "bot", "account_namespace": "ci", "namespace": "prod"},
        ),
        ("kubernetes/top-usage", "pods in analytics by memory", {"namespace": "analytics"}),
        (
            "kubernetes/exec-shell",
            "list files in container sidecar of pod ingest-0",
            {"container": "sidecar", "pod": "ingest-0"},
        ),
        ("kubernetes/resources", "500m cpu request and 1Gi memory limit for api", {"cpu": "500m", "memory_limit": "1Gi"}),
        ("kubernetes/decode-secret", "the admin-password in secret grafana", {"key": "admin-password", "secret": "grafana"}),
        ("git/shallow-clone", "clone only the last 5 commits", {"depth": "5"}),
        ("git/cherry-pick", "take a1b2c3d to e4f5a6b over", {"first": "a1b2c3d", "last": "e4f5a6b"}),
        ("docker/list-stop-remove", "rename container app_old to app_backup", {"container": "app_old", "new": "app_backup"}),
        ("docker/logs", "the container with the name billing-api", {"container": "billing-api"}),
        (
            "linux/dig",
            "MX records of example.org as seen by 9.9.9.9",
            {"name": "example.org", "record": "MX", "server": "9.9.9.9"},
        ),
        ("linux/firewall", "allow 9100/tcp only from 10.20.0.0/16", {"network": "10.20.0.0/16", "port": "9100"}),
        ("linux/cron", "every weekday at 6:30 as user reports", {"schedule": "30 6 * * 1-5", "user": "reports"}),
        ("linux/users", "put eva into groups docker and adm", {"groups": "docker,adm"}),
        ("linux/open-files", "limit of user elastic 65536", {"user": "elastic", "limit": "65536"}),
        ("linux/tcpdump", "traffic on eth1 with 10.3.3.3", {"device": "eth1", "host": "10.3.3.3"}),
        ("systemd/timer", "run /opt/sync.sh every 15 minutes", {"calendar": "*:0/15", "command": "/opt/sync.sh"}),
        ("systemd/restart-service", "restart nginx on host web-02", {"unit": "nginx"}),
        ("ssh/jump-host", "ssh as root to db-1 through jump.example.com", {"jump": "jump.example.com", "host": "root@db-1"}),
        ("terraform/replace", "rebuild aws_instance.web[0]", {"address": "aws_instance.web[0]"}),
        ("helm/values", "set image.tag to 3.4.1 in release api", {"setting": "image.tag=3.4.1", "release": "api"}),
        ("postgresql/settings", "set work_mem to 64MB", {"name": "work_mem", "value": "64MB"}),
        # kinds are tried in one order, whatever the process hashes: an address is no text
        (
            "linux/curl-requests",
            "fatal: Authentication failed for 'https://git.example.org/x/y.git'",
            {"url": "https://git.example.org/x/y.git"},
        ),
        (
            "aws/sqs",
            "fatal: Authentication failed for 'https://git.example.org/x/y.git'",
            {"queue": "https://git.example.org/x/y.git"},
        ),
    ],
)
def test_values_of_a_question_go_into_the_slots_that_they_are_meant_for(values_of, entry, question, values):
    assert values_of(entry, question).items() >= values.items()


@pytest.mark.parametrize(
    ("entry", "question", "slots"),
    [
        ("linux/new-disk", "format the new volume and mount it on /srv/data", {"disk", "partition"}),
        ("linux/fstab", "mount the new disk on /srv/data", {"device"}),
        ("aws/eks-kubeconfig", "connect kubectl with the cluster prod-blue", {"region", "principal"}),
        ("aws/ec2-list", "list instances in eu-west-3", {"tag"}),
        ("redis/connect", "only connect to redis with a password", {"user", "host", "port"}),
        ("helm/install-upgrade", "deploy ./chart as release api", {"values", "version"}),
        ("postgresql/kill-query", "kill the backend with pid 4711", {"database"}),
        ("docker/run", "start redis:7 on port 6380", {"name", "volume"}),
        ("redis/connect", "redis-cli -h cache1 -a REDACTED_PASSWORD_1 INFO says NOAUTH", {"user"}),
    ],
)
def test_no_value_goes_into_a_slot_of_another_kind(values_of, entry, question, slots):
    assert not slots & values_of(entry, question).keys()


@pytest.fixture(scope="module")
def values_of(knowledge):
    def find(entry, question):
        objects = knowledge._reader.read(question).objects
        return finder.find(question, ENTRIES[entry].slots, knowledge._is_word, objects)

    return find
