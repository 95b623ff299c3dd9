"""Whatever goes wrong is said as a message with its values, which can be translated: read from the code itself."""

from __future__ import annotations

import ast
from pathlib import Path

import oegyo
from oegyo import errors

PACKAGE = Path(oegyo.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
TRANSLATORS = {"_", "gettext", "lazy_gettext", "ngettext"}


def kinds(kind: type[errors.OegyoError]) -> set[str]:
    """The names of ``kind`` and of all that are made of it, wherever they are."""
    return {kind.__name__}.union(*map(kinds, kind.__subclasses__()))


def name(call: ast.Call) -> str:
    """What is called, without its module."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(tree: ast.AST) -> list[ast.Call]:
    """Every call in ``tree``."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def is_sentence(node: ast.expr) -> bool:
    """Whether ``node`` is a text made on the spot, or translated there."""
    if isinstance(node, ast.Call):
        return name(node) in TRANSLATORS or name(node) == "format"
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return text or isinstance(node, ast.JoinedStr | ast.BinOp)


def made_on_the_spot(tree: ast.AST) -> list[int]:
    """The lines of ``tree`` where a problem is given a sentence, by itself or by way of a variable."""
    problems = kinds(errors.OegyoError) - kinds(errors.BuildError)
    sentences = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_sentence(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    given = [(call, *call.args[:1]) for call in calls(tree) if name(call) in {*problems, "Verbatim"}]
    given += [
        (call, one.value) for call in calls(tree) if name(call) in problems for one in call.keywords if one.arg == "advice"
    ]
    return [
        call.lineno
        for call, *said in given
        for one in said
        if is_sentence(one) or (isinstance(one, ast.Name) and one.id in sentences)
    ]


def test_no_problem_is_given_a_sentence() -> None:
    """Neither one with its values in it already, nor one in the language of whoever happened to ask."""
    found = []
    for path in MODULES:
        lines = made_on_the_spot(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(PACKAGE)}:{line}" for line in lines]
    # a failure of the build is a list of lines with the file and the node, for whoever keeps the data
    assert [one for one in found if not one.startswith("errors.py:")] == []


def test_such_a_sentence_would_be_found() -> None:
    """In each of the ways that there were."""
    for line in (
        'raise RequestProblem(f"no {x}")',
        'raise errors.RequestProblem("no")',
        'raise RequestProblem(message("no"), advice="See " + there)',
        'raise RequestProblem(gettext("no"))',
        'msg = f"no {x}"\nraise OegyoError(msg) from error',
        'raise NoFormatProblem(_("no"), offers)',
        'raise RequestProblem(Verbatim(f"no {x}"))',
    ):
        assert made_on_the_spot(ast.parse(line)), line
    assert not made_on_the_spot(ast.parse('raise RequestProblem(message("no %(x)s", x=f"{y}"), advice=ADVICE)'))


def test_every_message_is_written_out_where_it_is_said() -> None:
    """So that it is found for the catalogues."""
    for path in MODULES:
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if name(call) == "message" and path.name != "errors.py":
                assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"


def test_every_problem_is_named_once() -> None:
    """Each has its own type, and a title that can be translated."""
    slugs = [kind.slug for kind in errors.QueryProblem.__subclasses__() if kind.__module__ == errors.__name__]
    assert len(slugs) == len(set(slugs))
    for kind in errors.QueryProblem.__subclasses__():
        assert isinstance(kind.title, errors.Message)


def test_a_terminal_is_told_where_and_what_to_try() -> None:
    """A line for each."""
    problem = errors.SyntaxProblem(errors.message("The query ends too early."), line=1234, column=5)
    assert problem.lines() == [
        "The query ends too early.",
        "At line 1234, column 5 of the query.",
        "Correct the query at the place given. Every prefix must be declared in the query itself.",
    ]
    assert errors.OegyoError(errors.message("none")).lines() == ["none"]
