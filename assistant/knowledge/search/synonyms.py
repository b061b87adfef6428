"""Words of DevOps that mean the same, or nearly.

`CANONICAL` puts one word for another on both sides, in questions and in passages: only for words that are one thing.
`NEAR` lets a question also look for words near its own; they count less than the word itself.
"""

from __future__ import annotations

_SAME = {
    "kubernetes": "k8s kube kubernete",
    "pod": "po pods",
    "service": "svc svcs services",
    "namespace": "ns",
    "configmap": "cm configmaps",
    "persistentvolumeclaim": "pvc pvcs persistentvolumeclaims",
    "persistentvolume": "pv pvs",
    "statefulset": "sts",
    "daemonset": "ds",
    "replicaset": "rs",
    "horizontalpodautoscaler": "hpa hpas",
    "poddisruptionbudget": "pdb pdbs",
    "networkpolicy": "netpol netpols networkpolic",
    "serviceaccount": "sa",
    "customresourcedefinition": "crd crds",
    "loadbalancer": "lb elb alb nlb",
    "certificate": "cert certs crt certificat",
    "tls": "ssl https",
    "postgresql": "pg psql postgres pgsql",
    "terraform": "tf tofu opentofu",
    "database": "db dbs databas",
    "delete": "rm del delet remove remov removal deletion drop uninstall wipe erase eras",
    "repository": "repo repos repositor",
    "folder": "dir dirs directory directories director directorie folders",
    "environment": "env envs environ",
    "variable": "var vars variabl",
    "config": "cfg conf configuration configurations configur configure configured configs",
    "memory": "mem ram memor",
    "processor": "cpu cpus processors",
    "password": "pwd passwd passwords passphrase",
    "credential": "creds cred credentials",
    "authentication": "auth authn authenticate authent authenticat",
    "image": "img imag images",
    "permission": "perm perms permissions permiss",
    "application": "app apps applic",
    "log": "logs logging",
    "commit": "commited committed commits",
    "kubectl": "kubectrl kubecontrol",
    "rollback": "rollbacks",
    "oom": "oomkilled oomkill oomkiller",
    "node": "nodes",
    "stuck": "hang hangs hung hanging",
    "expire": "expir expires expired expiry expiration expiring expirat",
    "size": "siz big bigger biggest large larger largest huge",
    "resolve": "resolv resolution resolut",
    "wait": "waits waiting",
    "fail": "failed fails failing failure failures failur",
    "slow": "slowly slowness",
    "archive": "tarball archiv",
    "reach": "reachable",
    "websocket": "ws wss websockets",
    "privilege": "privileges privileged privileg",
    "container": "containers ctr",
    "read": "reads",
    "deny": "denied denies deni",
    "allow": "allows allowed permit",
    "nodejs": "",
    "recover": "recovery",
    "mistake": "accident accidentally mistakenly",
    "latency": "latenc latencies",
    "percentile": "p50 p90 p95 p99 quantile quantil percentil",
    "nightly": "night nights daily",
    "letsencrypt": "certbot acme",
    "write": "wrote written",
    "workflow": "workflows",
    "autoscale": "autoscaler autoscaling autoscal",
    "docker": "dockerd",
    "compose": "dockercompose",
}
CANONICAL = {other: word for word, others in _SAME.items() for other in others.split()} | {word: word for word in _SAME}

