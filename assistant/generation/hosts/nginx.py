"""nginx sites: static files, single-page applications, proxies, load balancing, limits, TLS."""

from __future__ import annotations

from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_TLS = (
    "ssl_certificate     /etc/letsencrypt/live/{host}/fullchain.pem;",
    "ssl_certificate_key /etc/letsencrypt/live/{host}/privkey.pem;",
    "ssl_protocols TLSv1.2 TLSv1.3;",
    "ssl_session_cache shared:TLS:10m;",
    'add_header Strict-Transport-Security "max-age=31536000" always;',
)
_HEADERS = (
    'add_header X-Content-Type-Options "nosniff" always;',
    'add_header Referrer-Policy "strict-origin-when-cross-origin" always;',
)
_COMPRESSED = ("text/plain", "text/css", "application/json", "application/javascript", "application/xml", "image/svg+xml")
_HEADERS_FORWARDED = (
    "proxy_set_header Host $host;",
    "proxy_set_header X-Real-IP $remote_addr;",
    "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
    "proxy_set_header X-Forwarded-Proto $scheme;",
)


def nginx(p: Parameters) -> Draft:
    """A site for /etc/nginx/conf.d, which is read inside `http`."""
    host = _hosts(p)[0]
    name = p["name"] or ("site" if host == "_" else host.removeprefix("*.").replace(".", "-"))
    if p["redirect_to"] and not p["upstreams"] and not p["root"]:
        return _moved(p)
    upstreams = _upstreams(p)
    lines = [*_shared(p, name, upstreams)]
    if p["tls"]:
        lines += _redirect(p)
    lines += _server(p, name, host.removeprefix("*."), upstreams)
    file = Block("nginx", f"{name}.conf", "\n".join(lines) + "\n")
    steps = (
        NextStep(f"sudo install -m 0644 {file.file_name} /etc/nginx/conf.d/{file.file_name}", "changes state"),
        NextStep("sudo nginx -t", "read-only"),
        NextStep("sudo systemctl reload nginx", "changes state"),
        NextStep(
            f"curl -I {'https' if p['tls'] else 'http'}://{'localhost' if host == '_' else host.removeprefix('*.')}/",
            "read-only",
        ),
    )
    return Draft((file,), steps, tuple(_told(p, host, upstreams)))


def _moved(p: Parameters) -> Draft:
    """A site that only sends elsewhere."""
    names = " ".join(p["redirect_from"] or ("_",))
    status = p["redirect_status"] or 301
    sends = f"return {status} {p['redirect_to']}$request_uri;"
    lines = ["server {", "    listen 80;", "    listen [::]:80;", f"    server_name {names};", f"    {sends}", "}"]
    told = []
    if p["tls"] or (p["redirect_to"].startswith("https") and p["certificate"]):
        host = (p["redirect_from"] or ("example.com",))[0]
        lines += ["", "server {", "    listen 443 ssl http2;", "    listen [::]:443 ssl http2;", f"    server_name {names};"]
        lines += [f"    {line}" for line in _tls(p, host)]
        lines += [f"    {sends}", "}"]
    else:
        told.append(
            "Who comes over HTTPS needs a certificate of the old names too: then the same server block with listen 443 ssl."
        )
    name = (p["redirect_from"] or ("redirect",))[0].replace(".", "-")
    file = Block("nginx", f"{name}.conf", "\n".join(lines) + "\n")
    steps = (
        NextStep(f"sudo install -m 0644 {file.file_name} /etc/nginx/conf.d/{file.file_name}", "changes state"),
        NextStep("sudo nginx -t", "read-only"),
        NextStep("sudo systemctl reload nginx", "changes state"),
        NextStep(f"curl -sI http://{(p['redirect_from'] or ('localhost',))[0]}/some/page", "read-only"),
    )
    return Draft((file,), steps, tuple(told))


def _hosts(p: Parameters) -> tuple[str, ...]:
    """The names of the site; `_` where it is to answer to any."""
    return tuple(p["hosts"] or (("example.com",) if p["tls"] else ("_",)))


def _upstreams(p: Parameters) -> list[str]:
    if p["locations"]:
        return []  # each has its own
    if p["upstreams"]:
        return list(p["upstreams"])
    if p["root"] or p["spa"]:
        return []
    if p["port"] and p["port"] not in (80, 443):
        return [f"127.0.0.1:{p['port']}"]
    return (
        ["127.0.0.1:8080"] if p["websocket"] or p["balancing"] or p["requests_per_second"] or p["requests_per_minute"] else []
    )


