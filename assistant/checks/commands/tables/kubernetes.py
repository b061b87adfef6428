"""kubectl and helm."""

from __future__ import annotations

from assistant.checks.commands.customs import Customs, words

_KUBECTL = Customs(
    plugins=words(
        "krew ctx ns neat tree stern tail who-can access-matrix view-secret view-cert view-utilization"
        " view-allocations status images history outdated df-pv resource-capacity node-shell node-admin exec-as"
        " iexec debug-shell sniff trace score popeye argo argo-rollouts rollouts cert-manager cnpg minio directpv"
        " rook-ceph oidc-login konfig modify-secret np-viewer virt support-bundle preflight ingress-nginx gadget"
        " hns cilium kyverno kubesec kubescape convert slice grep fuzzy get-all rbac-tool rbac-lookup rbac-view"
        " rolesum evict-pod ssh-jump unused-volumes volsync whoami blame bulk-action capture confirm count"
        " custom-cols datree deprecations doctor ktop janitor lineage nsenter netshoot pexec pod-dive pod-inspect"
        " pod-lens pod-logs pod-shell podevents prompt pv-migrate reap resource-versions schemahero secretdata"
        " service-tree sick-pods skew snap socks5-proxy starboard strace sudo tap topology tunnel unlimited"
        " viewnode vpa-recommendation warp windows-debug cleanup clean cost crossplane eks vsphere openebs"
        " mayastor linstor pgo mongodb rabbitmq cassandra strimzi flink tkn kudo gke-credentials open-svc operator"
        " olm istioctl linkerd passman ps explore fields foreach foxx tmux-exec rename-pvc relay roles-for"
        " permissions kc switch multiforward modify-configmap edit-status exec-cronjob kubeapi kadalu kurt"
        " log2rbac mtail nodepools commander karmada kopilot ai gs example eksporter ktail kots kuttl hlf ipick"
    ),
    names={
        "kubectl create ns": "kubectl create namespace",
        "kubectl create sa": "kubectl create serviceaccount",
        "kubectl create cm": "kubectl create configmap",
        "kubectl create deploy": "kubectl create deployment",
        "kubectl create dep": "kubectl create deployment",
        "kubectl create svc": "kubectl create service",
        "kubectl create cj": "kubectl create cronjob",
        "kubectl create ing": "kubectl create ingress",
        "kubectl create pc": "kubectl create priorityclass",
        "kubectl create pdb": "kubectl create poddisruptionbudget",
        "kubectl create resourcequota": "kubectl create quota",
        "kubectl top nodes": "kubectl top node",
        "kubectl top no": "kubectl top node",
        "kubectl top pods": "kubectl top pod",
        "kubectl top po": "kubectl top pod",
        "kubectl config use": "kubectl config use-context",
        "kubectl set sa": "kubectl set serviceaccount",
    },
    hidden={
        "": (
            "--record --dry-run --save-config --v= -v= --vmodule= --logtostderr --alsologtostderr --stderrthreshold="
            " --log-dir= --log-file= --match-server-version --username= --password= --template= --sort-by="
            " --show-labels --no-headers"
        ),
        "kubectl drain": "--delete-local-data",
        "kubectl exec": "-p= -n=",
        "kubectl apply": "--prune-whitelist= --experimental-prune",
        "kubectl autoscale": "--cpu-percent= --cpu= --memory=",
        "kubectl run": (
            "--serviceaccount= --requests= --limits= --hostport= --replicas= --generator= --rm --tty -t --stdin -i"
        ),
        "kubectl version": "--short",
        "kubectl cluster-info dump": "--output-directory= --namespaces=",
        "kubectl top pod": "--containers",
        "kubectl cp": "--no-preserve --retries=",
        "kubectl logs": "--all-pods --max-log-requests= --insecure-skip-tls-verify-backend --ignore-errors",
    },
)

_HELM_PLUGINS = words(
    "diff secrets s3 gcs git unittest docs push cm-push chartmuseum 2to3 mapkubeapis schema schema-gen"
    " values-schema-json x env-sub dashboard cascade whatup monitor dt images release-plugin drift"
    " resource-capacity tiller init servicemesh charts sops nuke ssm gitlab conftest kubeval datree"
    " local-chart-version edit vault ls search-repo delete-all compare adopt backup keyring plugin-template"
    " fullenv stop tanka teller trivy starboard vals"
)
_HELM = Customs(
    plugins=_HELM_PLUGINS,
    names={
        "helm ls": "helm list",
        "helm del": "helm uninstall",
        "helm delete": "helm uninstall",
        "helm un": "helm uninstall",
        "helm hist": "helm history",
        "helm fetch": "helm pull",
        "helm inspect": "helm show",
        "helm dep": "helm dependency",
        "helm dependencies": "helm dependency",
        "helm dependency ls": "helm dependency list",
        "helm dependency up": "helm dependency update",
        "helm repo ls": "helm repo list",
        "helm repo rm": "helm repo remove",
        "helm repo up": "helm repo update",
        "helm plugin ls": "helm plugin list",
        "helm plugin add": "helm plugin install",
        "helm plugin rm": "helm plugin uninstall",
        "helm plugin remove": "helm plugin uninstall",
        "helm plugin up": "helm plugin update",
        "helm show all": "helm show all",
    },
)

TABLE = {"kubectl": _KUBECTL, "helm": _HELM}
