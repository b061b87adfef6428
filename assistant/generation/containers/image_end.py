"""How every image ends: the port, what a container is asked, what it runs; and images that are one program."""

from __future__ import annotations

from assistant.generation.containers import base_images
from assistant.generation.parameters import Parameters
from assistant.generation.quoting import json_string
from assistant.generation.reading.environment import words_of

USER = "10001"


def default_port(p: Parameters) -> int | None:
    """The port that the stack listens on by custom; None where it serves nothing."""
    if p["framework"] == "celery":
        return None
    return {"streamlit": 8501, "next": 3000}.get(p["framework"] or "") or {"python": 8000, "node": 3000, "ruby": 3000}.get(
        p["stack"] or "", 8080
    )


def port_of(p: Parameters) -> int | None:
    return p["port"] or default_port(p)


def end(p: Parameters, command: tuple[str, ...], *, asks_with: str | None = None) -> list[str]:
    """What a container is asked and what it runs.

    Args:
        p: the values.
        command: what the stack runs where the request names nothing.
        asks_with: the tool in the image that a health check can use.
    """
    words = words_of(p["command"]) if p["command"] and not p["entry"] else command
    port = port_of(p)
    return [
        *([f"EXPOSE {port}"] if port else []),
        *base_images.health(p, port, asks_with),
        "CMD [" + ", ".join(json_string(word.replace("{port}", str(port))) for word in words) + "]",
    ]


def compiled(p: Parameters, built: str, distroless: str) -> tuple[list[str], list[str]]:
    """The last stage of a program that needs nothing but itself, and what is told of it.

    Args:
        p: the values.
        built: path of the program in the stage `build`.
        distroless: the image that is taken where the request names none.
    """
    final = p["final_image"] or ("alpine:3.22" if p["variant"] == "alpine" else "distroless")
    copied = f"COPY --from=build {built} /{built.rpartition('/')[2]}"
    command = (f"/{built.rpartition('/')[2]}",)
    if final in {"distroless", "scratch"}:
        certificates = ["COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/"] if final == "scratch" else []
        image = distroless if final == "distroless" else "scratch"
        told = ["The final image has no shell."]
        if p["health_path"] or p["health_interval_s"]:
            told.append("Nothing in that image can make a health check: let the orchestrator ask over HTTP.")
        return [f"FROM {image}", *certificates, copied, "USER 65532", *end(p, command)], told
    alpine = final.startswith("alpine")
    installed = (
        ["RUN apk add --no-cache ca-certificates"]
        if alpine
        else [
            "RUN apt-get update && \\",
            f"    apt-get install --yes --no-install-recommends ca-certificates{' curl' if p['health_path'] or p['health_interval_s'] else ''} && \\",
            "    rm -rf /var/lib/apt/lists/*",
        ]
    )
    account = (
        f"RUN adduser -S -D -H -u {USER} app"
        if alpine
        else f"RUN useradd --system --uid {USER} --no-create-home --shell /usr/sbin/nologin app"
    )
    return [
        f"FROM {final}",
        *installed,
        account,
        copied,
        f"USER {USER}",
        *end(p, command, asks_with="wget" if alpine else "curl"),
    ], []


def entered(p: Parameters, command: tuple[str, ...], *, asks_with: str) -> list[str]:
    """The end of an image that is one program and nothing else."""
    lines = end(p, command, asks_with=asks_with)
    return [*lines[:-1], lines[-1].replace("CMD", "ENTRYPOINT", 1)]
