"""What the schemas of Kubernetes do not say: versions that are gone, the words that fields take, ranges of numbers."""

from __future__ import annotations

from typing import NamedTuple


class Gone(NamedTuple):
    """A version of an API that was removed."""

    since: str
    instead: str


def _gone() -> dict[tuple[str, str], Gone]:
    """By apiVersion and kind (https://kubernetes.io/docs/reference/using-api/deprecation-guide/)."""
    table = """
    1.16 apps/v1 extensions/v1beta1,apps/v1beta1,apps/v1beta2 Deployment DaemonSet ReplicaSet StatefulSet
    1.16 networking.k8s.io/v1 extensions/v1beta1 NetworkPolicy
    1.22 networking.k8s.io/v1 extensions/v1beta1,networking.k8s.io/v1beta1 Ingress IngressClass
    1.22 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration
    1.22 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration
    1.22 apiextensions.k8s.io/v1 apiextensions.k8s.io/v1beta1 CustomResourceDefinition
    1.22 apiregistration.k8s.io/v1 apiregistration.k8s.io/v1beta1 APIService
    1.22 certificates.k8s.io/v1 certificates.k8s.io/v1beta1 CertificateSigningRequest
    1.22 coordination.k8s.io/v1 coordination.k8s.io/v1beta1 Lease
    1.22 rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1 Role RoleBinding ClusterRole ClusterRoleBinding
    1.22 scheduling.k8s.io/v1 scheduling.k8s.io/v1beta1 PriorityClass
    1.22 storage.k8s.io/v1 storage.k8s.io/v1beta1 StorageClass VolumeAttachment CSIDriver CSINode
    1.25 batch/v1 batch/v1beta1,batch/v2alpha1 CronJob
    1.25 discovery.k8s.io/v1 discovery.k8s.io/v1beta1 EndpointSlice
    1.25 events.k8s.io/v1 events.k8s.io/v1beta1 Event
    1.25 policy/v1 policy/v1beta1 PodDisruptionBudget
    1.25 - policy/v1beta1,extensions/v1beta1 PodSecurityPolicy
    1.25 node.k8s.io/v1 node.k8s.io/v1beta1 RuntimeClass
    1.25 autoscaling/v2 autoscaling/v2beta1 HorizontalPodAutoscaler
    1.26 autoscaling/v2 autoscaling/v2beta2 HorizontalPodAutoscaler
    1.26 flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema PriorityLevelConfiguration
    1.27 storage.k8s.io/v1 storage.k8s.io/v1beta1 CSIStorageCapacity
    1.29 flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema PriorityLevelConfiguration
    1.32 flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema PriorityLevelConfiguration
    """
    rows = [line.split() for line in table.strip().splitlines()]
    return {
        (version, kind): Gone(since, "the Pod Security Admission controller" if instead == "-" else instead)
        for since, instead, versions, *kinds in rows
        for version in versions.split(",")
        for kind in kinds
    }


GONE = _gone()

