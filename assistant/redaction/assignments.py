"""Keys that say secret, and the values that they are given: in code, settings, manifests, commands, tables and prose."""

from __future__ import annotations

import re

from assistant.redaction import blocks, lists, prose
from assistant.redaction.keys import Strength, judge
from assistant.redaction.tokens import TokenRule
from assistant.redaction.values import SPACE, Value, is_literal, is_secret, looks_random, read
from assistant.redaction.view import LINE, Beyond, Span, Spans, View

ANCHORS = (
    "pass|pwd|pw(?![a-z])|passw|kennwort|contrase|senha|wachtwoord|haslo|hasło|parola|lösenord|пароль|密码|密碼|パスワード|비밀번호|secret|token|cred|key|auth|psk|jwt|sess|sid(?![a-z])"
    "|sig(?![a-z])|signature|pin(?![a-z])|otp(?![a-z])|salt(?![a-z])|community|cookie|pat(?![a-z])|geheim"
)
_CONNECTION = 160  # characters after a key in which it has to be told what it is given

_KEY_REVERSED = re.compile(r"[\w.-]{0,64}")
_NOT_OF_KEY = re.compile(r"(?:\x1b\[[0-9;]{0,12}m|\\[nrt])([\w.-]{0,64})$")
_KEY_AFTER = re.compile(r"[\w.-]{0,64}")
_WORD_BEFORE = re.compile(r"(?:([A-Za-z]{2,20})[ ])?([A-Za-z]{2,20})[ ]$")

