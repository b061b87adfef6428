"""What engineers ask: turns for tests that need real text."""

from __future__ import annotations

QUESTIONS = (
    "How do I see why a pod keeps restarting?",
    "Show the last 50 lines of the log of a systemd unit.",
    "What does exit code 137 mean for a container?",
    "How can I undo the last git commit but keep the changes?",
    "Write a Dockerfile for a Python web service that runs as a non-root user.",
    "How do I find which process listens on port 8080?",
    "Explain the difference between a Deployment and a StatefulSet.",
    "How do I list all pods that are not running, in every namespace?",
    "What is a liveness probe and when does it hurt?",
    "Give me an nginx location block that proxies /api to port 9000.",
    "My disk is full on Linux. How do I find what takes the room?",
    "How do I rotate a Kubernetes secret without downtime?",
    "Write a PromQL query for the 95th percentile of request latency.",
    "How do I drain a node before maintenance?",
    "What does 'connection refused' tell me compared with a time-out?",
    "How do I copy a file from a pod to my machine?",
    "Write a GitHub Actions workflow that runs pytest on every push.",
    "How can I see the TLS certificate that a server presents?",
    "How do I resize a persistent volume claim?",
    "Explain what a rolling update does.",
    "How do I stop a runaway PostgreSQL query?",
    "What is the difference between CMD and ENTRYPOINT?",
    "How do I add a host key to known_hosts in a script?",
    "Show me how to mount a ConfigMap as a file.",
    "How do I check the syntax of a shell script?",
    "Our helm upgrade failed half-way. How do I go back?",
    "How do I search the history of a git repository for a string?",
    "Write a cron entry that runs a backup at 02:30 on weekdays.",
    "What is an inode and how can I run out of them?",
    "How do I limit the memory of a docker container?",
    "Explain terraform state and why it needs a lock.",
    "How do I import an existing bucket into terraform?",
    "Write an ansible task that installs nginx and starts it.",
    "How do I see the environment variables of a running process?",
    "What does the load average mean on a machine with 8 cores?",
    "How do I forward a local port to a database in the cluster?",
    "Write a systemd unit for a Go binary that restarts on failure.",
    "Why is my DNS lookup slow inside a container?",
    "How do I remove dangling docker images?",
    "What is the difference between TCP and UDP health checks?",
    "How do I compress old logs with logrotate?",
    "Explain blue-green deployment to a new colleague.",
    "How do I see which commit introduced a bug?",
    "Write a docker compose file with a web service and redis.",
    "How do I check how much memory each pod uses?",
    "What should an incident report contain?",
    "How do I set a resource quota for a namespace?",
    "How do I rsync a folder and delete what is gone at the source?",
    "Explain CrashLoopBackOff.",
    "How do I debug an ingress that answers 502?",
    "Write an alert rule for a disk that fills up within a day.",
    "How do I rename a git branch locally and on the server?",
    "Which signals does docker stop send, and when?",
    "How do I find large files in the history of a repository?",
)

FIX_THIS_YAML = """Fix the indentation of this file and show it whole:

```yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: checkout
  labels:
    app: checkout
spec:
  replicas: 3
  selector:
    matchLabels:
      app: checkout
  template:
    metadata:
      labels:
        app: checkout
    spec:
      containers:
      - name: checkout
        image: registry.example.com/shop/checkout:1.14.2
       ports:
        - containerPort: 8080
        env:
        - name: DATABASE_HOST
          value: postgres.shop.svc.cluster.local
        - name: LOG_LEVEL
          value: info
        resources:
          requests:
            cpu: 250m
            memory: 256Mi
          limits:
            memory: 512Mi
```"""
