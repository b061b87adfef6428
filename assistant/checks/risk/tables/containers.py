"""Containers: docker, podman, their compose commands, and tools for images."""

TABLE = """
[docker podman nerdctl finch docker.io]
values: -H --host --context --config -l --log-level -f --file -p --project-name --profile --env-file --project-directory --name -e --env
values: -v --volume -u --user -w --workdir --network --net --entrypoint -h --hostname -m --memory --cpus --mount --label --link --restart
values: --add-host --cap-add --cap-drop --device --dns --expose --gpus --group-add --ip --ipc --log-driver --log-opt --pid --platform
values: --publish --pull --runtime --security-opt --shm-size --stop-signal --sysctl --tmpfs --ulimit --userns --uts --volumes-from
values: --filter --format --tail --since --until -n --time --signal -s --detach-keys --index --scale --build-arg --tag --target -c
values: --cidfile --cpu-shares --cpuset-cpus --blkio-weight --cgroup-parent --health-cmd --health-interval --memory-swap --network-alias
values: --annotation --pod --uidmap --root --runroot --connection --url --storage-driver --timeout -o --output --last --cgroupns --secret
values: --driver --subnet --gateway --opt --size-only --stop-timeout --cache-from --iidfile --progress --builder --namespace --address
flags: -i -t -it -d -a -q --rm --detach --interactive --tty --privileged -P --init --read-only --no-cache -D --debug --tls --all --quiet
flags: -T --dry-run --no-deps --service-ports --use-aliases --build --no-trunc --volumes --force --remove-orphans --follow --timestamps
read: $, help, ps, images, logs, inspect, stats, top, version, info, history, port, diff, events, search, wait
read: container ls|list|ps|inspect|logs|stats|top|port|diff|wait|exists, image ls|list|inspect|history|exists|tree, volume ls|list|inspect|exists
read: network ls|list|inspect|exists, system df|info|events|connection, node ls|list|inspect|ps, service ls|list|inspect|logs|ps
read: stack ls|list|ps|services|config, config ls|inspect, secret ls|list|inspect, context ls|list|inspect|show, plugin ls|inspect, swarm ca
read: manifest inspect, buildx ls|inspect|du|version|imagetools, buildx history ls|logs|inspect, trust inspect, scout, sbom, pod ls|list|ps|inspect|logs|stats|top|exists
read: compose ps|logs|config|top|images|ls|version|port|events|stats|volumes|convert|wait, generate, healthcheck, kube generate !-f|--filename, machine ls|list|inspect|info, model list|ls|status, builder du
read: mount, auto-update --dry-run, secret inspect, quadlet list, farm list, artifact ls|inspect
change: run|create, container run|create, compose run|create -> creates a container
change: start|restart|unpause|rename|update|stop|pause, container start|restart|stop|pause|unpause -> changes which containers run
destroy: kill, container kill, compose kill -> ends containers at once
change: kill -s|--signal=HUP|SIGHUP|1|USR1|SIGUSR1|USR2|SIGUSR2|WINCH|SIGWINCH|CONT|SIGCONT, container|compose kill -s|--signal=HUP|SIGHUP|1|USR1|SIGUSR1|USR2|SIGUSR2|WINCH|SIGWINCH|CONT|SIGCONT -> sends a signal to containers
change: build|buildx|pull|push|tag|load|import|commit|login|logout, image build|pull|push|tag|load|import|save -> changes images or registries
read: buildx ls|inspect|du|version|imagetools, buildx history ls|logs|inspect
change: save|export|cp -> writes files
change: generate --files|-f|--filename -> writes files
change: compose up|build|pull|push|start|restart|stop|pause|unpause|scale|watch -> changes which containers run
change: compose down -> stops and removes the containers and networks of the project
change: login -> logs in to a registry
unknown: unshare $ -> opens a shell, and what is typed there decides
unknown: exec|attach, container exec|attach, compose exec|attach, machine ssh -> opens a session in a container, and what is typed there decides
destroy: rm, container rm|remove, compose rm, pod rm -> removes containers with what they have written
destroy: rmi, image rm|remove -> removes images
destroy: volume rm|remove|prune -> deletes volumes and the data in them
destroy: system prune|reset, container|image|network|builder|buildx|pod|volume prune, buildx rm, image prune -> deletes everything of that kind that is not in use
destroy: compose down -v|--volumes -> removes the containers and deletes the volumes with their data
destroy: compose down --rmi -> removes the containers and their images
destroy: compose up --renew-anon-volumes|-V|--remove-orphans -> removes containers or their volumes
destroy: network|service|stack|config|secret|context|plugin|node|manifest|machine|model rm|remove|down -> deletes it
destroy: swarm leave, swarm leave --force -> takes the node out of the swarm
destroy: service scale ~*=0, compose scale ~*=0, service update --replicas=0 -> stops every container of it
destroy: kill --all|-a, stop --all|-a, pod kill -> stops all containers
destroy: node update --availability=drain -> moves all tasks away from the node
read: compose * --dry-run -> a dry run changes nothing
read: save !-o|--output, export !-o|--output, cp last=- -> prints an archive
run argv: exec *, container exec *, compose exec *, unshare
run argv change: run *, container run *, compose run *
run shell: machine ssh *

[docker-compose podman-compose]
values: -f --file -p --project-name --profile --env-file --project-directory -e --env -u --user -w --workdir --index --scale --tail -t
values: --timeout --since --until -H --host --name --entrypoint -v --volume -s --signal
flags: -T --dry-run -d -it -i --rm --no-deps --build --detach --volumes --remove-orphans --verbose --follow --force
read: $, help, ps, logs, config, top, images, ls, version, port, events, stats
change: up|build|pull|push|start|restart|stop|pause|unpause|scale|create|run -> changes which containers run
destroy: kill -> ends containers at once
change: kill -s|--signal=HUP|SIGHUP|1|USR1|SIGUSR1|USR2|SIGUSR2|WINCH|SIGWINCH|CONT|SIGCONT -> sends a signal to containers
change: down -> stops and removes the containers and networks of the project
destroy: rm -> removes containers with what they have written
destroy: down -v|--volumes -> removes the containers and deletes the volumes with their data
destroy: down --rmi -> removes the containers and their images
destroy: scale ~*=0 -> stops every container of it
read: * --dry-run -> a dry run changes nothing
unknown: exec|attach -> opens a session in a container, and what is typed there decides
run argv: exec *
run argv change: run *

[skopeo crane oras regctl cosign notation]
values: --creds --src-creds --dest-creds --authfile --platform --key --format -o
read: $, inspect, list-tags, ls, manifest, config, digest, verify, tree, version, help, catalog, blob, validate, export, triangulate, tag ls, image inspect|manifest|digest|config, repo ls, discover
change: copy|cp|push|pull|sync|append|mutate|rebase|tag|sign|attest|attach|login|auth -> changes registries or files
destroy: delete, tag delete|rm, image delete, manifest delete, blob delete, repo rm -> deletes images from the registry
read: manifest fetch

[buildah kaniko img umoci]
read: $, images, containers, inspect, info, version, ps, ls
destroy: rm|rmi|prune -> removes containers or images
unknown: run

[trivy grype syft dive hadolint dockle clair snyk checkov tfsec tflint kics semgrep gitleaks trufflehog shellcheck yamllint]
values: -f --format -o --output --severity -s --scanners --config -c --exclude
read: any -> only examines
change: --output|-o, --fix, monitor -> writes a file or reports somewhere
change: server|clean -> changes what it keeps

[lxc incus lxd virsh multipass vagrant VBoxManage qm pct qemu-img limactl colima]
values: -c --connect -n --name --project --remote
read: $, help, list|ls, info, show, version, config show|get, image list|info|show, network list|show|info, storage list|show|info, profile list|show
read: dominfo|domstate|domblklist|domiflist|dumpxml|nodeinfo|net-list|net-dumpxml|pool-list|vol-list|snapshot-list|domifaddr|vcpuinfo|domstats|capabilities|iface-list|hostname|uri
read: status|global-status|port|ssh-config|validate, box|snapshot|plugin list, check|compare|map|measure, config *, pending, listsnapshot, agent
read: showvminfo, storage *
change: start|launch|create|restart|suspend|resume|up|reload|provision|snapshot|clone|set|edit|push|pull|copy|move|transfer|mount|migrate|shutdown|stop|halt
destroy: delete|rm|remove|destroy|purge|undefine|unregistervm|prune|rollback, box remove, image delete, network delete, storage delete, net-destroy|net-undefine|pool-destroy|pool-delete|pool-undefine|vol-delete|vol-wipe|snapshot-delete|snapshot-revert, snapshot delete|restore, snapshot -d, delsnapshot
unknown: exec|shell|ssh|console|guest
run argv: exec * --
run shell from -c: ssh
"""
