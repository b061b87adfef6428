"""Dockerfiles for the common stacks: pinned, multi-stage, cached, not as root."""

from __future__ import annotations

from collections.abc import Callable

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import json_string
from assistant.generation.reading.environment import words_of

_USER = "10001"
_PYTHON_COMMANDS = {
    "fastapi": ("uvicorn", "main:app", "--host", "0.0.0.0", "--port", "{port}"),  # noqa: S104  # inside a container
    "flask": ("gunicorn", "--bind", "0.0.0.0:{port}", "app:app"),
    "django": ("gunicorn", "--bind", "0.0.0.0:{port}", "config.wsgi:application"),
    "celery": ("celery", "-A", "app", "worker"),
    "streamlit": ("streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port={port}"),
}
_BUILT = ("react", "vue", "angular", "svelte", "vite")
_IGNORED = {
    "python": ("__pycache__/", "*.pyc", ".venv/", ".pytest_cache/", ".mypy_cache/", "tests/"),
    "node": ("node_modules/", "dist/", "coverage/", "npm-debug.log*"),
    "go": ("bin/", "*_test.go"),
    "java": ("target/", "build/", ".gradle/"),
    "rust": ("target/",),
    "php": ("vendor/", "tests/"),
    "ruby": ("vendor/bundle/", "log/", "tmp/"),
    "dotnet": ("bin/", "obj/"),
    "static": ("node_modules/", "dist/"),
}


def dockerfile(p: Parameters) -> Draft:
    """A Dockerfile and its .dockerignore."""
    lines, told = _STACKS[p["stack"]](p)
    text = "# syntax=docker/dockerfile:1\n" + "\n".join(lines) + "\n"
    blocks = (Block("dockerfile", "Dockerfile", text), ignored(p))
    port = _port(p)
    publish = f" -p {port}:{port}" if port else ""
    steps = (
        NextStep(f"docker build -t {p['name']}:dev .", "changes state"),
        NextStep(f"docker run --rm --read-only --tmpfs /tmp{publish} {p['name']}:dev", "changes state"),
    )
    return Draft(blocks, steps, tuple(told))


def ignored(p: Parameters) -> Block:
    """The .dockerignore of a stack."""
    names = (".git/", ".github/", "Dockerfile", ".dockerignore", "compose*.yaml", ".env*", "*.md", *_IGNORED[p["stack"]])
    return Block("text", ".dockerignore", "\n".join(names) + "\n")


def default_port(p: Parameters) -> int | None:
    """The port that the stack listens on by custom; None where it serves nothing."""
    if p["framework"] == "celery":
        return None
    return {"streamlit": 8501, "next": 3000}.get(p["framework"] or "") or {"python": 8000, "node": 3000, "ruby": 3000}.get(
        p["stack"] or "", 8080
    )


def _port(p: Parameters) -> int | None:
    return p["port"] or default_port(p)


def _end(p: Parameters, command: tuple[str, ...]) -> list[str]:
    words = words_of(p["command"]) if p["command"] and not p["entry"] else command
    port = _port(p)
    return [
        *([f"EXPOSE {port}"] if port else []),
        "CMD [" + ", ".join(json_string(word.replace("{port}", str(port))) for word in words) + "]",
    ]


def _user() -> list[str]:
    return [f"RUN useradd --system --uid {_USER} --no-create-home --shell /usr/sbin/nologin app"]


def _python(p: Parameters) -> tuple[list[str], list[str]]:
    image = f"python:{p['version']}-slim"
    listed, install = {
        "poetry": (
            "COPY pyproject.toml poetry.lock ./",
            "RUN --mount=type=cache,target=/root/.cache pip install --no-cache-dir poetry==2.1.4 && \\\n    poetry config virtualenvs.create false --local && VIRTUAL_ENV=/venv poetry install --only main --no-root",
        ),
        "uv": (
            "COPY --from=ghcr.io/astral-sh/uv:0.8.13 /uv /usr/local/bin/uv\nCOPY pyproject.toml uv.lock ./",
            "RUN --mount=type=cache,target=/root/.cache/uv UV_PROJECT_ENVIRONMENT=/venv uv sync --locked --no-dev --no-install-project",
        ),
    }.get(
        p["tool"] or "pip",
        ("COPY requirements.txt ./", "RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt"),
    )
    lines = [
        f"FROM {image} AS build",
        "WORKDIR /app",
        "RUN python -m venv /venv",
        'ENV PATH="/venv/bin:$PATH"',
        listed,
        install,
        "",
        f"FROM {image}",
        'ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1',
        *_user(),
        "WORKDIR /app",
        "COPY --from=build /venv /venv",
        "COPY . .",
        f"USER {_USER}",
        *_end(p, _python_command(p)),
    ]
    entry = p["entry"] or {
        "fastapi": "main:app",
        "flask": "app:app",
        "django": "config.wsgi",
        "celery": "app",
        "streamlit": "app.py",
    }.get(p["framework"] or "", "main.py")
    told = [] if p["command"] or p["entry"] else [f"The application is in {entry}: change the last line where it is elsewhere."]
    return lines, told


