"""Where a value begins and ends, and whether it is one: not a reference, a placeholder, a type, a word of prose."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from assistant.redaction.keys import Strength
from assistant.redaction.placeholders import PLACEHOLDER

SPACE = r"(?:[ \t]|\x1b\[[0-9;]{0,12}m)"
"""What may stand between a key and its value in a line: colours too."""

_QUOTE = re.compile(r"(?:[bruf@$]{0,2})(\\{0,7}(?:\"|'|`|&quot;))")
# A closing bracket, comma or quote belongs to a value unless what follows shows that the value has ended.
_UNQUOTED = re.compile(
    r"""(?:
    [^\s\x1b"'`<,;&)}\]\\|]++
    | ["'`](?![\s,;:)}\]<>"'`]|$|\\)
    | ,(?![\s"'\\}\]]|$|[\w.-]{1,40}[=:])
    | ;(?![\s"'`)]|$|[\w.-][\w\ .-]{0,39}=)
    | &(?![\s"'`&]|$|[\w.%\[\]-]{1,40}=|amp;|quot;|\#)
    | [)}\]](?![\s,;:)}\]"'`.]|$)
    | \\(?!["'`nrt\\]|$)
    | <(?![/!a-zA-Z])
    | \|(?![\s|]|$)
    )+""",
    re.VERBOSE,
)
_TRAILING = ".,;:!?"


@dataclass(frozen=True, slots=True)
class Value:
    """Text that could be a value.

    Attributes:
        quote: what encloses it, with its backslashes; empty for none.
        open: it goes on beyond what may be seen.
    """

    start: int
    end: int
    text: str
    quote: str = ""
    open: bool = False


def read(text: str, start: int, end: int, *, cut: bool, prose: bool = False) -> Value | None:
    """The value at a place.

    Args:
        end: of what may be seen.
        cut: the line goes on after `end`.
        prose: a sentence may end with it.
    """
    opening = _QUOTE.match(text, start, end)
    if opening:
        quote = opening[1]
        close = _close(text, opening.end(), end, quote)
        if close >= 0:
            return Value(opening.end(), close, text[opening.end() : close], quote)
        start = opening.end()
    found = _UNQUOTED.match(text, start, end)
    if not found:
        return None
    stop = found.end()
    if cut and stop == end:
        return Value(start, stop, text[start:stop], opening[1] if opening else "", open=True)
    body = found[0].rstrip(_TRAILING) if prose else found[0].rstrip(",;")
    return Value(start, start + len(body), body, opening[1] if opening else "") if body else None


def _close(text: str, start: int, end: int, quote: str) -> int:
    """Where the same quote, with as many backslashes, stands again; -1 for nowhere."""
    slashes = quote.count("\\")
    mark = quote.lstrip("\\")
    place = start
    while (place := text.find(mark, place, end)) >= 0:
        before = place
        while before > start and text[before - 1] == "\\":
            before -= 1
        count = place - before
        if count == slashes or (slashes == 0 and count % 2 == 0):
            if mark == "'" and text[place + 1 : place + 2] == "'" and place > start and place + 1 < end:
                place += 2  # YAML and SQL write a quote twice
                continue
            return place - slashes
        if slashes and count < slashes:
            return -1  # the string that holds this one ends
        place += len(mark)
    return -1


def is_secret(value: str, strength: Strength, *, quoted: bool) -> bool:
    """Whether a value that stands where one of this strength is expected is to be replaced."""
    if not strength or len(value) < 4 or not is_literal(value, quoted=quoted):
        return False
    if strength is Strength.SURE:
        return True
    if value.isdigit():
        return strength is Strength.LIKELY and len(value) >= 8
    if strength is Strength.LIKELY:
        return len(value) >= 6 and (looks_random(value) or len(value) >= 8) and not _NUMBER.fullmatch(value)
    return looks_random(value)


_NUMBER = re.compile(r"[-+]?[0-9][0-9_.,]*(?:[a-zA-Z]{1,3}|%)?")
_WORDS = re.compile(r"[A-Za-z]+(?:[-_./: ][A-Za-z]+)*(?:[-_.]?[0-9]{1,2})?")
_RESOURCE = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)+")
_HEX = re.compile(r"[0-9a-fA-F]+")
_VERSION = re.compile(
    r"v?[0-9]+(?:\.[0-9]+)+(?:[-+.][\w.]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]?[0-9:.Z+-]*|[0-9.:/]+|0x[0-9a-fA-F]{1,16}|[0-9]+[a-z]{1,2}(?:[0-9]+[a-z]{1,2}){0,4}"
)


_RANDOM = 8  # characters
_BITS = 2.5  # a character


def looks_random(value: str) -> bool:
    """Whether nobody would choose it as a name: letters and digits mixed, or many different characters."""
    if len(value) < _RANDOM or (_WORDS.fullmatch(value) and not _mixed_case(value)) or _VERSION.fullmatch(value):
        return False
    digits = sum(character.isdigit() for character in value)
    letters = sum(character.isalpha() for character in value)
    if _RESOURCE.fullmatch(value) and len(value) < 40 and "." not in value and digits <= len(value) // 4:
        return False
    if not digits and not _mixed_case(value):
        return len(value) >= 12 and letters < len(value) and entropy(value) >= 3 and " " not in value
    return (digits > 0 and letters > 0 and entropy(value) >= _BITS) or _mixed_case(value)


def entropy(value: str) -> float:
    """Bits per character by the frequencies in the value itself (Shannon)."""
    return -sum(count / len(value) * math.log2(count / len(value)) for count in Counter(value).values())


def _mixed_case(value: str) -> bool:
    """Capitals and small letters follow each other more often than in words."""
    if len(value) < 16 or " " in value:
        return False
    changes = sum(a.islower() and b.isupper() for a, b in pairwise(value))
    return changes >= max(3, len(value) // 8)


_REFERENCE = re.compile(
    r"""
    \$\{.* | \$\(.* | \$[A-Za-z_]\w*(?:[.:/\[\\]\S*)? | \$[0-9@*?!\#] | \$\$ | .*\$\{[^}]*\}.* | .*\$\([^)]*\).* | .*\{\{.*  # shells, templates
    | .*\{%.* | <[^<>]*>? | %\([\w.]+\)s | %[sdvqr] | %[A-Za-z_]\w*% | \{[\w.:!\[\]'"]*\} | \#\{.* | @\{.* | @[\w./-]+@ | :[a-z_]\w* | \?
    | \*[a-z_][\w-]*(?:pass|secret|token|key|cred|pw)\w* | &[a-z_][\w-]*
    | !\w.* | ENC[\[(].* | .*@Microsoft\.KeyVault.*
    | (?:vault|op|ref\+\w+|arn|aws|aws-\w+|ssm|gcp|azure|keyvault|secretsmanager|file|env|sops|secrets?|doppler|infisical|k8s|kms|awssm|bws|keyring|sm)(?::|\().*
    | projects/.*/secrets/.* | (?:data|secret|kv|secrets)/[\w./-]+(?:\#\w+)?
    | __\w+__ | (?:id|src|source|type|env|target)=.* | \[\w[\w -]*\] | \(.*\) | \*\*.* | ---.*
    """,
    re.VERBOSE | re.DOTALL,
)
_MASKED = re.compile(r"(.)\1*|.*\*{3,}.*|.*[•●]{3,}.*|[xX]{4,}|.*\.\.\.+|.*…|[xX*]{2,}[-xX*]*", re.DOTALL)
_PATH = re.compile(r"(?:~|\.{1,2}|[A-Za-z]:)?(?:[/\\][\w.@ -]{1,60})+[/\\]?(?:[,:].*)?")
_STAND_IN = re.compile(
    r"""(?:.*[-_ ])?change[-_ ]?(?:me|this|it)(?:[-_ !\d].*)?[!\d]* | changeit | .*replace[-_ ]?(?:me|this|with).* | .*place[-_ ]?holder.*
    | (?:enter|insert|put|add|set|paste|type|use|fill)[-_ ](?:in[-_ ])?(?:your|the|a|an|my|here|this|real|some)?[-_ ]?.*(?:pass|secret|token|key|here|value|cred).*
    | your[-_ .]?.* | <.* | .*example(?![a-z0-9]).* | (?-i:.*EXAMPLE.*) | (?:todo|fixme|tbd|tba|dummy|fake|mock|sample|xxx)(?:[-_ ].*)?
    | (?:some|the|a|an|any|this|test|new|old)[-_ ]?(?:[a-z]+[-_ ])?(?:password|passwd|secret|token|key|api[-_]?key|credential)s?
    | .*(?:password|secret|token|key)[-_ ](?:goes[-_ ])?here | .*(?:redacted|masked|scrubbed|filtered|removed|sensitive[ _]value).*
    | (?:not|non)[-_ ]?(?:set|a[-_ ].*|real.*|defined|available) | pass(?:word|wd)? | secret | token | (?:api|secret|access)[-_]?key
    | \.{3,} | -+ | _+ | hidden | omitted | encrypted | unset | undefined | empty | blank | obfuscated | stored .* | foo | bar | foobar | baz
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SPOKEN_OF = frozenset(
    "true false yes no on off null nil none void undefined string str text bytes byte int integer bool boolean number float double "
    "any object char varchar unknown optional required mandatory prompt auto automatic default inherit always never enabled disabled "
    "basic bearer digest negotiate ntlm kerberos oauth oauth2 oidc saml ldap ldaps jwt plain plaintext token tokens password passwords "
    "passwd passphrase secret secrets key keys apikey credential credentials cookie header headers query body form value values input "
    "output result data payload include same-origin omit write read admin invalid expired missing incorrect wrong correct "
    "valid failed failure success successful successfully ok error denied rejected accepted required. ignored changed updated "
    "created deleted rotated reset revoked generated stored set unset empty hidden present absent found not is are was were be has "
    "must should may can cannot could would will the a an this that these those for from to in of on at by with and or as if it its "
    "your my our his her their you we they he she one two more some other same new old please see use using used contains must, "
    "sha256 sha512 md5 bcrypt scram-sha-256 argon2 hs256 rs256 es256 trust peer md5. certificate certs cert local remote "
    "manual internal external public private identifier eof newline end begin self this.value number, type id name user username email "
    "file path env environment stdin stdout prompted interactive hash hashed encrypted vault keychain keyring secretstr secretstring securestring "
    "text/plain application/json int32 int64 uint8 object, nullable allow deny permit refresh access csrf session authorization "
    "authentication login logout signin verify verification validation check checking permission permissions policy "
    "policies exists exist enter confirm repeat again both either only also no, yes, test testing tests passed skipped".split()
)
_CODE = re.compile(
    r"""[A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*\(.*  # a call
    | [A-Za-z_$][\w$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][\w$]*)*\[.*  # an item
    | (?!s\.[A-Za-z0-9]{24}$)(?:self|this|var|local|data|module|each|settings|config|cfg|conf|process|os|env|args|opts|options|options|request|req|params|values|Values|secrets|inputs|steps|github|vars|props|state|user|form|ctx|context|c|s|app|path|input|output|aws_\w+|azurerm_\w+|google_\w+|random_\w+|kubernetes_\w+|vault_\w+)(?:\.|::|->|\?\.)[A-Za-z_$][\w$.\[\]\-"'?]*
    | [A-Za-z_$][a-z_$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][A-Za-z_$]*)+
    | [&*!]?[A-Za-z_]*(?:[Pp]ass(?:w(?:or)?d|phrase)?|PASS(?:WORD)?|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Kk]ey|KEY|[Cc]red|[Pp]wd|[Aa]uth|[Hh]ash)[A-Za-z_]*[0-9]?
    | (?:new|await|lambda|function|func|def|not|typeof|return)\b.* | \[.* | \{.* | =>.* | \|.* | >.* | f"|f'
    """,
    re.VERBOSE | re.DOTALL,
)


def is_literal(value: str, *, quoted: bool) -> bool:
    """Whether it could be the secret itself, and not stand for one."""
    bare = value.strip()
    if len(bare) < 3 or PLACEHOLDER.search(bare) or bare.lower().rstrip(".,;:!?)") in _SPOKEN_OF:
        return False
    if "-----BEGIN" in bare or "://" in bare:
        return False  # rules of their own
    if _REFERENCE.fullmatch(bare) and not _is_hash(bare):
        return False
    if _MASKED.fullmatch(bare) or _STAND_IN.fullmatch(bare):
        return False
    if _PATH.fullmatch(bare) and not any(len(part) >= 16 and looks_random(part) for part in re.split(r"[/\\]", bare)):
        return len(bare) == 40 and looks_random(bare)  # as keys of AWS are
    return quoted or not _CODE.fullmatch(bare)


def _is_hash(value: str) -> bool:
    return bool(re.fullmatch(r"\$(?:apr1|2[abxy]|[1-7]|y|argon2\w*)\$.+", value, re.DOTALL))
