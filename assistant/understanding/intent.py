"""Tells what a message asks for by rules: how to do something, something to be written, an explanation, a review, or nothing of
the field. No model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.understanding import imperative, noun_phrase, operation, phrases, wish_list
from assistant.understanding.artefacts import mark
from assistant.understanding.explanation import Explanation, explain
from assistant.understanding.language import is_output, is_source
from assistant.understanding.parts import Part, split
from assistant.understanding.spelling import correct
from assistant.understanding.vocabulary import is_elsewhere, is_technical, names_a_field

_LONGEST_QUESTION = 4000  # characters of a person's own words that the rules read
_MOST_EARLIER = 6
_SURE = 0.6  # below it, an earlier turn says what is meant
_SHORT = 14  # words of a follow-up, at most
_TERSE = 3
_AT_ONCE = 12  # characters at most before "how do I" where it is the question


_OF_A_FILE_THERE = re.compile(
    r"(?<![\w/.])(?:/etc|/usr|/var|/opt|/srv|~)/\S|\./\w"
)  # on the person's machine, not in the message


class Intent(StrEnum):
    """What a message asks for."""

    HOW_TO = "how_to"
    GENERATE = "generate"
    EXPLAIN = "explain"
    REVIEW = "review"
    SMALL_TALK = "small_talk"


@dataclass(frozen=True)
class Understanding:
    """A message, understood.

    Attributes:
        confidence: from 0 to 1; below 0.6 the intent is a guess.
        reason: by what the intent was told, for a log.
        kinds: what can be written that the person's words name, such as ("deployment", "hpa"), see `artefacts`; for every
            intent, not for `generate` alone.
        parts: the person's words and what was pasted, with their places.
        question: the person's own words, of long ones the first thousands of characters.
        topic: the person's words of the earlier turns that this one goes on from, "" where it stands alone.
        explanation: the error signatures that the message matches.
    """

    intent: Intent
    confidence: float
    reason: str
    kinds: tuple[str, ...]
    parts: tuple[Part, ...]
    question: str
    topic: str
    explanation: Explanation

    @property
    def pasted(self) -> tuple[Part, ...]:
        """The parts that are untrusted."""
        return tuple(part for part in self.parts if part.pasted)

    @property
    def search_text(self) -> str:
        """What to search the handbook for: the person's words, before them those that they go on from."""
        return f"{self.topic}\n{self.question}".strip()


@dataclass(frozen=True)
class _Message:
    """What the rules see."""

    words: str  # the person's, in lower case, corrected, kinds marked
    kinds: tuple[str, ...]
    output: bool
    source: bool
    inline: bool  # code within a sentence
    known_error: bool
    technical: bool

    @property
    def length(self) -> int:
        return len(self.words.split())


_Verdict = tuple[Intent, float, str]
_LISTED: _Verdict = (Intent.GENERATE, 0.85, "names a file and lists what it must have")


def understand(text: str, earlier: Sequence[str] = ()) -> Understanding:
    """Tell what a message asks for.

    Takes time linear in the text: about a millisecond for a question, some hundred for five megabytes of log.

    Args:
        text: the message.
        earlier: what the same person wrote before in this conversation, the oldest first.
    """
    before: Understanding | None = None
    for turn in earlier[-_MOST_EARLIER:]:
        before = _understand(turn, before)
    return _understand(text, before)


def _understand(text: str, before: Understanding | None) -> Understanding:
    explanation = explain(text)
    listed = wish_list.is_one(text)
    parts: tuple[Part, ...] = (Part(0, len(text), text, pasted=False),)
    if listed:
        explanation = Explanation(())
    else:
        parts = split(text, [evidence.start for finding in explanation.findings for evidence in finding.evidence])
    question = "\n".join(part.text.strip() for part in parts if not part.pasted)[:_LONGEST_QUESTION].strip()
    words, kinds = mark(correct(phrases.plain(question)))
    pasted = [part for part in parts if part.pasted]
    message = _Message(
        words=words,
        kinds=kinds,
        output=any(is_output(part.language) for part in pasted),
        source=any(is_source(part.language) for part in pasted),
        inline=bool(phrases.INLINE_CODE.search(question)),
        known_error=bool(explanation.findings),
        technical=bool(kinds or pasted or explanation.findings) or is_technical(words) or names_a_field(question),
    )
    intent, confidence, reason = _LISTED if listed else _verdict(message)
    understood = Understanding(intent, confidence, reason, kinds, parts, question, "", explanation)
    return _going_on(understood, message, before) if before is not None else understood


