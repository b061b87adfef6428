"""The turns of phrase by which an intent is told. All are for text in lower case with corrected spelling and `§kind` marks."""

from __future__ import annotations

import re

from assistant.understanding.artefacts import FILES

TERSE_REASON = "speaks of the field"
ORDER_REASON = "orders something to be done"
NO_WORD_REASON = "has no word of the field"
ABOUT_US_REASON = "asks about the assistant"
WEAK_REASONS = frozenset({TERSE_REASON, "tells of trouble", "asks for a reason, of something unnamed", NO_WORD_REASON})

INLINE_CODE = re.compile(r"`[^`\n]{8,300}`")

_HOW = (
    r"how (?:do|can|could|would|should|must|does|did|to|might) ?(?:i|we|you|one|someone|the|a)?\b",
    r"how(?:'d| would) (?:i|you|we)\b",
    r"how (?:is|are) .{1,60} (?:done|configured|set|set up|made)\b",
    r"\bhow2\b|\bhowto\b|^how [a-z]+(?:ing|e|t)? ",
    r"\b(?:which|what)(?:'s| is| are)?(?: the)?(?: \w{1,20}){0,2} (?:command|commands|cmd|flag|flags|option|options|tool|switch|argument|subcommand|one-?liner)\b",
    r"\b(?:command|commands|cmd|one-?liner|syntax|steps|procedure|way|ways|trick|flag) (?:to|for|that|which|of)\b",
    r"\b(?:what(?:'s| is)|is there) (?:the|a|an|any)?(?: \w{1,20}){0,3} (?:way|method|approach)\b",
    r"\b(?:show|tell|teach|remind) me how\b|\bhelp me (?!write|create|generate|make|build|with a|understand|debug|fix)\w",
    r"\b(?:i|we) (?:want|need|would like|wanna|have|am trying|are trying|'d like|like) to (?!know why|understand|know what)",
    r"\bi'(?:m|d) (?:trying|like) to\b",
    r"\b(?:can|could) i\b|\bcan you (?:restart|delete|show|list|scale|roll)\b",
    r"\bwhere (?:do|can|should|is|are)\b",
    r"\bwie (?:kann|mache|starte|lösche|bekomme|sehe|setze|lasse|komme|richte|man|ich|erstelle|finde)\b|\bwie \w+ (?:ich|man|wir)\b",
    r"\bc[oó]mo\b|\bqu[eé] comando\b|\bwelcher befehl\b|\bmit welchem befehl\b|\bquelle commande\b|\bcomment\b (?!the|out|in\b)",
)
HOW = re.compile("|".join(_HOW))
FOREIGN = re.compile(
    r"\b(?:wie|ich|mein|meine|einen|eine|nicht|warum|welche|kann|auf|mit|und|zeige|lösche|erstelle|cómo|como|puedo|los|las|una|del|qué|cuál|"
    r"mi|por|para|comment|puis-je|je|les|une|des|mon|pourquoi|quelle|dans|est-ce|come|posso|perché|jak|hoe|hvordan)\b"
)