def _python_command(p: Parameters) -> tuple[str, ...]:
    usual = _PYTHON_COMMANDS.get(p["framework"] or "", ("python", "main.py"))
    if p["entry"] is None:
        return usual
    served = usual if usual[0] in {"uvicorn", "gunicorn"} else _PYTHON_COMMANDS["flask"]
    return tuple(p["entry"] if ":" in word and "{port}" not in word else word for word in served)


def _node(p: Parameters) -> tuple[list[str], list[str]]:
    image = f"node:{p['version']}-slim"
    manager = p["tool"] if p["tool"] in {"yarn", "pnpm"} else "npm"
    lock, install, build, prune = {
        "npm": ("package-lock.json", "npm ci", "npm run build --if-present", "npm prune --omit=dev"),
        "yarn": (
            "yarn.lock",
            "corepack enable && yarn install --immutable",
            "yarn build",
            "yarn workspaces focus --all --production",
        ),
        "pnpm": (
            "pnpm-lock.yaml",
            "corepack enable && pnpm install --frozen-lockfile",
            "pnpm run --if-present build",
            "pnpm prune --prod",
        ),
    }[manager]
    cache = {"npm": "/root/.npm", "yarn": "/root/.yarn/berry/cache", "pnpm": "/root/.local/share/pnpm/store"}[manager]
    lines = [
        f"FROM {image} AS build",
        "WORKDIR /app",
        f"COPY package.json {lock} ./",
        f"RUN --mount=type=cache,target={cache} {install}",
        "COPY . .",
        f"RUN --mount=type=cache,target={cache} {build} && {prune}",
        "",
        f"FROM {image}",
        "ENV NODE_ENV=production",
        "WORKDIR /app",
        "COPY --from=build --chown=node:node /app ./",
        "USER 1000",
        *_end(p, ("npm", "start") if p["framework"] in {"next", "nest"} else ("node", "server.js")),
    ]
    told = (
        []
        if p["command"] or p["framework"] in {"next", "nest"}
        else ["The application starts from server.js: change the last line where it is elsewhere."]
    )
    return lines, [f"{lock} is committed.", *told]


def _go(p: Parameters) -> tuple[list[str], list[str]]:
    lines = [
        f"FROM golang:{p['version']} AS build",
        "WORKDIR /src",
        "COPY go.mod go.sum ./",
        "RUN --mount=type=cache,target=/go/pkg/mod go mod download",
        "COPY . .",
        "RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\",
        '    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/app .',
        "",
        "FROM gcr.io/distroless/static-debian12:nonroot",
        "COPY --from=build /out/app /app",
        "USER 65532",
        *_end(p, ("/app",)),
    ]
    return lines, ["The main package is in the root of the module, and nothing needs cgo.", "The final image has no shell."]


def _java(p: Parameters) -> tuple[list[str], list[str]]:
    version = p["version"]
    if p["tool"] == "gradle":
        image, cache, build, made = (
            f"gradle:8-jdk{version}",
            "/home/gradle/.gradle",
            "gradle --no-daemon bootJar -x test",
            "build/libs",
        )
        listed = "COPY . ."
    else:
        image, cache, build, made = (
            f"maven:3.9-eclipse-temurin-{version}",
            "/root/.m2",
            "mvn --batch-mode -DskipTests package",
            "target",
        )
        listed = "COPY pom.xml ./\nCOPY src ./src"
    if p["tool"] == "gradle" and p["framework"] != "spring":
        build = "gradle --no-daemon jar -x test"
    lines = [
        f"FROM {image} AS build",
        "WORKDIR /src",
        listed,
        f"RUN --mount=type=cache,target={cache} {build} && \\",
        f"    mkdir /out && find {made} -maxdepth 1 -name '*.jar' ! -name '*-plain.jar' ! -name '*-sources.jar' -exec cp {{}} /out/app.jar \\;",
        "",
        f"FROM eclipse-temurin:{version}-jre",
        *_user(),
        "WORKDIR /app",
        "COPY --from=build /out/app.jar ./",
        f"USER {_USER}",
        *_end(p, ("java", "-XX:MaxRAMPercentage=75", "-jar", "app.jar")),
    ]
    return lines, ["The build makes one executable jar.", "Tests run in the pipeline, not in the image build."]


def _rust(p: Parameters) -> tuple[list[str], list[str]]:
    lines = [
        f"FROM rust:{p['version']}-slim-bookworm AS build",
        "WORKDIR /src",
        "COPY . .",
        "RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/src/target \\",
        f"    cargo build --release --locked && cp target/release/{p['name']} /app",
        "",
        "FROM gcr.io/distroless/cc-debian12:nonroot",
        "COPY --from=build /app /app",
        "USER 65532",
        *_end(p, ("/app",)),
    ]
    return lines, [f"The crate's binary is named {p['name']}, and Cargo.lock is committed.", "The final image has no shell."]


