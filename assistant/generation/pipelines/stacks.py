"""How each stack is installed, linted, tested and built."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.generation.parameters import Parameters


@dataclass(frozen=True)
class Commands:
    """Shell commands of a stack.

    Attributes:
        image: a container that has the tools.
        install: fetches dependencies.
        lint: checks style.
        test: runs the tests.
        build: makes what is shipped.
        cache: directory of downloads, within the project, and the file whose change makes it stale.
    """

    image: str
    install: tuple[str, ...]
    lint: tuple[str, ...]
    test: tuple[str, ...]
    build: tuple[str, ...]
    cache: tuple[str, str]


def commands(p: Parameters) -> Commands:
    """The commands for stack, version and tool of a pipeline."""
    stack, version, tool = p["stack"], p["version"], p["tool"]
    if stack == "python":
        return _python(version, tool)
    if stack in {"node", "static"}:
        return _node(version, tool)
    if stack == "java":
        return _java(version, tool)
    return {
        "go": Commands(
            f"golang:{version}",
            ("go mod download",),
            ("go vet ./...",),
            ("go test -race ./...",),
            ("go build ./...",),
            (".go", "go.sum"),
        ),
        "rust": Commands(
            f"rust:{version}",
            (),
            ("cargo fmt --check", "cargo clippy --locked -- -D warnings"),
            ("cargo test --locked",),
            ("cargo build --release --locked",),
            (".cargo", "Cargo.lock"),
        ),
        "php": Commands(
            f"php:{version}-cli",
            (),
            ("vendor/bin/phpcs",),
            ("vendor/bin/phpunit",),
            ("composer dump-autoload --optimize",),
            ("vendor", "composer.lock"),
        ),
        "ruby": Commands(
            f"ruby:{version}",
            ("bundle install --jobs 4",),
            ("bundle exec rubocop",),
            ("bundle exec rake test",),
            ("bundle exec rake build",),
            ("vendor/bundle", "Gemfile.lock"),
        ),
        "dotnet": Commands(
            f"mcr.microsoft.com/dotnet/sdk:{version}",
            ("dotnet restore",),
            ("dotnet format --verify-no-changes",),
            ("dotnet test --no-restore",),
            ("dotnet publish -c Release -o out",),
            (".nuget", "**/*.csproj"),
        ),
    }[stack]


def _python(version: str, tool: str | None) -> Commands:
    install = {
        "poetry": ("pip install poetry==2.1.4", "poetry install"),
        "uv": ("pip install uv==0.8.13", "uv sync --locked"),
    }.get(tool or "", ("pip install -r requirements.txt", "pip install pytest ruff"))
    run = {"poetry": "poetry run ", "uv": "uv run "}.get(tool or "", "")
    lock = {"poetry": "poetry.lock", "uv": "uv.lock"}.get(tool or "", "requirements.txt")
    return Commands(
        f"python:{version}-slim",
        install,
        (f"{run}ruff check .",),
        (f"{run}pytest",),
        (f"{run}python -m compileall -q .",),
        (".cache/pip", lock),
    )


def _node(version: str, tool: str | None) -> Commands:
    manager = tool if tool in {"yarn", "pnpm"} else "npm"
    install, run, lock = {
        "npm": (("npm ci",), "npm run", "package-lock.json"),
        "yarn": (("corepack enable", "yarn install --immutable"), "yarn run", "yarn.lock"),
        "pnpm": (("corepack enable", "pnpm install --frozen-lockfile"), "pnpm run", "pnpm-lock.yaml"),
    }[manager]
    flag = " --if-present" if manager == "npm" else ""
    return Commands(
        f"node:{version}-slim",
        install,
        (f"{run} lint{flag}",),
        (f"{run.removesuffix(' run')} test",),
        (f"{run} build{flag}",),
        (".npm" if manager == "npm" else f".{manager}", lock),
    )


def _java(version: str, tool: str | None) -> Commands:
    if tool == "gradle":
        return Commands(
            f"gradle:8-jdk{version}",
            (),
            ("./gradlew check -x test",),
            ("./gradlew test",),
            ("./gradlew build -x test",),
            (".gradle", "**/*.gradle*"),
        )
    return Commands(
        f"maven:3.9-eclipse-temurin-{version}",
        (),
        ("mvn --batch-mode validate",),
        ("mvn --batch-mode test",),
        ("mvn --batch-mode -DskipTests package",),
        (".m2", "pom.xml"),
    )
