"""May these goods go there? Codes, words and part numbers of the goods lists, weighed by destination and day.

A code alone is never a classification, and nothing here ever says that no licence is needed.
"""

from crible.goods.controls import Control, Controls, Reach, controls
from crible.goods.hits import hits

__all__ = ["Control", "Controls", "Reach", "controls", "hits"]
