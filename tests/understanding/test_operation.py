"""The name of a kind in a sentence about what exists asks for no file."""

import pytest

from assistant.understanding.intent import Intent, understand


@pytest.mark.parametrize(
    "text",
    [
        "can kubectl tell me which fields exist under the spec of an ingress?",
        "show the yaml of deployment api",
        "deployment api needs 5 replicas now",
        "deployment api: undo the last rollout",
        "make deployment api run 5 replicas",
        "service api: which endpoints stand behind it?",
        "terraform should forget module.legacy but keep the resources",
        "5 pods with highest cpu in namespace web as a promql expression",
        "promql p95 latency per service over 10m",
        "create configmap app-config from file app.properties",
        "no ordinary pods on node gpu-1, only the ones that tolerate dedicated=ml. whats the command",
        "I need a self signed certificate for localhost valid for one year",
        "create & switch to a tf workspace called qa",
        "docker: start container web again after a reboot",
        "scale compose service worker to 4 instances",
        "ver los pods del namespace pagos",
        "redémarrer le service nginx",
        "Hallo, wie starte ich das Deployment rechnung neu?",
    ],
)
def test_a_question_about_what_exists_asks_how(text):
    assert understand(text).intent is Intent.HOW_TO


@pytest.mark.parametrize(
    "text",
    [
        "yaml for a deployment of nginx with 3 replicas",
        "deployment api image nginx:1.27 replicas 3 port 8080",
        "autoscaler: scale queue-worker between two and eight replicas at 80 percent memory",
        "networkpolicy: allow role=web to reach role=cache on 6379 in namespace app",
        "netpol only prometheus may access app=exporter on port 9100",
        "crontab entry: run /usr/bin/certbot renew on mondays at 3:15",
        "ingress for shop.example.com to service web:80",
        "need a service for deployment api on port 80",
    ],
)
def test_a_request_for_a_file_stays_one(text):
    assert understand(text).intent is Intent.GENERATE