WANTS = re.compile(
    r"\b(?:i|we) (?:only |just |now |really )?(?:need|want|would like|require) (?:an? |the |its |more |some |only |\d)"
)
_POLITE = r"(?:please |pls |plz |kindly |can you |could you |would you |will you |i need you to |help me |hey |hi |hello |ok |now |also |then |just |and )"
_WRITE = r"(?:write|generate|draft|scaffold|produce|author|schreib\w{0,2}|erstell\w{0,2}|generier\w{0,2}|escrib\w{1,3}|genera|créer?|génère|rédige\w?|écris|crea)"
_MAKE = (
    r"(?:create|make|build|give|needs?|want|show|provide|prepare|design|compose (?=an? |me |us )|set up|setup|add|define|send|i'd like|would like|looking for|"
    r"template|example|sample|skeleton|boilerplate|crée)"
)
_NOUN = (
    r"(?:manifests?|yamls?|ymls?|config(?:uration)?(?: file)?s?|conf|templates?|scripts?|playbooks?|pipelines?|polic(?:y|ies)|charts?|files?|workflows?|"
    r"modules?|specs?|rules?|alerts?|skeletons?|boilerplates?|snippets?|unit|crd|json|cloud-init|kustomization)"
)
_FILLER = r"(?:(?!(?:fails?|failed|breaks?|broke|is|are|look|check|review|of|in|on|to|from|into|for|with|without|that|whether|why|how|logs?|status|list|pods?|output|backup|copy)\b)[\w.,'/&+-]{1,24}\s){0,7}?"
_WRITES = re.compile(
    rf"(?:^|[\s,.;:!]){_WRITE}(?: me| us| mir| uns| un| una| une| ein| eine| einen| an| a)?\s{_FILLER}(?:§\w|{_NOUN}\b)"
)
_MAKES = re.compile(
    rf"(?:^|[\s,.;:!]){_MAKE}(?: me| us)?(?: up)?\s{_FILLER}(?:§(?P<kind>\w+)|(?P<noun>{_NOUN})\b)(?P<rest>[^\n]{{0,200}})"
)
_MADE_BY_COMMAND = re.compile(
    r"\b(?:kubectl|command ?line|commands?|cli|imperatively|terminal|from literal|from (?:an? |the |my )?files?|dry[- ]run|logs?|using docker|with docker)\b"
)
_OF_WHAT_EXISTS = re.compile(
    r"\b(?:make|let|set up|setup) (?:my|our|the) (?:\S+ ){0,2}?§|\b(?:show|give|send)(?: me| us)?(?: the| my| our| all)? (?:\S+ )?§\w+\b"
    r"|\bshow(?: me| us)? (?:the|my|our|all)(?: (?:current|active|existing|running|loaded|effective))? (?:\S+ ){0,2}?(?:rules?|polic(?:y|ies)|files?|scripts?|pipelines?|workflows?|alerts?)\b"
)
_AN_EXAMPLE = re.compile(r"\b(?:an?|example|sample|template|skeleton|some|manifest for|yaml for)\b")
_BEFORE_MAKE = re.compile(
    r"\b(?:how (?:do|can|to|should|would)|can't|cannot|unable to|fails? to|failed to|trying to|don't|didn't|without|command|check (?:if|whether)|see (?:if|whether)|"
    r"may|might|allowed to|permitted to|able to|who can)\b[^.\n]{0,60}$"
)
_FILE_KIND = "|".join(sorted(FILES))
_ADJECTIVE = r"(?:(?:a|an|the|simple|basic|minimal|example|sample|sane|good|production|production-ready|multi-stage|multistage|new|small|hardened|secure|k8s|kubernetes|full|complete)\s){0,4}"
_NAMED = re.compile(
    rf"^{_POLITE}{{0,2}}{_ADJECTIVE}(?:§(?:{_FILE_KIND})(?: {_NOUN})?\s(?:for|with|that|to (?:run|build|test|deploy|serve|proxy)|running|which)\b"
    rf"|§terraform(?: \S{{1,20}}){{1,4}} (?:for|with|that)\b"
    rf"|(?:[\w-]{{1,20}} ){{0,3}}§\w+ (?:{_NOUN}|example|sample)\b"
    rf"|(?:{_NOUN}|example|sample|template) (?:for|of) (?:an? |the )?(?:\w{{1,20}} ){{0,3}}§\w+"
    rf"|§(?:deployment|service|ingress|hpa|pdb|cronjob|networkpolicy|configmap|secret|statefulset|daemonset|rbac|pvc)\s(?:for|with|that|named|called|running|min|from|to (?:allow|deny|block|only))\b(?!.{{0,80}}\?)"
    rf"|§(?:hpa|pdb|cronjob|networkpolicy)(?: \S{{1,30}}){{1,12}}$)"
)
_STUCK = re.compile(
    r"\b(?:stuck|fail(?:s|ed|ing)|error|crash\w*|pending|not|won't|broken|slow|restarting|restarted|delete|logs?|status|scale|rollback|debug)\b"
)
CHANGE = re.compile(
    r"\b(?:convert|translate|migrate|port|turn|rewrite|transform|refactor|split|merge)\b.{0,80}\b(?:to|into|as|for|with|so)\b"
    r"|^(?:(?!(?:not|are|is|was|were|be|been|get|gets|got)\b)\w+ ){0,4}(?:add|extend|modify|change|update|adapt|append|insert|set|replace|remove|complete|finish)\s(?!any)"
    r"|\b(?:make it|make this|make them) (?:use|run|listen|work with|have)\b"
)

