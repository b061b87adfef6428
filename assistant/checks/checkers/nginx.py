"""nginx configuration: crossplane, which parses without following includes (https://github.com/nginxinc/crossplane)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.checks.findings import Edit, Finding, Fix, Severity
from assistant.checks.limits import Limits
from assistant.checks.nearest import certain_name, likely_name
from assistant.checks.report import NotChecked, Report, Source

_FRAMES = (  # what a snippet may stand in, from the whole file inwards
    ("", ""),
    ("events{}", ""),
    ("events{} http{", "}"),
    ("events{} http{server{", "}}"),
    ("events{} http{server{location /{", "}}}"),
    ("events{} http{upstream u{", "}}"),
    ("events{} stream{", "}"),
    ("events{} stream{server{", "}}"),
)
_NEWER = frozenset(  # than the tables of crossplane, or of modules that are often built in
    "http2 http3 http3_hq http3_max_concurrent_streams http3_stream_buffer_size quic_retry quic_gso quic_host_key"
    " quic_bpf quic_active_connection_id_limit ssl_reject_handshake ssl_conf_command keepalive_time"
    " proxy_ssl_conf_command ssl_certificate_cache proxy_ssl_certificate_cache keepalive_min_timeout"
    " mp4_start_key_frame ssl_alpn ssl_object_cache_inheritable add_header_inherit early_hints"
    " proxy_request_dynamic pass ssl_key_log proxy_ssl_key_log error_log_level state mgmt".split()
)
_MODULES = re.compile(
    r"(?:brotli|zstd|more_(?:set|clear)|lua_|\w+_by_lua|js_|geoip|modsecurity|pagespeed|vhost_traffic|headers_more|echo|auth_(?:jwt|ldap|digest)"
    r"|rtmp|otel|opentelemetry|opentracing|njs|perl|xslt|image_filter|upload|push_stream|nchan|fancyindex|passenger|redis|srcache|set_\w+|cache_purge"
    r"|proxy_cache_purge|substitutions?|subs_|dav_ext|security_headers|hide_server|acme)\w*"
)
_PLACEHOLDER = re.compile(r"<([A-Za-z][\w .:/-]{0,60})>")
_NAMED = re.compile(r'"([^"]{0,200})" directive|directive "([^"]{0,200})"')
_TABLES = frozenset(("map", "geo", "types", "split_clients", "charset_map", "match", "upstream_conf"))
_MISPLACED = re.compile("not allowed here|has no semicolon|has no opening")
_ENDS = (";", "{", "}")
_FILE = "nginx.conf"


class Crossplane:
    """Unknown, misplaced and unfinished directives, and numbers of arguments."""

    name = "crossplane"
    decides = True

    def load(self) -> str | None:
        import crossplane
        from crossplane import analyzer

        self._crossplane = crossplane
        self._known = frozenset(analyzer.DIRECTIVES) | _NEWER
        return metadata.version("crossplane")

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - killed from outside
        text = _PLACEHOLDER.sub(lambda match: re.sub(r"\W", "_", match[0]), source.text)
        if not re.search(r"^[ \t]*[^#\s]", text, re.MULTILINE):
            raise NotChecked("there is no directive in it")
        swallowed = self._swallowed(text)
        told = {finding.line for finding in swallowed}
        findings = [each for each in self._in_best_frame(text) if each.line not in told or "no semicolon" not in each.message]
        return Report(findings + swallowed)

    def _in_best_frame(self, text: str) -> list[Finding]:
        """The findings where the snippet stands best."""
        best: list[Finding] = []
        fewest = None
        for before, after in _FRAMES:
            found = self._in_frame(before, text, after)
            misplaced = sum(bool(_MISPLACED.search(finding.message)) for finding in found)
            if fewest is None or misplaced < fewest:
                best, fewest = found, misplaced
            if not fewest:
                break
        return best

    def _in_frame(self, before: str, text: str, after: str) -> list[Finding]:
        file = Path(_FILE)
        file.write_text(f"{before}{text}\n{after}\n")
        parsed = self._crossplane.parse(_FILE, single=True, strict=True, catch_errors=True)
        lines = text.split("\n")
        data = self._data(parsed["errors"])
        found = [
            self._finding(error, lines) for error in parsed["errors"] if (error["line"], _name(error["error"])) not in data
        ]
        return [finding for finding in found if finding]

    def _finding(self, error: dict[str, Any], lines: list[str]) -> Finding | None:
        message = re.sub(r" in nginx\.conf:\d+$", "", error["error"])
        line = min(error["line"] or len(lines), len(lines))
        name = _name(message)
        if message.startswith("unknown directive"):
            if name in _NEWER or _MODULES.match(name):
                return None
            return self._unknown(name, line, lines)
        if name in _NEWER:
            return None
        while line > 1 and not lines[line - 1].strip():
            line -= 1
        return Finding(line, _plain(message, name), "nginx", self.name, Severity.ERROR)

    def _data(self, errors: list[dict[str, Any]]) -> set[tuple[int, str]]:
        """The lines of tables such as `map`, with their first words: these are data and no directives."""
        found: set[tuple[int, str]] = set()
        blocks: list[str] = []
        words: list[tuple[str, int]] = []
        for word, line, quoted in self._words() if errors else ():
            if quoted or word not in _ENDS:
                words.append((word, line))
                continue
            if words and blocks and blocks[-1] in _TABLES:
                found.add((words[0][1], words[0][0]))
            if word == "{":
                blocks.append(words[0][0] if words else "")
            elif word == "}" and blocks:
                blocks.pop()
            words = []
        return found

    def _words(self) -> Iterator[tuple[str, int, bool]]:
        """The words of the file, each with its line and whether it was quoted, as far as it can be read."""
        with suppress(self._crossplane.errors.NgxParserBaseException):
            yield from self._crossplane.lex(_FILE)

    def _unknown(self, name: str, line: int, lines: list[str]) -> Finding:
        asked = likely_name(name, self._known)
        meant = certain_name(name, self._known)
        at = lines[line - 1].find(name)
        fix = Fix((Edit(line, at + 1, line, at + 1 + len(name), meant),), f"{meant} for {name}") if meant and at >= 0 else None
        message = f"unknown directive {name!r}" + (f"; is {asked!r} meant?" if asked else "")
        return Finding(line, message, "nginx-unknown-directive", self.name, Severity.ERROR, at + 1 if at >= 0 else None, fix)

    def _swallowed(self, text: str) -> list[Finding]:
        """Directives that became arguments of the one before, because its semicolon is missing."""
        Path(_FILE).write_text(text)
        found = []
        statement: list[tuple[str, int]] = []
        for word, line, quoted in self._words():
            if word in _ENDS and not quoted:
                statement = []
                continue
            first_of_line = bool(statement) and line > statement[-1][1]
            if first_of_line and not quoted and word in self._known and statement[0][0] in self._known:
                found.append(_without_semicolon(statement[-1][1], text.split("\n")))
                statement = []
            statement.append((word, line))
        return found


def _name(message: str) -> str:
    """The directive that a message is about."""
    named = _NAMED.search(message)
    return (named[1] or named[2] or "") if named else ""


def _without_semicolon(line: int, lines: list[str]) -> Finding:
    body = lines[line - 1].split(" #", 1)[0].rstrip()
    fix = Fix((Edit(line, len(body) + 1, line, len(body) + 1, ";"),), "a semicolon")
    return Finding(
        line, "a semicolon is missing at the end", "nginx-semicolon", "crossplane", Severity.ERROR, len(body) + 1, fix
    )


def _plain(message: str, name: str) -> str:
    if "unexpected end of file" in message:
        return "a block is not closed: '}' is missing"
    if "is not terminated by" in message:
        return f"{name!r} has no semicolon at its end"
    return message.replace('"', "'")
