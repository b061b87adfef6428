"""What is asked: DevOps text of an exact length in tokens, never the same twice, the same in every run."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Message = dict[str, str]
_FILLER = " ok"
_LINES = (
    "{time} ERROR {service}-{id} OOMKilled: limit {n}Mi, used {m}Mi, restart count {k}",
    "{time} WARN  {service}-{id} readiness probe failed: HTTP 503 after {n} ms",
    "{time} INFO  {service}-{id} pulled image registry.example.com/{service}:v{k}.{n} in {m} ms",
    "{time} ERROR {service}-{id} connection to postgres-{k}:5432 refused, attempt {n} of {m}",
    "{time} INFO  ingress-{id} GET /api/{service}/{n} 200 {m} bytes {k} ms",
    "{time} WARN  node-{k} disk pressure: {n} GiB of {m} GiB in use on /var/lib/containerd",
    "{time} ERROR {service}-{id} panic: index {n} out of range, goroutine {m} [running]",
)
_SERVICES = ("payments", "checkout", "search", "gateway", "billing", "catalog", "auth", "orders", "mailer", "worker")


@dataclass(frozen=True)
class Chat:
    """Encodes conversations as the model under test does."""

    tokenizer: Tokenizer
    render: Callable[[list[Message]], str]

    def count(self, messages: list[Message]) -> int:
        """Tokens of the conversation with its template and the opening of the answer."""
        return len(self.tokenizer.encode(self.render(messages), add_special_tokens=False).ids)


def load_chat(folder: Path) -> Chat:
    """The tokenizer and chat template of a Hugging Face folder."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from tokenizers import Tokenizer

    config = json.loads((folder / "tokenizer_config.json").read_text())
    # the options with which transformers renders templates
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(config["chat_template"])

    def render(messages: list[Message]) -> str:
        return template.render(messages=messages, add_generation_prompt=True, bos_token=config.get("bos_token") or "")

    return Chat(Tokenizer.from_file(str(folder / "tokenizer.json")), render)


def log_lines(seed: str, lines: int) -> str:
    """Lines of a cluster's log; the seed makes them."""
    # the generator makes test data, nothing secret
    random_ = random.Random(seed)  # noqa: S311
    return "\n".join(
        random_.choice(_LINES).format(
            time=f"2026-03-{random_.randint(1, 28):02}T{random_.randint(0, 23):02}:{random_.randint(0, 59):02}Z",
            service=random_.choice(_SERVICES),
            id=f"{random_.getrandbits(32):08x}",
            n=random_.randint(1, 999),
            m=random_.randint(1000, 9999),
            k=random_.randint(1, 99),
        )
        for _ in range(lines)
    )


def prompt(chat: Chat, seed: str, tokens: int) -> list[Message]:
    """A conversation of exactly so many tokens, whose first words are its own, so that no cached prefix fits it.

    Raises:
        ValueError: no text of this length was found.
    """

    def messages(text: str) -> list[Message]:
        return [
            {"role": "system", "content": f"{_name(seed)}: you are an assistant for DevOps engineers."},
            {"role": "user", "content": f"What is wrong here, and what do I do first?\n{text}"},
        ]

    return _fit(chat, messages, log_lines(seed, tokens // 16 + 2), tokens)


def prefix(chat: Chat, seed: str, tokens: int) -> list[Message]:
    """A system message of exactly so many tokens with its template, to be shared by several questions."""

    def messages(text: str) -> list[Message]:
        return [{"role": "system", "content": f"{_name(seed)}: answer from this log.\n{text}"}]

    return _fit(chat, messages, log_lines(seed, tokens // 16 + 2), tokens)


def _name(seed: str) -> str:
    return random.Random(seed).choice(_SERVICES) + f"-{random.Random(seed).getrandbits(40):010x}"  # noqa: S311


def _fit(chat: Chat, messages: Callable[[str], list[Message]], text: str, tokens: int) -> list[Message]:
    """Cut the text, and fill up with words of one token; it always ends with such a word, so that each adds just one."""

    def cut(length: int) -> list[Message]:
        return messages(text[:length].rstrip() + _FILLER)

    low, high = 0, len(text)  # the first `low` characters fit
    while low < high:
        middle = (low + high + 1) // 2
        if chat.count(cut(middle)) <= tokens:
            low = middle
        else:
            high = middle - 1
    text = text[:low].rstrip() + _FILLER
    while (count := chat.count(messages(text))) < tokens:
        text += _FILLER
    if count != tokens:
        raise ValueError(f"no text of {tokens} tokens was found; the nearest has {count}")
    return messages(text)


QUESTIONS = (
    "Which service failed first, and why?",
    "Show the kubectl command that proves it.",
    "How do I stop it from happening again?",
    "What should the alert for this look like?",
    "Which of these lines can I ignore?",
    "Is the database the cause or a victim?",
    "Write the rollback in three steps.",
    "What do I tell the customers?",
    "How much memory should the limit be?",
    "Which dashboard do I look at next?",
)

DEVOPS_TURNS = (
    "How do I see why a pod keeps restarting? Give the commands in the order in which you would run them.",
    "Write a Dockerfile for a small Python web service that listens on port 8080 and does not run as root.",
    "Explain what a readiness probe does and how it differs from a liveness probe, with a YAML example of both.",
    "My disk is full on a Linux server. Which commands show what takes the space, and what may I delete?",
)

_DEPLOYMENT = """apiVersion: apps/v1
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
        image: registry.example.com/checkout:v1.4.2
        ports:
        - containerPort: 8080
        resources:
          limit:
            memory: 512Mi
            cpu: 500m
"""
_COMPOSE = """services:
  web:
    image: nginx:1.27
    ports:
      - "80:80"
    depends_on:
      - api
  api:
    build: ./api
    environment:
      DATABASE_URL: postgres://app@db:5432/app
      LOG_LEVEL: debug
    depends_on:
      - db
  db:
    image: postgres:15
    volumes:
      - data:/var/lib/postgresql/data
volumes:
  data:
"""
_NGINX = """server {
    listen 80;
    server_name shop.example.com;
    location / {
        proxy_pass http://127.0.0.1:8080;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
    }
    location /static/ {
        root /srv/www;
        expires 7d;
    }
}
"""

COPY_TURNS = (
    f"Fix this YAML: the field `limit` must be `limits`. Answer with the whole corrected file.\n\n```yaml\n{_DEPLOYMENT}```",
    f"Set LOG_LEVEL to info in this file. Answer with the whole file.\n\n```yaml\n{_COMPOSE}```",
    f"Change the port of proxy_pass to 9090. Answer with the whole file.\n\n```nginx\n{_NGINX}```",
    f"Shorten this log: repeat only the lines with ERROR, unchanged.\n\n```\n{log_lines('shorten', 12)}\n```",
)


def questions_before_the_model() -> dict[str, list[str]]:
    """What is asked of the pipeline alone, by kind; no text twice."""
    logs = [log_lines(f"before {number}", 100) for number in range(12)]
    return {
        "question": [*DEVOPS_TURNS, *QUESTIONS],
        "file": list(COPY_TURNS[:3]),
        "log": [f"why does this fail?\n\n{log}" for log in logs],
        "long": [f"what is wrong here?\n\n{log_lines(f'long {number}', 5000)}" for number in range(3)],
    }
