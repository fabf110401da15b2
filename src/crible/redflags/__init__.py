"""What looks like evasion? Signs that are no law: named facts of a transaction, and rules that ask for them.

One rule is one file in `rules/`, with examples of what it flags and what it leaves alone.
"""

from crible.redflags.facts import FACTS, facts
from crible.redflags.hits import hits
from crible.redflags.rule import Rule, Rules, rules

__all__ = ["FACTS", "Rule", "Rules", "facts", "hits", "rules"]
