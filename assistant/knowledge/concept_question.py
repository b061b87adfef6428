"""Questions about what something is: the names that are asked about, as they stand in the question."""

from __future__ import annotations

import re

_MOST_WORDS = 25  # of a sentence that asks so
_COURTESY = re.compile(
    r"^(?:(?:hi|hello|hey|please|pls|ok|so|and|but|well|also|now|sorry|thanks|quick(?: question)?|(?:can|could|would|will) (?:you|someone|somebody|anyone)"
    r"|i (?:do not|don't|never) (?:really |quite )?(?:get|understand|know)|i(?:'m| am) (?:new|confused|not sure).{0,40}?|(?:help me )?understand|tell me|what about|do you know|bitte|kannst du(?: mir)?)[\s,:;-]+)+"
)
_TAIL = re.compile(
    r"[\s,:;-]+(?:please|pls|exactly|actually|really|again|briefly|in (?:simple|plain|short|a few|one|two)(?: \w+)?|for (?:beginners|dummies|me)|to (?:me|us)|like i'?m \w+|bitte|genau)$"
)
_ONE = (
    r"(?:what(?:s|'s|'re| is| are| was| does| do)|wat is) (?:meant by |the (?:meaning|purpose|point|use|idea|concept|role) of |it mean )?(?P<a>.+?)(?: (?:do|does|mean|means|stand for|stands for|is|are|good for|used for))?",
    r"(?:explain(?! analy[sz]e| plan| select)|define(?! an? | the )|eli5|clarify)(?: to)?(?: me| us)? (?:what |how |the (?:concept|idea|term|purpose|meaning) of )?(?P<a>.+?)(?: (?:is|are|means?|does|do|works?))?",
    r"(?:the |a )?(?:meaning|definition|purpose|explanation|concept) of (?P<a>.+)",
    r"how (?:does|do) (?P<a>.+?) (?:work|decide|function)",
    r"why (?:do|does|would|should|must) (?:i|we|one|you|someone|people|anyone) (?:need|use|want|have)(?: to use)? (?P<a>.+)",
    r"when (?:do|would|should|to|must)(?: i| we| one| you)? (?:need|use|choose|pick|want|prefer)(?: to use)? (?P<a>.+)",
    r"what happens (?:in|during|at|on) (?P<a>.+)",
    r"(?P<a>.+?),? (?:what (?:is|are) (?:it|that|they|this)|wtf is that)",
    r"(?:tell me |more |something )?about (?P<a>.+)",
    r"what (?:do|would|should) (?:i|we|you) (?:need|use) (?P<a>.+?) for",
    r"(?P<a>.+?)(?: definition| meaning| explained|: what is (?:it|that|this))",
    r"(?:was|wofür) (?:ist|sind|bedeutet|macht|heißt|heisst|meint|brauche ich|braucht man) (?P<a>.+)",
    r"erkl[äa]re?(?: mir| uns)? (?:was )?(?P<a>.+?)(?: (?:ist|sind|bedeutet|macht))?",
    r"wie funktionier(?:t|en) (?P<a>.+)",
)
_SEVERAL = (
    r"(?:.{0,40}\b)?(?:differences?|distinction) (?:is |are )?(?:between|of|in) (?P<a>.+?) (?:and|vs\.?|versus|or|&) (?P<b>.+)",
    r"(?:how|in what way) (?:is|are|does|do) (?P<a>.+?) (?:different (?:from|than|to)|differ from|compare (?:to|with)) (?P<b>.+)",
    r"(?:is|are) (?P<a>.+?) (?:the same(?: thing)? as|just|like|basically|really|equal to|equivalent to) (?P<b>.+)",
    r"(?:compare|comparing|comparison of|compared) (?P<a>.+?) (?:and|with|to|against|vs\.?|versus) (?P<b>.+)",
    r"(?:when (?:to|should i|do i|would i|should we|do we) (?:use|choose|pick) |(?:what|which)(?:'s| is) (?:better|best|faster|safer|right)\W+|(?:should|shall|do|would) (?:i|we|you) (?:use|choose|pick|prefer|take|want|need) |better\W+)(?P<a>.+?) (?:or|vs\.?|versus|over|and when|instead of|rather than|and not) (?P<b>.+)",
    r"(?P<a>.+?) (?:and|vs\.?|versus|or|&) (?P<b>.+?):? (?:differences?|comparison|compared|unterschiede?)",
    r"(?P<a>.+?) (?:vs\.?|versus|v\.s\.|compared (?:to|with)) (?P<b>.+)",
    r"(?P<a>\S+(?: \S+){0,2}) or (?P<b>\S+(?: \S+){0,2})",
    r"(?:.{0,40}\b)?unterschied(?:e)? (?:zwischen|von) (?P<a>.+?) (?:und|oder) (?P<b>.+)",
    r"(?P<a>\S+(?: \S+){0,2}) oder (?P<b>\S+(?: \S+){0,2})",
)
_SINGLE = tuple(re.compile(pattern) for pattern in _ONE)
_PAIR = tuple(re.compile(pattern) for pattern in _SEVERAL)
_SENTENCE = re.compile(r"(?<=[a-z0-9)\"'])[.?!]+(?:\s+|$)|\n+")
_MORE = re.compile(r"\s*(?:,|\bvs\.?\s|\bversus\s|\band\s|\bor\s|\bund\s|\boder\s|&)\s*")
_LIST = re.compile(r"\s*(?:,|\bvs\.?\s|\bversus\s)\s*")
_ASKS_HOW = re.compile(r"\bhow (?:do|can|could|would|should) (?:i|we|you)\b|\bwie (?:kann|lösche|mache|erstelle)\b")
_OPENING = re.compile(r"^(?:an?|the|some|ein|eine|einen|einem|einer|der|die|das|den|dem)\s+")
_OF_ONE = re.compile(
    r"(?:my|our|your|this|that|these|those|mein\w*|unser\w*|dies\w*)\b|the .+ (?:of|for|from|on) "
)  # that there is
_ONLY_A_NAME = re.compile(r"\s*[\w.+#/-]+(?: [\w.+#/-]+){0,2} ?\?+\s*")  # `mTLS?`
_QUOTES = re.compile(r"[`\"'“”‘’*_]")


