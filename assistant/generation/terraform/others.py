"""Resources of Kubernetes and Docker."""

from __future__ import annotations

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl
from assistant.generation.terraform.pieces import Make, Piece, simple


def _kubernetes_deployment(p: Parameters, _: list[str]) -> Piece:
    image = p["image"] or "registry.example.com/app:1.0.0"
    return (
        f"""resource "kubernetes_deployment_v1" "this" {{
  metadata {{
    name   = var.name
    labels = {{ app = var.name }}
  }}

  spec {{
    replicas = {p["replicas"] if p["replicas"] is not None else 2}

    selector {{
      match_labels = {{ app = var.name }}
    }}

    template {{
      metadata {{
        labels = {{ app = var.name }}
      }}

      spec {{
        container {{
          name  = var.name
          image = {hcl(image)}

          port {{
            container_port = {p["port"] or 8080}
          }}

          resources {{
            requests = {{ cpu = "100m", memory = "128Mi" }}
            limits   = {{ memory = "256Mi" }}
          }}

          security_context {{
            allow_privilege_escalation = false
            run_as_non_root            = true
          }}
        }}
      }}
    }}
  }}
}}
""",
        (("deployment", "kubernetes_deployment_v1.this.metadata[0].name"),),
    )


def _kubernetes_service(p: Parameters, _: list[str]) -> Piece:
    port = p["port"] or 8080
    return (
        f"""resource "kubernetes_service_v1" "this" {{
  metadata {{
    name = var.name
  }}

  spec {{
    selector = {{ app = var.name }}

    port {{
      port        = {port}
      target_port = {port}
    }}
  }}
}}
""",
        (("service", "kubernetes_service_v1.this.metadata[0].name"),),
    )


def _docker_container(p: Parameters, _: list[str]) -> Piece:
    port = p["port"] or 80
    return (
        f"""resource "docker_image" "this" {{
  name = {hcl(p["image"] or "nginx:1.28")}
}}

resource "docker_container" "this" {{
  name    = var.name
  image   = docker_image.this.image_id
  restart = "unless-stopped"

  ports {{
    internal = {port}
    external = {port}
    ip       = "127.0.0.1"
  }}
}}
""",
        (("container_id", "docker_container.this.id"),),
    )


PIECES: dict[tuple[str, str], Make] = {
    ("kubernetes", "namespace"): simple(
        "kubernetes_namespace_v1",
        "namespace",
        '  metadata {\n    name = var.name\n\n    labels = {\n      "pod-security.kubernetes.io/enforce" = "baseline"\n    }\n  }\n',
        (("namespace", "kubernetes_namespace_v1.this.metadata[0].name"),),
    ),
    ("kubernetes", "deployment"): _kubernetes_deployment,
    ("kubernetes", "service"): _kubernetes_service,
    ("kubernetes", "config_map"): simple(
        "kubernetes_config_map_v1",
        "config_map",
        '  metadata {\n    name = var.name\n  }\n\n  data = {\n    LOG_LEVEL = "info"\n  }\n',
        (),
    ),
    ("docker", "container"): _docker_container,
    ("docker", "network"): simple("docker_network", "network", "  name = NAME\n", (("network_id", "docker_network.this.id"),)),
    ("docker", "volume"): simple("docker_volume", "volume", "  name = NAME\n", (("volume", "docker_volume.this.name"),)),
}
