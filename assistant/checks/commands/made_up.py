"""Names that people make up, and what they take for one another."""

INSTEAD = {
    "kubectl rollback": "kubectl rollout undo",
    "kubectl restart": "kubectl rollout restart",
    "kubectl undo": "kubectl rollout undo",
    "kubectl rollout rollback": "kubectl rollout undo",
    "kubectl rollout revert": "kubectl rollout undo",
    "kubectl list": "kubectl get",
    "kubectl log": "kubectl logs",
    "kubectl get-contexts": "kubectl config get-contexts",
    "kubectl use-context": "kubectl config use-context",
    "kubectl current-context": "kubectl config current-context",
    "helm remove": "helm uninstall",
    "git pop": "git stash pop",
    "docker list": "docker ps",
    "kubectl logs --lines": "--tail",
    "kubectl get --sort": "--sort-by",
    "docker logs --lines": "--tail",
    "docker compose logs --lines": "--tail",
    "docker compose up --background": "--detach",
    "ansible-playbook --dry-run": "--check",
    "journalctl --tail": "-n",
    "journalctl --service": "-u",
    "git branch --remove": "--delete",
    "git merge --cancel": "--abort",
    "git rebase --cancel": "--abort",
    "git log --last": "-n",
}
"""What is certainly meant by commands and flags that people make up."""

ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "delete remove rm destroy purge erase uninstall drop del discard unregister",
        "prune purge clean cleanup clear gc clean-up sweep wipe",
        "list ls ps show get print display view all",
        "inspect describe show info details get view status",
        "logs log tail journal output",
        "undo rollback revert restore back reset",
        "update upgrade set edit modify change patch",
        "create new add make init register generate",
        "start run launch up begin resume enable",
        "stop halt down end kill terminate pause",
        "restart reload reboot refresh rerun",
        "install deploy apply setup",
        "check validate verify lint test is-active status",
        "exec ssh shell enter connect attach login",
        "download pull fetch get",
        "upload push send publish",
        "copy cp",
        "move mv rename",
        "switch use select checkout change use-context",
        "scale resize autoscale",
        "stats top usage metrics df",
    )
)
"""Words that people take for one another."""
