# SPDX-License-Identifier: BSL-1.0
"""The mutants of a C++ header: small changes, each of which some test should notice.

Works on tokens, and on this project's format: a binary operator stands between spaces, a template's
angle brackets do not. What isn't C++ after the change is told by the compiler, not here.
"""
import dataclasses
import re

TOKEN = re.compile(r"""
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<raw>R"(?P<tag>[^(]*)\(.*?\)(?P=tag)")
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\x[0-9a-fA-F]+|\\.|[^'\\\n])')
  | (?P<number>\d[\w']*(?:\.\d+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<directive>\#(?:[^\n\\]|\\\n|\\.)*)
  | (?P<mark><=>|<<=|>>=|\.\.\.|->\*|->|::|\+\+|--|<<|<=|>=|==|!=|&&|\|\||\+=|-=|\*=|/=|%=|&=|\|=|\^=|[^\s\w])
""", re.VERBOSE | re.DOTALL)

# Marks that are mutated where they stand between spaces.
BINARY = {
    "<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
    "==": ("!=",), "!=": ("==",),
    "&&": ("||",), "||": ("&&",),
    "+": ("-",), "-": ("+",), "*": ("/",), "/": ("*",), "%": ("*",),
    "&": ("|",), "|": ("&",), "^": ("|",), "<<": (">>",), ">>": ("<<",),
    "+=": ("-=",), "-=": ("+=",), "|=": ("&=",), "&=": ("|=",), "<<=": (">>=",), ">>=": ("<<=",),
}
NAME_OF = {
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), "relational"),
    **dict.fromkeys(("&&", "||"), "boolean"),
}
# A statement that begins so isn't an expression.
NOT_EXPRESSIONS = set("""
    alignas auto break case catch class concept const constexpr consteval constinit continue default do
    else enum explicit extern for friend goto if inline namespace noexcept operator private protected
    public requires return static static_assert struct switch template thread_local throw try typedef
    typename union using virtual volatile while""".split())
NO_FUNCTION = {"namespace", "class", "struct", "enum", "union"}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "++", "--"}
UNWORTHY_RETURNS = {"", "{}", "true", "false", "0", "nullptr", "*this"}


@dataclasses.dataclass(frozen=True)
class Token:
    kind: str
    text: str
    begin: int
    end: int


@dataclasses.dataclass(frozen=True)
class Mutant:
    """`source[begin:end]` becomes `new`."""
    kind: str
    begin: int
    end: int
    new: str

    def applied(self, source):
        return source[:self.begin] + self.new + source[self.end:]

    def line(self, source):
        return source.count("\n", 0, self.begin) + 1

    def lines(self, source):
        """(before, after): the lines that change, white space made even."""
        first = source.rfind("\n", 0, self.begin) + 1
        last = source.find("\n", self.end)
        last = len(source) if last < 0 else last
        before = source[first:last]
        after = source[first:self.begin] + self.new + source[self.end:last]
        return " ".join(before.split()), " ".join(after.split())


def tokens_of(source):
    found = []
    for match in TOKEN.finditer(source):
        kind = match.lastgroup if match.lastgroup != "tag" else "raw"
        if kind not in ("comment", "directive"):
            found.append(Token(kind, match[0], match.start(), match.end()))
    return found


