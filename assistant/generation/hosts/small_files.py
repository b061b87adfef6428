"""Small files: logrotate, crontab, SSH client configuration, .gitignore."""

from __future__ import annotations

from assistant.generation.containers.dockerfile import ignored
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import crontab as escaped

_IGNORED = {
    "python": (
        "__pycache__/",
        "*.py[cod]",
        ".venv/",
        "*.egg-info/",
        "build/",
        "dist/",
        ".pytest_cache/",
        ".mypy_cache/",
        ".ruff_cache/",
        ".coverage",
        "htmlcov/",
    ),
    "node": (
        "node_modules/",
        "dist/",
        "build/",
        "coverage/",
        ".next/",
        ".turbo/",
        "npm-debug.log*",
        "yarn-error.log*",
        "*.tsbuildinfo",
    ),
    "go": ("bin/", "*.exe", "*.test", "*.out", "vendor/", "go.work"),
    "java": ("target/", "build/", ".gradle/", "*.class", "*.jar", "!gradle/wrapper/gradle-wrapper.jar"),
    "rust": ("target/", "**/*.rs.bk"),
    "php": ("vendor/", ".phpunit.cache/", "storage/*.key"),
    "ruby": (".bundle/", "vendor/bundle/", "log/", "tmp/", "coverage/"),
    "dotnet": ("bin/", "obj/", "*.user", ".vs/", "TestResults/"),
    "terraform": (
        ".terraform/",
        "*.tfstate",
        "*.tfstate.*",
        "*.tfplan",
        "crash.log",
        "override.tf",
        "*.auto.tfvars",
        "!.terraform.lock.hcl",
    ),
    "ansible": ("*.retry", ".vault_pass", ".ansible/"),
    "helm": ("charts/*.tgz",),
    "macos": (".AppleDouble", "._*"),
    "jetbrains": ("*.iml", "out/"),
    "static": ("node_modules/", "dist/", "public/", "resources/_gen/"),
}
_EVERYWHERE = (".env", ".env.*", "!.env.example", "*.pem", "*.key", ".DS_Store", ".idea/", ".vscode/", "*.swp", "*.log")


def logrotate(p: Parameters) -> Draft:
    """A file for /etc/logrotate.d."""
    lines = [
        " ".join(p["files"]) + " {",
        *([] if p["by_size"] and p["size"] else [f"    {p['frequency']}"]),
        f"    rotate {p['rotations']}",
        *([f"    {'size' if p['by_size'] else 'maxsize'} {p['size']}"] if p["size"] else []),
        *([f"    maxage {p['age_days']}"] if p["age_days"] else []),
        *([f"    create {p['created']}"] if p["created"] else []),
        "    missingok",
        "    notifempty",
        *([] if p["uncompressed"] else ["    compress"]),
        *([] if p["uncompressed"] or p["compressed_at_once"] else ["    delaycompress"]),
        "    dateext",
        *([f"    su {p['user']} {p['user']}"] if p["user"] else []),
        *_reopened(p),
        "}",
    ]
    name = p["name"]
    steps = (
        NextStep(f"sudo logrotate --debug ./{name}", "read-only"),
        NextStep(f"sudo install -m 0644 {name} /etc/logrotate.d/{name}", "changes state"),
    )
    lost = "A few lines may be lost while the file is emptied; a program that reopens its log on a signal needs postrotate instead of copytruncate."
    told = () if p["postrotate"] else (lost,)
    return Draft((Block("text", name, "\n".join(lines) + "\n"),), steps, told)


def _reopened(p: Parameters) -> list[str]:
    """How the program gets its new file."""
    if p["postrotate"] and not p["copied"]:
        return ["    sharedscripts", "    postrotate", f"        {p['postrotate']} > /dev/null 2>&1 || true", "    endscript"]
    if p["created"] and not p["copied"]:
        return []
    return ["    # the program keeps its file open: copy it and empty it", "    copytruncate"]


def crontab(p: Parameters) -> Draft:
    """A file for /etc/cron.d, or a line of one's own crontab."""
    command = escaped(p["command"])
    if p["output"]:
        command = f"{command.removesuffix(p['output']).rstrip(' >')} >> {p['output']} 2>&1"
    elif p["silent"]:
        command = f"{command} > /dev/null 2>&1"
    zone = [f"CRON_TZ={p['timezone']}"] if p["timezone"] else []
    if p["user"]:
        lines = [
            "SHELL=/bin/sh",
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            *zone,
            f"{p['schedule']} {p['user']} {command}",
        ]
        steps = (
            NextStep(f"sudo install -m 0644 {p['name']} /etc/cron.d/{p['name']}", "changes state"),
            NextStep("systemctl status cron --lines 5", "read-only"),
        )
        return Draft(
            (Block("crontab", p["name"], "\n".join(lines) + "\n"),),
            steps,
            ("The file goes to /etc/cron.d, where the sixth field is the user.",),
        )
    steps = (NextStep("crontab -l", "read-only"), NextStep("crontab -e", "changes state"))
    told = ("The line goes to the crontab of the user that the command runs as.",)
    return Draft((Block("crontab", "crontab", "\n".join([*zone, f"{p['schedule']} {command}"]) + "\n"),), steps, told)


def ssh_config(p: Parameters) -> Draft:
    """Entries of ~/.ssh/config."""
    alias = p["ssh_hosts"][0]
    host = p["host_name"].rpartition("@")[2]
    lines = [f"Host {alias}", f"    HostName {host}"]
    lines += [f"    User {p['user']}"] if p["user"] else []
    lines += [f"    Port {p['port']}"] if p["port"] else []
    lines += [f"    ProxyJump {p['jump']}"] if p["jump"] else []
    lines += [
        f"    IdentityFile {p['identity_file']}",
        "    IdentitiesOnly yes",
        "    ServerAliveInterval 30",
        "    ServerAliveCountMax 3",
        "    StrictHostKeyChecking ask",
        "    ForwardAgent no",
    ]
    steps = (NextStep(f"ssh -G {alias}", "read-only"), NextStep(f"ssh {alias} true", "read-only"))
    return Draft(
        (Block("sshconfig", "config", "\n".join(lines) + "\n"),),
        steps,
        ("The entry goes to ~/.ssh/config, which only you may write.",),
    )


def gitignore(p: Parameters) -> Draft:
    """A .gitignore for a stack."""
    lines: list[str] = []
    for stack in p["stacks"] or (p["stack"],):
        lines += [f"# {stack}", *(name for name in _IGNORED[stack] if name not in lines), ""]
    lines += ["# secrets, editors, logs", *_EVERYWHERE]
    return Draft(
        (Block("gitignore", ".gitignore", "\n".join(lines) + "\n"),),
        (NextStep("git status --ignored --short", "read-only"),),
        ("Files that are tracked already stay tracked.",),
    )


def dockerignore(p: Parameters) -> Draft:
    """A .dockerignore for a stack."""
    told = ("It lies beside the Dockerfile, at the root of the build context.",)
    return Draft((ignored(p),), (NextStep("docker build --tag app:dev .", "changes state"),), told)
