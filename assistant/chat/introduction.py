"""What the assistant says of itself: no model knows what stands around it."""

INTRODUCTION = """\
I help to run software: Kubernetes, containers, Linux, Git, CI, Terraform, Ansible, databases, networks, monitoring. \
Ask, for example:

- How do I drain a node before maintenance?
- Write a Deployment for nginx with 3 replicas, a Service and an HPA
- What is the difference between a liveness and a readiness probe?
- Is `kubectl delete ns prod` dangerous?
- Or paste an error, a log or a manifest.

Commands come from a handbook and from your runbooks, files from templates, the meaning of an error from a table. \
A small language model adds its own words, which may be wrong. Code blocks are checked and marked with what they would do; \
nothing is ever run. Secrets in what you paste are replaced before the model reads them.

"""