def asked_about(question: str) -> list[tuple[str, ...]]:
    """What a question may ask to be explained, the likeliest reading first.

    Returns:
        Readings, each with the names that it is about: one to be explained, or several to be told apart. Empty where it
        asks for something else; whether the names mean anything is not looked at.
    """
    text = _QUOTES.sub("", question.lower().replace("’", "'").replace("vs.", "vs"))
    sentences = [each.strip() for each in _SENTENCE.split(text) if each.strip()]
    if _ASKS_HOW.search(text):
        return []
    short = [sentence for sentence in sentences if len(sentence.split()) <= _MOST_WORDS]
    readings = [reading for sentence in short for reading in _readings(sentence)]
    if _ONLY_A_NAME.fullmatch(question):
        readings.append((question.lower().strip("? \n"),))
    if len(sentences) > 1:  # `the command` of what was told before
        readings = [reading for reading in readings if not reading[0].startswith("the ")]
    return [*(tuple(map(_bare, reading)) for reading in readings), *readings]  # `a record` may be an A record


def _readings(sentence: str) -> list[tuple[str, ...]]:
    plain = _COURTESY.sub("", sentence)
    while (shorter := _TAIL.sub("", plain)) != plain:
        plain = shorter
    several = [match for pattern in _PAIR if (match := pattern.fullmatch(plain))]
    single = [match["a"] for pattern in _SINGLE if (match := pattern.fullmatch(plain))]
    listed = [parts for name in single if len(parts := _MORE.split(name)) > 1]
    readings: list[tuple[str, ...]] = [(match["a"], match["b"]) for match in several]
    readings += [(*_LIST.split(match["a"]), *_MORE.split(match["b"])) for match in several]
    readings += [(name,) for name in single] + [tuple(parts) for parts in listed]
    return [reading for reading in readings if not any(map(_OF_ONE.match, reading))]


def _bare(name: str) -> str:
    name = name.strip(" ,;:-()")
    while (shorter := _OPENING.sub("", name)) != name:
        name = shorter
    return name
