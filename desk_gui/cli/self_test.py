"""`desk self-test`: a scratch database, the window and a chart; for a freshly made executable."""

from __future__ import annotations

import argparse
import tempfile
import time

from desk_gui import paths
from desk_gui.cli import output
from desk_gui.cli.tour import prepare_screen


def self_test(options: argparse.Namespace) -> int:
    """Try the parts that a broken executable would miss; the first failure is the sentence."""
    prepare_screen()
    began = time.monotonic()
    from desk_gui.cli.trial import try_all

    tried = {"parts": f"loaded in {time.monotonic() - began:.2f} s"}
    with tempfile.TemporaryDirectory(prefix="desk-self-test-") as home:
        tried |= try_all(paths.find(environ={paths.HOME_VARIABLE: home}))
    if options.json:
        output.give({"tried": tried})
    else:
        output.say("\n".join(f"{name}: {words}" for name, words in tried.items()))
    return 0
