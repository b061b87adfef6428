"""The headers that a bucket cannot set: the files for each CDN say the same, and what the page itself says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import botocore.session
import crossplane
import pytest
from botocore.validate import ParamValidator

from assistant.ui.build import cache_control
from tests.server import ROOT

CDN = ROOT / "deploy" / "cdn"
API = "https://api.example.com"
FUNCTION = CDN / "cloudfront-function.js"


def of_cloudfront() -> dict[str, str]:
    policy = json.loads((CDN / "cloudfront-response-headers-policy.json").read_text())
    security = policy["SecurityHeadersConfig"]
    return {
        "content-security-policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "strict-transport-security": f"max-age={security['StrictTransportSecurity']['AccessControlMaxAgeSec']}",
        **{each["Header"].lower(): each["Value"] for each in policy["CustomHeadersConfig"]["Items"]},
    }


def of_nginx() -> dict[str, str]:
    parsed = crossplane.parse(str(CDN / "nginx.conf"), check_ctx=False, check_args=False)
    assert parsed["errors"] == []
    [server] = [each for each in parsed["config"][0]["parsed"] if each["directive"] == "server"]
    [page] = [each for each in server["block"] if each["directive"] == "location" and each["args"] == ["/"]]
    headers = [each["args"] for each in page["block"] if each["directive"] == "add_header"]
    assert all(each[2] == "always" for each in headers)
    return {each[0].lower(): each[1] for each in headers}


def of_cloudflare() -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = {}
    rule: dict[str, str] = {}
    for line in (CDN / "_headers").read_text().splitlines():
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            rule[name.lower()] = value
        elif line and not line.startswith("#"):
            rule = rules.setdefault(line, {})
    return rules


def directives(policy: str) -> dict[str, str]:
    return dict(each.strip().split(" ", 1) for each in policy.split(";"))


def test_cloudfront_nginx_and_cloudflare_set_the_same_headers():
    assert of_cloudfront() == of_nginx() == of_cloudflare()["/*"]


def test_the_policy_is_that_of_the_page_with_the_api_in_place_of_every_address_and_no_frame_around_it():
    index = (ROOT / "frontend" / "index.html").read_text()
    [meta] = re.findall(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', index)
    expected = {**directives(meta), "connect-src": f"'self' {API}", "frame-ancestors": "'none'"}
    assert directives(of_nginx()["content-security-policy"]) == expected
    assert expected["script-src"] == "'self'"


def test_cloudfront_takes_its_policy():
    operation = botocore.session.Session().get_service_model("cloudfront").operation_model("CreateResponseHeadersPolicy")
    policy = json.loads((CDN / "cloudfront-response-headers-policy.json").read_text())
    report = ParamValidator().validate({"ResponseHeadersPolicyConfig": policy}, operation.input_shape)
    assert not report.has_errors(), report.generate_report()
    assert len(policy["Comment"]) <= 128


def test_cloudflare_keeps_each_file_as_long_as_the_bucket_says():
    rules = of_cloudflare()
    for rule, path in (("/", "index.html"), ("/index.html", "index.html"), ("/config.json", "config.json")):
        assert rules[rule]["cache-control"] == cache_control(path)
    assert rules["/assets/*"]["cache-control"] == cache_control("assets/index-CJY9ESvX.js")


@pytest.mark.parametrize(
    ("asked", "gives"),
    [
        ("/", "/index.html"),
        ("/chat/", "/chat/index.html"),
        ("/chat/index.html", "/chat/index.html"),
        ("/chat/assets/a-12345678.js", "/chat/assets/a-12345678.js"),
        ("/chat/releases/1/index.html", 404),
        ("/releases/1/", 404),
    ],
)
def test_the_cloudfront_function_finds_the_page_of_a_folder_and_hides_the_releases(asked, gives):
    if not shutil.which("node"):
        pytest.skip("Node is missing")
    call = f"console.log(JSON.stringify(handler({json.dumps({'request': {'method': 'GET', 'uri': asked}})})))"
    ran = subprocess.run(["node", "-e", FUNCTION.read_text() + call], capture_output=True, text=True, check=True)
    answer = json.loads(ran.stdout)
    assert answer.get("statusCode", answer.get("uri")) == gives
