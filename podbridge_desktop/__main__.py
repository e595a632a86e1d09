"""`python -m podbridge_desktop` opens the window."""

import sys

from podbridge_desktop.ui.app import main

if __name__ == "__main__":
    sys.exit(main())
