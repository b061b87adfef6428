"""Commands in blocks that are no shell: what is told of them, on which line."""

import pytest

from assistant.checks.kinds import Kind
from assistant.checks.risk import Risk
from assistant.checks.risk.blocks import risks_of

READ, CHANGES, UNKNOWN, DESTRUCTIVE = Risk


def told(text: str, kind: Kind, info: str = "") -> list[tuple[int, Risk]]:
    return [(each.line, each.risk) for each in risks_of(text, kind, info)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * FROM orders;", [(1, READ)]),
        ("-- all of it\nDROP TABLE orders;", [(2, DESTRUCTIVE)]),
        ("DELETE FROM orders;\nDELETE FROM orders WHERE id = 1;", [(1, DESTRUCTIVE), (2, CHANGES)]),
        ("UPDATE a SET b = 1", [(1, DESTRUCTIVE)]),
        ("BEGIN;\n\nTRUNCATE a;\nCOMMIT;", [(1, READ), (3, DESTRUCTIVE), (4, READ)]),
        ("ALTER TABLE a ADD COLUMN b int;\nALTER TABLE a DROP COLUMN b;", [(1, CHANGES), (2, DESTRUCTIVE)]),
        ("SELECT ';' AS a, 'DROP TABLE x' AS b\nFROM t;", [(1, READ)]),
        ("SELECT 1\nGO\nDROP TABLE x\nGO\n", [(1, READ), (3, DESTRUCTIVE)]),
        ("SELECT 1 DROP TABLE x", [(1, DESTRUCTIVE)]),
        ("SELECT evil(1);", [(1, UNKNOWN)]),
        ("frobnicate the table;", [(1, UNKNOWN)]),
        ("shop=# SELECT 1;\n ?column?\n----------\n        1\nshop=# DROP TABLE a;\nDROP TABLE", [(1, READ), (5, DESTRUCTIVE)]),
        ("\\dt\nSELECT 1;\n", [(1, READ), (2, READ)]),
        ("\\! rm -rf /srv\n", [(1, DESTRUCTIVE)]),
        (
            "CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM a; END $$ LANGUAGE plpgsql;\nSELECT 1;",
            [(1, CHANGES), (2, READ)],
        ),
        (".tables\n.shell rm -rf x\n", [(1, READ), (2, DESTRUCTIVE)]),
        ("", []),
    ],
)
def test_statements_of_sql(text, expected):
    assert told(text, Kind.SQL, "sql") == expected


def test_sql_without_end_is_bounded_and_never_read_only():
    for count, last in ((400, DESTRUCTIVE), (5_000, UNKNOWN)):
        found = risks_of("SELECT 1;\n" * count + "DROP TABLE a;", Kind.SQL, "sql")
        assert len(found) < 300
        assert found[-1].risk is last


DOCKERFILE = """FROM debian:12
RUN apt-get update && apt-get install -y curl \\
    && rm -rf /var/lib/apt/lists/*
RUN curl -fsSL https://get.example.com | sh
RUN --mount=type=secret,id=k \\
    kubectl delete namespace shop
RUN <<EOF
set -e
aws s3 rm s3://bucket --recursive
EOF
RUN ["rm", "-rf", "/"]
CMD ["sh", "-c", "rm -rf /data && exec app"]
ENTRYPOINT ["/app/server", "--port", "80"]
"""


def test_a_dockerfile_tells_what_goes_beyond_the_image():
    assert told(DOCKERFILE, Kind.DOCKERFILE) == [
        (4, UNKNOWN), (6, DESTRUCTIVE), (9, DESTRUCTIVE), (11, DESTRUCTIVE), (12, DESTRUCTIVE),
    ]  # fmt: skip


def test_an_ordinary_dockerfile_has_nothing_to_tell():
    text = """FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt && useradd -r app && chown -R app /app && rm -rf /root/.cache
RUN npm ci && npm run build
HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/health || exit 1
CMD ["python", "-m", "app"]
"""
    assert told(text, Kind.DOCKERFILE) == []


KUBERNETES = """apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  initContainers:
    - name: init
      image: busybox
      command: ["sh", "-c", "rm -rf /data/*"]
    - name: wait
      image: busybox
      command: ["sh", "-c", "until nc -z db 5432; do sleep 1; done"]
  containers:
    - name: job
      image: bitnami/kubectl
      command:
        - sh
        - -c
      args:
        - |
          kubectl get pods
          kubectl delete ns shop
      livenessProbe:
        exec:
          command: ["redis-cli", "FLUSHALL"]
    - name: web
      image: nginx
      command: ["nginx", "-g", "daemon off;"]
"""


def test_containers_tell_what_they_destroy():
    assert told(KUBERNETES, Kind.KUBERNETES) == [(8, DESTRUCTIVE), (21, DESTRUCTIVE), (24, DESTRUCTIVE)]


def test_services_of_compose():
    text = """services:
  a:
    image: x
    command: sh -c "rm -rf /var/lib/data"
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U app || exit 1"]
  b:
    image: redis
    entrypoint: ["redis-cli"]
    command: ["-h", "a", "FLUSHALL"]
  c:
    image: web
    command: ["npm", "start"]
"""
    assert told(text, Kind.COMPOSE) == [(4, DESTRUCTIVE), (10, DESTRUCTIVE)]