_TYPE = r"(?:str|string|String|SecretStr|bytes|Optional\[str\]|&'?\w*\s?str|&str|char\s?\*|std::string|\w+\s?\|\s?\w+)"
_ASSIGNED = re.compile(
    rf"""(?P<close>\\{{0,7}}["'`]|&quot;)?(?:\[[\w"']{{0,20}}\])?[\])]{{0,2}}[*_]{{0,2}}
    (?:\??{SPACE}*:{SPACE}*{_TYPE}{SPACE}*(?==))?
    (?:{SPACE}?\([^()\n]{{1,40}}\)|{SPACE}\#?[0-9]{{1,2}})?
    {SPACE}*(?P<separator>:=|=>|===|==|=|!==|!=|\?=|\+=|:(?!:)|\uff1a)(?:\*\*|__)?{SPACE}*""",
    re.VERBOSE,
)
_FOR = re.compile(
    rf"{SPACE}+(?:for|of|on|to|für|von|de|del|du|pour|para|di)(?:{SPACE}+[^\s:=]{{1,60}}){{1,4}}?{SPACE}*(?P<separator>:(?!:)|=){SPACE}+",
    re.IGNORECASE,
)
_NAMED_BEFORE = re.compile(
    r"""(?:name|key|field|variable|setting|option|label)\\{0,7}["']?\s{0,4}(?:[:=]>?|,)\s{0,4}\\{0,7}["']?[\w./:-]{0,64}$""",
    re.IGNORECASE,
)
_NAMES = re.compile(r"name|key|field|variable|setting|option|label", re.IGNORECASE)
_VALUE_OF_NAME = re.compile(
    r"""[\w./-]{0,20}\\{0,7}["']?[ \t]{0,8}[,;]?\s{0,60}
    (?:\\{0,7}["']?(?!\w{0,20}value)\w{1,30}\\{0,7}["']?\s{0,4}[:=]\s{0,4}[^,\n]{1,60}(?:,|\n)\s{0,60}){0,2}
    \\{0,7}["']?\w{0,20}value\\{0,7}["']?\s{0,4}[:=]\s{0,4}""",
    re.VERBOSE | re.IGNORECASE,
)
_XML_VALUE_OF_NAME = re.compile(r"</(?:name|key|string)>\s{0,60}<(?:value|string)>", re.IGNORECASE)
_VARIABLE_BEFORE = re.compile(r"""^\s*variable\s+["']?[\w-]*$""")
_DEFAULT_OF_VARIABLE = re.compile(r":?[-=]([^}\n]{1,100})\}")
_DEFAULT = re.compile(r"""["']?\s*\{[^{}]{0,600}?\bdefault\s*=\s*""")
_ELEMENT = re.compile(r"(?:\s[^<>\n]{0,80})?>\s{0,4}(?=[^<\s])")
_BARS = ("|", "│", "┃")
_CALLED = re.compile(rf"\({SPACE}*(?=[\"'`])")
_SPACED = re.compile(rf"""(?:["'`],?)?{SPACE}+(?:[0-9][ ]+(?=\S{{6}}))?""")
_QUOTED_NEXT = re.compile(rf"""["']?{SPACE}+(?=["'`])""")
_NEXT_ARGUMENT = re.compile(rf"""["'],{SPACE}*(?=["'])""")
_COLUMN = re.compile(rf"(?:[`\"']?{SPACE}*[|│┃]{SPACE}*|\t+|{SPACE}{{2,}})")
_DIRECTIVE = re.compile(r"^[ \t]*(?:(?:ENV|ARG|setx|setenv|set[ \t]+-\w+|SET)[ \t]+(?:[^\s=]+=\S+[ \t]+){0,20})$")
_LINE_START = re.compile(r"""^[ \t>+-]*(?:\d{1,4}[ \t]+)?["']?$""")
_SETS = re.compile(
    r"(?:config(?:ure)?[ \t]+set(?:[ \t]+--[a-z]+)*|CONFIG[ \t]+SET|config[ \t]+\S+|conf[ \t]+set)\s+\S{0,120}$", re.IGNORECASE
)
_NETRC = re.compile(r"(?:^|\s)(?:login|machine|account|default)\s[^\n]*\s*$")
_WITH = re.compile(
    r"(?:with|using|via|mit|and|con)[ ]+(?:(?:the|a|this|its|root|admin|user|new|default)[ ]+){0,2}(?:password|passwort)?$",
    re.IGNORECASE,
)
_ASKS = re.compile(r"--?(?:ask|prompt|read)", re.IGNORECASE)  # `--askpass`: the value comes from the keyboard
_OPENSSL_PASS = re.compile(r"-(?:pass|passin|passout|passwd)[ =]+[\"']?$")
_SCHEME = re.compile(
    r"(?:Bearer|Basic|Token|ApiKey|Api-Key|Bot|JWT|SSWS|Splunk|Key|GenieKey)[ ]+(?:token=)?[\"']?", re.IGNORECASE
)
_SETTER = re.compile(
    r"(?:^|\.|_)(?:set|with|add|put|use|append|header|update|change|reset|create|hash|encrypt|store|save)|^\.?\w{0,12}(?:assword|asswd|ecret|oken|piKey|assphrase)$"
)
_SETTING = re.compile(r"(?:set|put|define|add|append|header|property|env|insert|config)\w{0,20}\(\s*[\"']$", re.IGNORECASE)
_LOGIN = re.compile(r"[\w.@-]{1,64}(?:[ ]/[ ]|:[ ]?)([^\s/:\"']{6,100})$")
_MIXED = re.compile(r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])\S{6,}")
_COMMUNITY = re.compile(r"\S{4,64}[ ]+(?:RO|RW|ro|rw|view|authorization|group|use-acl|ipv[46])\b")
_IN_ARN = re.compile(r"(?:^|[^\w-])arn:[\w-]{1,20}:[^\s\"'`]{0,300}$")
_OF_SQL = re.compile(r"\b(?:alter|create|role|user|set|encrypted)\b", re.IGNORECASE)
_DECLARES = re.compile(
    r"(?:add_argument|[oO]ption|[aA]rgument|\.on|[fF]lags?(?:\(\))?\.\w{1,20}|String(?:Var)?P?|[aA]rg)\(\s{0,20}(?:[^()\n]{0,80})$"
)
_DEFAULT_DECLARED = re.compile(r"[^()\n]{0,120}?\bdefault(?:_value)?\s?[=:]\s?(?=[\"'])")
_SHARED_KEY = re.compile(rf"{SPACE}+(?:(?:ascii-text|hexadecimal|local|remote|[0678]){SPACE}+)?(?=\S)")
_IPSEC = re.compile(r":[ \t]*$")
_NETWORK = re.compile(r"\b(?:nmcli|iwctl|netsh)\b[^\n|;&]*$")
_REMARK = re.compile(r"\([A-Za-z]+(?: [A-Za-z]+){1,5}\)")  # (known after apply)
_PIN = re.compile(r"[0-9]{4,8}")
_PLAIN_WORDS = re.compile(r"[a-z]{2,15}(?: [a-z]{2,15}){2,7}")