_CORE = "io.k8s.api.core.v1."
WORDS: dict[str, dict[str, str]] = {  # of the properties of a definition; the schemas call them text
    f"{_CORE}Container": {
        "imagePullPolicy": "Always IfNotPresent Never",
        "terminationMessagePolicy": "File FallbackToLogsOnError",
    },
    f"{_CORE}PodSpec": {
        "restartPolicy": "Always OnFailure Never",
        "dnsPolicy": "ClusterFirst ClusterFirstWithHostNet Default None",
        "preemptionPolicy": "PreemptLowerPriority Never",
    },
    f"{_CORE}ContainerPort": {"protocol": "TCP UDP SCTP"},
    f"{_CORE}ServicePort": {"protocol": "TCP UDP SCTP"},
    f"{_CORE}ServiceSpec": {
        "type": "ClusterIP NodePort LoadBalancer ExternalName",
        "sessionAffinity": "ClientIP None",
        "externalTrafficPolicy": "Cluster Local",
        "internalTrafficPolicy": "Cluster Local",
        "ipFamilyPolicy": "SingleStack PreferDualStack RequireDualStack",
    },
    f"{_CORE}HTTPGetAction": {"scheme": "HTTP HTTPS"},
    f"{_CORE}Toleration": {"operator": "Exists Equal Lt Gt", "effect": "NoSchedule PreferNoSchedule NoExecute"},
    f"{_CORE}Taint": {"effect": "NoSchedule PreferNoSchedule NoExecute"},
    f"{_CORE}NodeSelectorRequirement": {"operator": "In NotIn Exists DoesNotExist Gt Lt"},
    f"{_CORE}TopologySpreadConstraint": {"whenUnsatisfiable": "DoNotSchedule ScheduleAnyway"},
    f"{_CORE}PersistentVolumeSpec": {
        "persistentVolumeReclaimPolicy": "Retain Recycle Delete",
        "volumeMode": "Filesystem Block",
    },
    f"{_CORE}PersistentVolumeClaimSpec": {"volumeMode": "Filesystem Block"},
    f"{_CORE}VolumeMount": {"mountPropagation": "None HostToContainer Bidirectional"},
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement": {"operator": "In NotIn Exists DoesNotExist"},
    "io.k8s.api.apps.v1.DeploymentStrategy": {"type": "Recreate RollingUpdate"},
    "io.k8s.api.apps.v1.StatefulSetUpdateStrategy": {"type": "OnDelete RollingUpdate"},
    "io.k8s.api.apps.v1.DaemonSetUpdateStrategy": {"type": "OnDelete RollingUpdate"},
    "io.k8s.api.apps.v1.StatefulSetSpec": {"podManagementPolicy": "OrderedReady Parallel"},
    "io.k8s.api.batch.v1.CronJobSpec": {"concurrencyPolicy": "Allow Forbid Replace"},
    "io.k8s.api.batch.v1.JobSpec": {"completionMode": "NonIndexed Indexed"},
    "io.k8s.api.networking.v1.HTTPIngressPath": {"pathType": "Exact Prefix ImplementationSpecific"},
    "io.k8s.api.networking.v1.NetworkPolicyPort": {"protocol": "TCP UDP SCTP"},
    "io.k8s.api.rbac.v1.RoleRef": {"kind": "Role ClusterRole"},
    "io.k8s.api.rbac.v1.Subject": {"kind": "User Group ServiceAccount"},
    "io.k8s.api.storage.v1.StorageClass": {
        "reclaimPolicy": "Delete Retain Recycle",
        "volumeBindingMode": "Immediate WaitForFirstConsumer",
    },
    "io.k8s.api.autoscaling.v2.MetricSpec": {"type": "ContainerResource External Object Pods Resource"},
    "io.k8s.api.autoscaling.v2.MetricTarget": {"type": "Utilization Value AverageValue"},
}
LISTS_OF_WORDS: dict[str, dict[str, str]] = {
    f"{_CORE}PersistentVolumeSpec": {"accessModes": "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod"},
    f"{_CORE}PersistentVolumeClaimSpec": {"accessModes": "ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod"},
    "io.k8s.api.networking.v1.NetworkPolicySpec": {"policyTypes": "Ingress Egress"},
}
_PORT = (1, 65535)
_COUNT = (0, 2**31 - 1)
_POSITIVE = (1, 2**31 - 1)
RANGES: dict[str, dict[str, tuple[int, int]]] = {
    f"{_CORE}ContainerPort": {"containerPort": _PORT, "hostPort": (0, 65535)},
    f"{_CORE}ServicePort": {"port": _PORT, "nodePort": _PORT},
    f"{_CORE}Probe": {
        "initialDelaySeconds": _COUNT,
        "periodSeconds": _COUNT,
        "timeoutSeconds": _COUNT,
        "failureThreshold": _COUNT,
    },
    f"{_CORE}PodSpec": {"terminationGracePeriodSeconds": _COUNT},
    "io.k8s.api.apps.v1.DeploymentSpec": {"replicas": _COUNT, "revisionHistoryLimit": _COUNT},
    "io.k8s.api.apps.v1.StatefulSetSpec": {"replicas": _COUNT},
    "io.k8s.api.apps.v1.ReplicaSetSpec": {"replicas": _COUNT},
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec": {"maxReplicas": _POSITIVE, "minReplicas": _COUNT},
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec": {"maxReplicas": _POSITIVE, "minReplicas": _COUNT},
    "io.k8s.api.batch.v1.JobSpec": {"backoffLimit": _COUNT, "parallelism": _COUNT, "completions": _COUNT},
    "io.k8s.api.networking.v1.ServiceBackendPort": {"number": _PORT},
}
QUANTITY = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"  # text of a number with a unit