def _shared(p: Parameters, name: str, upstreams: list[str]) -> list[str]:
    """What stands outside of `server`."""
    lines: list[str] = []
    if upstreams:
        lines += [f"upstream {_identifier(name)} {{"]
        lines += [f"    {p['balancing']};"] if p["balancing"] and p["balancing"] != "round_robin" else []
        lines += [*(f"    server {server}{_weighed(p, server)};" for server in upstreams), "    keepalive 32;", "}", ""]
    if rate := _rate(p):
        lines += [f"limit_req_zone $binary_remote_addr zone={_identifier(name)}_limit:10m rate={rate};", ""]
    return lines


def _weighed(p: Parameters, server: str) -> str:
    """What stands behind a server of an upstream."""
    weight = dict(p["weights"] or ()).get(server)
    standby = server in (p["standby"] or ())
    return f"{f' weight={weight}' if weight else ''}{' backup' if standby else ''} max_fails=3 fail_timeout=10s"


def _identifier(name: str) -> str:
    return name.replace("-", "_")


def _rate(p: Parameters) -> str | None:
    if p["requests_per_second"]:
        return f"{p['requests_per_second']}r/s"
    return f"{p['requests_per_minute']}r/m" if p["requests_per_minute"] else None


def _redirect(p: Parameters) -> list[str]:
    if p["certificate"]:  # nobody has to answer a challenge on port 80
        names = f"    server_name {' '.join(_hosts(p))};"
        return [
            "server {",
            "    listen 80;",
            "    listen [::]:80;",
            names,
            "    return 301 https://$host$request_uri;",
            "}",
            "",
        ]
    return [
        "server {",
        "    listen 80;",
        "    listen [::]:80;",
        f"    server_name {' '.join(_hosts(p))};",
        "    location /.well-known/acme-challenge/ {",
        "        root /var/www/acme;",
        "    }",
        "    location / {",
        "        return 301 https://$host$request_uri;",
        "    }",
        "}",
        "",
    ]


def _server(p: Parameters, name: str, host: str, upstreams: list[str]) -> list[str]:
    port = p["listen"] or 80
    listen = (
        ["listen 443 ssl http2;", "listen [::]:443 ssl http2;"] if p["tls"] else [f"listen {port};", f"listen [::]:{port};"]
    )
    lines = [*listen, f"server_name {' '.join(_hosts(p))};", "server_tokens off;"]
    lines += _tls(p, host) if p["tls"] else []
    lines += _HEADERS
    if p["gzip"]:
        lines += ["gzip on;", "gzip_vary on;", "gzip_min_length 1024;", f"gzip_types {' '.join(_COMPRESSED)};"]
    lines += [f"client_max_body_size {p['size'].lower()};"] if p["size"] else []
    lines += _guards(p, "/")
    if p["locations"]:
        lines += _each_location(p, name)
    else:
        lines += _one_location(p, name, host, upstreams)
    files = not upstreams and not p["locations"]
    if p["cache_days"] and files:
        kept = ["location ~* \\.(?:css|js|png|jpe?g|gif|svg|webp|ico|woff2?)$ {", f"    expires {p['cache_days']}d;"]
        lines += [*kept, '    add_header Cache-Control "public";', "}"]
    if p["spa"] and files and not p["cache_days"]:
        lines += ["location /assets/ {", "    expires 1y;", '    add_header Cache-Control "public, immutable";', "}"]
    if p["fastcgi"] and files:
        lines += [
            "location ~ \\.php$ {",
            "    try_files $uri =404;",
            "    include fastcgi_params;",
            "    fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;",
            f"    fastcgi_pass unix:{p['fastcgi']};",
            "}",
        ]
    lines += ["location ~ /\\.(?!well-known) {", "    deny all;", "}"]
    return ["server {", *(f"    {line}" for line in lines), "}"]


def _one_location(p: Parameters, name: str, host: str, upstreams: list[str]) -> list[str]:
    """Files or one application, and what is limited or closed apart from the rest."""
    limited, protected = p["limited_path"], p["protected_path"]
    answer = _proxy(p, name) if upstreams else _files(p)
    lines: list[str] = []
    if not upstreams or p["root"]:
        lines += [f"root {_root(p, host)};", "index index.php index.html;" if p["fastcgi"] else "index index.html;"]
    path = (p["path"] or "/") if not limited and not protected else "/"
    if upstreams and path != "/" and (p["root"] or p["spa"]):
        lines += _location("/", _files(p))
    for own in dict.fromkeys(each for each in (limited, protected) if each and each != "/"):
        more = [*(_limit(p, name) if own == limited else []), *(_guards(p, own) if own == protected else [])]
        lines += _location(own, [*more, *answer])
    rest = [] if limited and limited != "/" else _limit(p, name)
    return [*lines, *_location(path if upstreams else "/", [*rest, *answer])]


