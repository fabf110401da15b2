"""Read this first: the composition. A transaction passes through the world; policy decides on what stays in it."""

from crible.screening.policy import Policy, read_policy
from crible.screening.screen import decision_id, screen
from crible.screening.world import Copy, World

__all__ = ["Copy", "Policy", "World", "decision_id", "read_policy", "screen"]
