"""Kubernetes: kubectl and its relatives, helm, GitOps and mesh tools, the node's container tools."""

TABLE = """
[kubectl k oc kubecolor microk8s.kubectl k3s.kubectl minikube.kubectl]
values: -n --namespace --context --cluster --user -s --server --kubeconfig --token --as --as-group --as-uid --request-timeout
values: -o --output -l --selector -f --filename -k --kustomize --field-selector -c --container -v --v --cache-dir --tail --since
values: --since-time --replicas --type -p --patch --patch-file --timeout --for --image --overrides --sort-by --grace-period -L
values: --label-columns --template --field-manager --certificate-authority --client-certificate --client-key --raw --subresource
values: --port --target-port --env --limits --requests --current-replicas --revision --to-revision --address --profile --chunk-size
values: --tls-server-name --password --username --limit-bytes --max-log-requests --pod-selector --target --for-user --loglevel
flags: -A --all-namespaces -w --watch -i -t -it --stdin --tty -q --quiet -h --insecure-skip-tls-verify --no-headers --show-labels
flags: --previous --follow --all-containers --timestamps --prefix --force --all --now --recursive -R --wait --local --list
flags: --warnings-as-errors --match-server-version --ignore-not-found --show-managed-fields --containers --overwrite --record --rm
read: $, help, get, describe, logs, top, explain, version, cluster-info, api-resources, api-versions, diff, events, wait, kustomize
read: options, completion, auth can-i, auth whoami, rollout status|history, config view|get-contexts|current-context|get-clusters|get-users
read: plugin list, certificate $, port-forward, set $, status, whoami, project $, projects, adm top, adm release info, adm must-gather
read: tree, neat, who-can, access-matrix, view-allocations, resource-capacity, outdated, images, stern, ktop, score, lineage, status
read: view-secret -> prints a secret in the clear
read: get secret|secrets -> reads secrets: what it prints may be confidential
read: config view --raw -> prints the credentials of the kubeconfig
read: label|annotate --list, set image|env|resources --local, set env --list
change: apply -> creates or changes what the manifests describe
change: create|expose|run|autoscale -> creates objects
change: edit|patch|set|label|annotate|replace -> changes objects
read: label|annotate --list, set image|env|resources --local, set env --list
change: scale -> changes how many pods run
change: rollout restart -> restarts every pod of it
change: rollout undo -> brings back an earlier revision
change: cordon|uncordon|taint -> changes where new pods may run
change: config use-context|set-context|set|unset|rename-context|set-cluster|set-credentials, project *, ctx, ns -> changes which cluster or namespace later commands act on
change: cp -> copies files into or out of a container
change: proxy -> opens the API of the cluster on this machine
change: debug -> adds a container to a pod, or starts one
unknown: exec|attach|rsh|node-shell -> opens a session in a container, and what is typed there decides
destroy: delete -> deletes the objects that it names
destroy: delete ns|namespace|namespaces|ns/*|namespace/*|namespaces/*, delete project|project/* -> deletes the namespace and everything in it
destroy: delete pvc|pv|persistentvolume|persistentvolumes|persistentvolumeclaim|persistentvolumeclaims|pvc/*|pv/* -> deletes volumes, and the data on them with most storage classes
destroy: delete crd|crds|customresourcedefinition|customresourcedefinitions|crd/* -> deletes the definition and every object of its kind
destroy: delete node|nodes|no|node/*|no/* -> takes nodes out of the cluster
destroy: delete --all -> deletes every object of that kind
destroy: drain, adm drain -> evicts all pods from the node
destroy: scale --replicas=0 -> stops every pod of it
destroy: apply --prune -> deletes objects that are not in the manifests
destroy: replace --force -> deletes the objects and creates them anew
destroy: taint ~*:NoExecute -> evicts the pods that do not tolerate it
destroy: config delete-context|delete-cluster|delete-user|unset -> deletes an entry of the kubeconfig
destroy: adm prune, adm policy remove-*, certificate deny -> deletes or revokes what it names
destroy: patch --patch|-p=*"finalizers":null*|*"finalizers":[]*|*"replicas":0*|*"replicas":?0* -> takes away what protects the object, or its pods
read: apply|create|delete|replace|patch|scale|label|annotate|run|expose|set|drain|cordon|uncordon|taint|autoscale|rollout --dry-run=client|server|true| -> a dry run changes nothing
run argv: exec *, rsh *, adm node-logs * --
run argv change: debug * -i, run * --

[helm helm3]
values: -n --namespace --kube-context --kubeconfig -f --values --set --set-string --set-file --set-json --version --timeout --kube-token
values: --repo --username --password -o --output --history-max --revision --kube-apiserver --ca-file --cert-file --key-file --registry-config
values: --repository-cache --repository-config --description --post-renderer --max --filter --burst-limit -d --destination
flags: --debug --wait --atomic --install -i -A --all-namespaces --create-namespace --reuse-values --reset-values --devel
read: $, help, list|ls, status, history|hist, get, show|inspect, template, lint, search, version, env, verify, completion
read: repo list|ls, plugin list|ls, dependency|dep|dependencies list|ls, diff
read: get values|all -> shows the values of a release, which may hold secrets
change: install -> installs a release
change: upgrade -> changes a release
change: rollback -> brings back an earlier revision of a release
change: test -> runs the test pods of a release
change: repo add|update|index|remove|rm, pull|fetch|package|push|create|registry|plugin -> changes files or settings of this machine, or a registry
read: plugin list|ls
destroy: uninstall|delete|del|un -> removes the release and the objects that it created
destroy: upgrade --force, rollback --force -> deletes objects and creates them anew where they cannot be changed
read: install|upgrade|uninstall|rollback|delete --dry-run=client|server|true| -> a dry run changes nothing

[helmfile]
values: -e --environment -f --file -l --selector --args --set --state-values-set
read: $, list, diff, template, lint, status, build, write-values, version, show-dag
change: apply|sync -> installs and changes releases
destroy: destroy|delete -> removes the releases

[kustomize]
read: $, build, version, cfg, help, completion
change: edit|create|localize -> changes files

[stern kubetail kail popeye kube-score kubeconform kubeval kube-linter pluto kube-capacity kubeaudit kubescape conftest datree]
values: -n --namespace -l --selector --context --kubeconfig --since --tail -o --output -c --container
read: any -> only shows what is there
unknown: --command

[kubectx kubens]
read: $, -c|--current
change: any -> changes which cluster or namespace later commands act on
read: $, -c|--current
destroy: -d -> deletes a context

[argocd]
values: --server --auth-token --grpc-web-root-path --config -o --output --revision --resource --label -l --project --dest-server -N
read: $, app|proj|repo|cluster|account|cert|gpg|appset|repocreds|context|admin get|list|history|diff|resources|manifests|logs|wait|list-windows, version, help
read: account can-i|get-user-info|list, app get|list|diff|history|wait, context $, admin settings, admin dashboard
change: app sync -> deploys what Git has
change: app create|set|unset|patch|rollback|terminate-op|actions|edit|add-source, login|logout|relogin|context, proj|repo|cluster|cert|account|appset
read: account can-i|get-user-info|list, proj|repo|cluster|cert|appset|context list|get
destroy: app delete, proj delete, cluster rm, repo rm, appset delete, account delete-token, app delete-resource, app remove-source -> deletes it, and with it what it deployed
destroy: app sync --prune -> deletes objects that Git does not have
destroy: app sync --force|--replace -> deletes objects and creates them anew
read: app sync --dry-run, app create --dry-run

[flux]
values: -n --namespace --context --kubeconfig
read: $, get, logs, check, tree, version, stats, events, diff, export, trace, envsubst, debug, build
change: reconcile|resume|create|install|bootstrap|push|pull|tag -> changes what is deployed
change: suspend -> stops following Git
destroy: delete|uninstall -> deletes it, and with it what it deployed
read: uninstall|install --dry-run

[istioctl linkerd cilium hubble]
values: -n --namespace --context --kubeconfig -i --istioNamespace -c
read: $, analyze, proxy-status|ps, proxy-config|pc, version, validate, describe|x, check, precheck, verify-install, manifest generate|diff, profile, status
read: stat|top|tap|edges|routes|endpoints|diagnostics|identity|authz|viz, observe, list, get, config view, connectivity, sysdump, bug-report, dashboard
read: experimental describe|precheck|authz|check-inject|metrics, admin, tag list, ztunnel-config
unknown: profile
read: profile list|dump|diff
destroy: uninstall|x uninstall, experimental uninstall, tag remove, clustermesh disable, hubble disable -> removes it from the cluster

[eksctl kops kubeadm k3d kind minikube k0s k0sctl rke clusterctl talosctl k3sup]
values: --cluster --region --profile --name -n --nodes --state --config -f --context --kubeconfig -c --config-file --cluster-name -p -e --endpoints
read: $, get, version, utils describe-*, info, status, list, describe, help, completion
read: cluster list, node list, registry list, kubeconfig get|print, image list|ls, profile list, addons list, ip, ssh-key, service list, logs
read: config view|print|images|show|contexts|info, certs check-expiration, token list, token list $, validate, validate cluster, upgrade plan, toolbox template
read: health, dmesg, services, containers, processes, memory, time, members, stats, mounts, disks, dashboard, get-contexts, update-check, docker-env
read: service --url
change: start|create|upgrade|scale|set|enable|export|update|apply|rolling-update|init|join|bootstrap|image|addons|tunnel -> changes the cluster
read: addons|image list|ls, upgrade plan
destroy: delete|reset|uninstall|drain, cluster delete, node delete, registry delete, token delete, image rm, profile delete -> deletes the cluster, or a part of it
destroy: stop|pause|shutdown|reboot, cluster stop -> stops the cluster
destroy: update cluster --yes
read: apply --dry-run, create --dry-run, reset --dry-run
unknown: ssh|node-shell
run argv: kubectl
run shell: ssh --

[crictl]
values: -r --runtime-endpoint -i --image-endpoint -t --timeout -c --config -o --output --name --label --state --tail --since --namespace
flags: -it
read: $, ps, images|image|img, pods, logs, inspect, inspecti, inspectp, info, stats, statsp, version, imagefsinfo, help, completion, config --list, events, metricsp, port-forward
change: pull|create|start|run|runp|stop|stopp|update|config -> changes what runs on the node
read: config --list
destroy: rm|rmi|rmp -> removes containers, pods or images from the node
unknown: exec|attach
run argv: exec *

[ctr]
values: -n --namespace -a --address --timeout --connect-timeout
read: $, version, info, help, plugins, events, content ls|get|fetch-object, pprof
read: images|image|i ls|list|check|inspect, containers|container|c|tasks|task|t|snapshots|snapshot|namespaces|namespace|ns|leases|content ls|list|info|ps|metrics|metric|tree|usage|diff
destroy: images|image|i|containers|container|c|tasks|task|t|snapshots|snapshot|namespaces|namespace|ns|content|leases rm|remove|delete|del|prune -> removes it from the node
destroy: tasks|task|t kill -> ends the task at once
unknown: tasks|task|t exec|attach
run argv: tasks|task|t exec *

[velero]
values: -n --namespace --from-backup --from-schedule -o
read: $, get|describe, version, backup|restore|schedule|plugin|backup-location|snapshot-location|repo get|describe|logs|download, help
destroy: delete, backup|restore|schedule|backup-location|snapshot-location delete, uninstall -> deletes backups or what keeps them

[kubeseal sops age]
values: --format -f --cert --controller-name --controller-namespace -i -r -o --kms --pgp --age
read: any -> prints what it encrypts or decrypts
change: -i|--in-place|-o|--output|-w -> writes a file
change: edit

[tkn argo kn virtctl vcluster]
values: -n --namespace --context --kubeconfig -o --output -l --selector
read: $, help, version, list|get|logs|describe|lint, * list|ls|get|describe|logs|lint -> only shows what is there
unknown: ssh|console|vnc
destroy: delete|stop|terminate|pause|suspend, * delete|cancel|stop|terminate|suspend -> deletes or stops what it names

[kompose skaffold tilt devspace okteto garden]
read: $, version, help, diagnose, schema, list, render, lint, inspect, logs, status, config list, get
read: convert --stdout
destroy: delete|down|destroy|purge|cleanup -> removes what it deployed
"""
