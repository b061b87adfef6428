"""What a key says of its value: `DB_PASSWORD`, `clientSecret`, `x-api-key`, but not `max_tokens` or `passwordFile`."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache


class Strength(IntEnum):
    """How sure a key makes that its value is a secret."""

    NONE = 0
    WEAK = 1  # the value has to look random
    LIKELY = 2  # the value must not look like a name
    SURE = 3


_WORD = re.compile(
    r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüßñçł]+|[0-9]+|[\u0401\u0410-\u044f\u0451]+|[\u4e00-\u9fff]+|[\u30a0-\u30ff]+|[\uac00-\ud7a3]+"
)
_PASSWORD = frozenset(
    "password passwd passphrase passcode passwort kennwort contraseña contrasena senha passord wachtwoord haslo pwd pw psk "
    "requirepass masterauth bindpw rootpw rootpass userpw passw userpassword motdepasse passe pass hasło parola lösenord пароль passphrases".split()
)
_PASSWORD_ENDS = (
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "pass",
    "passwords",
    "kennwort",
    "密码",
    "密碼",
    "パスワード",
    "비밀번호",
)
_NO_PASSWORD = frozenset("bypass compass trespass overpass underpass encompass surpass multipass".split())
_KEYS = frozenset(
    "api access private secret encryption signing signature master account shared auth application app storage admin "
    "hmac crypto session integration routing license licence ingest server webhook service write deploy data csrf jwt cookie "
    "primary secondary maps stripe datadog sendgrid mailgun openai anthropic tsig aes root unseal recovery decryption preshared".split()
)
_WEAK_KEYS = frozenset(
    "routing primary secondary app application data license licence service server admin write maps root".split()
)
_COMPACT = {
    "apikey": "api_key", "accesskey": "secret_key", "secretkey": "secret_key", "privatekey": "private_key",
    "authkey": "api_key", "appkey": "api_key", "accountkey": "account_key", "sharedaccesskey": "account_key",
    "encryptionkey": "secret_key", "signingkey": "secret_key", "secretaccesskey": "secret_key", "masterkey": "secret_key",
}  # fmt: skip
_SECRET = frozenset("secret secrets credential credentials creds cred clientsecret appsecret geheimnis".split())
_TOKEN = frozenset(
    "token tokens authtoken accesstoken refreshtoken identitytoken bottoken apitoken jwt bearer authorization pat accesstokens".split()
)
_OTHERS = frozenset(
    "auth sessionid sessid phpsessid jsessionid sid session cookie sig signature pin otp salt community".split()
)

# What follows the word makes it speak of something else: token_count, passwordFile, secret_name.
_ABOUT = frozenset(
    "name names type types count counts counter length len limit limits max min size ttl expiry expires expire expired "
    "expiration expiring age timeout file files path paths dir directory folder ref refs policy policies enabled disabled enable "
    "disable required require url uri endpoint endpoints host hostname port user username users field fields column "
    "env envvar variable var vars arn version versions rotation rotate manager store stores storage class provider method "
    "mode format prefix suffix header headers status reset algorithm alg algo regex pattern hint label labels "
    "description placeholder input form error errors message messages at on date day days hours minutes seconds sec secs ms "
    "index list selector usage audience aud issuer iss scope scopes strategy verification verify check checker checks validator "
    "validation strength authority generator generation ids stdin prompt rules rule required policyname config "
    "configuration settings options param parameter params realm group groups request requests response backend backends "
    "service account accounts server domain plugin module function func handler callback flow grant grants changed change "
    "changes updated created creation modified attempts attempt failures failure failed retries retry history quality "
    "budget bucket buckets rate per used usage total sum avg cost price window context completion reader writer "
    "source sources template templates volume volumes mount mounts key keys managers engine engines scanner scanning sync "
    "level levels needed missing invalid valid present exists set unset null match matches mismatch "
    "comparison compare algorithms digest fingerprint fingerprints id kind encoding encoder encryption decoder hasher hashing "
    "hashed length_min complexity characters chars permissions permission role roles review reviews binding controller "
    "operator spec object objects class entry entries item items map cache caching cached middleware filter guard "
    "interceptor decorator helper util utils test tests testing spec doc docs page link links button icon text title "
    "allowed denied success ok state mapping mappings tokenizer parse parser parsing lifetime duration validity "
    "nonce hash".split()
)
_BUT_SECRET = frozenset("key keys hash storage".split())  # as the end of such keys as secret_key, password_hash
_COUNTED = frozenset("max min num number total count n prompt completion input output cached avg new next last page continue "
                     "continuation unexpected reserved public existing no use has is require requires show hide forgot lost "
                     "disable enable allow skip with primary foreign sort partition cursor pagination cancellation".split())  # fmt: skip
_NAMES_A_RESOURCE = frozenset("existing auth tls pull image ca ssl cert kubernetes k8s sealed external docker registry bucket "
                              "certificate ingress gateway git repo mount volume kube sso".split())  # fmt: skip
_PASSES_ON = frozenset("proxy fastcgi uwsgi scgi grpc memcached first second third compiler optimization test tests".split())


@lru_cache(maxsize=4096)
def judge(key: str) -> tuple[str, Strength]:
    """What kind of secret the value of a key is, and how sure that is.

    Args:
        key: as it stands there, in any spelling: snake, kebab, camel, dotted, capitals, a few words.
    """
    words = [word.lower() for word in _WORD.findall(key)]
    while words and words[-1].isdigit():
        words.pop()
    if not words:
        return "", Strength.NONE
    if "REDACTED" in key or (key.startswith("WPA") and "-PSK" in key):
        return "", Strength.NONE
    kind, strength, place = _strongest(words, key)
    if not strength:
        return "", Strength.NONE
    after, before = words[place + 1 :], words[:place]
    if any(word in _ABOUT for word in after[-1:]) or (after and after[0] in _ABOUT - _BUT_SECRET):
        if words[-1] == "id" and words[-2:] == ["secret", "id"]:
            return "secret", Strength.WEAK
        if words[-1] != "hash" or kind != "password":
            return "", Strength.NONE
        return "password_hash", Strength.WEAK
    if any(word in _COUNTED for word in before):
        strength = Strength.NONE if kind in ("token", "secret_key", "api_key") else min(strength, Strength.WEAK)
    return kind, strength


def _strongest(words: list[str], key: str) -> tuple[str, Strength, int]:
    """The word, or two, that say it; the last ones, as the last noun is what the value is."""
    for place in range(len(words) - 1, -1, -1):
        word, previous = words[place], words[place - 1] if place else ""
        if found := _of_password(word, previous, key):
            return "password", found, place
        if word in ("key", "keys") and previous in _KEYS:
            kind = {"api": "api_key", "private": "private_key", "account": "account_key"}.get(previous, "secret_key")
            return kind, Strength.WEAK if previous in _WEAK_KEYS else Strength.LIKELY, place
        if word in _COMPACT:
            return _COMPACT[word], Strength.LIKELY, place
        if word == "data" and words[place - 2 : place] == ["client", "key"]:
            return "private_key", Strength.SURE, place
        if word in _SECRET:
            alone = previous in _NAMES_A_RESOURCE or (not previous and not key.isupper()) or word != "secret"
            return "secret", Strength.WEAK if alone and not key.isupper() else Strength.LIKELY, place
        if word in _TOKEN:
            return "token", Strength.LIKELY if previous or key.isupper() else Strength.WEAK, place
        if word in _OTHERS:
            return ("pin" if word in ("pin", "otp") else "token"), Strength.WEAK, place
        if word.endswith(("secret", "apikey", "token", "authkey")):
            return ("token" if word.endswith("token") else "secret"), Strength.LIKELY, place
    return "", Strength.NONE, 0


def _of_password(word: str, previous: str, key: str) -> Strength:
    if word == "pass":
        if previous in _PASSES_ON:
            return Strength.NONE
        return Strength.SURE if previous else Strength.WEAK
    if word == "pw" and not previous and not key.islower():
        return Strength.WEAK
    if word in _PASSWORD or (word.endswith(_PASSWORD_ENDS) and word not in _NO_PASSWORD):
        return Strength.SURE
    return Strength.NONE
