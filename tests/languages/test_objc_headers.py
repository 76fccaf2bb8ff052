"""Which files with the endings of Objective-C are Objective-C."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import front_end_of


@pytest.mark.parametrize(
    "text",
    [
        "#import <Foundation/Foundation.h>\n",
        "#pragma once\n  @interface Account : NSObject\n@end\n",
        "@protocol Store;\n",
        '# import "Store.h"\n',
        "// a licence\n@implementation Account\n@end\n",
    ],
)
@pytest.mark.parametrize("suffix", [".h", ".m", ".mm"])
def test_what_only_objective_c_writes_tells_it(suffix: str, text: str) -> None:
    """A keyword behind ``@`` or ``#import`` at the start of a line."""
    assert front_end_of(suffix, text.encode()) == "objc"


@pytest.mark.parametrize(
    "text",
    [
        "#include <stdio.h>\nint main(void);\n",
        "/**\n * @interface of the driver, see #import\n */\nstruct driver { int id; };\n",
        "function y = f(x)\n  y = @(z) z + x;\nend\n",
        "",
    ],
)
def test_other_languages_with_its_endings_are_not_read(text: str) -> None:
    """Headers of C and C++, scripts of MATLAB, and an empty file."""
    assert front_end_of(".h", text.encode()) is None
    assert front_end_of(".m", text.encode()) is None


def test_languages_with_an_ending_of_their_own_need_no_marks() -> None:
    """Whatever is in them."""
    assert front_end_of(".swift", b"") == "swift"
    assert front_end_of(".txt", b"@interface A") is None