def _each_location(p: Parameters, name: str) -> list[str]:
    """Paths that go to different applications; the longest first."""
    lines: list[str] = []
    paths = [path for path, _, _ in p["locations"]]
    for path, server, socket in p["locations"]:
        limited = _limit(p, name) if path == p["limited_path"] or (not p["limited_path"] and path == "/") else []
        lines += _location(
            path, [*limited, *_proxied(f"http://{server}", socket=socket or (p["websocket"] and len(paths) == 1))]
        )
    if "/" not in paths:
        lines += (
            [f"root {p['root']};", "index index.html;", *_location("/", _files(p))]
            if p["root"]
            else _location("/", ["return 404;"])
        )
    return lines


def _location(path: str, inside: list[str]) -> list[str]:
    return [f"location {path} {{", *(f"    {line}" for line in inside), "}"]


def _guards(p: Parameters, path: str) -> list[str]:
    """Who may come in: by network and by password."""
    if path != "/" or not p["protected_path"]:
        lines = [f"deny {net};" for net in p["denied_networks"] or ()] if path == "/" else []
        if p["allowed_networks"] and path == "/":
            lines += [*(f"allow {net};" for net in p["allowed_networks"]), "deny all;"]
        if p["password_file"]:
            lines += ['auth_basic "Login";', f"auth_basic_user_file {p['password_file']};"]
        return lines
    if p["allowed_networks"]:
        return [*(f"allow {net};" for net in p["allowed_networks"]), "deny all;"]
    return []


def _tls(p: Parameters, host: str) -> list[str]:
    """The certificate where the request says that it is, else where certbot puts it."""
    usual = [each.format(host=host) for each in _TLS]
    if not p["certificate"]:
        return usual
    key = p["certificate_key"] or f"{p['certificate'].rpartition('.')[0] or p['certificate']}.key"
    return [f"ssl_certificate     {p['certificate']};", f"ssl_certificate_key {key};", *usual[2:]]


def _root(p: Parameters, host: str) -> str:
    return p["root"] or f"/var/www/{'html' if host == '_' else host}"


def _limit(p: Parameters, name: str) -> list[str]:
    if not _rate(p):
        return []
    burst = p["burst"] or 20
    return [f"limit_req zone={_identifier(name)}_limit burst={burst} nodelay;", "limit_req_status 429;"]


def _proxy(p: Parameters, name: str) -> list[str]:
    return _proxied(f"http://{_identifier(name)}", socket=p["websocket"], timeout=p["proxy_timeout"])


def _proxied(server: str, *, socket: bool, timeout: str | None = None) -> list[str]:
    lines = [f"proxy_pass {server};", "proxy_http_version 1.1;", *_HEADERS_FORWARDED]
    if socket:
        return [
            *lines,
            "proxy_set_header Upgrade $http_upgrade;",
            "proxy_set_header Connection $http_connection;",
            f"proxy_read_timeout {timeout or '1h'};",
        ]
    return [*lines, 'proxy_set_header Connection "";', f"proxy_read_timeout {timeout or '60s'};"]


def _files(p: Parameters) -> list[str]:
    return ["try_files $uri $uri/ /index.html;" if p["spa"] else "try_files $uri $uri/ =404;"]


def _told(p: Parameters, host: str, upstreams: list[str]) -> list[str]:
    told = ["/etc/nginx/nginx.conf includes /etc/nginx/conf.d/*.conf inside http, as distributions have it."]
    if p["tls"] and p["certificate"]:
        told.append(f"nginx can read {p['certificate']} and its key when it starts.")
    if not p["hosts"]:
        told.append("No host was named: the site answers to any." if host == "_" else f"No host was named; assumed: {host}.")
    if p["tls"] and not p["certificate"]:
        told.append(
            f"The certificate of {host} is where certbot puts it. From nginx 1.25.1 on, http2 on; may stand in place of the word in listen."
        )
    if p["password_file"]:
        told.append(f"{p['password_file']} is made with htpasswd -B -c (package apache2-utils), and nginx can read it.")
    if p["locations"]:
        told.append("The applications listen where the locations pass to.")
    elif not upstreams:
        told.append(f"The files are in {_root(p, host.removeprefix('*.'))}.")
    elif not p["upstreams"]:
        told.append(f"The application listens on {upstreams[0]}.")
    return told
