"""Sentences that order something to be done to what exists: "drain node-7", "tail the last lines of the container".

They ask how it is done, whatever words of trouble stand among them: what is followed, removed, gone, dead or scaled down is
the object of the order, not a complaint.
"""

from __future__ import annotations

import re

# Verbs that nobody uses of anything else: with them a message is of the field even where it names nothing known.
_OF_THE_FIELD = frozenset(
    """
    cordon uncordon drain tail grep chmod chown ssh scp rsync rollback roll redeploy deploy undeploy restart reboot reload
    scale autoscale mount unmount umount rebase stash cherry-pick commit push pull fetch clone checkout revert squash amend
    bisect tag untag port-forward forward exec apply import taint untaint upload download sync mirror decode encode base64
    dump restore backup kill patch label annotate prune enable disable install uninstall upgrade downgrade renew rotate curl
    ping traceroute benchmark encrypt decrypt sign compress unzip untar archive undo rollout provision bootstrap migrate
    bounce whitelist blacklist expose configure daemonize attach detach evict truncate vacuum reindex failover promote
    resize silence mute unmute squash evict autoscale decode render package promote demote unlock format partition defragment reclone
    rebuild requeue redeploy untrack unstage switchover cherrypick upgrade
    """.split()
)
_ANYWHERE = frozenset(
    """
    show list get find open close copy move remove delete rename stop start run rerun check compare diff take bring put give
    force print see watch follow plan build rebuild switch set unset change count sort limit allow deny block connect send
    test verify reset clean clear free wait trigger search look read view monitor measure fix-up update edit replace convert
    add append increase decrease raise lower bump turn pause resume retry cancel abort make let keep skip exclude ignore
    hide filter merge split join share transfer save store load export register unregister invite grant revoke authenticate
    log figure determine inspect describe display output query extract calculate reduce shrink extend grow drop purge wipe
    throw kick put set mark assign allocate rotate revoke renew block ban unblock lock forget bring point route schedule suspend
    shut terminate login logout recreate refresh restore recover rerun spin tear wake only zeig zeige lösche liste starte
    stoppe entferne kopiere finde öffne setze prüfe hole beende muestra borra elimina lista reinicia detén copia busca
    encuentra abre montre affiche supprime liste redémarre arrête copie trouve ouvre
    return serve respond answer gather bind collect apply retry hold release promote tail rerun sort encode amend
    cap trim nuke harden restrict tune widen narrow hand pass map bind swap shift wait capture record dump inspect cleanup
    zeigen löschen auflisten starten stoppen neustarten kopieren finden öffnen prüfen beenden entfernen anzeigen
    ver mostrar borrar eliminar listar reiniciar detener parar copiar buscar encontrar abrir escalar ejecutar deshacer
    voir afficher montrer supprimer lister redémarrer arrêter copier trouver chercher ouvrir annuler lancer exécuter effacer
    """.split()
)
_POLITE = re.compile(
    r"(?:(?:please|pls|plz|kindly|can you|could you|can u|hey|hi|hello|ok|okay|now|also|then|just|and|quickly|bitte|por favor|"
    r"i need to|need to|want to|have to|how to|tf|k8s|git|gh|kubernetes|docker|aws|helm|terraform|ansible|in \w+|on \S+)[:,]? )*"
)
# After the verb, what makes it a noun in a complaint or a name: "push rejected", "restart loop", "build fails".
_NO_OBJECT = re.compile(
    r"(?:\w+ )?(?:is|are|was|were|does|doesn't|doesnt|did|didn't|didnt|fails?|fail(?:ed|ing)(?! (?:\w+ )?(?:jobs?|units?|pods?|services?|tests?|hosts?|"
    r"runs?|builds?|tasks?|steps?|containers?|logins?|requests?|pipelines?|releases?|§\w+))|hangs?|keeps?|never|not|won't|wont|"
    r"loops?|policy|errors?|rejected|refused|denied|timed?|takes|stuck|crash\w*|gives|returns|says|cannot|can't|cant)\b"
    r"|(?:into|me (?:an?|some)|an? (?:error|timeout)|\d{3}\b)"
)
# Before a kind of workload or pipeline these tell its purpose: "backup cronjob at 3".
_PURPOSE = re.compile(
    r"(?:backup|sync|test|build|deploy|benchmark|monitor|ping|curl|mirror|restore|retry|wait|clean|watch|check|rotate|dump|install|rsync|ping|bash|cleanup) "
    r"(?:§(?:cronjob|job|systemd_timer|systemd_unit|github_actions|gitlab_ci|crontab|shell_script|ansible_playbook)|scripts?|jobs?|workflow|pipeline)\b"
    r"|ssh config\b|scrape (?:config|jobs?|targets?)"
)
_WHY = re.compile(r"\bwhy\b|\bhow come\b|\bmeans?\b|\bexplain|\bdifference|\bwarum\b|\bpourquoi\b|\bpor qué\b")


def order(words: str) -> str | None:
    """Tell whether the words order something to be done.

    Args:
        words: in lower case, corrected, kinds marked.

    Returns:
        "of the field" where the verb alone tells that it is of the field, "anything" where it may be of anything else;
        None for no order.
    """
    start = _POLITE.match(words)
    rest = words[start.end() if start else 0 :]
    verb, _, object_ = rest.partition(" ")
    verb = verb.strip(",.:;!?")
    if not object_ or _NO_OBJECT.match(object_) or _PURPOSE.match(rest) or _WHY.search(words):
        return None
    return "of the field" if verb in _OF_THE_FIELD else "anything" if verb in _ANYWHERE else None
