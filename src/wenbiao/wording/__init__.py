"""What code can say: messages read from the source that gives them, so that nobody writes them a second time.

A message stands once, where it is raised, returned or noted, mostly as an f-string. `told` goes through a function
with the arguments that are known, takes every branch that they do not rule out, follows the project's own functions,
and fills in all that is known; what only answers tell is a `Gap`.
"""

from wenbiao.wording.frame import Told, told
from wenbiao.wording.gaps import GAP, Gap, pieces

__all__ = ["GAP", "Gap", "Told", "pieces", "told"]
