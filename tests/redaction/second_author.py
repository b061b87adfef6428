"""Texts of a second author who had not seen the rules.

The rules first got a recall of 0.99 and touched 1.7 to 2.5 % of the look-alikes; then they were generalised for what they missed.
Every value is drawn from `random.Random(seed)`; no literal secret stands in this file.
"""

import base64
import json
import random
import string
import textwrap
import uuid
from dataclasses import dataclass

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
ALNUM = LOWER + UPPER + DIGITS
HEX = "0123456789abcdef"
B64 = ALNUM + "+/"
URL64 = ALNUM + "-_"


@dataclass(frozen=True)
class Case:
    """A text.

    Attributes:
        secrets: all that must be gone after redaction, without the prefixes that only tell their kind; none in a look-alike.
    """

    name: str
    text: str
    secrets: tuple[str, ...] = ()


def build(seed: int) -> tuple[list[Case], list[Case]]:  # noqa: PLR0915  # a table of texts
    """The texts with secrets, and the look-alikes."""
    r = random.Random(seed)

    def s(n, alphabet=ALNUM):
        while True:
            out = "".join(r.choice(alphabet) for _ in range(n))
            if n < 8 or alphabet in (DIGITS, "123456789") or (any(c.isdigit() for c in out) and any(c.isalpha() for c in out)):
                return out

    def hx(n):
        return s(n, HEX)

    def b64(n):  # n bytes
        return base64.b64encode(r.randbytes(n)).decode()

    def bb(text):
        return base64.b64encode(text.encode()).decode()

    def pw(n=14, symbols="!#%^*-_+=.~"):  # a made password, mixed classes
        out = [r.choice(LOWER), r.choice(UPPER), r.choice(DIGITS), r.choice(symbols)]
        out += [r.choice(ALNUM + symbols) for _ in range(n - 5)]
        r.shuffle(out)
        return r.choice(ALNUM) + "".join(out)  # begins with a letter or digit

    def uid():
        return str(uuid.UUID(int=r.getrandbits(128)))

    def word():  # a pronounceable passphrase, as people choose them
        syl = ["ka", "mo", "ri", "ten", "lus", "bra", "vio", "net", "sol", "quin", "dar", "fel"]
        return "".join(r.choice(syl) for _ in range(3)).capitalize() + str(r.randrange(10, 9999))

    def pem(kind, n=200, width=64, head=""):
        body = "\n".join(textwrap.wrap(b64(n), width))
        dash = "-" * 5
        return f"{dash}BEGIN {kind}{dash}\n{head}{body}\n{dash}END {kind}{dash}", body

    def jwt():
        h = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
        p = base64.urlsafe_b64encode(json.dumps({"sub": s(8), "exp": 1790000000}).encode()).decode().rstrip("=")
        return f"{h}.{p}.{s(43, URL64)}"

    found: list[Case] = []
    spared: list[Case] = []

    def p(name, text, *secrets):
        assert secrets
        assert all(secret in text for secret in secrets), name
        found.append(Case(name, text, secrets))

    def n(name, text):
        spared.append(Case(name, text))

    key = "PRIVATE" + " KEY"

    # --- cloud and vendor tokens ---------------------------------------------------------------
    a, b = s(16, UPPER + "234567"), s(40, B64)
    p(
        "aws credentials file",
        f"[default]\naws_access_key_id = AKIA{a}\naws_secret_access_key = {b}\nregion = eu-west-1\n",
        a,
        b,
    )
    a, b, c = s(16, UPPER + "234567"), s(40, B64), b64(120)
    p(
        "aws sts json",
        json.dumps(
            {
                "Credentials": {
                    "AccessKeyId": "ASIA" + a,
                    "SecretAccessKey": b,
                    "SessionToken": "IQoJb3JpZ2luX2Vj" + c,
                    "Expiration": "2026-05-01T12:00:00Z",
                }
            },
            indent=2,
        ),
        a,
        b,
        c,
    )
    b = s(40, B64)
    p("aws secret in prose", f"Use the access key from the wiki, the secret access key is {b} and the region is us-east-1.", b)
    a = s(36)
    p("github token clone url", f"git clone https://x-access-token:ghp_{a}@github.com/acme/shop.git", a)
    a = s(22) + "_" + s(59)
    p("github fine-grained log", f"2026-03-02T10:11:12Z remote: auth ok with github_pat_{a} (scope repo)", a)
    a = s(36)
    p("github actions server token", f"##[debug]Evaluating: ghs_{a}\n##[debug]..=> true", a)
    a = s(20, URL64)
    p("gitlab pat header", f"curl --header 'PRIVATE-TOKEN: glpat-{a}' https://gitlab.acme.dev/api/v4/projects", a)
    a = s(20, URL64)
    p("gitlab runner toml", f'[[runners]]\n  name = "r1"\n  url = "https://gitlab.acme.dev"\n  token = "glrt-{a}"\n', a)
    a = s(24)
    p("slack bot token", f"SLACK_BOT_TOKEN=xoxb-{s(12, DIGITS)}-{s(13, DIGITS)}-{a}", a)
    a = s(24)
    p("slack webhook", f"url: https://hooks.slack.com/services/T{s(8, UPPER + DIGITS)}/B{s(10, UPPER + DIGITS)}/{a}", a)
    a = s(68, URL64)
    p(
        "discord webhook",
        f"curl -H 'Content-Type: application/json' -d '{{}}' https://discord.com/api/webhooks/{s(18, '123456789')}/{a}",
        a,
    )
    a = s(32, HEX)
    p(
        "teams webhook",
        f"webhook_url = https://acme.webhook.office.com/webhookb2/{uuid.UUID(int=r.getrandbits(128))}@{uuid.UUID(int=r.getrandbits(128))}/IncomingWebhook/{a}/{uuid.UUID(int=r.getrandbits(128))}",
        a,
    )
    a = "AA" + s(33, URL64)
    p("telegram bot", f"https://api.telegram.org/bot{s(9, '123456789')}:{a}/sendMessage?chat_id=42", a)
    a = s(24)
    p("stripe key yaml", f"stripe:\n  secret: sk_live_{a}\n  mode: live\n", a)
    a = s(32)
    p("stripe webhook", f"STRIPE_WEBHOOK=whsec_{a}", a)
    a = s(74, URL64) + "T3BlbkFJ" + s(74, URL64)
    p("openai project key", f"export OPENAI_API_KEY=sk-proj-{a}", a)
    a = s(93, URL64) + "AA"
    p("anthropic header", f"-H 'x-api-key: sk-ant-api03-{a}'", a)
    a = s(35, URL64)
    p("google maps url", f"GET https://maps.googleapis.com/maps/api/geocode/json?address=Bern&key=AIza{a} 200", a)
    a = s(28, URL64)
    p(
        "google oauth client",
        json.dumps(
            {
                "web": {
                    "client_id": f"{s(12, DIGITS)}-{s(32, LOWER + DIGITS)}.apps.googleusercontent.com",
                    "client_secret": "GOCSPX-" + a,
                }
            }
        ),
        a,
    )
    a = "a0A" + s(120, URL64)
    p("gcloud print-access-token", f"$ gcloud auth print-access-token\nya29.{a}\n", a)
    a = s(34)
    p("hugging face", f"huggingface-cli login --token hf_{a}", a)
    a = s(36)
    p("npmrc", f"registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=npm_{a}\n", a)
    a = "AgEIcHlwaS5vcmc" + s(150, URL64)
    p("pypirc", f"[pypi]\nusername = __token__\npassword = pypi-{a}\n", a)
    a = hx(64)
    p("digitalocean", f"doctl auth init -t dop_v1_{a}", a)
    a, b = s(22, URL64), s(43, URL64)
    p("sendgrid", f"EMAIL_KEY: SG.{a}.{b}", a, b)
    a = hx(32)
    p("twilio", f"curl -X GET https://api.twilio.com/2010-04-01/Accounts.json -u AC{hx(32)}:{a}", a)
    a = hx(32)
    p("mailgun", f"mailgun.client({{username: 'api', key: 'key-{a}'}})", a)
    a = hx(32)
    p("mailchimp", f"MAILCHIMP_KEY={a}-us12", a)
    a, b = hx(32), hx(40)
    p("datadog helm", f"helm install dd datadog/datadog --set datadog.apiKey={a} --set datadog.appKey={b}", a, b)
    a = s(27, UPPER + DIGITS)
    p("newrelic", f"newrelic profile add --apiKey NRAK-{a} --region EU", a)
    a = s(32) + "_" + hx(8)
    p("grafana sa", f"curl -H 'Authorization: Bearer glsa_{a}' https://grafana.acme.dev/api/org", a)
    a = b64(60).rstrip("=")
    p("sentry auth", f"SENTRY_AUTH_TOKEN=sntrys_{a}_{s(43)}", a)
    a = s(20, URL64)
    p("pagerduty", f"curl -H 'Authorization: Token token={a}' https://api.pagerduty.com/users", a)
    a = s(92, URL64)
    p(
        "vault login output",
        f"Key                  Value\n---                  -----\ntoken                hvs.{a}\ntoken_accessor       {s(24)}\ntoken_duration       768h\n",
        a,
    )
    keys = [b64(33) for _ in range(3)]
    p(
        "vault init output",
        "".join(f"Unseal Key {i + 1}: {k}\n" for i, k in enumerate(keys)) + f"\nInitial Root Token: hvs.{(t := s(24))}\n",
        *keys,
        t,
    )
    a = s(14) + ".atlasv1." + s(67)
    p("terraform cloud", f'credentials "app.terraform.io" {{\n  token = "{a}"\n}}\n', a)
    a = hx(40)
    p("pulumi", f"PULUMI_ACCESS_TOKEN=pul-{a} pulumi up", a)
    a = s(43)
    p("doppler", f"doppler run --token=dp.st.prd.{a} -- ./app", a)
    a = hx(32)
    p("databricks cfg", f"[DEFAULT]\nhost = https://adb-1.azuredatabricks.net\ntoken = dapi{a}\n", a)
    a = hx(32)
    p("shopify", f"X-Shopify-Access-Token: shpat_{a}", a)
    a = s(40)
    p("linear", f"LINEAR=lin_api_{a}", a)
    a = f"{hx(24)}-{hx(34)}"
    p("postman", f"newman run https://api.getpostman.com/collections/1?apikey=PMAK-{a}", a)
    a = s(180, URL64) + "=" + hx(8).upper()
    p("atlassian", f"curl -u bot@acme.dev:ATATT3xFfGF0{a} https://acme.atlassian.net/rest/api/3/myself", a)
    a = s(40, URL64)
    p("cloudflare tfvars", f'cloudflare_api_token = "{a}"\nzone = "acme.dev"\n', a)
    a = hx(40)
    p("supabase", f"supabase login --token sbp_{a}", a)
    a = b64(64)
    p(
        "azure storage conn",
        f"DefaultEndpointsProtocol=https;AccountName=acmest;AccountKey={a};EndpointSuffix=core.windows.net",
        a,
    )
    a = s(3) + "8Q~" + s(34, URL64)
    p(
        "azure sp json",
        json.dumps(
            {
                "appId": str(uuid.UUID(int=r.getrandbits(128))),
                "displayName": "ci",
                "password": a,
                "tenant": str(uuid.UUID(int=r.getrandbits(128))),
            },
            indent=2,
        ),
        a,
    )
    a = b64(32).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    p(
        "azure sas",
        f"azcopy copy ./d 'https://acmest.blob.core.windows.net/c?sv=2024-11-04&ss=b&srt=sco&sp=rl&se=2026-12-01T00:00:00Z&sig={a}'",
        a,
    )
    a = s(27, URL64)
    p("docker hub pat", f"echo dckr_pat_{a} | docker login -u acmebot --password-stdin", a)
    a = s(58, UPPER.replace("B", "").replace("I", "").replace("O", "") + DIGITS[2:])
    p("age key", f"# created: 2026-01-01T00:00:00Z\n# public key: age1{s(58, LOWER + DIGITS)}\nAGE-SECRET-KEY-1{a}\n", a)
    a, b = b64(32), b64(32)
    p(
        "wireguard",
        f"[Interface]\nPrivateKey = {a}\nAddress = 10.0.0.2/24\n[Peer]\nPresharedKey = {b}\nEndpoint = vpn.acme.dev:51820\n",
        a,
        b,
    )
    a = s(42, URL64)
    p("okta", f"curl -H 'Authorization: SSWS 00{a}' https://acme.okta.com/api/v1/users", a)
    a = s(17) + "-" + s(32)
    p("tailscale", f"tailscale up --authkey=tskey-auth-{a} --ssh", a)
    a = s(48)
    p("groq", f"GROQ=gsk_{s(4)}{a}", a)
    a = s(37)
    p("replicate", f'client = Replicate("r8_{a}")', a)
    a = s(24, UPPER + DIGITS) + "." + s(64, UPPER + DIGITS)
    p("dynatrace", f"Authorization: Api-Token dt0c01.{a}", a)
    a, b = s(20), s(30)
    p("alibaba", f"ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI{a}\nALIBABA_CLOUD_ACCESS_KEY_SECRET={b}\n", b)
    a = b64(40)
    p("elastic apikey header", f"curl -H 'Authorization: ApiKey {a}' https://es:9200/_security/_authenticate", a)
    a, b = s(6, LOWER + DIGITS), s(16, LOWER + DIGITS)
    p("kubeadm join", f"kubeadm join 10.0.0.10:6443 --token {a}.{b} --discovery-token-ca-cert-hash sha256:{hx(64)}", b)
    a = s(64)
    p(
        "confluent properties",
        f'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="{s(16, UPPER + DIGITS)}" password="{a}";',
        a,
    )
    a = s(32, UPPER[:26] + "234567")
    p("otpauth", f"otpauth://totp/Acme:ops@acme.dev?secret={a}&issuer=Acme", a)

    # --- keys and encoded things --------------------------------------------------------------
    for kind in ("RSA " + key, "EC " + key, "OPENSSH " + key, key, "ENCRYPTED " + key):
        block, body = pem(kind, 300 if "RSA" in kind else 160)
        p(f"pem {kind.lower()}", f"$ cat id\n{block}\n$", *body.split("\n"))
    block, body = pem("RSA " + key, 220)
    p("pem indented in yaml", "tls:\n  key: |\n" + textwrap.indent(block, "    ") + "\n  enabled: true\n", *body.split("\n"))
    block, body = pem(key, 220)
    p(
        "gcp service account",
        json.dumps(
            {
                "type": "service_account",
                "project_id": "acme",
                "private_key_id": hx(40),
                "private_key": block + "\n",
                "client_email": "ci@acme.iam.gserviceaccount.com",
            },
            indent=2,
        ),
        *body.split("\n"),
    )
    block, body = pem("PGP " + key + " BLOCK", 220, 64, "Version: GnuPG v2\n\n")
    p("pgp block", block, *body.split("\n"))
    body = "\n".join(textwrap.wrap(b64(150), 64))
    p(
        "putty ppk",
        f"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ops\nPublic-Lines: 2\n{b64(48)}\n{b64(6)}\nPrivate-Lines: 4\n{body}\nPrivate-MAC: {hx(64)}\n",
        *body.split("\n"),
    )
    block, body = pem("RSA " + key, 260)
    a = bb(block)
    p(
        "kubeconfig client key",
        f"users:\n- name: admin\n  user:\n    client-certificate-data: {bb('cert' + s(60))}\n    client-key-data: {a}\n",
        a,
    )
    a = jwt()
    p("kubeconfig token", f"users:\n- name: sa\n  user:\n    token: {a}\n", a.split(".")[2], a.split(".")[1])
    a = jwt()
    p(
        "jwt in access log",
        f'10.0.0.7 - - [02/Mar/2026] "GET /v1/me?access_token={a} HTTP/1.1" 200',
        a.split(".")[2],
        a.split(".")[1],
    )
    a, b = word(), pw()
    ea, eb = bb(a), bb(b)
    p(
        "k8s secret data",
        f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  username: {bb('app')}\n  password: {ea}\n  PGPASS: {eb}\ntype: Opaque\n",
        ea,
        eb,
    )
    a = pw()
    p(
        "k8s secret stringData",
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: mail}}\nstringData:\n  smtp.conf: |\n    user=mailer\n    pass={a}\n",
        a,
    )
    a = bb(pw(20))
    p(
        "k8s secret jsonpath json",
        json.dumps({"apiVersion": "v1", "kind": "Secret", "data": {"rootKey": a}, "metadata": {"name": "vault-root"}}),
        a,
    )
    a = bb("ci-bot:" + pw())
    p("docker config auth", json.dumps({"auths": {"registry.acme.dev": {"auth": a}}}), a)
    a = bb("admin:" + pw())
    p("basic header", f"> GET /api HTTP/1.1\n> Host: nexus\n> Authorization: Basic {a}\n> Accept: */*", a)
    a = s(48, URL64)
    p("bearer opaque", f"request headers: {{'authorization': 'Bearer {a}', 'accept': '*/*'}}", a)
    a = s(40)
    p("cookie", f"curl -b 'theme=dark; sessionid={a}; lang=de' https://admin.acme.dev", a)
    a = s(60, URL64)
    p("set-cookie", f"< Set-Cookie: connect.sid=s%3A{a}; Path=/; HttpOnly; Secure", a)
    a = "".join(r.choice(ALNUM + "./") for _ in range(86))
    p("shadow", f"root:$6${s(12)}${a}:20500:0:99999:7:::", a)

    # --- connection strings ---------------------------------------------------------------------
    a = pw(16, "!*-_.~")
    p("postgres url", f"DATABASE_URL=postgres://app:{a}@db1.acme.dev:5432/app?sslmode=require", a)
    a = s(6) + "%40" + s(7) + "%2F" + s(4)
    p("mongodb srv", f'mongoose.connect("mongodb+srv://svc:{a}@c0.ab1cd.mongodb.net/shop?retryWrites=true")', a)
    a = pw(18, "-_.")
    p("redis no user", f"celery broker redis://:{a}@cache:6379/0 connected", a)
    a = word()
    p("amqp in error", f"pika.exceptions.AMQPError: amqp://worker:{a}@rabbit.svc:5672/%2f refused", a)
    a = pw(12, "!*-_")
    p("jdbc param", f"spring.datasource.url=jdbc:mysql://db:3306/app?user=root&password={a}&useSSL=false", a)
    a = pw(16, "!#%*")
    p("ado.net", f'<add name="Main" connectionString="Server=sql1;Database=app;User Id=sa;Password={a};Encrypt=true" />', a)
    a = pw(12, "-_.")
    p("libpq dsn", f"psql 'host=db1 user=app password={a} dbname=app'", a)
    a = s(5) + "@" + s(6)
    p("url password with at", f"SQLALCHEMY_DATABASE_URI = 'mysql+pymysql://app:{a}@db1/app'", a)

    # --- command lines ---------------------------------------------------------------------------
    a = pw(12, "!#-_")
    p("mysql -p", f"mysql -h db1 -u root -p'{a}' app -e 'show tables'", a)
    a = word()
    p("PGPASSWORD", f"PGPASSWORD={a} pg_dump -h db1 -U app app > dump.sql", a)
    a = pw(12, "-_.")
    p("redis-cli -a", f"redis-cli -h cache -a {a} info", a)
    a = word()
    p("sshpass", f"sshpass -p {a} ssh ops@10.0.0.4 uptime", a)
    a = pw(13, "!-_.")
    p("curl -u", f"curl -sk -u 'elastic:{a}' https://es:9200/_cluster/health", a)
    a = word()
    p("from-literal", f"kubectl create secret generic db --from-literal=password={a} -n prod", a)
    a = word()
    p("docker login", f"docker login registry.acme.dev -u ci -p {a}", a)
    a = pw(14, "-_.")
    p(
        "docker inspect env",
        json.dumps([{"Config": {"Env": ["PATH=/usr/bin", f"MYSQL_ROOT_PASSWORD={a}", "LANG=C"]}}], indent=1),
        a,
    )
    a = pw(15, "!#-_ ")
    p("quoted with spaces", f'DB_PASSWORD="{a[:6]} {a[6:]}"\nDB_PORT=5432\n', f"{a[:6]} {a[6:]}")
    a = word()
    p("mongosh", f"mongosh --host m1 -u admin -p {a} --authenticationDatabase admin", a)
    a = word()
    p("sql create user", f"CREATE USER app WITH LOGIN PASSWORD '{a}';", a)
    a = word()
    p("mysql identified by", f"ALTER USER 'app'@'%' IDENTIFIED BY '{a}';", a)

    # --- configuration forms -------------------------------------------------------------------
    a = word()
    p("netrc", f"machine git.acme.dev login ci password {a}\n", a)
    a = pw(12, "-_!")
    p("pgpass", f"db1.acme.dev:5432:app:app_rw:{a}\n", a)
    a = pw(14, "!#-_")
    p(
        "tfstate",
        json.dumps(
            {
                "resources": [
                    {"type": "aws_db_instance", "instances": [{"attributes": {"username": "app", "password": a, "port": 5432}}]}
                ]
            },
            indent=2,
        ),
        a,
    )
    a = pw(14, "!*-_")
    p("hcl", f'resource "aws_db_instance" "main" {{\n  username        = "app"\n  master_password = "{a}"\n}}\n', a)
    a = word()
    p("xml", f"<server>\n  <id>nexus</id>\n  <username>deploy</username>\n  <password>{a}</password>\n</server>", a)
    a = pw(14, "-_.")
    p("nuget", f'<add key="Username" value="ci" />\n<add key="ClearTextPassword" value="{a}" />', a)
    a = s(50, ALNUM + "!#%^*-_=+")
    p("django", f"SECRET_KEY = 'django-insecure-{a}'\nDEBUG = False\n", a)
    a = word()
    p("wp-config", f"define( 'DB_USER', 'wp' );\ndefine( 'DB_PASSWORD', '{a}' );\n", a)
    a = word()
    p("ansible inventory", f"db1 ansible_host=10.0.0.4 ansible_user=ops ansible_become_pass={a}", a)
    a = pw(16, "-_")
    p("compose list", f"services:\n  db:\n    environment:\n      - POSTGRES_USER=app\n      - POSTGRES_PASSWORD={a}\n", a)
    a = pw(16, "-_")
    p("k8s env name value", f"env:\n- name: DB_PASSWORD\n  value: {a}\n- name: LOG_LEVEL\n  value: debug\n", a)
    a, b = word(), word()
    p("yaml folded", f"db:\n  user: app\n  password: >-\n    {a}\n    {b}\n  port: 5432\n", a, b)
    a = word()
    p("wpa supplicant", f'network={{\n  ssid="acme-guest"\n  psk="{a}"\n}}', a)

    # --- sentences ---------------------------------------------------------------------------------
    a = word()
    p("sentence is", f"I can't log in to Grafana. The admin password is {a}, can you check why?", a)
    a = pw(12, "!#-_")
    p("sentence quoted", f'We set the root password of db1 to "{a}" last night.', a)
    a = word()
    p("sentence with", f"log in as deploy with password {a} and tail the log", a)
    a = word()
    p("sentence slash", f"jenkins creds: admin / {a}", a)
    a = word()
    p("sentence changed", f"The passphrase for the backup key was changed from {a} yesterday.", a)

    # === negatives =================================================================================
    n("git log", f"commit {hx(40)}\nAuthor: A <a@acme.dev>\n\n    rotate password handling\n")
    n("git short", f"* {hx(7)} (HEAD -> main) fix token refresh\n* {hx(7)} bump secret store\n")
    n("uuid", f"request_id={uid()} status=200")
    n("digest", f"image: registry.acme.dev/api@sha256:{hx(64)}")
    n("etag", f'< ETag: "{hx(32)}"\n< Content-Length: 512')
    n("trace", f"trace_id={hx(32)} span_id={hx(16)} http.method=GET")
    n("traceparent", f"traceparent: 00-{hx(32)}-{hx(16)}-01")
    n("sha256sum", f"{hx(64)}  terraform_1.13.0_linux_amd64.zip")
    n("md5sum", f"{hx(32)}  backup.tar.gz")
    cert = "\n".join(textwrap.wrap(b64(300), 64))
    n("certificate", "-" * 5 + "BEGIN CERTIFICATE" + "-" * 5 + f"\n{cert}\n" + "-" * 5 + "END CERTIFICATE" + "-" * 5)
    n(
        "certificate kubeconfig",
        "clusters:\n- cluster:\n    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"
        + b64(200)
        + "\n    server: https://10.0.0.1:6443\n",
    )
    n("caBundle", f"webhooks:\n- clientConfig:\n    caBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t{b64(120)}\n")
    n("arn", f"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-{s(6)}")
    n("arn role", "arn:aws:iam::123456789012:role/token-refresher")
    n("kms arn", f"kms_key_id = arn:aws:kms:eu-west-1:123456789012:key/{uid()}")
    n("ssh public", f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{s(43, B64)} ops@laptop")
    n("ssh rsa public", f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ{b64(300).rstrip('=')} ci@runner")
    n("fingerprint", f"256 SHA256:{s(43, B64)} ops@laptop (ED25519)")
    n("known hosts", f"git.acme.dev ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{s(43, B64)}")
    n("public pem", "-" * 5 + "BEGIN PUBLIC KEY" + "-" * 5 + f"\n{b64(91)}\n" + "-" * 5 + "END PUBLIC KEY" + "-" * 5)
    n("hostname", f"ec2-3-120-{r.randrange(9, 99)}-7.eu-central-1.compute.amazonaws.com resolved")
    n("pod name", f"pod/token-service-{s(9, LOWER + DIGITS)}-{s(5, LOWER + DIGITS)} Running")
    n("placeholder angle", "mysql -u root -p<password> -h <host>")
    n("placeholder env", "DATABASE_URL=postgres://app:${DB_PASSWORD}@db:5432/app")
    n("placeholder dollar", 'curl -H "Authorization: Bearer $TOKEN" https://api.acme.dev')
    n("placeholder gha", "password: ${{ secrets.REGISTRY_PASSWORD }}")
    n("placeholder helm", "password: {{ .Values.db.password | quote }}")
    n("placeholder jinja", "db_password: \"{{ lookup('env', 'DB_PASSWORD') }}\"")
    n("placeholder stars", "password: ********")
    n("placeholder redacted", "token=[REDACTED]")
    n("placeholder your", "OPENAI_API_KEY=your-api-key-here")
    n("placeholder changeme", "api_key: <your-api-key>")
    n(
        "secretKeyRef",
        "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: app-db-credentials\n      key: password\n",
    )
    n("secretRef", "envFrom:\n- secretRef:\n    name: payments-api-keys\n")
    n("imagePullSecrets", "imagePullSecrets:\n- name: registry-pull-secret\n")
    n("secretName", "tls:\n- hosts: [shop.acme.dev]\n  secretName: shop-tls-2026\n")
    n("serviceAccount token path", "tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token")
    n("password file", "POSTGRES_PASSWORD_FILE=/run/secrets/postgres_password")
    n("compose secrets", "secrets:\n  db_password:\n    file: ./secrets/db_password.txt\n")
    n("lock integrity", f'"integrity": "sha512-{b64(64)}"')
    n(
        "yarn integrity",
        f'resolved "https://registry.yarnpkg.com/jsonwebtoken/-/jsonwebtoken-9.0.2.tgz#{hx(40)}"\n  integrity sha512-{b64(64)}',
    )
    n("go sum", f"github.com/golang-jwt/jwt/v5 v5.2.1 h1:{b64(32)}")
    n("pip hash", f"cryptography==45.0.1 --hash=sha256:{hx(64)}")
    n("cargo checksum", f'name = "secrecy"\nversion = "0.10.3"\nchecksum = "{hx(64)}"')
    n("timestamps", "2026-03-02T10:11:12.123456789Z INFO started in 00:00:01.234")
    n("epoch", "exp: 1790000000, iat: 1780000000123")
    n("version", "kubectl v1.34.1, etcd 3.6.4-0, containerd 2.1.4")
    n("code argument", "def login(user: str, password: str) -> Token:\n    return Token(user)")
    n("code compare", "if password != confirm_password:\n    raise ValueError('passwords differ')")
    n("code getenv", "token = os.environ['GITHUB_TOKEN']")
    n("code getpass", "password = getpass.getpass('Password: ')")
    n("code go", 'token, err := client.GetToken(ctx, "repo")')
    n("code none", "password = None\ntoken: str | None = None")
    n("code js", "const { password, token } = req.body;")
    n("code call", "api_key = settings.load_api_key(path)")
    n("code java", "private final String password; // set by the builder")
    n("token count", "log: token count=1234567 prompt_tokens=912 completion_tokens=88")
    n("token bucket", "rate limiter token bucket refilled: tokens=500 burst=1000")
    n("max_tokens", '{"max_tokens": 2048, "tokenizer": "cl100k_base", "stop_token_ids": [128001]}')
    n("unexpected token", "SyntaxError: Unexpected token '}' in JSON at position 4096")
    n("auth failed", 'FATAL: password authentication failed for user "app_readwrite"')
    n("password expired", "The password expires in 14 days; password policy: minimum 12 characters.")
    n("password question", "How do I reset the admin password of Grafana without a restart?")
    n("password wrong", "Login fails because the password is wrong or expired, says the log.")
    n("secret not found", 'Error: secrets "db-credentials-v2" not found in namespace prod')
    n("kubectl secrets table", "NAME             TYPE     DATA   AGE\ndb-credentials   Opaque   3      41d\n")
    n("kubectl get secret cmd", "kubectl get secret db-credentials -n prod -o yaml")
    n("kubectl describe secret", "Data\n====\npassword:  24 bytes\nusername:  8 bytes\n")
    n("vault path", "vault kv get -field=password secret/data/prod/payments")
    n("vault agent template", '{{ with secret "secret/data/app" }}{{ .Data.data.password }}{{ end }}')
    n("ports", "0.0.0.0:8443->8443/tcp, :::9090->9090/tcp")
    n("mac", f"link/ether {':'.join(hx(2) for _ in range(6))} brd ff:ff:ff:ff:ff:ff")
    n("ipv6", "inet6 2001:db8:85a3::8a2e:370:7334/64 scope global")
    n("k8s metadata", f'metadata:\n  uid: {uid()}\n  resourceVersion: "{s(9, "123456789")}"\n  generation: 4\n')
    n("pod template hash", f"pod-template-hash: {s(10, LOWER + DIGITS)}")
    n("container id", f"containerID: containerd://{hx(64)}")
    n("cloud init", f"instance-id: i-{hx(17)} ami: ami-{hx(17)} vpc-{hx(17)}")
    n("subscription", f"/subscriptions/{uid()}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv1/secrets/db-password")
    n("gcp secret name", "projects/123456789012/secrets/stripe-key/versions/7")
    n("tenant", f"az login --tenant {uid()}")
    n("client id", f"AZURE_CLIENT_ID={uid()}")
    n("kafka uuid", f"cluster.id={s(22, URL64)}")
    n("es doc", f'"_index":"logs","_id":"{s(20, URL64)}","_score":1.0')
    n("s3 key", f"s3://acme-logs/AWSLogs/123456789012/2026/03/02/{hx(32)}.gz")
    n("docker layer", f"{hx(12)}: Pull complete\nDigest: sha256:{hx(64)}")
    n("docker volume", f"local     {hx(64)}")
    n("nginx log", f'10.0.0.1 - - [02/Mar/2026:10:00:00 +0000] "GET /assets/app.{hx(8)}.js HTTP/2.0" 200 51234')
    n("css data uri", "background:url(data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ)")
    n("csr", "-" * 5 + "BEGIN CERTIFICATE REQUEST" + "-" * 5 + f"\n{b64(90)}\n" + "-" * 5 + "END CERTIFICATE REQUEST" + "-" * 5)
    n("ca cert hash", f"--discovery-token-ca-cert-hash sha256:{hx(64)}")
    n("helm secret release", "sh.helm.release.v1.payments.v42   helm.sh/release.v1   1   3d")
    n("iam policy", '{"Action": ["secretsmanager:GetSecretValue"], "Effect": "Allow", "Resource": "*"}')
    n("rbac", "rules:\n- apiGroups: ['']\n  resources: [secrets]\n  verbs: [get, list]\n")
    n("ansible vault var name", 'db_password: "{{ vault_db_password }}"')
    n("terraform var", 'variable "db_password" {\n  type      = string\n  sensitive = true\n}')
    n("terraform ref", "password = random_password.db.result\n")
    n("terraform sensitive", "  + password = (sensitive value)\n  + id = (known after apply)")
    n(
        "external secret",
        "spec:\n  data:\n  - secretKey: password\n    remoteRef:\n      key: prod/db\n      property: password\n",
    )
    n("bool flags", "password_encryption = scram-sha-256\npassword_required: true\n")
    n("sshd config", "PasswordAuthentication no\nPermitRootLogin prohibit-password\n")
    n("url no creds", "https://api.acme.dev:8443/v1/tokens?limit=50&cursor=100")
    n("url user only", "ssh://git@github.com:22/acme/token-service.git")
    n("email", "mailto:secret-santa@acme.dev subject: keys to the office")
    n("oidc", "issuer: https://token.actions.githubusercontent.com\naud: sts.amazonaws.com")
    n("token endpoint", "token_endpoint: https://login.acme.dev/oauth2/v1/token")
    n("csrf field", '<input type="password" name="password" autocomplete="current-password">')
    n("key names", "keys: [api_key, access_token, refresh_token, client_secret]")
    n("token type", "token_type=Bearer expires_in=3600 scope=read")
    n("primary key", "PRIMARY KEY (token_id), KEY idx_key (account_key)")
    n("prom metric", 'vault_token_count{cluster="eu",auth_method="kubernetes"} 412')
    n("wg public", f"[Peer]\nPublicKey = {b64(32)}\nAllowedIPs = 10.0.0.0/24\n")
    n("dkim", f'selector._domainkey IN TXT "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A{s(60, B64)}"')
    n("build id", f"ELF 64-bit LSB pie executable, BuildID[sha1]={hx(40)}, stripped")
    n("fsuuid", f"UUID={uid()} /data ext4 defaults,nofail 0 2")
    n("zookeeper", f"zxid=0x{hx(9)} sessionid=0x{hx(15)} timeout=30000")
    n("machine id", f"Machine ID: {hx(32)}\nBoot ID: {hx(32)}")
    n("cert serial", f"serial={hx(36).upper()}\nsha1 Fingerprint={':'.join(hx(2).upper() for _ in range(20))}")
    n("vault accessor policy", 'path "secret/data/*" { capabilities = ["read", "list"] }')
    n("password manager talk", "Please store the token in the password manager; never paste a secret into the chat.")
    n("go test ids", f"--- PASS: TestTokenRefresh/{s(7, LOWER)} (0.02s)")
    return found, spared