_GERMAN = {
    "show": "zeig zeige zeigen anzeigen",
    "restart": "neustart neustarten restarten neu",
    "start": "starte starten",
    "stop": "stoppe stoppen anhalten",
    "line": "zeile zeilen",
    "file": "datei dateien",
    "full": "voll",
    "connection": "verbindung verbinden",
    "disk": "platte festplatte",
    "user": "benutzer nutzer",
    "rename": "umbenennen umbenenne",
    "change": "andern anderung anderungen",
    "local": "lokal lokale lokalen",
    "last": "letzte letzten letzter letztes",
    "list": "auflisten liste",
    "copy": "kopiere kopieren",
    "create": "erstelle erstellen anlegen",
    "backup": "sicherung sichern",
    "error": "fehler",
    "delete": "losche loschen entferne entfernen",
    "folder": "ordner verzeichnis",
    "node": "knoten",
    "certificate": "zertifikat zertifikate",
    "memory": "speicher arbeitsspeicher",
    "password": "passwort kennwort",
    "service": "dienst dienste",
    "container": "containern",
    "deployment": "bereitstellung",
    "process": "prozess prozesse",
    "image": "abbild",
    "branch": "zweig zweige",
    "scale": "skaliere skalieren",
    "undo": "ruckgangig zurucknehmen",
    "restore": "wiederherstellen zuruckspielen",
    "find": "finde finden suche suchen",
    "use": "belegt benutzt verwendet",
    "run": "ausfuhren fuhre lauft laufen",
    "hour": "stunde stunden",
    "network": "netzwerk netz",
    "key": "schlussel",
    "size": "grosse gross",
    "move": "verschieben verschiebe",
    "open": "offne offnen",
    "expire": "ablauf ablaufen",
}
_SPANISH = {
    "show": "mostrar muestra muestrame ver veo",
    "restart": "reiniciar reinicio reinicia reinicie",
    "start": "arrancar arranco iniciar inicio inicia",
    "stop": "parar detener detengo paro",
    "delete": "borrar borro borra eliminar elimino elimina quitar",
    "create": "crear creo crea",
    "list": "listar lista",
    "copy": "copiar copio copia",
    "change": "cambiar cambio cambia cambios",
    "undo": "deshacer deshago revertir",
    "find": "buscar busco encontrar encuentro",
    "follow": "seguir sigo",
    "open": "abrir abro",
    "run": "ejecutar ejecuto ejecuta correr corriendo",
    "restore": "restaurar restauro recuperar",
    "scale": "escalar escalo",
    "last": "ultimo ultima ultimos ultimas",
    "hour": "hora horas",
    "file": "archivo archivos fichero ficheros",
    "folder": "carpeta carpetas directorio directorios",
    "user": "usuario usuarios",
    "password": "contrasena clave",
    "service": "servicio servicios",
    "container": "contenedor contenedores",
    "node": "nodo nodos",
    "deployment": "despliegue despliegues",
    "image": "imagen imagenes",
    "branch": "rama ramas",
    "process": "proceso procesos",
    "port": "puerto puertos",
    "disk": "disco discos",
    "memory": "memoria",
    "error": "errores",
    "certificate": "certificado certificados",
    "backup": "respaldo",
    "database": "base",
    "key": "llave",
    "all": "todos todas todo",
    "size": "tamano espacio",
}
_FRENCH = {
    "show": "voir afficher affiche montrer montre",
    "restart": "redemarrer redemarre relancer",
    "start": "demarrer demarre lancer lance",
    "stop": "arreter arrete arretes stopper",
    "delete": "supprimer supprime effacer",
    "create": "creer cree",
    "list": "lister",
    "copy": "copier copie",
    "change": "changer modifier modifie changements modifications",
    "undo": "annuler annule defaire",
    "find": "trouver trouve chercher cherche",
    "follow": "suivre suis",
    "open": "ouvrir ouvre",
    "run": "executer execute",
    "restore": "restaurer recuperer",
    "last": "dernier derniere derniers dernieres",
    "hour": "heure heures",
    "file": "fichier fichiers",
    "folder": "dossier dossiers repertoire",
    "user": "utilisateur utilisateurs",
    "container": "conteneur conteneurs",
    "node": "noeud noeuds",
    "deployment": "deploiement deploiements",
    "branch": "branche branches",
    "process": "processus",
    "disk": "disque disques",
    "memory": "memoire",
    "error": "erreur erreurs",
    "network": "reseau",
    "certificate": "certificat certificats",
    "backup": "sauvegarde sauvegarder",
    "key": "cle cles",
    "all": "tous toutes tout",
    "use": "utilise utiliser",
}
GERMAN = {  # of other languages too; without accents
    word: english for words_of in (_GERMAN, _SPANISH, _FRENCH) for english, words in words_of.items() for word in words.split()
}

