"""Servers that speak as the league's data providers do, over a simulated league."""

from boxline.sandbox.servers.clock import SimulatedClock
from boxline.sandbox.servers.faults import FaultKind, FaultRule, Faults, Pauses, rule_of, storm
from boxline.sandbox.servers.http import SandboxServer
from boxline.sandbox.servers.plan import SandboxPlan, sandbox_process
from boxline.sandbox.servers.request_log import Seen
from boxline.sandbox.servers.serving import SANDBOX_KEY, server_over, serving

__all__ = [
    "SANDBOX_KEY",
    "FaultKind",
    "FaultRule",
    "Faults",
    "Pauses",
    "SandboxPlan",
    "SandboxServer",
    "Seen",
    "SimulatedClock",
    "rule_of",
    "sandbox_process",
    "server_over",
    "serving",
    "storm",
]
