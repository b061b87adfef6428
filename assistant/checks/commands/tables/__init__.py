"""The tools whose commands are held against their facts, each with its customs."""

from assistant.checks.commands.customs import Customs
from assistant.checks.commands.tables import containers, kubernetes, services, systemd, unix, version_control

CUSTOMS: dict[str, Customs] = {
    **unix.TABLE,
    **kubernetes.TABLE,
    **containers.TABLE,
    **version_control.TABLE,
    **systemd.TABLE,
    **services.TABLE,
}
