"""`python -m crible`: the same as the command."""

import sys

from crible.cli import main

sys.exit(main())
