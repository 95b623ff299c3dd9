"""The command line: ``oegyo build | validate | format | serve | query | sources``."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from oegyo import __version__
from oegyo.config import Settings, from_environment, python_type, variable
from oegyo.errors import BuildError, OegyoError, message
from oegyo.paths import Sources, installed_sources
from oegyo.pipeline import apart
from oegyo.release import Release
from oegyo.terms.formats import Kind, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable


class _Commands(click.Group):
    """The commands; an error that the user can act on is shown as its own words, and nothing else."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BuildError as error:
            for failure in error.failures:
                click.echo(f"oegyo: {error.stage}: {failure}", err=True)
            ctx.exit(1)
        except OegyoError as error:
            for line in error.lines():
                click.echo(f"oegyo: {line}", err=True)
            ctx.exit(1)


def _settings_options(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command an option for each setting of ``names``, or for every one."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for entry in reversed(dataclasses.fields(Settings)):
            if names and entry.name not in names:
                continue
            default = "" if entry.default is dataclasses.MISSING else f" Default: {entry.default}."
            name, kind = entry.name.replace("_", "-"), python_type(entry)
            command = click.option(
                f"--{name}/--no-{name}" if kind is bool else f"--{name}",
                type=kind,
                default=None,  # not given, so that the environment may say
                help=f"{entry.metadata['help']}{default} [{variable(entry.name)}]",
            )(command)
        return command

    return decorate


def _settings(options: dict[str, Any]) -> Settings:
    """The settings: the options given, else the environment, else the defaults."""
    given = {name: value for name, value in options.items() if value is not None}
    return Settings(**{**from_environment(), **given})


def _names(kind: Kind) -> str:
    """The names of the formats of one kind."""
    return ", ".join(entry.name for entry in of_kind(kind))


_sources_option = click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with ontology/, data/ and queries/. Default: those this installation came with.",
)


def _last(releases: Path) -> Path | None:
    """The release built last below ``releases``; None when there is none, or none that can be read."""
    try:
        release = Release.current(releases)
    except OegyoError:
        return None  # a build puts another one in its place
    return release.path if release else None


def _sources(folder: Path | None) -> Sources:
    return Sources.under(folder.resolve()) if folder else installed_sources()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="oegyo")
def main() -> None:
    """Oegyo (외교): the open knowledge graph of the Republic of Korea's foreign relations.

    `oegyo serve` builds the graph and answers SPARQL; the other commands are for those who keep it.
    """


@main.command()
@_sources_option
@_settings_options("release")
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with copies of the sources: the digest of every passage is recomputed from them.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A release, or a folder of sources, to say what changed since. Default: the release before this one.",
)
@click.option(
    "--changes",
    "listing",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="File for every record that was added, removed or changed; the messages name only the first of each class.",
)
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
def build(
    sources: Path | None, texts: Path | None, against: Path | None, listing: Path | None, quiet: bool, **options: Any
) -> None:
    """Check the sources and build a release, and say what changed.

    When something is wrong, the last good release stays.
    """
    from oegyo.pipeline import changes, stages

    releases = _settings(options).release
    since = against or _last(releases)
    before = stages.earlier(since) if since else None
    release = stages.build(_sources(sources), releases, _say(quiet), texts)
    found = stages.what_changed(before, release, _say(quiet)) if before else []
    if listing:
        listing.write_text("".join(f"{line}\n" for line in changes.summary(found, shown=None)), encoding="utf-8")
    click.echo(release.path)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@_sources_option
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
def validate(files: tuple[Path, ...], sources: Path | None, quiet: bool) -> None:
    """Check FILES of Turtle beside the graph.

    They are read as facts. Without FILES, the graph itself is checked, and that everything is said in every language.
    """
    from oegyo.pipeline import stages
    from oegyo.web.http import catalogues

    checked = stages.check(_sources(sources), files, _say(quiet), catalogues.lacking())
    names = ", ".join(map(str, files)) or "the graph"
    click.echo(f"{names}: valid, {len(checked.warnings)} warning(s)")