class AssignmentRule:
    """Finds values by their keys."""

    anchors = ANCHORS

    def __init__(self, tokens: TokenRule) -> None:
        self._tokens = tokens

    def decide(self, view: View, place: int, anchor_end: int) -> Spans:
        """The value of the key that this anchor belongs to."""
        start, end = _key(view, place, anchor_end)
        key = view.text[start:end]
        if start == place and view.lower[place:anchor_end] == "key" and (words := _WORD_BEFORE.search(view.before(place, 48))):
            key = f"{words[1] or ''} {words[2]} {key}"
        kind, strength = judge(key)
        if not strength:
            return ()
        nearby = view.before(start, 320)
        if "arn:" in nearby and _IN_ARN.search(nearby.rpartition("\n")[2]):
            return ()
        if key.lower() == "pass" and _OPENSSL_PASS.search(view.before(place, 24)):
            strength = Strength.SURE
        limit = view.line_end(end, _CONNECTION)
        return (
            self._assigned(view, start, end, limit, kind, strength, key)
            or self._of_name(view, start, end, kind, strength)
            or ()
        )

    def _assigned(self, view: View, start: int, end: int, limit: int, kind: str, strength: Strength, key: str) -> Spans:
        text, before = view.text, view.line_before(start)
        if before.endswith("${"):
            default = _DEFAULT_OF_VARIABLE.match(text, end, limit)
            return self._span(Value(*default.span(1), default[1]), kind, strength, quoted=True) if default else ()
        found = _ASSIGNED.match(text, end, limit) or _FOR.match(text, end, limit)
        if found:
            return self._separated(view, start, end, found, kind, strength, key)
        if before.endswith("<") and (element := _ELEMENT.match(text, end, limit)):
            return self._element(view, element.end(), kind, strength)
        if before.endswith(("'", '"', "-", " ")) and "(" in before and _DECLARES.search(before):
            return self._declared(view, end, limit, kind, strength)
        if argument := _NEXT_ARGUMENT.match(text, end, limit):
            if key.startswith("-"):
                strength = max(strength, Strength.LIKELY)
            elif not _SETTING.search(before):
                strength = min(strength, Strength.WEAK)
            return self._value(view, start, argument.end(), kind, strength, key, "")
        if called := _CALLED.match(text, end, limit):
            ok = _SETTER.search(key) and strength >= Strength.LIKELY
            return self._value(view, start, called.end(), kind, strength, key, "(") if ok else ()
        if (spans := self._in_sentence(view, end, limit, before, kind, strength, key)) is not None:
            return spans
        if strength is Strength.SURE and (quoted := _QUOTED_NEXT.match(text, end, limit)):
            return self._value(view, start, quoted.end(), kind, strength, key, "")
        return self._spaced(view, start, end, limit, kind, strength, key)

    def _separated(
        self, view: View, start: int, end: int, found: re.Match[str], kind: str, strength: Strength, key: str
    ) -> Spans:
        if _is_variable_of_psql(view, start, end, found):
            return ()
        if lists.is_plural(key) and (several := self._several(view, start, found.end(), kind, found["separator"])):
            return several
        return self._value(view, start, found.end(), kind, strength, key, found["separator"])

    def _in_sentence(
        self, view: View, end: int, limit: int, before: str, kind: str, strength: Strength, key: str
    ) -> Spans | None:
        if places := prose.old_and_new(view.text, end, limit, before):
            return tuple(span for place in places for span in self._said(view, place, kind, strength, last=False))
        if told := prose.told(view.text, end, limit, before):
            return self._said(view, told[0], kind, strength, last=told[1], phrase=key.lower().endswith("phrase"))
        return None

    def _spaced(self, view: View, start: int, end: int, limit: int, kind: str, strength: Strength, key: str) -> Spans:
        """Only space stands between: options, directives, columns, .netrc."""
        text, before = view.text, view.line_before(start)
        spaced, column = _SPACED.match(text, end, limit), _COLUMN.match(text, end, limit)
        if key.lower().endswith(("shared-key", "sharedkey")) and (shared := _SHARED_KEY.match(text, end, limit)):
            return self._said(view, shared.end(), "secret_key", Strength.WEAK, last=False)
        if spaced and not text.startswith("-", spaced.end()):
            listed = "," in spaced[0]  # code goes on with another argument
            option = not listed and key.startswith("-") and (not before or before[-1:] in " \t\"'[,(")
            nearby = view.before(start, 256)
            if option and _ASKS.match(key):
                return ()
            if option or _DIRECTIVE.match(before) or ("onf" in nearby.lower() and _SETS.search(nearby)):
                return self._value(view, start, spaced.end(), kind, max(strength, Strength.LIKELY), key, "")
            if key.lower() == "password" and "login" in nearby and _NETRC.search(nearby):
                return self._value(view, start, spaced.end(), kind, strength, key, "")
            if (key == "PSK" and _IPSEC.search(before)) or (kind == "password" and _NETWORK.search(nearby)):
                return self._value(view, start, spaced.end(), kind, strength, key, "")
            if _LINE_START.match(before) and self._is_last(view, spaced.end()):
                known = key in ("requirepass", "masterauth", "bindpw", "rootpw", "tls-key-file-pass")
                return self._value(view, start, spaced.end(), kind, strength if known else Strength.WEAK, key, "")
            if strength is Strength.SURE and (_WITH.search(view.before(start, 40)) or before.rstrip().endswith(("/", ","))):
                return self._said(view, spaced.end(), kind, Strength.WEAK)
            if "snmp" in nearby and (_COMMUNITY.match(text, spaced.end(), limit) or nearby.endswith("snmp-server ")):
                return self._value(view, start, spaced.end(), kind, Strength.SURE, key, "")
            if kind in ("token", "password", "api_key", "jwt") and self._is_random_word(view, spaced.end()):
                return self._said(view, spaced.end(), kind, Strength.WEAK)
        if column:
            bar = text[column.start() : column.end()].strip() in _BARS
            if bar and not before.lstrip().startswith(_BARS):
                return ()  # a pipe
            return self._value(
                view, start, column.end(), kind, strength if bar and strength is Strength.SURE else Strength.WEAK, key, ""
            )
        return ()

    def _declared(self, view: View, end: int, limit: int, kind: str, strength: Strength) -> Spans:
        """An option that a program declares: of its arguments only a default is a value."""
        text = view.text
        found = _NEXT_ARGUMENT.match(text, end, limit)
        value = read(text, found.end(), view.line_end(end), cut=False) if found else None
        if value and " " not in value.text and is_secret(value.text, Strength.WEAK, quoted=True) and len(value.text) >= 12:
            return self._span(value, kind, Strength.WEAK, quoted=True)
        default = _DEFAULT_DECLARED.match(text, end, limit)
        value = read(text, default.end(), view.line_end(end), cut=False) if default else None
        return self._span(value, kind, min(strength, Strength.LIKELY), quoted=True) if value and " " not in value.text else ()

    @staticmethod
    def _several(view: View, start: int, place: int, kind: str, separator: str) -> Spans:
        """A list: of this line, or in the lines below."""
        end = view.line_end(place)
        if lists.BEGIN.match(view.text, place, end) and separator in (":", "="):
            before = view.line_before(start)
            indent = len(before) - len(before.lstrip(" "))
            structured = not before.strip(" \"'") and (separator == ":" or view.text[place:end].strip())
            return (Span(kind, end, end, "list", indent),) if structured else ()
        return lists.on_line(view, place, end, kind, code=separator == "=") if separator in (":", "=") else ()

    @staticmethod
    def _is_random_word(view: View, place: int) -> bool:
        end = view.line_end(place)
        value = read(view.text, place, end, cut=end == place + LINE, prose=True)
        if not value:
            return False
        return len(value.text) >= 16 and looks_random(value.text) and any(c.isdigit() for c in value.text)

    @staticmethod
    def _is_last(view: View, place: int) -> bool:
        end = view.line_end(place)
        return bool(re.fullmatch(r"\S+[ \t;]*", view.text[place:end]))

    def _of_name(self, view: View, start: int, end: int, kind: str, strength: Strength) -> Spans:
        """The key is itself a value, of `name`; what it names stands beside it."""
        before = view.line_before(start, 80)
        if _NAMES.search(before) and _NAMED_BEFORE.search(before):
            found = _VALUE_OF_NAME.match(view.text, end, view.end(end, 400))
        elif before.rstrip().lower().endswith(("<name>", "<key>")) or re.search(r"<(?:name|key)>[\w.-]*$", before):
            found = _XML_VALUE_OF_NAME.match(view.text, end, view.end(end, 200))
            return self._element(view, found.end(), kind, strength) if found else ()
        elif _VARIABLE_BEFORE.search(before):
            found = _DEFAULT.match(view.text, end, view.end(end, 800))
        else:
            return ()
        return self._value(view, start, found.end(), kind, strength, "", ":") if found else ()

    def _element(self, view: View, place: int, kind: str, strength: Strength) -> Spans:
        end = view.line_end(place)
        stop = view.text.find("</", place, end)
        if stop < 0:
            return ()
        value = Value(place, stop, view.text[place:stop])
        return self._span(value, kind, strength, quoted=True)

    def _value(self, view: View, start: int, place: int, kind: str, strength: Strength, key: str, separator: str) -> Spans:
        end = view.line_end(place)
        text = view.text
        if scheme := _SCHEME.match(text, place, end):
            place = scheme.end()
        structured = bool(_LINE_START.match(view.line_before(start)))
        if separator == ":" and structured and strength >= Strength.LIKELY and blocks.HEADER.match(text, place, end):
            return self._block(view, start, end, kind)
        value = read(text, place, end, cut=end == place + LINE)
        if not value or (value.quote == "`" and separator == "=" and " " in value.text):
            return ()
        if not value.quote and _REMARK.match(text, value.start, end):
            return ()
        if kind == "secret" and separator in (":", "=") and (both := _LOGIN.match(text, value.start, end)):
            value = Value(*both.span(1), both[1])
            strength = Strength.SURE
        if key.lower() == "pass" and separator and _MIXED.fullmatch(value.text):
            strength = Strength.SURE
        if kind == "pin" and separator and _PIN.fullmatch(value.text):
            strength = Strength.SURE
        if separator in ("=>", "==", "===", "!=", "!==", "(") and not value.quote:
            return ()
        if not value.quote and key.lower().endswith("phrase") and (phrase := prose.phrase(text, value.start, end)):
            return (Span(kind, phrase.start, phrase.end),)
        words = text[value.start : end]
        plain = (
            strength is Strength.SURE and separator == ":" and structured and not value.quote and _PLAIN_WORDS.fullmatch(words)
        )
        if plain and all(is_literal(word, quoted=True) for word in words.split() if len(word) > 2):
            return (Span(kind, value.start, end),)
        if not value.quote and separator == "=" and (wide := _to_quote_before(text, start, value, end)):
            value = wide
        if not value.quote and not structured and _is_prose(value.text, text[value.end : end], separator):
            return ()
        return self._span(
            value, kind, strength, quoted=bool(value.quote) or bool(separator == "=" and _is_shell(view, start, place))
        )

    def _said(self, view: View, place: int, kind: str, strength: Strength, *, last: bool = True, phrase: bool = False) -> Spans:
        """In a sentence only what no sentence would say."""
        end = view.line_end(place)
        if phrase and (words := prose.phrase(view.text, place, end)):
            return (Span(kind, words.start, words.end),)
        value = prose.quoted(view.text, place, end) or read(view.text, place, end, cut=end == place + LINE, prose=True)
        if not value or not is_literal(value.text, quoted=bool(value.quote)):
            return ()
        rest = view.text[value.end : end].strip(" \t.!,;)\"'`")
        odd = any(c.isdigit() for c in value.text) or any(not c.isalnum() and c not in "-'." for c in value.text)
        last = (
            last and not rest and strength >= Strength.LIKELY and not value.text.endswith(("ed", "ing", "ly", "able", "ible"))
        )
        if (
            value.quote
            or (odd and len(value.text) >= 4 and not _MEASURE.fullmatch(value.text))
            or looks_random(value.text)
            or last
        ):
            return self._span(
                value, kind, Strength.SURE if strength is Strength.SURE else max(strength, Strength.WEAK), quoted=True
            )
        return ()

    def _block(self, view: View, start: int, end: int, kind: str) -> Spans:
        before = view.line_before(start)
        block = blocks.begin(view, end, len(before) - len(before.lstrip(" ")), kind)
        if not block:
            return ()
        known = view.text[block.start : view.end(end, 512)]
        line = known.split("\n", 1)[0].strip()
        spoken = "-----BEGIN" in known or "{{" in known or line.startswith("$ANSIBLE_VAULT")
        return () if spoken or not is_literal(line, quoted=True) else (block,)

    def _span(self, value: Value, kind: str, strength: Strength, *, quoted: bool) -> Spans:
        if not is_secret(value.text, strength, quoted=quoted):
            return ()
        kind = self._tokens.kind_of(value.text) or kind
        beyond: Beyond = ("quoted" if value.quote else "word") if value.open else "none"
        return (Span(kind, value.start, value.end, beyond),)