class Source:
    """A header, its tokens, and what belongs to what."""

    def __init__(self, text):
        self.text = text
        self.tokens = tokens_of(text)
        self.partner = self._partners()
        self.statements = self._statement_starts()
        self.off_limits = self._off_limits()

    def _partners(self):
        partner, open_ones = {}, []
        for i, token in enumerate(self.tokens):
            if token.kind == "mark" and token.text in "([{":
                open_ones.append(i)
            elif token.kind == "mark" and token.text in ")]}":
                begin = open_ones.pop()
                partner[begin], partner[i] = i, begin
        return partner

    def _statement_starts(self):
        """Indices of tokens that a statement of a function begins with."""
        starts, functions = [], []
        for i, token in enumerate(self.tokens):
            if functions and functions[-1][0] and self._begins_statement(i):
                starts.append(i)
            if token.text == "{" and token.kind == "mark":
                functions.append((self._is_block(i), i))
            elif token.text == "}" and token.kind == "mark":
                functions.pop()
        return starts

    def _begins_statement(self, i):
        before = self.tokens[i - 1]
        if before.text in (";", "{", "else"):
            return True
        if before.text == "}":
            return self._is_block(self.partner[i - 1])
        if before.text == ":":
            return self.tokens[i - 2].text == "default" or self._is_case_label(i - 1)
        if before.text == ")":
            return self.tokens[self.partner[i - 1] - 1].text in ("if", "for", "while", "constexpr")
        return False

    def _is_case_label(self, i):
        while i >= 0 and self.tokens[i].text not in (";", "{", "}"):
            if self.tokens[i].text == "case":
                return True
            i -= 1
        return False

    def _is_block(self, i):
        """Whether a brace opens a block of statements: not a class, a namespace or a value."""
        before = self.tokens[i - 1]
        if before.text in (")", "else", "do", "try", "mutable", "noexcept", "const", "&", "&&", ";", "{"):
            return not self._head_has(i, NO_FUNCTION)
        if before.text == "}":
            return True
        if before.text == "]":
            return False
        # `-> type {` of a lambda or a function, else a value or a class
        head = self._head(i)
        return "->" in [self.tokens[k].text for k in head] and not self._head_has(i, NO_FUNCTION)

    def _head(self, i):
        """Tokens from the statement's begin to the brace, brackets left out."""
        head, k = [], i - 1
        while k >= 0 and self.tokens[k].text not in (";", "{", "}"):
            if self.tokens[k].text in (")", "]"):
                k = self.partner[k]
            head.append(k)
            k -= 1
        return head

    def _head_has(self, i, words):
        return any(self.tokens[k].kind == "word" and self.tokens[k].text in words
                   for k in self._head(i))

    def _off_limits(self):
        """Indices that no mutant touches: attributes, static assertions, array tables are not."""
        hidden = set()
        for i, token in enumerate(self.tokens):
            if token.text == "static_assert":
                hidden.update(range(i, self.partner[i + 1] + 1))
            elif token.text == "[" and self.tokens[i + 1].text == "[":
                hidden.update(range(i, self.partner[i] + 1))
            elif token.text == "template" and self.tokens[i + 1].text == "<":
                hidden.update(range(i, self._template_end(i + 1)))
        return hidden

    def _template_end(self, i):
        depth = 0
        while True:
            text = self.tokens[i].text
            depth += {"<": 1, ">": -1, ">>": -2}.get(text, 0)
            if text in ("(", "[", "{"):
                i = self.partner[i]
            i += 1
            if depth <= 0:
                return i

    def spaced(self, i):
        token = self.tokens[i]
        return (self.text[token.begin - 1].isspace() and token.end < len(self.text)
                and self.text[token.end].isspace())

    def end_of_statement(self, i):
        """The index of its semicolon, or None if it is no simple statement."""
        while i < len(self.tokens):
            text = self.tokens[i].text
            if text == ";":
                return i
            if text in ("(", "[", "{"):
                i = self.partner[i]
            elif text in ("}", ")", "]"):
                return None
            i += 1
        return None


def mutants_of(text):
    """All mutants, in the order of their places."""
    source = Source(text)
    found = []
    for i, token in enumerate(source.tokens):
        if i not in source.off_limits:
            found += token_mutants(source, i, token)
    for i in source.statements:
        found += statement_mutants(source, i)
    found += condition_mutants(source)
    unique = {(each.begin, each.end, each.new): each for each in found}
    return sorted(unique.values(), key=lambda each: (each.begin, each.end, each.new))


