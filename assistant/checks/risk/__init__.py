"""What commands would do to the machine, cluster or database they are typed into.

`assess` classes a script and every command in it, without running anything. It fails closed: what is known to read is
read-only, everything else of a known tool changes state, rules for destruction only raise, unknown tools are unknown, and
what cannot be parsed is never read-only.
"""

from assistant.checks.risk.assessment import Assessment, CommandRisk, Dialect, Risk
from assistant.checks.risk.script import assess

__all__ = ["Assessment", "CommandRisk", "Dialect", "Risk", "assess"]
