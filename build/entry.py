"""Where the executable starts."""

import sys

from desk_gui.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