REVIEW = re.compile(
    r"\b(?:review\w{0,3}|audit|critique|proof-?read|sanity[- ]check|code review|improv\w{1,6}|optimi[sz]\w{1,3}|hard(?:en|ening)|best practices?|feedback|"
    r"suggestions?|thoughts|opinion|refine|clean (?:this |it )?up|lint|validate|prüf\w{0,3}|überprüf\w{0,3}|revis\w{1,4}|vérifi\w{1,4}|mejorar?|améliorer?)\b"
    r"|\b(?:is|are|does|do|would|seems?) (?:this|that|these|it|my|the following|the above|`[^`]{1,200}`)(?: \S{1,20}){0,6} (?:ok|okay|correct\w{0,2}|right|valid|safe\w{0,2}|"
    r"good|fine|secure|sane|reasonable|production[- ]ready|sensible|dangerous|well[- ]formed|make sense)\b"
    r"|\bwhat(?:'s|s| is)? (?:wrong|bad|missing|broken|off)\b|\bwhat(?:'s|s| is)? (?:the|my) (?:problem|issue|mistake|bug|error|typo) (?:with|in|here)\b"
    r"|\b(?:ha(?:s|ve)|got|gives?(?: me)?|shows?|there(?:'s| is| are)|contains?|with) (?:an?|some|any|the|\d+)? ?(?:syntax |yaml |parse )?(?:errors?|mistakes?|bugs?|typos?|issues?|problems?)\b"
    r"|\b(?:errors?|mistakes?|bugs?|typos?) (?:in|somewhere|here|on line)\b|\b(?:stimmt|korrekt|richtig|correcto|está bien|c'est (?:bon|correct))\b|\bwhat (?:am i|did i|have i) (?:do(?:ing)? wrong|wrong|miss\w{0,4})\b"
    r"|\bwhat (?:would|could|should) (?:you|i|we) (?:change|improve|do differently|fix)\b"
    r"|\b(?:anything|something|what's) (?:wrong|missing|off|bad|odd|i missed)\b|\b(?:look|looks|looking) (?:ok|okay|good|right|fine|correct|sane|alright)\b"
    r"|\b(?:check|double-?check|verify|inspect|evaluate|rate|assess|have a look|take a look|look (?:over|at|through))\b"
    r"|\bany (?:issues?|problems?|mistakes?|errors?|improvements?|concerns?|red flags|bugs?|risks?|smells?)\b"
    r"|\b(?:make|get|could|can) (?:this|it|that|my \w+) (?:be )?(?:better|safer|smaller|faster|cleaner|shorter|more \w+|secure)\b"
    r"|\b(?:spot|find|see) (?:the |any |a )?(?:bugs?|mistakes?|problems?|errors?|issues?)\b|\bdid i (?:miss|forget|do)\b|\bam i missing\b"
    r"|\bfix (?:this|it|my|the)\b|\b(?:lgtm|ok\?|correct\?|safe\?|right\?|valid\?)"
)
_REVIEW_WORDS = re.compile(
    rf"^{_POLITE}{{0,3}}(?:review|audit|critique|proof-?read|sanity[- ]check|look over|check|validate|optimi[sz]e|harden|lint|give (?:me )?feedback on|feedback on|improve|double-?check)\s"
    rf"(?:this|these|that|my|our|the following|the attached)\s(?:[\w.-]{{1,20}} ){{0,3}}?(?:§\w+|{_NOUN}|code|setup|command|query|snippet|below)\b"
)

