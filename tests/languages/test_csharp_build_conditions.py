"""Build conditions of C# that cut through statements."""

from __future__ import annotations

from secure_lint.languages.csharp.build_conditions import without_conditions
from secure_lint.languages.front_end import WantedBodies, load_front_end
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

CUT = """class Users
{
    void Load(bool remote)
    {
#if CLOUD
        if (remote)
        {
            Fetch();
        }
        else
#elif DISK
        Read();
#endif // CLOUD
        {
            Open();
        }
    }
}
"""


def test_the_first_branch_is_read_where_nothing_else_makes_sense() -> None:
    read = load_front_end("csharp").read(SourceText("Users.cs", CUT.encode()), WantedBodies(everything=True))
    text = print_module(read.module)
    assert "Fetch()" in text
    assert "Open()" in text
    assert "Read()" not in text
    assert [problem.message.partition(":")[0] for problem in read.problems] == [
        "only the first branch of build conditions is read"
    ]
    assert all(problem.partial for problem in read.problems)


def test_conditions_inside_one_another_keep_the_length() -> None:
    data = b"a\n#if A\r\nb\n#if B\nc\n#else\nd\n#endif\n# else\ne\n#endif\nf"
    blank = without_conditions(data)
    assert len(blank) == len(data)
    assert blank.split() == [b"a", b"b", b"c", b"f"]
    assert blank.count(b"\n") == data.count(b"\n")


def test_source_with_other_errors_stays_as_it_is() -> None:
    text = CUT.replace("Fetch();", "Fetch(;")
    read = load_front_end("csharp").read(SourceText("Users.cs", text.encode()), WantedBodies(everything=True))
    assert "syntax error" in {problem.message for problem in read.problems}