def token_mutants(source, i, token):
    if token.kind == "number":
        yield from (Mutant("constant", token.begin, token.end, new) for new in other_numbers(token.text))
    elif token.kind == "char":
        yield from (Mutant("constant", token.begin, token.end, new) for new in other_chars(token.text))
    elif token.text in ("true", "false") and token.kind == "word":
        other = "false" if token.text == "true" else "true"
        yield Mutant("constant", token.begin, token.end, other)
    elif token.kind != "mark" or source.tokens[i - 1].text == "operator":
        return
    elif token.text in BINARY and source.spaced(i) and source.tokens[i - 1].text not in ("return", "("):
        for new in BINARY[token.text]:
            yield Mutant(NAME_OF.get(token.text, "arithmetic"), token.begin, token.end, new)
    elif token.text in ("++", "--"):
        yield Mutant("arithmetic", token.begin, token.end, "--" if token.text == "++" else "++")
    elif token.text in ("!", "~"):
        yield Mutant("boolean" if token.text == "!" else "arithmetic", token.begin, token.end, "")


def other_numbers(text):
    match = re.fullmatch(r"(0[xX][0-9a-fA-F']+|[\d']+)([uUlLzZ]*)", text)
    if not match:
        return
    digits, suffix = match[1].replace("'", ""), match[2]
    base = 16 if digits[:2] in ("0x", "0X") else 10
    value = int(digits, base)
    if value > 0 and len(digits) > 15:
        values = (value - 1,)
    else:
        values = (value + 1, value - 1) if value > 0 else (1,)
    for other in values:
        yield (hex(other) if base == 16 else str(other)) + suffix


def other_chars(text):
    inner = text[1:-1]
    if len(inner) == 1:
        for step in (1, -1):
            other = chr(ord(inner) + step)
            if other.isprintable() and ord(other) < 127:
                yield "'\\" + other + "'" if other in "'\\" else f"'{other}'"
    elif inner in ("\\n", "\\t", "\\r", "\\b", "\\f", "\\0", "\\\\", "\\'", "\\\""):
        yield "'~'"


def statement_mutants(source, i):
    tokens = source.tokens
    first = tokens[i]
    end = source.end_of_statement(i)
    if end is None:
        return
    begin, finish = first.begin, tokens[end].end
    body = source.text[tokens[i].end:tokens[end].begin].strip()
    if first.text == "return" and first.kind == "word":
        if body not in UNWORTHY_RETURNS:
            yield Mutant("return", begin, finish, "return {};")
    elif first.text in ("break", "continue") or is_expression(source, i, end):
        yield Mutant("delete", begin, finish, ";")


def is_expression(source, i, end):
    """A call or an assignment: `name.name(...)...;`, `name[...] = ...;`, `++name;`."""
    tokens = source.tokens
    if tokens[i].text in ("++", "--"):
        return True
    if tokens[i].text in ("*", "("):
        return any(tokens[k].text in ASSIGNMENTS for k in range(i, end))
    if tokens[i].kind != "word" or tokens[i].text in NOT_EXPRESSIONS:
        return False
    k, called = i + 1, False
    while k < end:
        text = tokens[k].text
        if text in ("(", "["):
            called = text == "("
            k = source.partner[k] + 1
        elif text in ("::", ".", "->") and tokens[k + 1].kind == "word":
            called = False
            k += 2
        else:
            return text in ASSIGNMENTS
    return called


def condition_mutants(source):
    tokens = source.tokens
    for i, token in enumerate(tokens):
        if token.kind != "word" or token.text not in ("if", "while") or i in source.off_limits:
            continue
        k = i + 2 if tokens[i + 1].text == "constexpr" else i + 1
        if tokens[k].text != "(":
            continue
        last = source.partner[k]
        begin = k
        for inner in range(k + 1, last):
            if tokens[inner].text == ";":
                begin = inner
        condition = source.text[tokens[begin].end:tokens[last].begin]
        lead = condition[:len(condition) - len(condition.lstrip())]
        if is_told_otherwise(tokens[begin + 1:last]):
            continue
        yield Mutant("condition", tokens[begin].end, tokens[last].begin,
                     f"{lead}!({condition.strip()})")
    # the middle condition of a `for`, and of a ternary, changes with its operators


def is_told_otherwise(tokens):
    """Whether another mutant has the negated meaning already: of one `==`, `!=` or `!`."""
    texts = [token.text for token in tokens]
    if "&&" in texts or "||" in texts:
        return False
    return sum(text in BINARY and NAME_OF.get(text) == "relational" for text in texts) == 1 \
        or texts[0] == "!"
