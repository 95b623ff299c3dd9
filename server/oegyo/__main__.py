"""Run the command line as ``python -m oegyo``."""

from oegyo.cli import main

main()