MEANING = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:does|do|did|is|are|was|causes?|could cause|might cause|happens|happened|makes?|can cause|would cause|triggers)\b|\bwhat's\b|\bwhats\b"
    r"|\bmeans?\b|\bmeaning\b|\bexplain\w{0,3}\b|\bexplanation\b|\bdifferences? between\b|\breasons? (?:for|why|of)\b|\bcauses? of\b|\bunderstand\b|\b(?:vs|versus)\b"
    r"|\bwhen (?:should|do|would) (?:i|we|you) use\b|\bwarum\b|\bwieso\b|\bweshalb\b|\bbedeutet\b|\bwas (?:ist|heißt|macht)\b|\bpor ?qu[eé]\b(?! comando)|\bsignifica\b|"
    r"\bqu[eé] es\b|\bpourquoi\b|\bsignifie\b|\bque veut dire\b|\bc'est quoi\b|\bqu'est-ce que?\b|\berklär\w{1,3}\b|\bexplica\w{0,3}\b|\bexpliqu\w{1,3}\b"
)
EXPLAINS_FIRST = re.compile(
    r"^(?:\w+[, ]+){0,3}(?:why\b|explain\w{0,3} (?!how (?:to|do|can|i))|what (?:does|is the (?:difference|meaning|reason))|warum|pourquoi|por qu[eé]\b|what's the (?:difference|meaning))"
    r"|\bhow come\b|\bwhat (?:does|do) .{1,60} means?\b"
)
MEND = re.compile(
    r"\b(?:fix\w{0,3}|solv\w{1,3}|resolv\w{1,3}|repair|get rid of|get around|get past|debug\w{0,4}|troubleshoot\w{0,3}|deal with|handle|overcome|recover from|diagnose|investigate|"
    r"behebe\w?|beheben|lösen|solucion\w{1,3}|arregl\w{1,3}|résou\w{1,4}|corrig\w{1,3})\b"
)
TROUBLE = re.compile(
    r"\b(?:errors?|fail(?:s|ed|ing|ure|ures)?|crash(?:es|ed|ing)?|crashloop\w{0,8}|stuck|broken|broke|hangs?|hanging|hung|freez\w{1,3}|exception|panic\w{0,3}|denied|refused|refuses|"
    r"rejected|unreachable|timeouts?|timing out|timed out|times out|unhealthy|dies|died|killed|restarting|keeps? (?!following|watching|running|listening|going|polling)\w+ing|exit(?:s|ed|ing)? with|ha(?:s|ve|d) no|not (?:firing|triggered|triggering|loading|mounted|applied|synced|working|starting|running|ready|"
    r"responding|reachable|found|resolving|scheduled|able|showing|updating|connecting)|(?:doesn't|don't|does not|didn't|did not|won't|will not|isn't|can't|cannot|can not|"
    r"couldn't|unable to|doesnt|cant|dont|wont|isnt|didnt) \w+|no longer (?!there|needed|in use|used|exist\w*|referenced|required|in )|stopped working|never (?:starts|becomes|finishes|ends)|pending|leak\w{0,3}|"
    r"slow|weird|problems?|issues?|trouble|outage|incident|flapping|throttl\w{1,4}|502|503|504|500|404|fehler|falla|erreur|funktioniert nicht|no funciona|ne (?:marche|fonctionne) pas)\b"
    r"|\b(?:is|are|was|were|went|goes|go|gone|been|be|still|completely|whole \w+|site|prod|production|api|cluster|server|everything) down\b"
    r"|\bdown (?=since|again|after|every|help|for (?:\d|an?|hours|minutes))|(?<!scale )(?<!shut )(?<!bring )\bdown[!?.]*$"
)
# A fact of one thing that exists is looked up with a command: "whats the ip of node-3".
LOOKS_UP = re.compile(
    r"\bwhat(?:'s|s| is| are)? (?:the |my |our )?(?:[\w-]+ ){0,3}(?:values?|usage|contents?|ips?|address(?:es)?|password|versions?|sizes?|uid|status|ports?|images?|tags?|hash|"
    r"age|id|url|endpoints?|owner|digest|arn|fingerprint)\b (?:and (?:\w+ ){1,2})?(?:of|for|in|on|behind|used|does)\b(?!.*\b(?:means?|difference|good for)\b)"
)
WORKS_ON_TEXT = re.compile(
    r"\b(?:extract|parse|grep|count|filter|silence|suppress|export|rotate|delete|remove|sort|search|tail|truncate|sum|group)\b"
)
REFERS = re.compile(r"\b(?:this|that|it|these|those|they|here)\b")

