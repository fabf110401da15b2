"""Read this first: the composition. A transaction is passed through the world, policy makes a decision of what stays."""

from crible.screening.policy import Policy, read_policy
from crible.screening.screen import screen
from crible.screening.world import Copy, World

__all__ = ["Copy", "Policy", "World", "read_policy", "screen"]
