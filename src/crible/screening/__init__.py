"""Read this first: the composition. A transaction passes through the world; policy decides on what stays in it."""

from crible.screening.policy import Policy, read_policy
from crible.screening.screen import screen
from crible.screening.world import Copy, World

__all__ = ["Copy", "Policy", "World", "read_policy", "screen"]