PHRASES = {  # words that are one thing together, and what they are found by
    "roll back": "rollback",
    "rolled back": "rollback",
    "rolling back": "rollback",
    "go back": "rollback",
    "out of memory": "oom memory",
    "oom killed": "oom",
    "exit code 137": "oom",
    "persistent volume claim": "persistentvolumeclaim",
    "persistent volume": "persistentvolume",
    "config map": "configmap",
    "config maps": "configmap",
    "load balancer": "loadbalancer",
    "stateful set": "statefulset",
    "daemon set": "daemonset",
    "replica set": "replicaset",
    "cron job": "cronjob",
    "cron jobs": "cronjob",
    "network policy": "networkpolicy",
    "network policies": "networkpolicy",
    "service account": "serviceaccount",
    "storage class": "storageclass",
    "custom resource": "customresourcedefinition",
    "pod disruption budget": "poddisruptionbudget",
    "horizontal pod autoscaler": "horizontalpodautoscaler",
    "auto scale": "autoscale",
    "auto scaler": "autoscale",
    "auto scaling": "autoscale",
    "docker compose": "compose",
    "docker-compose": "compose docker",
    "compose file": "compose",
    "log in": "login",
    "logged in": "login",
    "sign in": "login",
    "set up": "setup",
    "back up": "backup",
    "file system": "filesystem",
    "time out": "timeout",
    "timed out": "timeout",
    "times out": "timeout",
    "host name": "hostname",
    "user name": "username",
    "let's encrypt": "letsencrypt",
    "let s encrypt": "letsencrypt",
    "web socket": "websocket",
    "web sockets": "websocket",
    "jump server": "jump host bastion",
    "no space left": "disk full",
    "disk is full": "disk full",
    "out of disk": "disk full",
    "out of space": "disk full",
    "read only": "readonly",
    "read-only": "readonly",
    "up to date": "update",
    "merge request": "mergerequest",
    "merge requests": "mergerequest",
    "pull request": "pullrequest",
    "pull requests": "pullrequest",
    "github action": "githubactions workflow",
    "github actions": "githubactions workflow",
    "gitlab ci": "gitlabci pipeline",
    "health check": "healthcheck",
    "health checks": "healthcheck",
    "node js": "nodejs",
    "node.js": "nodejs",
    "port forward": "portforward",
    "port forwarding": "portforward",
    "port-forward": "portforward",
    "single page": "spa",
    "av zones": "zone",
    "availability zones": "zone",
    "over https": "tls",
    "man in the middle": "hostkey",
    "key pair": "key",
    "off that node": "drain node",
    "off this node": "drain node",
    "off the node": "drain node",
    "off a node": "drain node",
    "pods away": "drain",
    "pods elsewhere": "drain",
    "out of service": "drain",
    "get rid": "delete",
    "get rid of": "delete",
    "throw away": "discard",
    "throw out": "delete",
    "clean up": "prune",
    "bring back": "restore",
    "brought back": "restore",
    "bring it back": "restore",
    "get back": "restore",
    "get it back": "restore",
    "get them back": "restore",
    "get my commits back": "restore",
    "put back": "restore",
    "start at boot": "enable boot",
    "starts at boot": "enable boot",
    "start on boot": "enable boot",
    "starts on boot": "enable boot",
    "start automatically": "enable boot",
    "after a reboot": "boot",
    "after reboot": "boot",
    "on every boot": "enable boot",
    "no longer there": "delete",
    "that are gone": "delete",
    "what is gone": "delete",
    "extra files": "delete",
    "without changing anything": "dryrun check",
    "change nothing": "dryrun check",
    "changes nothing": "dryrun check",
    "don t change": "dryrun check",
    "would happen": "dryrun",
    "would be changed": "dryrun",
    "would change": "dryrun",
    "dry run": "dryrun",
    "dry-run": "dryrun",
    "version before": "rollback previous",
    "previous version": "rollback previous",
    "earlier version": "rollback previous",
    "old version": "rollback previous",
    "back to revision": "rollback revision",
    "back on revision": "rollback revision",
    "return to revision": "rollback revision",
    "return to": "rollback",
    "keep following": "follow",
    "keeps following": "follow",
    "put aside": "stash",
    "rolling restart": "restart",
    "neu starten": "restart",
    "an und aus": "enable disable",
    "who am i": "whoami",
    "keep on disk": "untrack",
    "out of git": "untrack",
    "stop tracking": "untrack",
    "not tracked": "untrack",
    "econnrefused": "connection refuse",
    "etimedout": "connection timeout",
    "enoent": "file found",
    "eacces": "permission deny",
    "eperm": "permission deny",
    "eaddrinuse": "address use port",
    "enospc": "space left disk full",
    "emfile": "open file",
    "enotfound": "name resolve dns",
    "eai_again": "name resolve dns",
    "econnreset": "connection reset",
}

