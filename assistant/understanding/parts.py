"""Parts a message into the person's own words and what was pasted: fenced blocks, logs, output, manifests without fences.

The words say what is wanted and what to search for. What was pasted is untrusted: it may be anybody's text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.understanding import imperative
from assistant.understanding.language import guess_language

_MOST_READ = 150  # lines at each end of a text without fences; nobody writes more by hand, so the rest was pasted
_WINDOW = 300  # characters of a line that are looked at
_INLINE_TRIES = 4
_MOST_UNCLEAR = 4  # lines in a row of which it is not clear who wrote them; more were pasted
_FEWEST_PRINTED = 3  # words of a message that a program printed

_FENCE = re.compile(
    r"(?P<marks>`{3,})(?P<info>[\w+#./-]{0,30}(?=[ \t]*\n))?|(?m:^ {0,3}(?P<tildes>~{3,})(?P<name>[\w+#./-]{0,30}))"
)
_ERROR_LINE = r"(?:[\w.-]{1,40}: )?(?:error|fatal|panic|fail(?:ed|ure)|exception|warning|err|emerg|unable to|cannot|could not)"
_PASTED = re.compile(
    r"""
    \s{0,40}\[?\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d|\s)                      # timestamps
  | [A-Z][a-z]{2}\ [ \d]\d\ \d\d:\d\d:\d\d\b
  | [IWEF]\d{4}\ \d\d:\d\d
  | \[\s{0,6}\d{1,9}\.\d{3,6}\]
  | \d{1,3}(?:\.\d{1,3}){3}\ -\ \S{1,40}\ \[
  | \s{0,20}\[?(?:ERROR|WARN|WARNING|INFO|DEBUG|FATAL|CRITICAL|TRACE|PANIC)\b[\]:\s]
  | (?:\S{1,40}@\S{1,60}[:~\ ][^\n$\#]{0,80})?[$\#]\ (?:\w|\./)                # prompts
  | PS\ [A-Z]:\\
  | Traceback\ \(most | \s{1,12}at\ [\w$.<>/]{3,160}\( | \s{2,8}File\ " | goroutine\ \d | Caused\ by:
  | [\w.]{0,100}(?:Error|Exception):\s | npm\ (?:ERR!|error|warn)\ | E:\ | \#\d{1,3}\ (?:\[|ERROR|\d)
  | Error\ from\ server | Error\ response\ from\ daemon | Error:\ \S | OCI\ runtime | The\ connection\ to\ the\ server
  | (?:error|fatal|panic|ERROR|remote|hint|warning|exec|rsync|curl|ssh|mount|E|W|npm|sudo)(?:\[\w{1,20}\])?:\ \S
  | nginx(?:\[\w{1,20}\])?:\ (?:\[|configuration|the\ |invalid|unknown|option)
  | ERROR\ \d{4}\ \( | \S{1,40}:\ (?:line\ )?\d{1,6}:\ \S
  | (?:bash|sh|zsh)(?:\[\d{1,8}\])?:\ (?=[^\n]{0,200}:\ )\S
  | (?:mv|cp|rm|ls|cat|cd|mkdir|chmod|git|docker|kubectl|helm|tar|psql|mysql|redis-cli|make|touch|ln|bind|env|java|ping)
      (?:\[\d{1,8}\])?:\ \S
  | (?:apiVersion|kind|metadata|spec|services|jobs|stages):(?:\s|$)            # manifests
  | (?:FROM\ [\w./:@-]{1,200}|(?:RUN|COPY|ADD|WORKDIR|ENTRYPOINT|CMD|EXPOSE|ENV|ARG|USER)\ \S.{0,200})(?:\s|$)
  | (?:resource|data|variable|module|provider|output)\ "[\w-]{1,80}"
  | \[(?:Unit|Service|Install|Timer|Socket)\]
  | (?:server|upstream\ \S{1,60}|location\ \S{1,80}|terraform|locals)\ ?\{\s{0,8}$
  | diff\ --git | @@\ - | <<<<<<<\ | >>>>>>>\ | =======\s{0,4}$
  | \#!/ | \+-{3} | ─{3}
  | [A-Z][A-Z()-]{1,30}(?:\ [A-Z-]{2,20})?\ {2,}[A-Z(]{2}                     # the head of a table
  | [\w.:/-]{1,100}\ {2,}\S{1,80}\ {2,}\S                                    # its rows
  | [●×○]\ \S{1,60}\.(?:service|timer|socket)
  | \s{2,40}(?:Active|Loaded|Main\ PID|Process|Reason|Exit\ Code|State|Last\ State|Status|Message):\s
  | \s{0,8}(?:Warning|Normal)\s{1,20}[A-Z]\w{1,40}\s
  | (?!(?:is|are|does|can|what|should|would|will|do|may|look|check|review|and)\b)\s{0,12}\w[\w\ ]{0,30}:\s{2,40}\S
  | (?:DETAIL|HINT|LINE\ \d|STATEMENT|CONTEXT|Lock\ Info|Message):\s
  | \(error\)\ |\#\#\[|HTTP/\d|<[a-z!/]\w{1,20}[\s>]|(?:time|ts|level|msg)=|;;\ |An\ error\ occurred\ \(|CONFLICT\ \(|Auto-merging\ |\s!\ \[
  | (?:Get|Post|Head|Put)\ "https?:|dial\ (?:tcp|unix)|\w{1,20}\ error:\ \S|\S{1,40}\[\d{1,8}\]:\ |kernel:\ |\S{1,80}\ \|\ [A-Z]{4}|\d{1,4}:\d{1,4}:\ \w
    """,
    re.VERBOSE,
)
_STRUCTURED = re.compile(
    r"""
    \s{0,60}(?:-\ )?["']?[A-Za-z_][\w./-]{0,80}["']?:(?:\s{1,4}\S{0,120}(?:\s\S{1,60})?)?\s{0,8}$   # a key of YAML or JSON
  | \s{0,60}[\[\]{}()]{1,4}[,;]?\s{0,8}$
  | \s{2,60}-\ \S
  | \s{0,40}[\w./-]{1,60}\ ?=\ ?\S
  | .{0,250}[;{}\\]\s{0,8}$
  | \s{4,80}\S | \t{1,20}\S
  | -{3}\s{0,8}$
  | \s{0,20}[|>+└├│]
    """,
    re.VERBOSE,
)
_ADDRESSED = re.compile(  # "docker: start it again after a reboot"
    r"(?:docker|nginx|git|helm|kubectl|ssh|rsync|curl|npm|sudo|make|psql|mysql|redis-cli|tar|mount|bash|java|systemd|podman|compose|linux|postgres|redis): "
    r"(?:how|what|which|where|the|my|an?|i|we|please|show|list|start|stop|restart|raise|lower|set|get|find|copy|move|remove|delete|add|"
    r"create|make|run|build|push|pull|limit|allow|deny|redirect|enable|disable|change|turn|give|see|check|count|use|rate|increase|decrease|"
    r"only|all|undo|rename|merge|squash|grow|keep|put|serve|cache|proxy|route|block) (?!not\b|failed\b|error\b|of\b)[a-z0-9]"
)
_TOOL_HEAD = re.compile(r"(?:[a-z][\w-]{1,20}): (?=[a-z]+ \S+ \S)")
_WANTED = re.compile(
    r"(?:who|which|what|where|when|how|why|whose|can|could|is there|names?|number|list|all|every|last|first|top|latest|newest|output|result)\b"
)
CHAT = "chat"  # the language of what begins with the mark of a role: neither output nor source
_ROLES = re.compile(  # with which templates of chats set roles apart: nobody types them
    r"(?im)^[ \t]{0,8}(?:<\|[a-z_]{2,30}\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>|</?s>|#{2,4} ?(?:system|assistant|human|user):?[ \t]*$)"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]{1,3})?")
_OWN = frozenset(
    """
    i i'm im i've my we our we're me please pls plz how why what which where when who hi hello hey thanks thank help can
    could should would anyone someone does did is are wie warum was ich mein como cómo por qué mi comment pourquoi mon je
    wtf idk explain review check fix tell
    """.split()
)
_SMALL = frozenset(
    """
    a an the to of in on for with and or but if so it this that these those be was were been am do don't doesn't not no
    from by at as into about after before when while there here just then than still also again get got getting keeps have
    has der die das und ein eine el la los un una y le les des une et
    """.split()
)
_LABELS = frozenset(
    """
    question q note edit update context problem issue goal task ps tldr background setup summary
    """.split()
)


_PROGRAMS_SAY = frozenset(
    """
    is are did can does could should who help what check fix review when where which our
    """.split()
)
_PRINTED_FIRST = re.compile(r"[^A-Za-z]|[A-Z]{4,}\b|[A-Z][a-z]{2} [ \d]\d |[IWEF]\d{4} |\w{1,20}(?:\[\d{1,8}\])?: ")
_PRINTED = re.compile(r"[:\"'()\[\]{}=/.]|(?:\S+\s+){8}")


@dataclass(frozen=True)
class Part:
    """A stretch of a message.

    Attributes:
        start: its first character in the message; of a fenced block, the first one inside.
        end: one past its last.
        pasted: what is untrusted; else these are the person's words.
        language: of what was pasted, see `language.guess_language`; "" for words.
        fenced: it stood between fences.
    """

    start: int
    end: int
    text: str
    pasted: bool
    language: str = ""
    fenced: bool = False


class _Look(Enum):
    BLANK = 0
    WORDS = 1
    PASTED = 2
    STRUCTURED = 3  # pasted where it has company
    UNCLEAR = 4
    PROSE = 5  # it reads like prose and not like a person asking


def split(text: str, errors: Collection[int] = ()) -> tuple[Part, ...]:
    """Part a message, in linear time; parts are in order, do not overlap, and leave out only fences and blank lines.

    Args:
        errors: places where known errors were found: their lines were printed by a program, if nothing says otherwise.
    """
    parts: list[Part] = []
    at = 0
    for outer, start, end, after, info in _fenced(text):
        parts += _unfenced(text, at, outer, errors)
        if text[start:end].strip():
            parts.append(Part(start, end, text[start:end], True, guess_language(text[start:end], info), fenced=True))
        at = after
    parts += _unfenced(text, at, len(text), errors)
    return tuple(parts)


def _fenced(text: str) -> Iterator[tuple[int, int, int, int, str]]:
    """Fenced blocks: where the opening fence begins, content begins and ends, the closing fence ends, and what was named."""
    opened: tuple[int, int, str, str] | None = None
    for fence in _FENCE.finditer(text):
        marks = fence["marks"] or fence["tildes"]
        if opened is None:
            info = fence["info"] or fence["name"] or ""
            opened = (fence.start(), fence.end(), marks, info)
        elif marks.startswith(opened[2]):
            end = fence.start() + len(marks) + (fence[0].index(marks))
            yield opened[0], opened[1], fence.start(), end, opened[3]
            opened = None
    if opened is not None:
        yield opened[0], opened[1], len(text), len(text), opened[3]


def _unfenced(text: str, start: int, end: int, errors: Collection[int]) -> Iterator[Part]:
    """Words and pasted lines in turn; what begins with the mark of a role is pasted to its end."""
    if role := _ROLES.search(text, start, end):
        yield from _unfenced(text, start, role.start(), errors)
        yield Part(role.start(), end, text[role.start() : end], True, CHAT)
        return
    first = _line_ends(text, start, end, _MOST_READ)
    head_end = first[-1] if first else end
    if head_end < end and text.count("\n", head_end, end) > _MOST_READ:
        tail_start = _tail(text, head_end, end)
        runs = [
            *_looked_at(text, start, head_end, errors),
            (head_end, tail_start, True),
            *_looked_at(text, tail_start, end, errors),
        ]
    else:
        runs = list(_looked_at(text, start, end, errors))
    for run_start, run_end, pasted in _merged(runs):
        piece = text[run_start:run_end]
        if piece.strip():
            yield Part(run_start, run_end, piece, pasted, guess_language(piece) if pasted else "")


def _line_ends(text: str, start: int, end: int, most: int) -> list[int]:
    ends: list[int] = []
    at = start
    while at < end and len(ends) < most:
        found = text.find("\n", at, end)
        at = found + 1 if found >= 0 else end
        ends.append(at)
    return ends


def _tail(text: str, start: int, end: int) -> int:
    at = end
    for _ in range(_MOST_READ):
        at = text.rfind("\n", start, at)
        if at < 0:
            return start
    return at + 1


def _looked_at(text: str, start: int, end: int, errors: Collection[int]) -> Iterator[tuple[int, int, bool]]:
    """Lines of a bounded number, each with whether it was pasted; one line may be words and then something pasted."""
    ends = _line_ends(text, start, end, 2 * _MOST_READ + 2)
    starts = [start, *ends[:-1]]
    looks = _settled(
        [
            _look(text[a : min(b, a + _WINDOW)].rstrip("\r\n"), any(a <= error < b for error in errors))
            for a, b in zip(starts, ends, strict=False)
        ]
    )
    for a, b, look in zip(starts, ends, looks, strict=False):
        if look is _Look.WORDS and (cut := _inline(text, a, min(b, a + _WINDOW))) is not None:
            if cut > a:
                yield a, cut, False
            yield cut, b, True
        elif look is not _Look.BLANK:
            yield a, b, look is _Look.PASTED


def _is_addressed(line: str) -> bool:
    """Whether a person says to a tool what is wanted: `git: who touched these lines`; programs say what went wrong."""
    head = _TOOL_HEAD.match(line)
    if head is None or ": " in line[head.end() :]:
        return False
    words = line[head.end() :].lower()
    return bool(_WANTED.match(words)) or imperative.order(words) is not None


def _look(line: str, error: bool) -> _Look:
    if not line.strip():
        return _Look.BLANK
    words = [word.lower() for word in _WORD.findall(line)]
    small = sum(word in _SMALL or word in _OWN for word in words)
    own = any(word in _OWN - _PROGRAMS_SAY for word in words) or bool(
        words and words[0] in _OWN and words[1:2] != ["not"] and not line[0].isspace()
    )
    label = re.match(r"(\w{1,20}): ", line)
    if label and label[1].lower() in _LABELS:
        return _Look.WORDS
    if _ADDRESSED.match(line) or _is_addressed(line):
        return _Look.WORDS
    asks = own and line.rstrip().endswith("?") and "did you" not in line.lower() and not _PRINTED_FIRST.match(line)
    if _PASTED.match(line) and not asks:
        return _Look.PASTED
    if error and _PRINTED.search(line) and not own:
        return _Look.WORDS if _introduces(line) else _Look.PASTED
    if own and words[0] in _OWN and len(words) > 1:
        return _Look.WORDS
    if _STRUCTURED.match(line) and small < max(3, len(words) // 3):
        return _Look.STRUCTURED
    if re.match(_ERROR_LINE + r"\b", line, re.IGNORECASE) and ":" in line and not own:
        return _Look.PASTED
    if own or line.rstrip().endswith("?"):
        return _Look.WORDS
    if line[:2].isspace():
        return _Look.STRUCTURED
    return _Look.PROSE if small > 1 or len(words) <= 1 else _Look.UNCLEAR


def _introduces(line: str) -> bool:
    """Whether words come first and then, after a colon, what a program printed."""
    said = re.match(r"([^:\n]{3,60}): (?=\S)", line)
    if said is None or not any(word in _SMALL for word in _WORD.findall(said[1].lower())):
        return False
    return bool(_PASTED.match(line[said.end() :]))


def _settled(looks: Sequence[_Look]) -> list[_Look]:
    """Decide for lines that are not clear by themselves by the lines around them."""
    settled = list(looks)
    for at, look in enumerate(settled):
        if look is _Look.PROSE:
            after = at and settled[at - 1] in (_Look.PASTED, _Look.UNCLEAR)
            settled[at] = _Look.UNCLEAR if after else _Look.WORDS
    at = 0
    while at < len(settled):
        end = at
        while end < len(settled) and settled[end] not in (_Look.BLANK, _Look.WORDS):
            end += 1
        run = settled[at:end]
        if run:
            structured = run.count(_Look.STRUCTURED)
            pasted = _Look.PASTED in run or structured > 1 or len(run) - structured > _MOST_UNCLEAR
            settled[at:end] = [_Look.PASTED if pasted else _Look.WORDS] * len(run)
        at = max(end, at + 1)
    for at in range(1, len(settled) - 1):  # one line that reads like prose, with pasted lines above and below
        if settled[at] is _Look.WORDS and settled[at - 1] is settled[at + 1] is _Look.PASTED:
            settled[at] = _Look.PASTED
    return settled


def _inline(text: str, start: int, end: int) -> int | None:
    """Where, after the person's words and a colon, something pasted begins on the same line."""
    at = start
    for _ in range(_INLINE_TRIES):
        at = text.find(":", at + 1, end)
        if at < 0:
            return None
        rest = text[at + 1 : end]
        body = rest.lstrip(" \t\"'`")
        begin = at + 1 + len(rest) - len(body)
        said = text[start:at].rstrip().lower()
        if begin == at + 1 or not body.strip() or _PASTED.match(text[start:begin]):
            continue
        introduced = re.search(
            r"(?<![^\s\"'(])(?:error|message|output|log|logs|says?|work|gives?|got|get|getting|see|following|this|fails?|failed|with|returns?)$",
            said,
        )
        strong = _PASTED.match(body) or re.match(_ERROR_LINE + r"\b.{0,200}:", body, re.IGNORECASE)
        if strong and not any(word in _OWN or word in _SMALL for word in _WORD.findall(said)):
            return start
        if len(said.split()) > 1 and (strong or (introduced and _looks_printed(body))):
            return begin
    return None


def _looks_printed(body: str) -> bool:
    words = [word.lower() for word in _WORD.findall(body)]
    return len(words) >= _FEWEST_PRINTED and not any(
        word in _OWN - {"is", "did", "are", "can", "check", "help"} for word in words
    )


def _merged(runs: Sequence[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """Neighbours of one sort, and the blank lines between them, as one."""
    merged: list[tuple[int, int, bool]] = []
    for start, end, pasted in runs:
        if merged and merged[-1][2] == pasted:
            merged[-1] = (merged[-1][0], end, pasted)
        else:
            merged.append((start, end, pasted))
    return merged