def _going_on(now: Understanding, message: _Message, before: Understanding) -> Understanding:
    """A turn that stands on the one before has its intent, its topic, and where it names none, its kinds."""
    if now.intent is Intent.SMALL_TALK and now.confidence > _SURE and not phrases.AGREES.fullmatch(message.words):
        return now
    marked = bool(phrases.FOLLOWS.match(message.words)) and message.length <= _SHORT
    topic = " ".join(filter(None, (before.topic, before.question)))[-_LONGEST_QUESTION:]
    if now.intent is Intent.HOW_TO and now.confidence < _SURE and phrases.HOW.search(message.words):
        return replace(now, topic=topic, kinds=now.kinds or before.kinds)
    own = now.confidence >= _SURE and not (marked and now.reason in phrases.WEAK_REASONS)
    if own and (now.explanation.findings or now.pasted) and phrases.STILL.search(message.words):
        return replace(now, topic=topic, kinds=now.kinds or before.kinds)
    if own and not marked:
        return now
    if own:
        return replace(now, topic=topic, kinds=now.kinds or before.kinds)
    if not (marked or message.length <= _SHORT):
        return now
    return replace(
        now,
        intent=before.intent if before.intent is not Intent.SMALL_TALK else now.intent,
        confidence=max(_SURE, min(before.confidence, 0.8)),
        reason="goes on from the turn before",
        kinds=now.kinds or before.kinds,
        topic=topic,
    )


def _verdict(message: _Message) -> _Verdict:
    """The first rule that applies."""
    if talk := _small_talk(message):
        return talk
    if message.output or message.source:
        return _of_pasted(message)
    if message.inline and not (noun_phrase.names_a_file(message.words) or imperative.order(message.words)):
        return _of_source(message)
    return _of_words(message)


def _small_talk(message: _Message) -> _Verdict | None:
    if message.output or ((message.source or message.inline) and message.words):
        return None
    if not message.words:
        return None if message.source else (Intent.SMALL_TALK, 0.5, "nothing was said")
    if phrases.ABOUT_US.search(message.words) and message.length <= _SHORT:
        return Intent.SMALL_TALK, 0.9, phrases.ABOUT_US_REASON
    left = phrases.COURTESY.sub(" ", message.words).strip(" .,!?:;-)(\n")
    if not left:
        return Intent.SMALL_TALK, 0.95, "only courtesies"
    if not message.technical and is_elsewhere(message.words):
        return Intent.SMALL_TALK, 0.9, "about something else"
    return None


def _of_pasted(message: _Message) -> _Verdict:
    words = message.words
    if message.source and not message.output:
        return _of_source(message)
    if phrases.asks_to_write(words):
        return Intent.GENERATE, 0.75, "asks for something to be written from what was pasted"
    if message.source and phrases.REVIEW.search(words) and not message.known_error:
        return Intent.REVIEW, 0.8, "asks for a review of what was pasted"
    if phrases.HOW.search(words) and not phrases.MEND.search(words) and phrases.WORKS_ON_TEXT.search(words):
        return Intent.HOW_TO, 0.7, "asks how to work on what was pasted"
    return Intent.EXPLAIN, 0.95 if message.known_error else 0.8, "output of a program was pasted"


def _of_source(message: _Message) -> _Verdict:
    words = message.words
    if phrases.CHANGE.search(words) or phrases.asks_to_write(words):
        return Intent.GENERATE, 0.8, "asks to change what was pasted"
    if phrases.REVIEW.search(words):
        return Intent.REVIEW, 0.95, "asks for a review of what was pasted"
    how = phrases.HOW.search(words)
    if how and how.start() < _AT_ONCE and not message.known_error and not phrases.MEND.search(words):
        return Intent.HOW_TO, 0.8, "asks how, with something pasted"
    told = phrases.MEANING.search(words) or phrases.HOW.search(words) or message.known_error
    if message.source and not told and phrases.TROUBLE.search(words):
        return Intent.REVIEW, 0.7, "tells that what was pasted is not right"
    if message.known_error or phrases.MEANING.search(words) or phrases.TROUBLE.search(words):
        return Intent.EXPLAIN, 0.8, "asks why what was pasted behaves as it does"
    if phrases.HOW.search(words):
        return Intent.HOW_TO, 0.75, "asks how, with something pasted"
    if not words or message.length <= _TERSE:
        return Intent.REVIEW, 0.6, "something that a person wrote was pasted without a question"
    return Intent.REVIEW, 0.55, "something that a person wrote was pasted"


