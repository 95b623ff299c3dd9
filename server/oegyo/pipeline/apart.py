"""A build in a process of its own: whoever serves the release keeps nothing of what making it takes.

Run as ``python -m oegyo.pipeline.apart ONTOLOGY DATA QUERIES RELEASES``: it says on standard error how far it is, and at the
end on standard output, as JSON, which stage found what wrong.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import click

from oegyo.errors import BuildError, OegyoError, message
from oegyo.paths import Sources


def build(sources: Sources, releases: Path) -> None:
    """Build a release of ``sources``, and make it the current one below ``releases``.

    Raises BuildError with what the build has found, and OegyoError when it was ended.
    """
    folders = (sources.ontology, sources.data, sources.queries, releases)
    command = [sys.executable, "-m", __name__, *map(str, folders)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own module and arguments
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        raise OegyoError(message("the process that built the release has ended")) from error
    if told["failures"]:
        raise BuildError(told["stage"], told["failures"])


def main(arguments: list[str]) -> None:
    """Be the process that builds."""
    from oegyo.pipeline import stages

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # whoever waits for it says what there is to say of Ctrl-C
    ontology, data, queries, releases = map(Path, arguments)
    told: dict[str, object] = {"stage": "", "failures": []}
    try:
        stages.build(Sources(ontology, data, queries), releases, lambda line: click.echo(line, err=True))
    except BuildError as error:
        told = {"stage": error.stage, "failures": error.failures}
    except OegyoError as error:
        told = {"stage": "build", "failures": error.lines()}
    except OSError as error:
        told = {"stage": "build", "failures": [f"{error.filename}: {error.strerror}"]}
    click.echo(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