PHRASES |= {
    "logical volume": "lvm",
    "volume group": "lvm",
    "how long until": "expire",
    "who wrote": "blame author",
    "who changed": "blame author change",
    "who touched": "blame author change",
    "who last touched": "blame author change",
    "most memory": "top usage memory",
    "most cpu": "top usage cpu",
    "highest memory": "top usage memory",
    "highest cpu": "top usage cpu",
    "from starting": "disable",
    "not start": "disable",
    "never start": "disable mask",
    "no longer start": "disable",
    "time zone": "timezone",
    "including its volumes": "volume",
    "goes away": "expire",
    "go away": "expire",
    "neu starten": "restart",
    "starte neu": "restart",
}

NEAR = tuple(
    tuple(line.split())
    for line in """
undo rollback revert restore reset back
restart bounce reload redeploy rollout
restart reboot
deploy install
cordon unschedulable
blame author
string line
lvm lv vg lvextend
taint toleration tolerate
execute exec run command
forget untrack
string text word
list print display view output get show see
kill stop end terminate cancel abort
create make write generate new add build skeleton scaffold
manifest yaml yml
change edit modify update set alter replace
fail error problem crash issue broken
slow performance latency
stuck pending
stuck terminating
stuck wait
find search locate look grep
fix solve repair resolve troubleshoot debug mend handle
copy transfer upload download cp move
full space fill
schedule cron nightly timer cronjob periodically
discard throw clean delete
shell terminal bash exec console
recover restore
disconnect drop keepalive alive
empty flush clear purge
mute silence suppress
mirror sync synchronise synchronize
encrypt vault
redirect force
limit restrict bound quota
expose publish
log journal output
host server machine
hostname name
crash restart loop
user person account developer
login authentication credential
kubectl kubernetes
install add
version revision release
key secret token
secret password credential token
python flask django fastapi gunicorn pip
nodejs npm express yarn javascript node
permission privilege grant right access
access permission right reach
unreachable reach
grow extend resize enlarge expand increase size
small shrink reduce slim
deploy rollout release
variable environment
usage consume use consumption top
percent percentage share ratio
error 5xx 500
status state
label selector
follow stream tail
disk space storage volume
boot startup reboot
mistake undo recover
squash combine fixup
port listen
block deny
test check verify validate
check look inspect
certificate tls
hardware gpu nvidia
bucket s3
difference diff compare
previous earlier last old
rename name
proxy upstream backend
unused dangling orphan prune
ignore exclude untrack
dryrun preview try simulate
follow live
enable autostart boot
disable autostart
compose service
""".strip().splitlines()
)
