"""docker and podman."""

from __future__ import annotations

from assistant.checks.commands.customs import Customs, words

_DOCKER_NAMES = {
    f"docker {path}": f"docker {real}"
    for group, names in {
        "container": "list:ls ps:ls remove:rm",
        "image": "list:ls remove:rm",
        "volume": "list:ls remove:rm",
        "network": "list:ls remove:rm",
        "service": "list:ls remove:rm",
        "node": "list:ls remove:rm",
        "secret": "list:ls remove:rm",
        "config": "list:ls remove:rm",
        "context": "list:ls remove:rm",
        "plugin": "list:ls remove:rm",
        "stack": "list:ls remove:rm down:rm up:deploy",
        "buildx": "list:ls remove:rm b:build f:bake",
        "checkpoint": "list:ls remove:rm",
        "compose": "ls:ls",
    }.items()
    for path, real in [(f"{group} {pair.split(':')[0]}", f"{group} {pair.split(':')[1]}") for pair in names.split()]
}
_DOCKER = Customs(
    plugins=words(
        "scout init sbom desktop extension debug dev feedback ai mcp model offload pass sandbox app scan slim"
        " machine cloud dhi agent cagent pushrm credential compose buildx rollout squash hub dclint bake builder"
        " helper"
    ),
    names=_DOCKER_NAMES,
    hidden={
        "": (
            "--host= -H= --context= -c= --config= --tls --tlsverify --tlscacert= --tlscert= --tlskey= --debug -D"
            " --log-level= -l="
        ),
        "docker run": "--net= --net-alias= --dns-opt= --kernel-memory= --cpu-count=",
        "docker create": "--net= --net-alias= --dns-opt=",
        "docker container run": "--net= --net-alias= --dns-opt=",
        "docker login": "--email= -e=",
        "docker tag": "-f --force",
        "docker system prune": "--volumes --filter= --all -a --force -f",
        "docker compose": "--verbose --no-ansi --file= -f= --project-name= -p= --profile= --env-file= --ansi= --parallel=",
        "docker compose up": "--menu --yes -y",
        "docker compose rm": "--all -a",
        "docker compose logs": "--index=",
        "docker buildx": "--builder= -D --debug",
        "docker build": (
            "--squash --memory= -m= --cpu-quota= --cpu-period= --cpu-shares= -c= --cpuset-cpus= --cpuset-mems="
            " --memory-swap= --security-opt= --compress --force-rm --rm --isolation= --ulimit= --shm-size= --stream"
        ),
        "docker manifest": "--insecure",
        "docker inspect": "--size -s --type= --format= -f=",
    },
)

_PODMAN = Customs(
    grows=True,
    cuts=False,
    short=False,
    plugins=words("desktop tui bootc py"),
    names={
        f"podman {path} {name}": f"podman {path} {real}"
        for path in ("container", "image", "volume", "network", "pod", "secret", "manifest", "machine", "system connection")
        for name, real in (("ls", "ls"), ("list", "ls"), ("ps", "ps"), ("rm", "rm"), ("remove", "rm"), ("reset", "reset"))
    }
    | {
        f"podman {name}": f"podman {name}"
        for name in ("help", "play", "list", "ls", "farm", "quadlet", "update", "artifact", "kube")
    },
    hidden={
        "": (
            "--remote -r --url= --connection= -c= --identity= --log-level= --root= --runroot= --storage-driver="
            " --cgroup-manager="
        )
    },
)

TABLE = {"docker": _DOCKER, "podman": _PODMAN}
