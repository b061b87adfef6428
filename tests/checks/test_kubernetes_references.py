"""What the objects of one file say against each other."""

import pytest

from assistant.checks.kubernetes_references import between
from assistant.checks.yaml_document import read_documents

DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
        - {name: web, image: acme/web:1, ports: [{name: http, containerPort: 8080}]}
"""
SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
"""
INGRESS = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: web.example.com
      http:
        paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]
"""
AUTOSCALER = """
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 5
"""
BUDGET = """
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: web}}
"""
ALL = (DEPLOYMENT, SERVICE, INGRESS, AUTOSCALER, BUDGET)


def told(*texts):
    documents = read_documents("---".join(texts))
    return [each.message for each in between([(document, (), document.value) for document in documents])]


def test_objects_that_fit_each_other_are_not_blamed():
    assert told(*ALL) == []


@pytest.mark.parametrize("text", ALL)
def test_what_an_object_alone_points_at_may_be_in_the_cluster(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("selector: {app: web}", "selector: {app: wbe}", "label app: wbe; they have app: web"),
        ("targetPort: http", "targetPort: htpp", "no container of Deployment 'web' has a port named 'htpp'; 'http' is meant"),
        ("targetPort: http", "targetPort: 9090", "targetPort 9090: the containers of Deployment 'web' name 8080"),
        ("service: {name: web,", "service: {name: wbe,", "no Service 'wbe' is in this file; 'web' is"),
        ("{number: 80}", "{number: 8080}", "Service 'web' has no port 8080; it has 80"),
        ("kind: Deployment, name: web", "kind: StatefulSet, name: web", "StatefulSet 'web' is not in this file"),
        ("matchLabels: {app: web}}", "matchLabels: {app: api}}", "label app: api; they have app: web"),
    ],
)
def test_what_misses_its_target_is_told(right, wrong, words):
    texts = [text if text is DEPLOYMENT else text.replace(right, wrong) for text in ALL]
    [message] = told(*texts)
    assert words in message


def test_objects_of_other_namespaces_are_left_alone():
    service = SERVICE.replace("{name: web}", "{name: web, namespace: other}", 1).replace("app: web", "app: api")
    assert told(DEPLOYMENT, service) == []
