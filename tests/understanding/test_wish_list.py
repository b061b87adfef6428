"""Lists of wishes are told from pasted files."""

import pytest

from assistant.understanding import wish_list
from assistant.understanding.intent import Intent, understand


@pytest.mark.parametrize(
    "text",
    [
        "Deployment\n- name: a\n- image: a:1\n- replicas: 3",
        "docker-compose.yml\n* service: api, image: acme/api:1\n* ports 80:80",
        "need the manifests for our wiki:\n* Deployment wiki, 2 replicas\n* Service on 80",
        "StatefulSet:\nname = pg\nimage = postgres:16\nvolume = 5Gi",
        "GitHub Actions workflow:\n1. job test: pytest\n2. job deploy, needs test",
        "systemd service file\nexec: /usr/bin/a\nuser: a",
    ],
)
def test_a_list_under_what_is_wanted_is_a_request(text):
    assert wish_list.is_one(text)
    understood = understand(text)
    assert understood.intent is Intent.GENERATE
    assert understood.pasted == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deployment",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: a",
        "is this deployment ok?\n- name: a\n- image: a:1",
        "review my deployment:\n- name: a\n- image: a:1",
        "my playbook:\n- hosts: web\n  tasks:\n    - name: x",
        "how do I restart a deployment?\n- with kubectl\n- without downtime",
        "FROM python:3.12\nRUN pip install x\nCMD a",
        "the deployment fails with\n- error: image pull\n- reason: denied",
    ],
)
def test_what_is_pasted_or_asked_is_none(text):
    assert not wish_list.is_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "deployment api needs 5 replicas now",
        "the hpa of api should go up to 10",
        "i need 3 more pods for api",
        "kubectl create deployment web --image nginx:1.27",
        "raise the memory limit of deployment api to 1Gi",
        "deploy nginx to the cluster",
    ],
)
def test_what_is_to_be_done_to_what_exists_asks_for_no_file(text):
    assert understand(text).intent is Intent.HOW_TO


@pytest.mark.parametrize(
    "text",
    [
        "deploy api, ghcr.io/acme/api:1.2, port 8080, env from secret api-env, 2 pods",
        "nginx: limit /login to 5 requests per second, proxied to http://app:3000",
        "haproxy.cfg: frontend on 80, servers 10.0.0.1:80 and 10.0.0.2:80",
        "our jenkins needs a Jenkinsfile: mvn verify, then docker push",
    ],
)
def test_what_no_command_takes_is_a_file(text):
    assert understand(text).intent is Intent.GENERATE