@main.command("format")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_sources_option
@click.option("--check", is_flag=True, help="Change nothing; say which files are not in the layout, and fail.")
def format_(files: tuple[Path, ...], sources: Path | None, check: bool) -> None:
    """Write FILES of Turtle in the one layout.

    Without FILES, those of the graph.
    """
    from oegyo.pipeline.layout import canonical
    from oegyo.pipeline.parse import prefixes_of, read_turtle, turtle_files

    where = _sources(sources)
    prefixes = prefixes_of(where)
    paths = [path.resolve() for path in files] or turtle_files(where)
    changed = []
    for path in paths:
        parsed = read_turtle(path, where.name(path), "facts")
        text = canonical(parsed.text, parsed.name, prefixes)
        if text != parsed.text:
            changed.append(parsed.name)
            if not check:
                path.write_text(text, encoding="utf-8")
    if check and changed:
        raise BuildError("format", [f"{name} is not in the layout; run: oegyo format {name}" for name in changed])
    click.echo(f"{len(paths)} files, {len(changed)} changed" if changed else f"{len(paths)} files in the layout")


@main.command()
@click.option(
    "--data",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Serve this RDF file instead of the graph (any format pyoxigraph reads); may be repeated.",
)
@_sources_option
@_settings_options()
def serve(data: tuple[Path, ...], sources: Path | None, **options: Any) -> None:
    """Answer SPARQL over HTTP.

    Builds first when there is no release or the sources changed.
    """
    from oegyo.gate import server

    settings = _settings(options)
    if data:
        server.serve(settings, [path.resolve() for path in data], None)
        return
    release = _release(settings, sources)
    server.serve(settings, [release.graph], release)


@main.command()
@click.argument("query", metavar="SLUG|FILE")
@click.option("-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of a saved query.")
@click.option(
    "--format",
    "format_name",
    default="table",
    show_default=True,
    help=f"table, {_names(Kind.SOLUTIONS)}; {_names(Kind.GRAPH)} for CONSTRUCT and DESCRIBE.",
)
@_sources_option
@_settings_options("engine", "release", "deadline", "worker_memory", "result_size")
def query(query: str, parameters: tuple[str, ...], format_name: str, sources: Path | None, **options: Any) -> None:
    """Ask a saved query, or one of your own.

    SLUG is the name of a saved query; FILE holds a query, and - stands for standard input.
    """
    from oegyo import terminal
    from oegyo.engine import open_engine

    settings = dataclasses.replace(_settings(options), workers=1)
    release = _release(settings, sources)
    text = terminal.query_text(query, parameters, release)
    engine = open_engine(settings, [release.graph])
    try:
        sys.stdout.buffer.write(terminal.ask(engine, text, format_name, release.prefixes))
        sys.stdout.flush()
    finally:
        engine.close()


@main.group("sources")
def sources_group() -> None:
    """The sources that the facts rest on."""


@sources_group.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
@_sources_option
def verify(folder: Path, sources: Path | None) -> None:
    """Recompute the digest of every passage from the copies of the sources in DIR."""
    from oegyo.pipeline import stages

    verified, absent = stages.verify(_sources(sources), folder)
    for source in absent:
        click.echo(f"{source}: no file in {folder} has its SHA-256")
    click.echo(f"{verified} passages stand as they say")


def _release(settings: Settings, sources: Path | None) -> Release:
    """The release to answer from, built first when there is none or the sources changed.

    When the build fails, the last good release is kept and served, and the failure is said.
    """
    where = _sources(sources)
    current = Release.current(settings.release)
    if current and current.fingerprint == where.fingerprint:
        return current
    try:
        apart.build(where, settings.release)
    except BuildError as error:
        if current is None:
            raise
        for failure in error.failures:
            click.echo(f"oegyo: {error.stage}: {failure}", err=True)
        click.echo(f"oegyo: the build failed; the last good release, {current.digest[:16]}, is used", err=True)
        return current
    built = Release.current(settings.release)
    if built is None:
        raise OegyoError(message("There is no release in %(folder)s after the build", folder=str(settings.release)))
    return built


def _say(quiet: bool) -> Callable[[str], None]:
    return (lambda _: None) if quiet else (lambda line: click.echo(line, err=True))