GITHUB = """on: push
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: git status
      - name: clean
        run: |
          echo start
          kubectl delete ns ${{ inputs.ns }}
      - run: ${{ inputs.command }}
      - shell: pwsh
        run: Remove-Item -Recurse -Force C:\\data
"""


def test_steps_of_pipelines():
    assert told(GITHUB, Kind.GITHUB_WORKFLOW) == [(11, DESTRUCTIVE), (12, UNKNOWN), (14, DESTRUCTIVE)]
    gitlab = "stages: [a]\nx:\n  stage: a\n  before_script:\n    - ls\n  script:\n    - ls\n    - terraform destroy -auto-approve\n    - - helm uninstall web\n"
    assert told(gitlab, Kind.GITLAB_CI) == [(8, DESTRUCTIVE), (9, DESTRUCTIVE)]


def test_an_ordinary_pipeline_tells_what_it_deploys():
    steps = ["npm ci", "npm run build", "make test", "pip install -r a.txt", "./smoke.sh $TARGET", "kubectl apply -f k8s/"]
    steps += ["curl -fsSL https://get.example.com | bash", 'eval "$SCRIPT"']
    text = "on: push\njobs:\n  a:\n    steps:\n" + "".join(f"      - run: {step}\n" for step in steps)
    assert told(text, Kind.GITHUB_WORKFLOW) == [(10, CHANGES), (11, UNKNOWN), (12, UNKNOWN)]


def test_tasks_of_ansible():
    text = """- hosts: all
  tasks:
    - name: look
      ansible.builtin.command: uptime
    - name: drop
      shell: rm -rf /srv/{{ app }}
    - name: list
      command:
        argv: [mkfs.ext4, /dev/sdb]
    - name: more
      ansible.builtin.shell:
        cmd: |
          df -h
          dropdb shop
    - name: own
      raw: "{{ anything }}"
"""
    assert told(text, Kind.ANSIBLE) == [(6, DESTRUCTIVE), (9, DESTRUCTIVE), (14, DESTRUCTIVE), (16, UNKNOWN)]


def test_commands_of_units():
    text = "[Service]\nExecStartPre=-/usr/bin/rm -rf /var/cache/app\nExecStart=/usr/bin/app --port 80\nExecStop=+/bin/sh -c 'dropdb shop'\n"
    assert told(text, Kind.SYSTEMD) == [(2, DESTRUCTIVE), (4, DESTRUCTIVE)]


def test_recipes_of_make():
    text = "DIR := build\n\nall: clean\n\t@echo done\n\nclean:\n\t-rm -rf $(DIR) \\\n\t  dist\n\t$(SECRET_TOOL) x\n"
    assert told(text, Kind.UNKNOWN, "makefile") == [(7, DESTRUCTIVE), (9, UNKNOWN)]


def test_sessions_of_clients_and_other_shells():
    assert told("SET a 1\nGET a\n\nFLUSHALL\n", Kind.UNKNOWN, "redis") == [(1, CHANGES), (2, READ), (4, DESTRUCTIVE)]
    assert told('127.0.0.1:6379> GET a\n"1"\n127.0.0.1:6379> FLUSHDB\nOK', Kind.UNKNOWN, "redis-cli") == [
        (1, READ),
        (3, DESTRUCTIVE),
    ]
    assert told("db.orders.find()\ndb.dropDatabase()", Kind.UNKNOWN, "mongodb") == [(1, DESTRUCTIVE)]
    assert told("Get-Process\nRemove-Item -Recurse C:\\data", Kind.UNKNOWN, "powershell")[-1] == (2, DESTRUCTIVE)
    assert told("del /s /q C:\\data", Kind.UNKNOWN, "bat") == [(1, DESTRUCTIVE)]


def test_what_cannot_be_read_is_unknown():
    assert told("on: push\njobs: [\n  - run: ls\n", Kind.GITHUB_WORKFLOW) == [(3, UNKNOWN)]
    assert told("a: [", Kind.GITHUB_WORKFLOW) == []
    assert told('{"a": 1}', Kind.JSON) == []
    assert told("some prose that says rm -rf /", Kind.TEXT) == []


def test_a_script_that_cannot_be_parsed_is_unknown():
    assert told("on: push\njobs:\n  a:\n    steps:\n      - run: if true; then\n", Kind.GITHUB_WORKFLOW) == [(5, UNKNOWN)]
    assert set(told("[Service]\nExecStart=/bin/sh -c 'if true\n", Kind.SYSTEMD)) == {(2, UNKNOWN)}


def test_a_file_with_many_commands_tells_the_worst():
    steps = "".join(f"      - run: kubectl apply -f a{i}\n" for i in range(400)) + "      - run: rm -rf /srv\n"
    found = risks_of("on: push\njobs:\n  a:\n    steps:\n" + steps, Kind.GITHUB_WORKFLOW)
    assert len(found) == 20
    small = "".join(f"      - run: kubectl apply -f a{i}\n" for i in range(100)) + "      - run: rm -rf /srv\n"
    found = risks_of("on: push\njobs:\n  a:\n    steps:\n" + small, Kind.GITHUB_WORKFLOW)
    assert found[-1].risk is DESTRUCTIVE


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "text", ["", "\0", "[" * 5_000, "a: &a [*a]", "RUN \\\n" * 2_000, "run: |\n" * 2_000, "\t" * 5_000, "ExecStart=" * 2_000]
)
def test_no_text_is_too_strange(kind, text):
    risks_of(text, kind)
