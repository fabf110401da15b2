"""The door: arguments → calls. The only room that prints.

Data goes to stdout, everything else to stderr. Exit codes: 0 done, nothing to look at · 1 something to
review, hold or not screened · 2 wrong use · 3 input or data refused, wholly or partly · 4 a source could
not be reached · 5 internal error.
"""

import os
import sys
import traceback
from collections.abc import Sequence

from crible.cli.arguments import parser
from crible.records.error import CribleError

WRONG_USE, REFUSED, INTERNAL = 2, 3, 5


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        if not hasattr(arguments, "run"):
            parser().print_help(sys.stderr)
            return WRONG_USE
        return int(arguments.run(arguments))
    except CribleError as fault:
        from crible.cli.output import tell

        tell(f"crible: {fault.what}", where=fault.where, do=fault.do)
        return REFUSED
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): nothing more to say, and nothing to complain of.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("crible: stopped", file=sys.stderr)
        return INTERNAL
    except Exception as fault:  # the last resort: say where, never with a name from the input
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
        print(f"crible: internal error, {type(fault).__name__} at {where}", file=sys.stderr)
        print("  do     report it with this line; CRIBLE_DEBUG=1 shows more, names included", file=sys.stderr)
        if os.environ.get("CRIBLE_DEBUG"):
            traceback.print_exc()
        return INTERNAL
