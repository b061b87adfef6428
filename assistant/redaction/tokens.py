"""Tokens that show by their form what they are, with the detectors of detect-secrets and patterns of our own."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.redaction.values import entropy
from assistant.redaction.view import LINE, Span, Spans, View

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector


@dataclass(frozen=True, slots=True)
class Form:
    """How the tokens of one kind look.

    Attributes:
        anchor: how each of them begins, in lower case; a regular expression of at most 64 characters without spaces.
        pattern: all of it.
        check: what else has to hold.
    """

    kind: str
    anchor: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None


def _form(kind: str, anchor: str, pattern: str, check: Callable[[str], bool] | None = None) -> Form:
    return Form(kind, anchor, re.compile(pattern), check)


def _has_digits(token: str) -> bool:
    return any(character.isdigit() for character in token) and entropy(token) >= 3


def _is_varied(token: str) -> bool:
    return entropy(token) >= 2.7


def _is_mixed(token: str) -> bool:
    return any(c.isupper() for c in token) and any(c.islower() for c in token) and _has_digits(token)


def _is_jwt(token: str) -> bool:
    """Its first part is a JSON object (RFC 7519, section 5)."""
    head = token.split(".", 1)[0]
    try:
        return isinstance(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))), dict)
    except (binascii.Error, ValueError, RecursionError):
        return False


FORMS = (
    _form("aws_access_key", "a(?:kia|sia|bia|cca)", r"A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])", _is_varied),
    _form("github_token", "github_pat_", r"github_pat_\w{22,255}"),
    _form("gitlab_token", "gl[a-z]{2,6}-", r"gl(?:pat|dt|ft|rt|rtr|cbt|ptt|soat|imt|agent|oas|ffct|wt)-[\w.-]{18,512}", _is_varied),
    _form("bitbucket_token", "atbb|bbdc-", r"ATBB\w{24,64}|BBDC-[\w+/=-]{32,64}", _has_digits),
    _form("atlassian_token", "at(?:a|c)tt3", r"AT[AC]TT3[\w=-]{20,512}"),
    _form("slack_token", "xox[a-z]|xapp-|xwfp-", r"xox[a-z](?:\.xox[a-z])?-[\w-]{10,512}|xapp-[\w-]{10,512}|xwfp-[\w-]{10,512}", _has_digits),
    _form("stripe_key", "sk_(?:live|test|prod)_|rk_(?:live|test)_|whsec_", r"[sr]k_(?:live|test|prod)_[0-9a-zA-Z]{10,255}|whsec_[A-Za-z0-9+/=_-]{20,255}", _is_varied),
    _form("twilio_key", "sk[0-9a-f]{32}", r"SK[0-9a-f]{32}(?![\w])"),
    _form("sendgrid_key", r"sg\.", r"SG\.[\w-]{16,32}\.[\w-]{16,64}", _is_varied),
    _form("mailgun_key", "key-[0-9a-f]{8}", r"key-[0-9a-f]{32}(?!\w)"),
    _form("brevo_key", "xkeysib-", r"xkeysib-[0-9a-f]{64}-\w{16}"),
    _form("npm_token", "npm_", r"npm_[A-Za-z0-9]{30,64}", _has_digits),
    _form("pypi_token", "pypi-", r"pypi-[\w-]{50,1000}"),
    _form("docker_hub_token", "dckr_[po]at_", r"dckr_[po]at_[\w-]{16,255}"),
    _form("huggingface_token", "hf_|api_org_", r"hf_[A-Za-z0-9]{28,64}|api_org_[A-Za-z0-9]{28,64}", _is_varied),
    _form("anthropic_key", "sk-ant-", r"sk-ant-[\w-]{16,255}", _is_varied),
    _form("openai_key", "sk-", r"sk-(?:proj-|svcacct-|admin-|or-v1-|lf-)?[A-Za-z0-9_-]{20,255}", _has_digits),
    _form("groq_key", "gsk_", r"gsk_[A-Za-z0-9]{40,64}"),
    _form("api_key", "r8_|nvapi-|xai-|pplx-|fw_|csk-|tvly-", r"(?:r8_|nvapi-|xai-|pplx-|fw_|csk-|tvly-)[\w-]{20,128}", _has_digits),
    _form("vault_token", r"hv[sbr]\.", r"hv[sbr]\.[\w-]{16,512}", _is_varied),
    _form("newrelic_key", "nr(?:ak|js|ii|aa|iq)-", r"NR(?:AK|JS|II|AA|IQ)-[\w-]{16,64}", _is_varied),
    _form("grafana_token", "gl(?:sa|c)_", r"glsa_[A-Za-z0-9]{20,64}(?:_[0-9a-fA-F]{8})?|glc_[A-Za-z0-9+/=_-]{32,512}", _is_varied),
    _form("sentry_token", "sntry[a-z]_", r"sntry[a-z]_[A-Za-z0-9+/=_-]{32,512}"),
    _form("pagerduty_key", r"pd[a-z]{2}\+_", r"pd[a-z]{2}\+_[\w+-]{10,64}"),
    _form("datadog_key", "dda(?:pp|pi|pik)_", r"dda\w{1,3}_[A-Za-z0-9]{30,64}"),
    _form("dynatrace_token", r"dt0[a-z][0-9]{2}\.", r"dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    _form("digitalocean_token", "do[opr]_v1_", r"do[opr]_v1_[0-9a-f]{40,80}"),
    _form("cloudflare_token", r"v1\.0-[0-9a-f]{8}", r"v1\.0-[0-9a-f]{24}-[0-9a-f]{100,160}"),
    _form("google_api_key", "aiza", r"AIza[\w-]{30,64}", _has_digits),
    _form("google_oauth", r"gocspx-|ya29\.|1//0", r"GOCSPX-[\w-]{20,64}|ya29\.[\w-]{16,512}|1//0[\w-]{30,256}", _is_varied),
    _form("alibaba_key", "ltai", r"LTAI[A-Za-z0-9]{12,24}(?!\w)", _has_digits),
    _form("databricks_token", "dapi[0-9a-f]{8}", r"dapi[0-9a-f]{32}(?:-\d)?"),
    _form("swarm_token", "swmtkn-", r"SWMTKN-\d-[\w-]{40,128}"),
    _form("openshift_token", "sha256~", r"sha256~[\w-]{40,64}"),
    _form("tailscale_key", "tskey-", r"tskey-[\w-]{16,128}", _is_varied),
    _form("age_key", "age-secret-key-", r"AGE-SECRET-KEY-1[0-9A-Z]{50,64}"),
    _form("square_token", "sq0[a-z]{3}-", r"sq0[a-z]{3}-[\w-]{20,64}", _is_varied),
    _form("api_key", "rubygems_|pul-[0-9a-f]|lin_api_|figd_|pmak-|sbp_|sb_secret_|phx_|ccipat_|bkua_|sgp_|ntn_|fio-u-|cio[a-z0-9]{8}",
          r"(?:rubygems_[0-9a-f]{40,64}|pul-[0-9a-f]{40}|lin_api_\w{32,64}|figd_[\w-]{32,64}|PMAK-[\w-]{32,80}|sbp_[0-9a-f]{32,64}"
          r"|sb_secret_[\w-]{20,64}|phx_\w{32,64}|CCIPAT_\w{20,128}|bkua_\w{32,64}|sgp_\w{32,128}|ntn_\w{32,64}|fio-u-[\w=-]{32,80}|cio[A-Za-z0-9]{32})(?![A-Za-z0-9])",
          _has_digits),
    _form("sonarqube_token", "sq[pau]_", r"sq[pau]_[0-9a-f]{40}(?!\w)"),
    _form("doppler_token", r"dp\.(?:pt|ct|st|sa|scim|audit)\.", r"dp\.(?:pt|ct|sa|scim|audit)\.[A-Za-z0-9]{36,64}|dp\.st\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{36,64}", _is_varied),
    _form("fly_token", "fo1_|fm[12][ar]?_", r"fo1_[\w-]{40,64}|fm[12][ar]?_[A-Za-z0-9+/=_-]{40,900}", _has_digits),
    _form("heroku_key", "hrku-", r"HRKU-[\w-]{32,80}", _has_digits),
    _form("vercel_token", "vc[pciark]_", r"vc[pciark]_[A-Za-z0-9]{24,80}(?!\w)", _has_digits),
    _form("netlify_token", "nf[pcuob]_", r"nf[pcuob]_[A-Za-z0-9]{36,48}(?!\w)", _has_digits),
    _form("planetscale_token", "pscale_", r"pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}", _has_digits),
    _form("notion_token", "secret_[a-z0-9]{43}", r"secret_(?=[a-zA-Z]*[0-9])[A-Za-z0-9]{43}(?!\w)", _is_mixed),
    _form("shopify_token", "shp(?:at|ss|ca|pa|tka|ltk)_", r"shp(?:at|ss|ca|pa|tka|ltk)_[0-9a-fA-F]{32}"),
    _form("snyk_token", "snyk_[usp]at", r"snyk_[usp]at\.[0-9a-f]{8}\.[\w.-]{32,128}", _has_digits),
    _form("infisical_token", r"st\.[0-9a-f]{8}", r"st\.[0-9a-f-]{24,36}\.[0-9a-f]{32}\.[0-9a-f]{32}"),
    _form("airtable_token", "pat[a-z0-9]{14}", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    _form("hubspot_token", "pat-(?:na|eu)[0-9]-", r"pat-(?:na|eu)\d-[0-9a-f]{8}-[0-9a-f-]{27}"),
    _form("mapbox_token", r"sk\.eyj|tk\.eyj", r"[st]k\.eyJ[\w-]{20,400}\.[\w-]{16,64}"),
    _form("grafana_token", "eyjrijoi", r"eyJrIjoi[A-Za-z0-9+/]{50,400}={0,2}(?![\w.])"),
    _form("square_token", "eaaa", r"EAAA[\w-]{58,64}(?!\w)", _has_digits),
    _form("meta_token", "eaa[a-z]", r"EAA[A-Za-z][A-Za-z0-9]{90,300}(?!\w)", _has_digits),
    _form("dropbox_token", r"sl\.", r"sl\.(?:u\.)?[\w-]{128,900}", _has_digits),
    _form("plaid_token", "access-(?:production|development|sandbox)-", r"access-(?:production|development|sandbox)-[0-9a-f]{8}-[0-9a-f-]{27}"),
    _form("braintree_token", r"access_token\$", r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}"),
    _form("amazon_token", r"amzn", r"amzn\.mws\.[0-9a-f-]{36}|amzn1\.oa2-cs\.v1\.[0-9a-f]{64}"),
    _form("launchdarkly_key", "api-[0-9a-f]{8}|sdk-[0-9a-f]{8}", r"(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])"),
    _form("tencent_key", "akid", r"AKID[A-Za-z0-9]{28,36}(?!\w)", _has_digits),
    _form("api_key", "rnd_|rpa_|tfp_|rdme_|ez[at]k|lsv2_|sm_live_|shippo_|re_[a-z0-9]{8}|pcsk_|napi_|pnu_|dbt[cu]_|hc[ax]ik_|xa[ap]t-|cfpat-|clojars_|oy2[a-z0-9]{8}|fc-[0-9a-f]{8}"
          "|aio_|waka_|duffel_|flwseck|rzp_|ory_|mdb_sa_sk_|cfk_|cf[ua]t_|dnkey-|sk_[0-9a-f]{8}|ls__|aqvn|key_live_",
          r"(?:rnd_[A-Za-z0-9]{28,40}|rpa_[A-Za-z0-9]{40,50}|tfp_[\w=.-]{40,64}|rdme_[a-z0-9]{70}|EZ[AT]K[A-Za-z0-9]{54}|lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}|sm_live_[A-Za-z0-9]{32,64}"
          r"|shippo_(?:live|test)_[0-9a-f]{40}|re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,32}|pcsk_\w{40,90}|napi_[a-z0-9]{40,80}|pnu_[A-Za-z0-9]{36}|dbt[cu]_[\w=-]{32,64}|hc[ax]ik_\w{40,64}"
          r"|xa[ap]t-[0-9a-f]{8}-[0-9a-f-]{27}|CFPAT-[\w-]{43}|CLOJARS_[0-9a-f]{60}|oy2[a-z0-9]{43}|fc-[0-9a-f]{32}|aio_[A-Za-z0-9]{28}|waka_[0-9a-f-]{36}|duffel_(?:live|test)_[\w=-]{43}"
          r"|FLWSECK(?:_TEST)?-[\w-]{32,64}|rzp_(?:live|test)_[A-Za-z0-9]{14,24}|ory_(?:st|pat|at|rt)_[\w.-]{32,80}|mdb_sa_sk_[\w-]{40}|cf(?:k|ut|at)_[A-Za-z0-9]{40,64}|dnkey-[\w-]{26}-[\w-]{52}"
          r"|sk_[0-9a-f]{48}|ls__[0-9a-f]{32}|AQVN[\w-]{35,40}|key_live_[A-Za-z0-9]{24,64})(?![A-Za-z0-9])",
          _has_digits),
    _form("onepassword_token", "ops_eyj", r"ops_eyJ[\w-]{40,1000}"),
    _form("artifactory_token", "akcp|cmvmdgtu", r"AKCp[A-Za-z0-9]{60,80}|cmVmdGtu[A-Za-z0-9]{40,80}"),
    _form("jwt", "eyj", r"eyJ[\w-]{6,1000}={0,2}\.[\w-]{2,1000}={0,2}(?:\.[\w-]{0,1000}=?=?)*", _is_jwt),
    _form("password_hash", r"\$(?:apr1|2[abxy]|[156]|y|argon2i?d?|7|gy)\$",
          r"\$(?:apr1|[156]|gy|y|7)\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9$]{8,200}|\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2i?d?\$[\w=,$+/.-]{20,300}"),
    _form("password_hash", r"\{(?:ssha|sha|smd5|ssha256|ssha512|crypt)\}|pbkdf2_sha256\$|scram-sha-256\$",
          r"\{(?:SSHA|SHA|SMD5|SSHA256|SSHA512|CRYPT)\}[./A-Za-z0-9+=$]{20,200}|pbkdf2_sha256\$\d+\$\w+\$[\w+/=]{20,64}|SCRAM-SHA-256\$\d+:[\w+/=]+\$[\w+/=:]{20,200}"),
)  # fmt: skip

# Forms without a prefix to look for; at most 128 characters long.
SHAPES = re.compile(
    r"(?<![\w.+/-])(?:[0-9]{8,10}:[\w-]{35}(?![\w-])"
    r"|[MNO][A-Za-z0-9_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])"
    r"|[0-9a-f]{32}-us[0-9]{1,2}(?!\w)"
    r"|[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])"
    r"|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40}"
    r"|[\w~.-]{3}[0-9]Q~[\w~.-]{31,34}(?![\w~-])"
    r"|(?:eu01xx|[0-9a-f]{6})[0-9a-f]{30}NRAL(?!\w)"
    r"|[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=]))"
)
_SHAPE_KINDS = (
    ("telegram_token", re.compile(r"[0-9]{8,10}:.*")),
    ("mailchimp_key", re.compile(r".{32}-us.*")),
    ("mailgun_key", re.compile(r"[0-9a-f]{32}-.*")),
    ("terraform_cloud_token", re.compile(r".{14}\.atlasv1\..*")),
    ("azure_client_secret", re.compile(r".{4}Q~.*")),
    ("newrelic_key", re.compile(r".*NRAL")),
    ("discord_token", re.compile(r"[MNO].*\..*\..*")),
    ("aws_secret_key", re.compile(r"[A-Za-z0-9+/]{40}")),
)
_TELLS_AWS = re.compile(
    r"A[KS]IA[A-Z0-9]{16}|aws_?secret|secret_?access_?key|secret access key|REDACTED_AWS_ACCESS_KEY_", re.IGNORECASE
)
_MORE = re.compile(r"[\w-]*+=*+")
_DETECTED = 256  # characters that a detector sees; the rest of a longer token is taken with it
_LETTER = re.compile(r"[A-Za-z0-9]")


class TokenRule:
    """Finds the tokens of all forms."""

    def __init__(self) -> None:
        self._detectors = tuple(_detectors())
        self.anchors = "|".join(form.anchor for form in FORMS) + "|" + "|".join(anchor for _, anchor, _ in self._detectors)
        self._by_anchor = [(re.compile(form.anchor), form) for form in FORMS]
        self._detect = [(re.compile(anchor), kind, detector) for kind, anchor, detector in self._detectors]
        self._whole = re.compile(self.anchors)

    def decide(self, view: View, place: int) -> Spans:
        """What token begins here."""
        before = view.before(place, 1)
        if _LETTER.match(before) and not view.before(place, 2).startswith("\\") and not _after_option(view.before(place, 3)):
            return ()
        end = view.line_end(place)
        for kind, token_end in self._matches(view, place, end):
            stop = _extended(view.text, token_end, end)
            return (Span(kind, place, stop, "word" if stop == place + LINE else "none"),)
        return ()

    def _matches(self, view: View, place: int, end: int) -> Iterator[tuple[str, int]]:
        for anchor, form in self._by_anchor:
            if anchor.match(view.lower, place, end) and (found := form.pattern.match(view.text, place, end)):
                if "EXAMPLE" in found[0] or not (form.check is None or form.check(found[0])) or _is_masked(found[0]):
                    continue
                yield form.kind, found.end()
        for anchor, kind, detector in self._detect:
            if anchor.match(view.lower, place, end):
                for pattern in detector.denylist:
                    found = pattern.match(view.text, place, min(end, place + _DETECTED))
                    if found and "EXAMPLE" not in found[0] and not _is_masked(found[0]):
                        yield kind, found.end()

    def shape(self, view: View, place: int) -> Spans:
        """What token without a prefix begins here, where `SHAPES` matches."""
        end = view.line_end(place)
        found = SHAPES.match(view.text, place, end)
        if not found:
            return ()
        kind = next(kind for kind, pattern in _SHAPE_KINDS if pattern.fullmatch(found[0]))
        if kind == "aws_secret_key":
            varied = all(any(test(c) for c in found[0]) for test in (str.isupper, str.islower, str.isdigit))
            if not varied or "EXAMPLE" in found[0] or not _TELLS_AWS.search(view.before(place, 256)):
                return ()
        if kind in ("telegram_token", "discord_token", "azure_client_secret") and not _has_digits(found[0]):
            return ()
        return (Span(kind, place, _extended(view.text, found.end(), end)),)

    def kind_of(self, value: str) -> str | None:
        """The kind of a value that is a token as a whole."""
        for anchor, form in self._by_anchor if self._whole.match(value.lower()) else ():
            if anchor.match(value.lower()) and form.pattern.fullmatch(value) and (form.check is None or form.check(value)):
                return form.kind
        for anchor, kind, detector in self._detect:
            if anchor.match(value.lower()) and any(pattern.fullmatch(value, 0, _DETECTED) for pattern in detector.denylist):
                return kind
        if SHAPES.fullmatch(value):
            kind = next(kind for kind, pattern in _SHAPE_KINDS if pattern.fullmatch(value))
            return None if kind == "aws_secret_key" else kind
        return None


def _after_option(before: str) -> bool:
    """After a short option: -pTOKEN."""
    return bool(re.fullmatch(r"(?:\s|^)-[a-zA-Z]", before[-3:]))


def _extended(text: str, end: int, limit: int) -> int:
    """To the end of the word: no rest of a longer token stays."""
    found = _MORE.match(text, end, limit) if text[end - 1 : end].isalnum() or text[end - 1 : end] in "_-" else None
    return found.end() if found else end


def _is_masked(token: str) -> bool:
    tail = token[-12:]
    return len(set(tail.lower())) <= 2


def _detectors() -> Iterator[tuple[str, str, RegexBasedDetector]]:
    """Detectors of detect-secrets, each with how its tokens begin. Only their patterns are used: verifying could call others."""
    from detect_secrets.plugins.github_token import GitHubTokenDetector
    from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
    from detect_secrets.plugins.pypi_token import PypiTokenDetector
    from detect_secrets.plugins.sendgrid import SendGridDetector
    from detect_secrets.plugins.slack import SlackDetector
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector
    from detect_secrets.plugins.stripe import StripeDetector

    yield "github_token", "gh[pousr]_", GitHubTokenDetector()
    yield "gitlab_token", "gl[a-z]{2,6}-|gr1348941", GitLabTokenDetector()
    yield "slack_token", "xox[a-z]-", SlackDetector()
    yield "slack_webhook", r"https://hooks\.slack\.com/", SlackDetector()
    yield "stripe_key", "sk_live_|rk_live_", StripeDetector()
    yield "sendgrid_key", r"sg\.", SendGridDetector()
    yield "square_token", "sq0csp-", SquareOAuthDetector()
    yield "pypi_token", "pypi-age", PypiTokenDetector()
