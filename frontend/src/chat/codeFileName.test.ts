import { expect, test } from "vitest";

import { codeFileName } from "./codeFileName";

test.each([
  ["bash", "kubectl get pods", "script.sh"],
  ["dockerfile", "FROM python:3.12-slim", "Dockerfile"],
  ["yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  labels:\n    a: b\n  name: web\nspec:\n", "deployment-web.yaml"],
  ["yaml", "apiVersion: v1\nkind: List\nitems: []", "list.yaml"],
  ["yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", "kustomization.yaml"],
  ["yml", "services:\n  web:\n    image: nginx", "compose.yaml"],
  ["yaml", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest", "workflow.yaml"],
  ["yaml", "test:\n  script:\n    - make", ".gitlab-ci.yml"],
  ["yaml", "- hosts: all\n  become: true\n  tasks:\n    - ping:", "playbook.yaml"],
  ["yaml", "a: 1", "file.yaml"],
  ["yaml", "# .github/workflows/test.yml\na: 1", "test.yml"],
  ["yaml", "# values.yaml\na: 1", "values.yaml"],
  ["ini", "[Unit]\nDescription=x\n[Timer]\nOnCalendar=daily", "example.timer"],
  ["systemd", "[Service]\nExecStart=/bin/x", "example.service"],
  ["hcl", 'resource "a" "b" {}', "main.tf"],
  ["terraform", "# modules/web/variables.tf\n", "variables.tf"],
  ["json", '{"Version": "2012-10-17", "Statement": []}', "policy.json"],
  ["", "anything", "snippet.txt"],
  ["brainfuck", "+", "snippet.txt"],
  ["bash", "# Restart the service.\nsystemctl restart x", "script.sh"],
  ["bash", "#!/bin/sh\nls", "script.sh"],
  ["bash", "# ../../../etc/passwd\nls", "script.sh"],
  ["bash", "# ../../../etc/cron.d\nls", "cron.d"],
])("%s %j is saved as %s", (language, code, name) => {
  expect(codeFileName(code, language)).toBe(name);
});