FOLLOWS = re.compile(
    r"^(?:ok(?:ay)?[, ]+|yes[, ]+|yeah[, ]+|great[, ]+|thanks?(?: you)?[,.! ]+|cool[, ]+|hm+[, ]+|no[, ]+|sorry[, ]+|please )*"
    r"(?:and|also|now|then|but|or|plus|same|likewise|instead|what about|how about|what if|make (?:it|that|them|this)|add|change|use|using|with|without|for|in|"
    r"can you (?:also|make|add|change|do)|could you (?:also|make|add|change|do)|actually|again|more|another|shorter|longer|only|except|this time|"
    r"on |as |set|remove|rename|increase|decrease|bump|lower|raise|replace|do (?:it|that|the same)|still|that |it |nope|didn't|doesn't|not |und |y |et |aber |pero |mais )\b"
)
STILL = re.compile(r"\b(?:still|that|it|now|again|same|didn't|doesn't|did not|does not|tried|instead|but)\b")
AGREES = re.compile(
    r"(?:yes|yeah|yep|sure|ok(?:ay)?|go ahead|go on|continue|do it|please do|more|next|right|exactly)(?:[, ]+(?:please|do it|do that|go ahead|continue|go on))?[.! ]*"
)

COURTESY = re.compile(
    r"\b(?:hello|hi|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day|night|bye)|goodbye|bye|see you(?: later)?|cheers|thanks?(?: you)?(?: so much| very much| a lot| again)?"
    r"|thx|ty|much appreciated|appreciated?|that (?:helped|worked|works|did it|fixed it)(?: a lot| perfectly)?|it works(?: now)?|perfect|great|awesome|nice|cool|ok(?:ay)?|sure|yes|yeah|no|never ?mind|lol|haha"
    r"|how are you(?: doing)?(?: today)?|how's it going|what's up|whats up|sup|nice to meet you|you(?:'re| are) (?:great|awesome|the best|welcome|amazing|helpful)|well done|good (?:job|bot|work)|there|everyone|all|mate|buddy|friend|team"
    r"|for (?:your|the|all) (?:the )?help|for that|so much|test(?:ing)?|ping|hola|buenos (?:días|dias)|buenas(?: tardes)?|gracias|adiós|hallo|guten (?:tag|morgen|abend)|danke(?: schön)?|tschüss|servus|moin|bonjour|salut|merci(?: beaucoup)?|au revoir|ciao|and|so|very|much|a lot|again|today|really|just|oh|wow)\b"
)  # fmt: skip
ABOUT_US = re.compile(
    r"\b(?:who|what) (?:are|r) (?:you|u)\b(?! (?:doing to|using))|\bwhat(?:'s| is) your (?:name|purpose|model|job)\b|\bwhat (?:can|do) you (?:do|know|help)\b|\b(?:are|r) you (?:an? )?(?:ai|bot|human|real|robot|"
    r"chatgpt|gpt|llama|model|alive|there)\b|\bwhat (?:model|llm|language model) (?:are|do) you\b|\bwho (?:made|built|created|trained) you\b|\bhow (?:do you work|old are you)\b|\btell me about yourself\b|\bwho is this\b|"
    r"\bwer bist du\b|\bwas kannst du\b|\bquién eres\b|\bqui es[- ]tu\b|\bhow can you help\b|\bwhat(?:'s| is) this (?:chat|bot|assistant|page)\b|"
    r"^help(?: me)?\W*$|\bwhat (?:can|could|should) i ask\b|\bwhat (?:kinds? of )?(?:topics|questions|things) (?:can|do) (?:you|i)\b|"
    r"\bwhat are you (?:good (?:at|for)|able to)\b"
)


def plain(text: str) -> str:
    """A message in lower case, with straight apostrophes and single blanks."""
    return re.sub(r"[ \t]+", " ", text.lower().replace("’", "'").replace("`'", "'"))


def asks_to_write(words: str) -> bool:
    """Whether the words ask for a file or manifest to be written."""
    if _WRITES.search(words) and not _MADE_BY_COMMAND.search(words):
        return True
    match = _MAKES.search(words)
    if match is None or _BEFORE_MAKE.search(words[: match.start() + 1]):
        return False
    existing = _OF_WHAT_EXISTS.search(match[0])
    if existing and not _AN_EXAMPLE.search(match[0][: existing.end()] + " " + (match["rest"] or "").split(",")[0][:40]):
        return False
    return not _MADE_BY_COMMAND.search(match[0] + words[: match.start()])


def names_a_file_to_write(words: str) -> bool:
    """Whether terse words name something that can be written and what it is for: "dockerfile for a flask app"."""
    return bool(_NAMED.search(words)) and not _STUCK.search(words) and not _MADE_BY_COMMAND.search(words)


def asks_to_review(words: str) -> bool:
    """Whether the words ask for a review although nothing was pasted."""
    return bool(_REVIEW_WORDS.search(words))
