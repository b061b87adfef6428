"""Commands that carry another command in their words."""

SPELLED = {"docker-compose": ("docker", "compose"), "egrep": ("grep",), "fgrep": ("grep",), "tofu": ("terraform",)}
"""Other names of tools, as the words that stand for them."""

LEADING = {
    "sudo": 0, "env": 0, "nohup": 0, "nice": 0, "ionice": 0, "stdbuf": 0, "setsid": 0, "xargs": 0, "strace": 0,
    "systemd-run": 0, "nsenter": 0, "unshare": 0, "timeout": 1, "chroot": 1, "flock": 1, "taskset": 1,
    "docker exec": 1, "docker top": 1, "docker container top": 1, "podman top": 1,
    "docker run": 1, "docker create": 1, "docker container exec": 1, "docker container run": 1,
    "docker container create": 1, "docker compose exec": 1, "docker compose run": 1, "docker service create": 1,
    "podman exec": 1, "podman run": 1, "podman create": 1, "podman container run": 1, "podman container exec": 1,
    "podman unshare": 0, "podman compose": 0, "kubectl exec": 2, "kubectl run": 2, "kubectl debug": 2,
    "redis-cli": 0, "git bisect run": 0, "git submodule foreach": 0, "git help": 0,
}  # fmt: skip
"""Commands that run the command in their operands, and how many operands stand before it."""

AFTER_DASHES = ("kubectl exec", "kubectl debug", "kubectl run", "docker compose exec")
"""Commands that run what stands behind `--`."""

SCRIPT_OF_OPERANDS = {"watch": 0, "ssh": 1}
"""Tools that give their operands to a shell, and how many stand before those."""

SHELLS = frozenset(("bash", "sh", "ash", "zsh", "dash"))
"""Programs that run the script behind `-c`."""
