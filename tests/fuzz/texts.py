"""Texts that something on the way may take for something else."""

from __future__ import annotations

from random import Random

TYPED = (
    "", " ", "null", "~", "yes", "No", "on", "OFF", "true", "y", "1", "-0", "+5", "012", "0x1F",
    "0b1", "0o17", "1_000", "1e3", "1E400", ".5", ".inf", "-.INF", ".nan", "NaN", "12:30", "1:2:3",
    "2024-01-01", "2024-01-01T00:00:00Z", "=", "<<", "9" * 40, "1" + "0" * 5000, "5 ", " 5",
    "\uff15",
)  # fmt: skip
"""Read by YAML 1.1, YAML 1.2, JSON or Python as something else than a text."""

MARKED = (
    "!Ref X", "!!str 5", "!!python/object/apply:os.system [id]", "&a", "*a", "&a [*a]", "{a: 1",
    "{}", "[]", "[1, 2", "{a: {b: [1]}}", '{"a": "b"}', "- a", "a: b", "a:", ": a", "# c", "a # b",
    "'", '"', "''", "\\", "\\n", "%YAML 1.1", "---", "...", "--- a", "|", ">-", "@a", "`a`", "?",
    "? a", "-", "- -", ",", "a, b", "${AWS::Region}", "${x", "${!x}", "{{resolve:ssm:/a}}",
    "{{ 7 * 7 }}", "{% if x %}", "{# a #}", "{{", "}}", "{{ self }}", "%s", "%(a)s", "{0}", "{a}",
    "$(id)", "`id`", "; id", "| id", "&& id", "$HOME", "~root", "*", "?x", "../x", "a/../../b", "/",
    "/etc/passwd", "./a", "a//b", "C:\\a", "\\\\host\\a", "a\\b", "file:///a", "s3://a/b", "NUL",
    "CON", ".", "..", ".git", "<<<<<<< a", "=======", ">>>>>>> b", "rate(1 minute)", "cron(* *)",
    "Résumé", "e\u0301", "日本語", "😀", "\u202eabc", "\u200b", "\ufeffa", "a" * 300,
)  # fmt: skip
"""Given a meaning by YAML, Jinja, shells, file systems, git or CloudFormation."""

BROKEN = (
    "a\nb", "a\r\nb", "\n", "a\n", "\ta", "a\tb", "\x07", "\x1b[31mred", "\x7f", "\x80", "\x85",
    "a\x85b", "\u2028", "a\u2029b", "\x0b", "\x1c", "\udcff", "\uffff", "\U0010ffff",
)  # fmt: skip
"""Breaks a line, cannot be printed, or is not a character."""


def odd_text(random: Random) -> str:
    """A text of one of the kinds, or of several."""
    kind = random.random()
    if kind < 0.4:
        return random.choice(TYPED)
    if kind < 0.75:
        return random.choice(MARKED)
    if kind < 0.85:
        return random.choice(BROKEN)
    if kind < 0.93:
        return "".join(random.choice((*TYPED[:30], *MARKED, *BROKEN)) for _ in range(2))
    return "".join(map(_character, [random] * random.randint(1, 8)))


def _character(random: Random) -> str:
    last = random.choice((0x7F, 0x24F, 0x2FFF, 0xD7FF, 0x1FFFF))
    return chr(random.randint(1, last))