_MEASURE = re.compile(r"[0-9.]+(?:[smhd]|ms|min|days?|hours?|chars?|characters|bytes|bits?|%|x)?|[0-9]+-\w+|v?[0-9.]+")


def _key(view: View, place: int, anchor_end: int) -> tuple[int, int]:
    """Where the key begins and ends that an anchor lies in."""
    reverse = view.before(place, 64)[::-1]
    found = _KEY_REVERSED.match(reverse)
    length = found.end() if found else 0
    # The letter that ends a colour, or that an escaped line end is written with, belongs to no key.
    ends = length < len(reverse) and reverse[length] in "\\[;"
    if ends and (escaped := _NOT_OF_KEY.search(view.before(place, length + 16))):
        length = len(escaped[1])
    start = place - length
    after = _KEY_AFTER.match(view.text, anchor_end, view.line_end(anchor_end, 65))
    end = after.end() if after else anchor_end
    while end > anchor_end and view.text[end - 1] in ".-":
        end -= 1
    return start, end


def _is_variable_of_psql(view: View, start: int, end: int, found: re.Match[str]) -> bool:
    """`PASSWORD :'name'`, `:"name"` or `:name` in SQL."""
    spaced = view.text[end : end + 1].isspace() and view.text[found.end() - 1] == ":"
    return spaced and view.text[start:end].lower() == "password" and bool(_OF_SQL.search(view.before(start, 200)))


def _to_quote_before(text: str, start: int, value: Value, end: int) -> Value | None:
    """Of `"KEY=two words"` both."""
    quote = text[start - 1 : start]
    if quote not in ("'", '"'):
        return None
    close = text.find(quote, value.start, end)
    inner = text[value.start : close] if close >= 0 else ""
    if close > value.end and "=" not in inner and ":" not in inner and "," not in inner and "\\" not in inner:
        return Value(value.start, close, inner, quote)
    return None


def _is_shell(view: View, start: int, place: int) -> bool:
    """KEY=value without spaces, with a key in capitals: no code would write it so."""
    key = view.text[start:place]
    return key.rstrip("=").isupper() and view.text[place - 1 : place] == "="


def _is_prose(value: str, rest: str, separator: str) -> bool:
    """`password: must be at least 8 characters`: a word, and the sentence goes on."""
    if separator != ":" or not re.fullmatch(r"[A-Za-z]+[,.]?", value):
        return False
    return (
        bool(re.match(r"[ ]+[A-Za-z]+(?:[ ]|$)", rest))
        and value.lower() == value.lower().strip(",.")
        and not re.match(r"[ ]+\w+[:=]", rest)
    )