def _of_words(message: _Message) -> _Verdict:  # noqa: PLR0912  # one clause a field
    words = message.words
    if phrases.asks_to_review(words) and not _OF_A_FILE_THERE.search(words):
        return Intent.REVIEW, 0.65, "asks for a review"
    exists = operation.is_on_what_exists(words)
    if exists and not phrases.EXPLAINS_FIRST.search(words) and not (message.known_error and phrases.TROUBLE.search(words)):
        return Intent.HOW_TO, 0.85, "is about what exists already"
    if noun_phrase.names_a_file(words):
        return Intent.GENERATE, 0.8, "names a kind of file with its values, without a verb"
    if noun_phrase.tells_a_workload(words):
        return Intent.GENERATE, 0.75, "tells what is to be deployed, with its settings"
    if phrases.HOW.search(words) and not phrases.EXPLAINS_FIRST.search(words):
        return _of_how(message)
    if phrases.asks_to_write(words):
        return Intent.GENERATE, 0.9, "asks for something to be written"
    ordered = imperative.order(words)
    if not message.known_error and ordered and (message.technical or ordered == "of the field"):
        return Intent.HOW_TO, 0.8, phrases.ORDER_REASON
    if message.technical and (wanted := _wanted(message)):
        return wanted
    if phrases.MEANING.search(words):
        return _if_technical(message, Intent.EXPLAIN, 0.9, "asks for a reason or a meaning")
    if message.known_error:
        return Intent.EXPLAIN, 0.85, "names a known error"
    if phrases.names_a_file_to_write(words):
        return Intent.GENERATE, 0.7, "names something that can be written, and what for"
    if phrases.TROUBLE.search(words):
        return _if_technical(message, Intent.EXPLAIN, 0.75, "tells of trouble")
    if message.technical:
        return Intent.HOW_TO, 0.7, phrases.TERSE_REASON
    return _of_nothing_known(message)


def _wanted(message: _Message) -> _Verdict | None:
    """What is wanted, without a verb that orders it: a thing, or a fact."""
    words = message.words
    named = phrases.MEANING.search(words) or message.known_error or phrases.names_a_file_to_write(words)
    if phrases.WANTS.search(words) and not named:
        return Intent.HOW_TO, 0.7, "tells what is wanted"
    if phrases.LOOKS_UP.search(words):
        return Intent.HOW_TO, 0.75, "asks for a fact that a command shows"
    return None


def _of_how(message: _Message) -> _Verdict:
    words = message.words
    if message.known_error and phrases.MEND.search(words):
        return Intent.EXPLAIN, 0.8, "asks how to mend a known error"
    if message.technical or phrases.FOREIGN.search(words):
        return Intent.HOW_TO, 0.95, "asks how"
    return (Intent.HOW_TO, 0.55, "asks how") if message.length <= _SHORT else (Intent.HOW_TO, 0.5, "asks how")


def _if_technical(message: _Message, intent: Intent, confidence: float, reason: str) -> _Verdict:
    return (intent, confidence, reason) if message.technical else _of_nothing_known(message, intent)


def _of_nothing_known(message: _Message, otherwise: Intent = Intent.HOW_TO) -> _Verdict:
    if phrases.FOREIGN.search(message.words) or not message.words.isascii():
        return Intent.HOW_TO, 0.4, "in another language"
    if otherwise is Intent.EXPLAIN and phrases.REFERS.search(message.words):
        return Intent.EXPLAIN, 0.5, "asks for a reason, of something unnamed"
    return Intent.SMALL_TALK, 0.5, phrases.NO_WORD_REASON
