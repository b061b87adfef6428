"""Stages for languages that are run as they are written: Python, Node, PHP, Ruby; and files that a browser runs."""

from __future__ import annotations

from assistant.generation.containers import base_images, image_end
from assistant.generation.parameters import Parameters
from assistant.generation.reading.docker_options import is_pecl

_PYTHON_COMMANDS = {
    "fastapi": ("uvicorn", "main:app", "--host", "0.0.0.0", "--port", "{port}"),  # noqa: S104  # inside a container
    "flask": ("gunicorn", "--bind", "0.0.0.0:{port}", "app:app"),
    "django": ("gunicorn", "--bind", "0.0.0.0:{port}", "config.wsgi:application"),
    "celery": ("celery", "-A", "app", "worker"),
    "streamlit": ("streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port={port}"),
}


_BUILT = ("react", "vue", "angular", "svelte", "vite")


_LIBRARIES = {
    "gd": ("libfreetype-dev", "libjpeg-dev", "libpng-dev"),
    "pdo_pgsql": ("libpq-dev",),
    "pgsql": ("libpq-dev",),
    "intl": ("libicu-dev",),
    "zip": ("libzip-dev",),
    "soap": ("libxml2-dev",),
    "xsl": ("libxslt1-dev",),
    "gmp": ("libgmp-dev",),
    "imagick": ("libmagickwand-dev",),
}


def python(p: Parameters) -> tuple[list[str], list[str]]:
    image = base_images.slim(p, "python")
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
        *base_images.packages(p, building=True),
        "WORKDIR /app",
        "RUN python -m venv /venv",
        'ENV PATH="/venv/bin:$PATH"',
        listed,
        install,
        "",
        f"FROM {image}",
        'ENV PATH="/venv/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1',
        *base_images.packages(p),
        *base_images.user(p, image_end.USER),
        "WORKDIR /app",
        "COPY --from=build /venv /venv",
        "COPY . .",
        f"USER {image_end.USER}",
        *image_end.end(p, _python_command(p), asks_with="python"),
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
    if p["served_by"] in {"uvicorn", "gunicorn"} and usual[0] != p["served_by"]:
        usual = _PYTHON_COMMANDS["fastapi" if p["served_by"] == "uvicorn" else "flask"]
    served = usual if usual[0] in {"uvicorn", "gunicorn"} else _PYTHON_COMMANDS["flask"] if p["entry"] else usual
    if p["workers"] and served[0] in {"uvicorn", "gunicorn"}:
        served = (served[0], "--workers", str(p["workers"]), *served[1:])
    if p["entry"] is None:
        return served
    return tuple(p["entry"] if ":" in word and "{port}" not in word else word for word in served)


def node(p: Parameters) -> tuple[list[str], list[str]]:
    image = base_images.slim(p, "node")
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
        *base_images.packages(p, building=True),
        "WORKDIR /app",
        f"COPY package.json {lock} ./",
        f"RUN --mount=type=cache,target={cache} {install}",
        "COPY . .",
        f"RUN --mount=type=cache,target={cache} {build} && {prune}",
        "",
        f"FROM {image}",
        *base_images.packages(p),
        "ENV NODE_ENV=production",
        "WORKDIR /app",
        *_node_files(p),
        "USER 1000",
        *image_end.end(p, ("npm", "start") if p["framework"] in {"next", "nest"} else ("node", "server.js"), asks_with="node"),
    ]
    told = (
        []
        if p["command"] or p["framework"] in {"next", "nest"}
        else ["The application starts from server.js: change the last line where it is elsewhere."]
    )
    return lines, [f"{lock} is committed.", *told]


def _node_files(p: Parameters) -> list[str]:
    """What is run: all, or what the build made where the request names its directory."""
    if not p["output_dir"]:
        return ["COPY --from=build --chown=node:node /app ./"]
    return [
        "COPY --from=build --chown=node:node /app/package.json ./",
        "COPY --from=build --chown=node:node /app/node_modules ./node_modules",
        f"COPY --from=build --chown=node:node /app/{p['output_dir']} ./{p['output_dir']}",
    ]


def php(p: Parameters) -> tuple[list[str], list[str]]:
    public = p["docroot"] or ("public" if p["framework"] in {"laravel", "symfony"} else "")
    root = f"/var/www/html/{public}".rstrip("/")
    lines = [
        "FROM composer:2 AS build",
        "WORKDIR /app",
        "COPY composer.json composer.lock ./",
        "RUN --mount=type=cache,target=/tmp/cache composer install --no-dev --no-scripts --no-interaction --prefer-dist --optimize-autoloader",
        "",
        f"FROM php:{p['version']}-apache",
        *_extensions(p),
        f"ENV APACHE_DOCUMENT_ROOT={root}",
        f"RUN sed -ri 's/^Listen 80$/Listen {image_end.port_of(p)}/' /etc/apache2/ports.conf && \\",
        f"    sed -ri -e 's/:80>/:{image_end.port_of(p)}>/' -e \"s#/var/www/html#$APACHE_DOCUMENT_ROOT#\" /etc/apache2/sites-available/000-default.conf && \\",
        "    a2enmod rewrite",
        "WORKDIR /var/www/html",
        "COPY --from=build --chown=www-data:www-data /app/vendor ./vendor",
        "COPY --chown=www-data:www-data . .",
        "USER 33",
        *image_end.end(p, ("apache2-foreground",), asks_with="curl"),
    ]
    return lines, ["composer.lock is committed; further PHP extensions come with docker-php-ext-install."]


