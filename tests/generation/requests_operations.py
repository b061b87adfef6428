"""Requests for what runs beside applications: pipelines, balancers, inventories, receivers, objects of operators."""

REQUESTS = [
    ("Jenkinsfile, agent docker maven:3.9, stages build (mvn -B package) and test (mvn -B test)", "jenkinsfile", {"agent_image": "maven:3.9", "stages": (("build", "mvn -B package"), ("test", "mvn -B test"))}),
    ("we need a Jenkinsfile that runs npm ci and npm test and archives dist", "jenkinsfile", {"stages": (("install", "npm ci"), ("test", "npm test")), "archived": "dist/**"}),
    ("haproxy config: bind 80, leastconn over a1 10.0.0.11:9000 and a2 10.0.0.12:9000, check /up", "haproxy", {"listen": 80, "balancing": "least_conn", "servers": (("a1", "10.0.0.11:9000", False), ("a2", "10.0.0.12:9000", False)), "health_path": "/up"}),
    ("haproxy.cfg for mysql tcp 3306 with db1 10.0.1.1:3306 and db2 10.0.1.2:3306 as backup", "haproxy", {"mode": "tcp", "servers": (("db1", "10.0.1.1:3306", False), ("db2", "10.0.1.2:3306", True))}),
    ("Caddyfile for wiki.acme.io to localhost:3000 with gzip", "caddyfile", {"hosts": ("wiki.acme.io",), "upstreams": ("localhost:3000",), "gzip": True}),
    ("alertmanager config: critical to pagerduty, all others to slack #ops, repeat every 6h", "alertmanager", {"severity_routes": (("critical", "pagerduty"),), "receiver": "slack", "slack_channel": "#ops", "repeat_interval": "6h"}),
    ("alertmanager.yml with mails to ops@acme.io over smtp.acme.io:587 from prom@acme.io", "alertmanager", {"mails": ("ops@acme.io",), "mail_from": "prom@acme.io", "smarthost": "smtp.acme.io:587", "receivers": ("email",)}),
    ("promtail config: /var/log/app/*.log as job app to http://loki:3100", "promtail", {"log_job": "app", "files": ("/var/log/app/*.log",), "url": "http://loki:3100"}),
    ("cloud-init config with hostname node-3, user ops with sudo, install git and curl, run systemctl restart sshd", "cloud-init", {"machine": "node-3", "new_user": "ops", "sudo": True, "packages": ("git", "curl"), "first_commands": ("systemctl restart sshd",)}),
    ("ansible inventory: group web with web1 10.0.0.1 and web2 10.0.0.2, group db with db1 10.0.0.3, user deploy", "ansible-inventory", {"inventory": (("web", "web1", "10.0.0.1"), ("web", "web2", "10.0.0.2"), ("db", "db1", "10.0.0.3")), "user": "deploy"}),
    ("fail2ban jail for sshd, 3 attempts within 5 minutes, ban for 2 hours", "fail2ban-jail", {"jail": "sshd", "tries": 3, "window": "5m", "ban": "2h"}),
    ("dependabot config for pip weekly and docker monthly", "dependabot", {"ecosystems": (("pip", "weekly"), ("docker", "monthly"))}),
    ("pre-commit config with black, mypy and trailing whitespace", "pre-commit", {"hooks": ("black", "mypy", "trailing-whitespace")}),
    ("ServiceMonitor for app=cart, port metrics, every 20s", "servicemonitor", {"selector": {"app": "cart"}, "port_name": "metrics", "interval": "20s"}),
    ("argocd application from https://git.acme.io/ops/apps.git path shop/prod branch main, namespace shop, auto sync with prune", "argocd-application", {"repository": "https://git.acme.io/ops/apps.git", "source_path": "shop/prod", "revision": "main", "namespace": "shop", "automated": True, "prune": True, "self_heal": False}),
    ("ClusterIssuer for letsencrypt staging with email ops@acme.io", "clusterissuer", {"acme": "staging", "mail": "ops@acme.io"}),
    ("cert-manager certificate for shop.acme.io with secret shop-tls", "certificate", {"hosts": ("shop.acme.io",), "tls_secret": "shop-tls"}),
    ("blackbox exporter scrape config for https://a.acme.io and https://b.acme.io, exporter at probe:9115", "prometheus-scrape", {"probed": ("https://a.acme.io", "https://b.acme.io"), "prober": "probe:9115"}),
]  # fmt: skip