def _php(p: Parameters) -> tuple[list[str], list[str]]:
    root = "/var/www/html/public" if p["framework"] in {"laravel", "symfony"} else "/var/www/html"
    lines = [
        "FROM composer:2 AS build",
        "WORKDIR /app",
        "COPY composer.json composer.lock ./",
        "RUN --mount=type=cache,target=/tmp/cache composer install --no-dev --no-scripts --no-interaction --prefer-dist --optimize-autoloader",
        "",
        f"FROM php:{p['version']}-apache",
        f"ENV APACHE_DOCUMENT_ROOT={root}",
        f"RUN sed -ri 's/^Listen 80$/Listen {_port(p)}/' /etc/apache2/ports.conf && \\",
        f"    sed -ri -e 's/:80>/:{_port(p)}>/' -e \"s#/var/www/html#$APACHE_DOCUMENT_ROOT#\" /etc/apache2/sites-available/000-default.conf && \\",
        "    a2enmod rewrite",
        "WORKDIR /var/www/html",
        "COPY --from=build --chown=www-data:www-data /app/vendor ./vendor",
        "COPY --chown=www-data:www-data . .",
        "USER 33",
        *_end(p, ("apache2-foreground",)),
    ]
    return lines, ["composer.lock is committed; further PHP extensions come with docker-php-ext-install."]


def _ruby(p: Parameters) -> tuple[list[str], list[str]]:
    rails = p["framework"] == "rails"
    command = (
        ("bundle", "exec", "puma", "-b", "tcp://0.0.0.0:{port}")
        if not rails
        else ("bin/rails", "server", "-b", "0.0.0.0", "-p", "{port}")  # noqa: S104  # inside a container
    )
    lines = [
        f"FROM ruby:{p['version']} AS build",
        "WORKDIR /app",
        'ENV BUNDLE_WITHOUT="development:test" BUNDLE_DEPLOYMENT=1',
        "COPY Gemfile Gemfile.lock ./",
        "RUN bundle install --jobs 4 && rm -rf vendor/bundle/ruby/*/cache",
        "COPY . .",
        "",
        f"FROM ruby:{p['version']}-slim",
        'ENV BUNDLE_WITHOUT="development:test" BUNDLE_DEPLOYMENT=1'
        + (" RAILS_ENV=production RAILS_LOG_TO_STDOUT=1" if rails else ""),
        *_user(),
        "WORKDIR /app",
        f"COPY --from=build --chown={_USER} /app ./",
        f"USER {_USER}",
        *_end(p, command),
    ]
    return lines, ["Gems that need system libraries at run time need them in the last stage too."]


def _dotnet(p: Parameters) -> tuple[list[str], list[str]]:
    version = p["version"] if "." in p["version"] else f"{p['version']}.0"
    lines = [
        f"FROM mcr.microsoft.com/dotnet/sdk:{version} AS build",
        "WORKDIR /src",
        "COPY *.csproj ./",
        "RUN --mount=type=cache,target=/root/.nuget/packages dotnet restore",
        "COPY . .",
        "RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish -c Release -o /out",
        "",
        f"FROM mcr.microsoft.com/dotnet/aspnet:{version}",
        f"ENV ASPNETCORE_HTTP_PORTS={_port(p)}",
        "WORKDIR /app",
        "COPY --from=build /out ./",
        "USER 1654",
        *_end(p, ("dotnet", f"{p['name']}.dll")),
    ]
    return lines, [f"One project lies in the root, and its assembly is {p['name']}.dll."]


def _static(p: Parameters) -> tuple[list[str], list[str]]:
    serve = ["FROM nginxinc/nginx-unprivileged:1.28-alpine"]
    if p["framework"] not in _BUILT:
        return [*serve, "COPY . /usr/share/nginx/html", "EXPOSE 8080"], [
            "The files lie beside the Dockerfile, and nginx listens on 8080 inside."
        ]
    built = "build" if p["framework"] == "react" and p["tool"] != "vite" else "dist"
    lines = [
        f"FROM node:{p['version']}-slim AS build",
        "WORKDIR /app",
        "COPY package.json package-lock.json ./",
        "RUN --mount=type=cache,target=/root/.npm npm ci",
        "COPY . .",
        "RUN npm run build",
        "",
        *serve,
        f"COPY --from=build /app/{built} /usr/share/nginx/html",
        "EXPOSE 8080",
    ]
    return lines, [f"npm run build writes to {built}/, and nginx listens on 8080 inside."]


_STACKS: dict[str, Callable[[Parameters], tuple[list[str], list[str]]]] = {
    "python": _python,
    "node": _node,
    "go": _go,
    "java": _java,
    "rust": _rust,
    "php": _php,
    "ruby": _ruby,
    "dotnet": _dotnet,
    "static": _static,
}