def _extensions(p: Parameters) -> list[str]:
    """Extensions of PHP with the libraries that they are built with."""
    names = list(p["extensions"] or ())
    libraries = [*(p["os_packages"] or ()), *(library for name in names for library in _LIBRARIES.get(name, ()))]
    lines: list[str] = []
    if libraries:
        lines += [
            "RUN apt-get update && \\",
            f"    apt-get install --yes --no-install-recommends {' '.join(dict.fromkeys(libraries))} && \\",
            "    rm -rf /var/lib/apt/lists/*",
        ]
    if "gd" in names:
        lines.append("RUN docker-php-ext-configure gd --with-freetype --with-jpeg")
    own, others = [name for name in names if not is_pecl(name)], [name for name in names if is_pecl(name)]
    if own:
        lines.append(f'RUN docker-php-ext-install -j"$(nproc)" {" ".join(own)}')
    if others:
        lines.append(f"RUN pecl install {' '.join(others)} && docker-php-ext-enable {' '.join(others)}")
    return lines


def ruby(p: Parameters) -> tuple[list[str], list[str]]:
    rails = p["framework"] == "rails"
    command = (
        ("bundle", "exec", "puma", "-b", "tcp://0.0.0.0:{port}")
        if not rails
        else ("bin/rails", "server", "-b", "0.0.0.0", "-p", "{port}")  # noqa: S104  # inside a container
    )
    lines = [
        f"FROM ruby:{p['version']}{'-alpine' if base_images.is_alpine(p) else ''} AS build",
        *(base_images.packages(p, *(("build-base",) if base_images.is_alpine(p) else ()), building=True)),
        "WORKDIR /app",
        'ENV BUNDLE_WITHOUT="development:test" BUNDLE_DEPLOYMENT=1',
        "COPY Gemfile Gemfile.lock ./",
        "RUN bundle install --jobs 4 && rm -rf vendor/bundle/ruby/*/cache",
        "COPY . .",
        "",
        f"FROM {base_images.slim(p, 'ruby')}",
        *base_images.packages(
            p, *(("curl",) if (p["health_path"] or p["health_interval_s"]) and not base_images.is_alpine(p) else ())
        ),
        'ENV BUNDLE_WITHOUT="development:test" BUNDLE_DEPLOYMENT=1'
        + (" RAILS_ENV=production RAILS_LOG_TO_STDOUT=1" if rails else ""),
        *base_images.user(p, image_end.USER),
        "WORKDIR /app",
        f"COPY --from=build --chown={image_end.USER} /app ./",
        f"USER {image_end.USER}",
        *image_end.end(p, command, asks_with="wget" if base_images.is_alpine(p) else "curl"),
    ]
    return lines, ["Gems that need system libraries at run time need them in the last stage too."]


def static(p: Parameters) -> tuple[list[str], list[str]]:
    named = p["image"] if p["image"] and p["image"].startswith(("nginx", "nginxinc/", "httpd", "caddy")) else None
    port = 80 if named and "unprivileged" not in named else 8080
    serve = [f"FROM {named or 'nginxinc/nginx-unprivileged:1.28-alpine'}"]
    told_port = f"nginx listens on {port} inside."
    ending = [f"EXPOSE {port}", *base_images.health(p, port, "wget")]
    if p["framework"] not in _BUILT and not p["output_dir"]:
        return [*serve, "COPY . /usr/share/nginx/html", *ending], [f"The files lie beside the Dockerfile, and {told_port}"]
    vite = p["tool"] == "vite" or p["framework"] == "vite" or p["bundler"] == "vite"
    built = p["output_dir"] or ("build" if p["framework"] == "react" and not vite else "dist")
    lines = [
        f"FROM {base_images.slim(p, 'node')} AS build",
        "WORKDIR /app",
        "COPY package.json package-lock.json ./",
        "RUN --mount=type=cache,target=/root/.npm npm ci",
        "COPY . .",
        "RUN npm run build",
        "",
        *serve,
        f"COPY --from=build /app/{built} /usr/share/nginx/html",
        *ending,
    ]
    return lines, [f"npm run build writes to {built}/, and {told_port}"]
