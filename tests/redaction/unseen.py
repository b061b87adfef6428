"""Texts of somebody who had not seen the rules.

The rules first got a recall of 0.95 and touched 1.9 % of the look-alikes; then they were generalised for what they missed.

positives(seed) -> list of (text, secret, kind): `secret` is the exact substring of `text`
that must be gone after redaction.
negatives(seed) -> list of look-alike texts without any secret.

Every value is drawn from random.Random(seed); no literal secret stands in this file.
"""

import base64
import json
import random

UP = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LO = "abcdefghijklmnopqrstuvwxyz"
DI = "0123456789"
AN = UP + LO + DI
HEX = "0123456789abcdef"
B64 = AN + "+/"
URL64 = AN + "-_"
WORDS = [
    "winter",
    "falcon",
    "copper",
    "harbor",
    "meadow",
    "rocket",
    "silver",
    "tundra",
    "walnut",
    "zephyr",
    "garnet",
    "pepper",
    "lagoon",
    "orchid",
    "timber",
    "velvet",
    "cactus",
    "ember",
    "glacier",
    "nimbus",
]


class G:
    """Generators on top of one random.Random."""

    def __init__(self, r):
        self.r = r

    def s(self, alphabet, n):
        return "".join(self.r.choice(alphabet) for _ in range(n))

    def hex(self, n):
        return self.s(HEX, n)

    def an(self, n):
        return self.s(AN, n)

    def u64(self, n):
        return self.s(URL64, n - 1) + self.s(AN, 1)

    def digits(self, n):
        return self.s("123456789", 1) + self.s(DI, n - 1)

    def uuid(self):
        h = self.hex(32)
        return "-".join([h[:8], h[8:12], "4" + h[13:16], self.r.choice("89ab") + h[17:20], h[20:]])

    def human(self):
        """A password as people choose it: Word + digits + mark."""
        w = self.r.choice(WORDS)
        w = w.capitalize() if self.r.random() < 0.7 else w
        return w + self.r.choice(["", "_", "-"]) + str(self.r.randint(1980, 9999)) + self.r.choice("!#*%+")

    def pw(self, n=16):
        """A generated password safe inside quotes, YAML and shells' double quotes."""
        return self.s(AN, 1) + self.s(AN + "!%^*_-+=.~", n - 2) + self.s(AN, 1)

    def upw(self, n=18):
        """A generated password that is legal raw in a URL's userinfo."""
        return self.s(AN, 1) + self.s(AN + "_-.~", n - 2) + self.s(AN, 1)

    def b64(self, nbytes):
        return base64.b64encode(bytes(self.r.randrange(256) for _ in range(nbytes))).decode()

    def host(self):
        return self.r.choice(["db1", "pg-main", "cache-2", "mq", "api", "vault"]) + self.r.choice(
            [".acme.internal", ".prod.svc.cluster.local", ".corp.example.net"]
        )

    def user(self):
        return self.r.choice(["app", "shop", "deploy", "svc_api", "reporting", "jenkins", "m.keller"])

    def jwt(self, **claims):
        def enc(o):
            return base64.urlsafe_b64encode(json.dumps(o, separators=(",", ":")).encode()).decode().rstrip("=")

        body = {"sub": self.digits(8), "iat": 1700000000 + self.r.randrange(9999999), "jti": self.hex(16)}
        body.update(claims)
        return ".".join([enc({"alg": self.r.choice(["RS256", "HS256"]), "typ": "JWT"}), enc(body), self.u64(43)])

    def pem_lines(self, lines, first):
        body = first + self.s(B64, 64 - len(first))
        rest = [self.s(B64, 64) for _ in range(lines - 2)]
        return [body, *rest, self.s(B64, 38) + "=="]

    def ip(self):
        return f"10.{self.r.randrange(256)}.{self.r.randrange(256)}.{self.r.randrange(1, 255)}"

    def ts(self):
        return f"2025-0{self.r.randint(1, 9)}-{self.r.randint(10, 28)}T{self.r.randint(10, 23)}:{self.r.randint(10, 59)}:{self.r.randint(10, 59)}Z"


def positives(seed):  # noqa: PLR0915  # a table of texts
    g = G(random.Random(seed))
    out = []

    def add(text, secret, kind):
        out.append((text, secret, kind))

    # ---- env files, shell, INI, TOML, properties -------------------------------------------------
    s = g.pw(20)
    add(f"DB_HOST={g.host()}\nDB_USER={g.user()}\nDB_PASSWORD={s}\nDB_PORT=5432", s, "env-password")
    s = g.human()
    add(f"export PGPASSWORD='{s}'", s, "env-password")
    s = g.pw(14)
    add(f'MYSQL_ROOT_PASSWORD="{s}" docker compose up -d', s, "env-password")
    s = g.hex(64)
    add(f"RAILS_ENV=production\nSECRET_KEY_BASE={s}", s, "env-secret")
    s = "base64:" + g.b64(32)
    add(f"APP_NAME=shop\nAPP_KEY={s}\nAPP_DEBUG=false", s[7:], "env-secret")
    s = g.s(LO + DI + "!@#$%^&*(-_=+)", 50).replace("$", "x").replace("#", "q")
    add(f"SECRET_KEY = '{s}'\nDEBUG = False\nALLOWED_HOSTS = ['shop.acme.io']", s, "django-secret-key")
    s = g.human()
    add(f"[client]\nuser = {g.user()}\npassword = {s}\nhost = {g.host()}", s, "ini-password")
    s = g.pw(18)
    add(
        f"spring.datasource.url=jdbc:postgresql://{g.host()}:5432/shop\nspring.datasource.username=app\nspring.datasource.password={s}",
        s,
        "properties-password",
    )
    s = g.pw(16)
    add(f'[database]\nhost = "{g.host()}"\nport = 5432\npassword = "{s}"', s, "toml-password")
    s = g.an(32)
    add(f"[default]\nregion = eu-west-1\n\n[smtp]\nlogin=mailer\npasswd={s}", s, "ini-password")
    s = g.human()
    add(f"set -x\n+ export ADMIN_PASS={s}\n+ ADMIN_PASS={s}", s, "shell-trace")
    s = g.an(24)
    add(f"ENV API_TOKEN={s}\nRUN ./install.sh", s, "dockerfile-env")
    s = g.hex(40)
    add(f"ARG NPM_AUTH={g.r.choice(['x', 'y'])}\nENV SONAR_TOKEN {s}", s, "dockerfile-env")
    s = g.pw(15)
    add(f"LDAP_BIND_DN=cn=svc,dc=acme,dc=io\nLDAP_BIND_PW={s}", s, "env-password")
    s = g.an(28)
    add(f'  "clientId": "{g.hex(12)}",\n  "clientSecret": "{s}",', s, "json-secret")
    s = g.u64(43)
    add(f"OAUTH2_PROXY_CLIENT_ID=grafana\nOAUTH2_PROXY_CLIENT_SECRET={s}\nOAUTH2_PROXY_COOKIE_SECURE=true", s, "env-secret")
    s = g.b64(24)
    add(f"rabbitmq:\n  erlangCookie: {s}", s, "yaml-secret")
    # ---- YAML, JSON, HCL fragments ---------------------------------------------------------------
    s = g.pw(16)
    add(
        f"services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD: {s}",
        s,
        "compose-env",
    )
    s = g.human()
    add(f"    environment:\n      - MINIO_ROOT_USER=minio\n      - MINIO_ROOT_PASSWORD={s}", s, "compose-env")
    s = g.pw(20)
    add(f'        env:\n        - name: REDIS_PASSWORD\n          value: "{s}"', s, "k8s-env-value")
    s = g.an(36)
    add(f"        - {{name: SLACK_SIGNING_SECRET, value: {s}}}", s, "k8s-env-value")
    s = base64.b64encode(g.pw(18).encode()).decode()
    add(
        f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db-creds\ntype: Opaque\ndata:\n  username: {base64.b64encode(g.user().encode()).decode()}\n  password: {s}",
        s,
        "k8s-secret-data",
    )
    s = g.human()
    add(
        f"kind: Secret\napiVersion: v1\nmetadata: {{name: grafana}}\nstringData:\n  admin-user: admin\n  admin-password: {s}",
        s,
        "k8s-secret-stringdata",
    )
    s = base64.b64encode(json.dumps({"auths": {"ghcr.io": {"auth": g.b64(24)}}}).encode()).decode()
    add(
        f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: regcred\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: {s}",
        s,
        "k8s-dockerconfigjson",
    )
    s = base64.b64encode(g.an(40).encode()).decode()
    add(
        json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "webhook"}, "data": {"hmac": s}}),
        s,
        "k8s-secret-json",
    )
    s = base64.b64encode(("-----BEGIN RSA PRIVATE KEY-----\n" + g.s(B64, 300)).encode()).decode()
    add(
        f"kind: Secret\nmetadata:\n  name: tls\ntype: kubernetes.io/tls\ndata:\n  tls.crt: {g.b64(120)}\n  tls.key: {s}",
        s,
        "k8s-tls-key",
    )
    s = g.pw(16)
    add(
        f'resource "aws_db_instance" "main" {{\n  engine   = "postgres"\n  username = "app"\n  password = "{s}"\n}}',
        s,
        "terraform-hcl",
    )
    s = g.an(32)
    add(f'variable "datadog_api_key" {{\n  type    = string\n  default = "{s}"\n}}', s, "terraform-variable-default")
    s = g.pw(22)
    add(f'db_name     = "shop"\ndb_password = "{s}"\nregion      = "eu-west-1"', s, "tfvars")
    s = g.pw(20)
    add(
        f'      "attributes": {{\n        "engine": "mysql",\n        "master_password": "{s}",\n        "port": 3306',
        s,
        "tfstate",
    )
    s = g.human()
    add(
        f"all:\n  hosts:\n    win1:\n      ansible_user: Administrator\n      ansible_password: {s}\n      ansible_connection: winrm",
        s,
        "ansible-inventory",
    )
    s = g.human()
    add(f"db1 ansible_host={g.ip()} ansible_user=ops ansible_become_pass={s}", s, "ansible-inventory-ini")
    s = g.pw(14)
    add(
        f"- name: create user\n  community.mysql.mysql_user:\n    name: app\n    password: \"{s}\"\n    priv: 'shop.*:ALL'",
        s,
        "ansible-task",
    )
    s = g.pw(12)
    add(
        f"global:\n  smtp_smarthost: 'smtp.acme.io:587'\n  smtp_auth_username: 'alerts'\n  smtp_auth_password: '{s}'",
        s,
        "alertmanager",
    )
    s = g.pw(16)
    add(f"auth:\n  enabled: true\n  postgresPassword: {s}\n  database: shop", s, "helm-values")
    s = g.u64(40)
    add(
        f"remote_write:\n  - url: https://metrics.acme.io/api/v1/push\n    authorization:\n      type: Bearer\n      credentials: {s}",
        s,
        "prometheus-credentials",
    )
    s = g.pw(17)
    add(f"  basic_auth:\n    username: scrape\n    password: {s}", s, "prometheus-basic-auth")
    s = g.pw(24)
    add(f"requirepass {s}\nappendonly yes\nmaxmemory 2gb", s, "redis-conf")
    s = g.pw(20)
    add(f"replicaof {g.ip()} 6379\nmasterauth {s}", s, "redis-conf")
    s = g.pw(13)
    add(f"user {g.user()} on >{s} ~cache:* +@read", s, "redis-acl")
    s = g.pw(16)
    add(f"listen stats\n  bind :8404\n  stats enable\n  stats auth admin:{s}", s, "haproxy-stats")
    # ---- command lines ---------------------------------------------------------------------------
    s = g.human()
    add(f"mysql -h {g.host()} -u root -p{s} -e 'show databases'", s, "cli-mysql-p")
    s = g.human()
    add(f"mysqldump --user=backup --password={s} --single-transaction shop | gzip > shop.sql.gz", s, "cli-password-flag")
    s = g.pw(18)
    add(f"redis-cli -h {g.host()} -a {s} info replication", s, "cli-redis-a")
    s = g.upw(16)
    add(f"curl -u elastic:{s} http://{g.host()}:9200/_cat/indices?v", s, "cli-curl-u")
    s = g.upw(14)
    add(f"curl --user '{g.user()}:{s}' -X POST https://jenkins.corp.example.net/job/deploy/build", s, "cli-curl-user")
    s = g.human()
    add(f"sshpass -p '{s}' ssh root@{g.ip()} uptime", s, "cli-sshpass")
    s = g.pw(16)
    add(f"docker login registry.acme.io -u ci -p {s}", s, "cli-docker-login")
    s = g.pw(15)
    add(f"helm upgrade --install pg bitnami/postgresql --set auth.password={s} --set persistence.size=20Gi", s, "cli-helm-set")
    s = g.pw(19)
    add(
        f"kubectl create secret generic db --from-literal=username=app --from-literal=password='{s}' -n prod",
        s,
        "cli-from-literal",
    )
    s = g.pw(16)
    add(
        f"kubectl create secret docker-registry regcred --docker-server=registry.acme.io --docker-username=ci --docker-password={s}",
        s,
        "cli-docker-password",
    )
    s = g.human()
    add(f'ansible all -i hosts -m ping -e "ansible_ssh_pass={s}"', s, "cli-extra-vars")
    s = g.pw(16)
    add(f'psql "host={g.host()} port=5432 dbname=shop user=app password={s} sslmode=require"', s, "libpq-dsn")
    s = g.human()
    add(f"PS C:\\> net use Z: \\\\fs01\\share {s} /user:ACME\\svc_backup", s, "cli-net-use")
    s = g.pw(16)
    add(f"az login --service-principal -u {g.uuid()} -p {s} --tenant {g.uuid()}", s, "cli-az-login")
    s = g.human()
    add(f"ldapsearch -x -H ldap://{g.host()} -D cn=admin,dc=acme,dc=io -w {s} -b dc=acme,dc=io uid=jo", s, "cli-ldap-w")
    s = g.an(20)
    add(f"mongodump --uri mongodb://{g.host()} --username root --password {s} --out /backup", s, "cli-password-flag")
    s = g.human()
    add(f"openssl pkcs12 -export -out web.p12 -inkey web.key -in web.crt -passout pass:{s}", s, "cli-openssl-pass")
    s = g.human()
    add(f"keytool -list -keystore trust.jks -storepass {s}", s, "cli-storepass")
    s = g.pw(14)
    add(f"echo '{s}' | sudo -S apt-get update", s, "cli-sudo-S")
    s = g.human()
    add(f"CREATE USER reporting WITH LOGIN PASSWORD '{s}';", s, "sql-password")
    s = g.human()
    add(f"ALTER USER 'app'@'%' IDENTIFIED BY '{s}';", s, "sql-identified-by")
    s = g.human()
    add(f"echo 'ubuntu:{s}' | chpasswd", s, "cli-chpasswd")
    s = f"{g.s(LO + DI, 6)}.{g.s(LO + DI, 16)}"
    add(
        f"kubeadm join {g.ip()}:6443 --token {s} \\\n  --discovery-token-ca-cert-hash sha256:{g.hex(64)}",
        s.split(".")[1],
        "kubeadm-token",
    )
    s = g.hex(85)[:85]
    add(f"docker swarm join --token SWMTKN-1-{s[:50]}-{s[50:75]} {g.ip()}:2377", s[50:75], "swarm-join-token")
    # ---- URLs and connection strings -------------------------------------------------------------
    s = g.upw(20)
    add(f"DATABASE_URL=postgres://app:{s}@{g.host()}:5432/shop?sslmode=require", s, "url-credentials")
    s = g.upw(16)
    add(f"could not connect: amqp://{g.user()}:{s}@{g.host()}:5672/%2Fprod: connection refused", s, "url-credentials")
    s = g.upw(24)
    add(f"REDIS_URL=rediss://:{s}@{g.host()}:6380/0", s, "url-credentials")
    s = g.upw(22)
    add(f"mongodb+srv://shop:{s}@cluster0.{g.s(LO + DI, 5)}.mongodb.net/shop?retryWrites=true&w=majority", s, "url-credentials")
    s = g.an(20)
    add(f"remote: https://oauth2:{s}@gitlab.acme.io/team/app.git", s, "url-credentials")
    s = "Zx" + g.an(8) + "%40" + g.an(4)
    add(f"mysql://root:{s}@{g.host()}/shop", s, "url-credentials-encoded")
    s = g.upw(16)
    add(f"http_proxy=http://{g.user()}:{s}@proxy.corp.example.net:3128", s, "url-credentials")
    s = g.pw(18)
    add(f"Server=tcp:{g.host()},1433;Initial Catalog=shop;User ID=app;Password={s};Encrypt=True;", s, "mssql-connection-string")
    s = g.b64(64)
    add(
        f"DefaultEndpointsProtocol=https;AccountName=acmestore;AccountKey={s};EndpointSuffix=core.windows.net",
        s,
        "azure-account-key",
    )
    s = g.b64(32)
    add(
        f"Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={s}",
        s,
        "azure-servicebus",
    )
    s = g.an(40) + "%3D"
    add(
        f"https://acmestore.blob.core.windows.net/logs/a.txt?sv=2022-11-02&sr=b&sp=r&se=2025-12-31T00%3A00Z&sig={s}",
        s,
        "azure-sas",
    )
    s = g.hex(64)
    add(
        f"https://acme.s3.amazonaws.com/dump.sql?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={s}",
        s,
        "aws-presigned",
    )
    s = g.hex(32)
    add(f"GET /api/v1/weather?city=Bern&api_key={s}&units=metric HTTP/1.1 200", s, "url-query-key")
    s = g.u64(30)
    add(f'{g.ip()} - - "GET /callback?state=x1&access_token={s} HTTP/1.1" 302', s, "url-query-token")
    s = f"B{g.s(UP + DI, 10)}/{g.an(24)}"
    add(f"  slack_api_url: https://hooks.slack.com/services/T{g.s(UP + DI, 10)}/{s}", s, "slack-webhook")
    s = g.u64(68)
    add(f"curl -d @m.json https://discord.com/api/webhooks/{g.digits(18)}/{s}", s, "discord-webhook")
    s = g.hex(32)
    add(f"SENTRY_DSN=https://{g.hex(32)}:{s}@o{g.digits(6)}.ingest.sentry.io/{g.digits(7)}", s, "sentry-dsn")
    s = g.pw(14).replace("=", "a").replace("+", "b")
    add(f"jdbc:mysql://{g.host()}:3306/shop?user=app&password={s}&useSSL=true", s, "jdbc-url")
    s = g.upw(12)
    add(f"app:{s}@tcp({g.host()}:3306)/shop?parseTime=true   # DSN in config.go", s, "go-mysql-dsn")
    # ---- headers ---------------------------------------------------------------------------------
    s = g.u64(48)
    add(f"curl -H 'Authorization: Bearer {s}' https://api.acme.io/v1/me", s, "header-bearer")
    s = g.jwt(iss="https://sso.acme.io")
    add(f"> GET /v1/orders HTTP/2\n> host: api.acme.io\n> authorization: Bearer {s}\n> accept: */*", s, "header-jwt")
    s = base64.b64encode(f"admin:{g.pw(12)}".encode()).decode()
    add(f'proxy_set_header Authorization "Basic {s}";', s, "header-basic")
    s = g.hex(40)
    add(f"X-Api-Key: {s}", s, "header-api-key")
    s = g.an(40)
    add(f'headers: {{"X-Auth-Token": "{s}", "Accept": "application/json"}}', s, "header-auth-token")
    s = g.u64(64)
    add(f"Cookie: theme=dark; sessionid={s}; lang=de", s, "cookie-session")
    s = g.u64(52)
    add(f"< HTTP/1.1 200 OK\n< Set-Cookie: JSESSIONID={s}; Path=/; HttpOnly", s, "set-cookie")
    s = g.u64(60)
    add(f"Authorization: ApiKey {s}==", s, "header-apikey")
    s = "00" + g.u64(40)
    add(f"Authorization: SSWS {s}", s, "okta-ssws")
    # ---- vendor tokens ---------------------------------------------------------------------------
    k = "AKIA" + g.s("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
    s = g.s(B64, 40)
    add(f"[prod]\naws_access_key_id = {k}\naws_secret_access_key = {s}", s, "aws-secret-key")
    k = "ASIA" + g.s("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
    s = g.b64(180)
    add(f"export AWS_ACCESS_KEY_ID={k}\nexport AWS_SESSION_TOKEN={s}", s, "aws-session-token")
    k = "AKIA" + g.s("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
    add(f"An error occurred (InvalidClientTokenId) for key {k} when calling GetCallerIdentity", k, "aws-access-key-id")
    s = g.s(B64, 40)
    add(f'{{"Credentials": {{"SecretAccessKey": "{s}", "Expiration": "{g.ts()}"}}}}', s, "aws-sts-json")
    s = "ghp_" + g.an(36)
    add(f"git clone https://{s}@github.com/acme/shop.git", s, "github-pat")
    s = "github_pat_" + g.an(22) + "_" + g.an(59)
    add(f"gh auth login --with-token <<< {s}", s, "github-fine-grained")
    s = "ghs_" + g.an(36)
    add(f"fatal: Authentication failed for 'https://x-access-token:{s}@github.com/acme/infra/'", s, "github-app-token")
    s = "glpat-" + g.u64(20)
    add(f'curl --header "PRIVATE-TOKEN: {s}" https://gitlab.acme.io/api/v4/projects', s, "gitlab-pat")
    s = "glrt-" + g.u64(20)
    add(f"gitlab-runner register --url https://gitlab.acme.io --token {s} --executor docker", s, "gitlab-runner")
    s = f"xoxb-{g.digits(12)}-{g.digits(13)}-{g.an(24)}"
    add(f"slack: token rejected ({s}), retrying in 30s", s, "slack-bot")
    s = f"xapp-1-A{g.s(UP + DI, 10)}-{g.digits(13)}-{g.hex(64)}"
    add(f"SLACK_APP={s}", s, "slack-app")
    s = "sk_live_" + g.an(24)
    add(f'stripe.api_key = "{s}"', s, "stripe-live")
    s = "whsec_" + g.an(32)
    add(f"STRIPE_HOOK={s}", s, "stripe-webhook")
    s = "AIza" + g.u64(35)
    add(f"https://maps.googleapis.com/maps/api/geocode/json?address=Bern&key={s}", s, "google-api-key")
    s = "GOCSPX-" + g.u64(28)
    add(f"GF_AUTH_GOOGLE_CLIENT_SECRET: {s}", s, "google-oauth-secret")
    s = "ya29." + g.u64(120)
    add(f"oauth: refreshed, now using {s}", s, "google-access-token")
    lines = g.pem_lines(8, "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw")
    body = "\\n".join(lines)
    add(
        f'{{\n  "type": "service_account",\n  "project_id": "acme-prod",\n  "private_key_id": "{g.hex(40)}",\n  "private_key": "-----BEGIN PRIVATE KEY-----\\n{body}\\n-----END PRIVATE KEY-----\\n",\n  "client_email": "ci@acme-prod.iam.gserviceaccount.com"\n}}',
        lines[4],
        "gcp-service-account",
    )
    s = f"{g.an(3)}8Q~{g.u64(34)}"
    add(f"ARM_CLIENT_ID={g.uuid()}\nARM_CLIENT_SECRET={s}\nARM_TENANT_ID={g.uuid()}", s, "azure-client-secret")
    s = f"SG.{g.u64(22)}.{g.u64(43)}"
    add(f"sendgrid said 401 for {s}", s, "sendgrid")
    s = g.hex(32)
    add(f"TWILIO_ACCOUNT_SID=AC{g.hex(32)}\nTWILIO_AUTH_TOKEN={s}", s, "twilio-auth-token")
    s = "npm_" + g.an(36)
    add(f"@acme:registry=https://npm.pkg.github.com\n//registry.npmjs.org/:_authToken={s}", s, "npmrc")
    s = "pypi-AgEIcHlwaS5vcmc" + g.u64(150)
    add(f"[pypi]\nusername = __token__\npassword = {s}", s, "pypirc")
    s = "dckr_pat_" + g.u64(27)
    add(f"docker login -u acmebot --password-stdin <<< {s}", s, "dockerhub-pat")
    s = f"sk-proj-{g.u64(74)}T3BlbkFJ{g.u64(74)}"
    add(f"openai.AuthenticationError: Incorrect API key provided: {s}", s, "openai")
    s = f"sk-ant-api03-{g.u64(93)}AA"
    add(f"export ANTHROPIC_API_KEY={s}", s, "anthropic")
    s = "hf_" + g.s(UP + LO, 34)
    add(f"huggingface-cli login --token {s}", s, "huggingface")
    s = "dop_v1_" + g.hex(64)
    add(f"doctl auth init -t {s}", s, "digitalocean")
    s = "hvs." + g.u64(95)
    add(
        f"Key                  Value\n---                  -----\ntoken                {s}\ntoken_accessor       {g.an(24)}\ntoken_duration       768h",
        s,
        "vault-token",
    )
    s = g.b64(33)[:44]
    add(f"Unseal Key 1: {s}\nUnseal Key 2: {g.b64(33)[:44]}\n\nInitial Root Token: hvs.{g.an(24)}", s, "vault-unseal-key")
    s = f"{g.an(14)}.atlasv1.{g.u64(67)}"
    add(f'credentials "app.terraform.io" {{\n  token = "{s}"\n}}', s, "terraform-cloud")
    s = "glsa_" + g.an(32) + "_" + g.hex(8)
    add(f"grafana: auth: {s}", s, "grafana-sa")
    s = "NRAK-" + g.s(UP + DI, 27)
    add(f"newrelic profile add --apiKey {s} --region eu", s, "newrelic")
    s = g.hex(32)
    add(f"DD_SITE=datadoghq.eu\nDD_API_KEY={s}", s, "datadog")
    s = g.digits(10) + ":AA" + g.u64(33)
    add(f"https://api.telegram.org/bot{s}/sendMessage?chat_id=-100{g.digits(10)}", s, "telegram-bot")
    s = "shpat_" + g.hex(32)
    add(f"X-Shopify-Access-Token: {s}", s, "shopify")
    s = "dapi" + g.hex(32)
    add(f"databricks configure: host=https://acme.cloud.databricks.com using {s}", s, "databricks")
    s = f"tskey-auth-{g.an(11)}CNTRL-{g.an(32)}"
    add(f"tailscale up --authkey={s} --ssh", s, "tailscale")
    s = "ATATT3xFfGF0" + g.u64(180)
    add(f"jira: curl -u me@acme.io:{s} https://acme.atlassian.net/rest/api/3/myself", s, "atlassian")
    s = "sqp_" + g.hex(40)
    add(f"sonar-scanner -Dsonar.projectKey=shop -Dsonar.login={s}", s, "sonarqube")
    s = "lin_api_" + g.an(40)
    add(f"LINEAR={s}", s, "linear")
    s = "rubygems_" + g.hex(48)
    add(f"---\n:rubygems_api_key: {s}", s, "rubygems")
    s = "PMAK-" + g.hex(24) + "-" + g.hex(34)
    add(f"newman run --postman-api-key {s}", s, "postman")
    s = "dp.pt." + g.an(43)
    add(f"doppler run --token {s} -- ./server", s, "doppler")
    s = "key-" + g.hex(32)
    add(f"curl -s --user 'api:{s}' https://api.mailgun.net/v3/acme.io/messages", s, "mailgun")
    s = "AGE-SECRET-KEY-1" + g.s("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58)
    add(f"# created: {g.ts()}\n# public key: age1{g.s('qpzry9x8gf2tvdw0s3jn54khce6mua7l', 58)}\n{s}", s, "age-key")
    s = g.b64(32)
    add(
        f"[Interface]\nPrivateKey = {s}\nAddress = 10.8.0.2/24\n\n[Peer]\nPublicKey = {g.b64(32)}\nAllowedIPs = 10.8.0.0/24",
        s,
        "wireguard",
    )
    s = g.b64(32)
    add(f"[Peer]\nPublicKey = {g.b64(32)}\nPresharedKey = {s}\nEndpoint = vpn.acme.io:51820", s, "wireguard-psk")
    s = f"{g.r.choice('MNO')}{g.an(25)}.{g.an(6)}.{g.u64(38)}"
    add(f"client.login('{s}')", s, "discord-bot")
    s = "CCIPAT_" + g.an(22) + "_" + g.hex(40)
    add(f"circleci setup --token {s} --no-prompt", s, "circleci")
    s = "oy2" + g.s(LO + DI, 43)
    add(f"dotnet nuget push pkg.nupkg --api-key {s} --source https://api.nuget.org/v3/index.json", s, "nuget")
    # ---- JWT, PEM, files -------------------------------------------------------------------------
    s = g.jwt(iss="kubernetes/serviceaccount", sub="system:serviceaccount:ci:deployer")
    add(f"users:\n- name: ci\n  user:\n    token: {s}", s, "kubeconfig-token")
    s = g.b64(420)
    add(
        f"apiVersion: v1\nkind: Config\nclusters:\n- name: prod\n  cluster:\n    certificate-authority-data: {g.b64(90)}\n    server: https://{g.ip()}:6443\nusers:\n- name: admin\n  user:\n    client-certificate-data: {g.b64(90)}\n    client-key-data: {s}",
        s,
        "kubeconfig-client-key",
    )
    s = g.jwt()
    add(f"{g.ts()} DEBUG auth.filter - rejected {s}: expired", s, "jwt-log")
    for kind, head, first in [
        ("pem-rsa", "RSA PRIVATE KEY", "MIIEpAIBAAKCAQEA"),
        ("pem-openssh", "OPENSSH PRIVATE KEY", "b3BlbnNzaC1rZXktdjEAAAAA"),
        ("pem-ec", "EC PRIVATE KEY", "MHcCAQEEI"),
        ("pem-pkcs8-encrypted", "ENCRYPTED PRIVATE KEY", "MIIFHDBOBgkqhkiG9w0BBQ0w"),
    ]:
        ls = g.pem_lines(9, first)
        i = g.r.randrange(0, 9)
        add(f"$ cat key.pem\n-----BEGIN {head}-----\n" + "\n".join(ls) + f"\n-----END {head}-----", ls[i], kind)
    ls = g.pem_lines(7, "MIIEowIBAAKCAQEA")
    ind = "          "
    add(
        "  write_files:\n    - path: /etc/ssl/web.key\n      content: |\n"
        + ind
        + "-----BEGIN RSA PRIVATE KEY-----\n"
        + "\n".join(ind + x for x in ls)
        + "\n"
        + ind
        + "-----END RSA PRIVATE KEY-----",
        ls[3],
        "pem-indented",
    )
    ls = g.pem_lines(7, "MIIEowIBAAKCAQEA")
    add(
        "here is the start of the file, terminal cut it off:\n-----BEGIN RSA PRIVATE KEY-----\n" + "\n".join(ls[:5]),
        ls[3],
        "pem-truncated",
    )
    ls = g.pem_lines(10, "lQOYBGV")
    add(
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" + "\n".join(ls) + f"\n={g.s(B64, 4)}\n-----END PGP PRIVATE KEY BLOCK-----",
        ls[6],
        "pgp-private",
    )
    s = base64.b64encode(f"ci:{g.pw(18)}".encode()).decode()
    add(f'{{\n\t"auths": {{\n\t\t"registry.acme.io": {{\n\t\t\t"auth": "{s}"\n\t\t}}\n\t}}\n}}', s, "docker-config")
    s = g.pw(16)
    add(f"machine git.acme.io\n  login ci\n  password {s}", s, "netrc")
    s = g.pw(15)
    add(f"machine api.heroku.com login me@acme.io password {s}", s, "netrc")
    s = g.upw(15)
    add(f"{g.host()}:5432:shop:app:{s}", s, "pgpass")
    s = "$6$" + g.s(AN + "./", 16) + "$" + g.s(AN + "./", 86)
    add(f"root:{s}:19700:0:99999:7:::", s, "shadow-sha512")
    s = "$y$j9T$" + g.s(AN + "./", 22) + "$" + g.s(AN + "./", 43)
    add(f"ops:{s}:19811:0:99999:7:::", s, "shadow-yescrypt")
    s = "$apr1$" + g.s(AN + "./", 8) + "$" + g.s(AN + "./", 22)
    add(f"admin:{s}", s, "htpasswd-apr1")
    s = "$2y$10$" + g.s(AN + "./", 53)
    add(f"deploy:{s}", s, "htpasswd-bcrypt")
    s = g.upw(16)
    add(f"https://ci-bot:{s}@git.acme.io", s, "git-credentials")
    # ---- prose, logs, traces ---------------------------------------------------------------------
    s = g.human()
    add(f"hi, the admin password is {s} and the login page is /admin, why do I get a 403?", s, "prose")
    s = g.human()
    add(f"Can you log in? user: root, pw: {s}", s, "prose")
    s = g.human()
    add(f'I changed the postgres password to "{s}" yesterday and since then pgbouncer fails', s, "prose")
    s = g.an(16)
    add(f"our wifi passphrase: {s} (guest vlan 30)", s, "prose")
    s = g.human()
    add(f"das Passwort für den Jenkins-User lautet {s}, bitte prüfen", s, "prose-german")
    s = g.human()
    add(f"credentials for the staging db\nuser: app\npass: {s}\nhost: {g.host()}", s, "prose-list")
    s = g.human()
    add(
        f"{g.ts()} INFO  c.a.Config - loaded properties {{db.url=jdbc:h2:mem, db.user=sa, db.password={s}, pool=10}}",
        s,
        "log-map",
    )
    s = g.an(32)
    add(f'{g.ts()} level=debug msg="calling billing" url=https://billing.acme.io token={s} attempt=2', s, "logfmt")
    s = g.human()
    add('{"ts":"' + g.ts() + '","msg":"login","username":"jo","password":"' + s + '","ok":false}', s, "json-log")
    s = g.human()
    add(
        f"Traceback (most recent call last):\n  File \"/app/db.py\", line 31, in connect\n    conn = psycopg2.connect(host='{g.host()}', user='app', password='{s}')\npsycopg2.OperationalError: FATAL: too many connections",
        s,
        "stack-trace",
    )
    s = g.pw(16)
    add(
        f"#12 [builder 4/7] RUN pip install --index-url https://ci:{s.replace('=', 'b').replace('^', 'c').replace('%', 'd')}@pypi.acme.io/simple shoplib\n#12 ERROR: exit code 1",
        s.replace("=", "b").replace("^", "c").replace("%", "d"),
        "ci-log",
    )
    s = g.human()
    add(
        f'TASK [create admin] ****\nfatal: [db1]: FAILED! => {{"changed": false, "invocation": {{"module_args": {{"login_password": "{s}", "name": "shop"}}}}}}',
        s,
        "ansible-output",
    )
    s = g.an(24)
    add(
        f"java.lang.IllegalStateException: bad config\n\tat io.acme.Cfg.load(Cfg.java:88)\nCaused by: AuthException: secret_key={s} rejected by {g.host()}",
        s,
        "stack-trace",
    )
    s = g.human()
    add(f"Jul 11 10:12:01 web1 sudo[881]: ops : COMMAND=/usr/bin/mysql -uapp -p{s} shop", s, "syslog-command")
    s = g.human()
    add(
        f"root      4120  0.0  0.1  /usr/bin/java -jar app.jar --spring.datasource.password={s} --server.port=8080",
        s,
        "ps-output",
    )
    s = g.pw(20)
    add(
        f'$ docker inspect api | grep -A3 Env\n            "Env": [\n                "NODE_ENV=production",\n                "JWT_SECRET={s}",',
        s,
        "docker-inspect",
    )
    s = g.pw(16)
    add(f"diff --git a/.env b/.env\n@@ -1,2 +1,2 @@\n-SMTP_PASSWORD={s}\n+SMTP_PASSWORD=${{SMTP_PASSWORD}}", s, "git-diff")
    s = g.an(20)
    add(
        f"    Environment:\n      LOG_LEVEL:       info\n      DB_PASS:         {s}\n    Mounts:            <none>",
        s,
        "kubectl-describe",
    )
    s = g.human()
    add(f"const pool = new Pool({{ user: 'app', host: '{g.host()}', password: '{s}', port: 5432 }})", s, "js-code")
    s = g.hex(64)
    add(f"  ENCRYPTION_KEY: '{s}'", s, "yaml-encryption-key")
    s = g.human()
    add(f'Environment="GRAFANA_ADMIN_PASSWORD={s}"\nExecStart=/usr/sbin/grafana-server', s, "systemd-environment")
    s = g.human()
    add(
        f"<server>\n  <id>nexus</id>\n  <username>deploy</username>\n  <password>{s}</password>\n</server>", s, "maven-settings"
    )
    s = g.pw(12)
    add(f'network={{\n  ssid="acme"\n  psk="{s}"\n}}', s, "wpa-psk")
    s = g.s(AN, 12)
    add(f"snmp-server community {s} RO\nrocommunity {s} {g.ip()}", s, "snmp-community")
    return out


def negatives(seed):
    g = G(random.Random(seed))

    def sha():
        return g.hex(64)

    cert = "\n".join(g.pem_lines(6, "MIIDdzCCAl+gAwIBAgIE"))
    pub = "\n".join(g.pem_lines(5, "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"))
    return [
        # placeholders and references
        "DB_PASSWORD=${DB_PASSWORD}",
        "POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?must be set}",
        "password: <your-password>",
        "mysql -u root -p<password> shop",
        "password: {{ vault_db_password }}",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "db_password: \"{{ lookup('env', 'DB_PASSWORD') }}\"",
        "password: ********",
        "Authorization: Bearer $TOKEN",
        "Authorization: Bearer <token>",
        'curl -H "Authorization: Bearer ${API_TOKEN}" https://api.acme.io/v1/me',
        'curl -u "$USER:$PASS" https://registry.acme.io/v2/_catalog',
        "postgres://USER:PASSWORD@HOST:5432/DBNAME",
        "postgres://${DB_USER}:${DB_PASS}@db:5432/shop",
        "https://<token>@github.com/acme/shop.git",
        'password = "changeme"  # placeholder, replace before use'.replace("changeme", "REPLACE_ME"),
        "AWS_SECRET_ACCESS_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "API_KEY=YOUR_API_KEY_HERE",
        "export TOKEN=$(vault kv get -field=token secret/ci)",
        "PGPASSWORD=$(cat /run/secrets/pg) psql -h db -U app",
        "password: !vault |",
        "password = var.db_password",
        "password = random_password.db.result",
        "password = data.aws_secretsmanager_secret_version.db.secret_string",
        "  sensitive = true\n  type      = string\n}",
        "password: ENC[REDACTED]",
        "DB_PASSWORD=[REDACTED]",
        'token: "%(token)s"',
        "secret: null",
        'password: ""',
        "PASSWORD=\nUSER=app",
        "        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: db-creds\n              key: password",
        "      POSTGRES_PASSWORD_FILE: /run/secrets/pg_password",
        "secrets:\n  db_password:\n    file: ./secrets/db_password.txt",
        "envFrom:\n- secretRef:\n    name: api-env",
        "imagePullSecrets:\n- name: regcred",
        "  tls:\n  - hosts: [shop.acme.io]\n    secretName: shop-tls",
        "existingSecret: redis-auth\nexistingSecretPasswordKey: redis-password",
        "serviceAccountName: deployer\nautomountServiceAccountToken: false",
        "volumes:\n- name: token\n  projected:\n    sources:\n    - serviceAccountToken:\n        path: token\n        expirationSeconds: 3600",
        "bearer_token_file: /var/run/secrets/kubernetes.io/serviceaccount/token",
        "IdentityFile ~/.ssh/id_ed25519",
        "ssl_certificate_key /etc/nginx/tls/shop.key;",
        "--service-account-private-key-file=/etc/kubernetes/pki/sa.key",
        "vault_password_file = ~/.vault_pass",
        # settings whose names look like secrets
        "MAX_TOKENS=4096",
        "token_type: bearer",
        "TOKEN_TTL=3600",
        "PASSWORD_MIN_LENGTH=12",
        "password_encryption = scram-sha-256",
        "PasswordAuthentication no",
        "PermitEmptyPasswords no",
        "tokenize: true",
        "max_tokens: 512\ntemperature: 0.2",
        "session_timeout: 30m\ncookie_secure: true",
        "keyspace: shop\nprimary_key: id",
        "sort_key = created_at",
        "key: value",
        "cache-key: npm-linux-x64",
        "passwordPolicy: strict",
        "auth_type = md5",
        "secretsEngine: kv-v2",
        "SECRET_BACKEND=vault",
        "credential.helper=osxkeychain",
        "access_token_lifetime=900",
        "API_KEY_HEADER=X-Api-Key",
        "token_endpoint: https://sso.acme.io/oauth/token",
        "PWD=/home/ops/infra",
        "OLDPWD=/srv/app",
        "passphrase_required: false",
        "ssh_pwauth: false",
        "hash_key_length = 32",
        "encryption_key_id: alias/rds",
        "requirepass is not set in redis.conf",
        "author: Keller",
        "tokenizer.ggml.model str = gpt2",
        "monkey: patched\nturkey: roasted",
        # hashes, ids, public things
        f"image: nginx@sha256:{sha()}",
        f"sha256:{sha()}",
        f"{sha()}  terraform_1.9.5_linux_amd64.zip",
        f"commit {g.hex(40)}\nAuthor: Jo <jo@acme.io>\nDate:   Tue Mar 4 10:00:00 2025 +0100\n\n    rotate the api token",
        f"HEAD is now at {g.hex(7)} fix password reset mail",
        f"git cherry-pick {g.hex(40)}",
        f"container {g.hex(64)} exited with 137",
        f"CONTAINER ID   IMAGE\n{g.hex(12)}   acme/api:1.4.2",
        f"request_id={g.uuid()} status=502",
        f"tenant: {g.uuid()}\nsubscription: {g.uuid()}",
        f"trace_id={g.hex(32)} span_id={g.hex(16)}",
        f'ETag: "{g.hex(32)}"',
        f"md5sum: {g.hex(32)}  backup.tgz",
        f"arn:aws:iam::{g.digits(12)}:role/deployer",
        f"arn:aws:secretsmanager:eu-west-1:{g.digits(12)}:secret:prod/db-{g.an(6)}",
        f"arn:aws:kms:eu-west-1:{g.digits(12)}:key/{g.uuid()}",
        f"i-{g.hex(17)} vol-{g.hex(17)} subnet-{g.hex(17)} sg-{g.hex(17)}",
        f"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{g.s(B64, 43)} ops@laptop",
        f"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ{g.s(B64, 338)} deploy@ci",
        f"256 SHA256:{g.s(B64, 43)} root@web1 (ED25519)",
        f"|1|{g.b64(20)}|{g.b64(20)} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{g.s(B64, 43)}",
        f"-----BEGIN CERTIFICATE-----\n{cert}\n-----END CERTIFICATE-----",
        f"-----BEGIN PUBLIC KEY-----\n{pub}\n-----END PUBLIC KEY-----",
        f"--discovery-token-ca-cert-hash sha256:{sha()}",
        f"    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t{g.b64(60)}",
        f"PublicKey = {g.b64(32)}",
        f"Serial Number: {':'.join(g.hex(2) for _ in range(16))}",
        f"go.sum: golang.org/x/crypto v0.31.0 h1:{g.b64(32)}",
        f'      "integrity": "sha512-{g.b64(64)}",\n      "dev": true',
        f'  checksum: "{sha()}"\n  source = "registry+https://github.com/rust-lang/crates.io-index"',
        f'    "h1:{g.b64(32)}",\n    "zh:{sha()}",',
        f'    {{file = "requests-2.32.3-py3-none-any.whl", hash = "sha256:{sha()}"}},',
        f"pip install requests==2.32.3 --hash=sha256:{sha()}",
        f"UUID={g.uuid()} / ext4 defaults 0 1",
        f"web-{g.hex(9)}-{g.s('bcdfghjklmnpqrstvwxz2456789', 5)}   1/1   Running   0   3d",
        f'uid: {g.uuid()}\nresourceVersion: "{g.digits(9)}"',
        f'lastTransitionTime: "{g.ts()}"\nmessage: token-controller ready',
        f"refs/heads/main {g.hex(40)}",
        # log lines
        "Failed password for root from 203.0.113.9 port 52144 ssh2",
        "sshd[812]: Accepted publickey for deploy from 10.0.0.4 port 40112 ssh2: ED25519 SHA256:" + g.s(B64, 43),
        'FATAL:  password authentication failed for user "app"',
        "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
        "WARN token expired, refreshing",
        'level=info msg="token renewed" ttl=768h accessor_count=3',
        "[sudo] password for ops:",
        "Enter passphrase for key '/home/ops/.ssh/id_rsa':",
        "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
        "NOAUTH Authentication required.",
        "x509: certificate signed by unknown authority",
        'secret "db-creds" not found',
        'MountVolume.SetUp failed for volume "token" : secret "sa-token" not found',
        "secret/db-creds created",
        "NAME       TYPE     DATA   AGE\ndb-creds   Opaque   2      41d",
        "Data\n====\npassword:  16 bytes\nusername:  3 bytes",
        "Your password has expired and must be changed.",
        "invalid_grant: refresh token is no longer valid",
        "remote: Support for password authentication was removed on August 13, 2021.",
        # code
        "def check_password(user, password):\n    return bcrypt.checkpw(password.encode(), user.hash)",
        'password = os.environ["DB_PASSWORD"]',
        "const token = req.headers.authorization?.split(' ')[1];",
        'token := os.Getenv("GITHUB_TOKEN")',
        "read -rsp 'Password: ' PASSWORD",
        "if [ -z \"$API_KEY\" ]; then echo 'API_KEY missing' >&2; exit 1; fi",
        "SELECT id, password_hash FROM users WHERE email = $1;",
        "ALTER ROLE app WITH PASSWORD :'newpw';",
        "parser.add_argument('--token', help='API token', required=True)",
        "kubectl create secret generic db --from-file=password=./pw.txt",
        "openssl rand -base64 32 > /etc/app/secret.key",
        "docker login -u ci --password-stdin registry.acme.io < ~/.regpw",
        "aws secretsmanager get-secret-value --secret-id prod/db --query SecretString",
        "htpasswd -c /etc/nginx/.htpasswd admin",
        "ssh-keygen -t ed25519 -C 'ops@acme.io' -f ~/.ssh/id_acme",
        "const passwordField = document.getElementById('password-input');",
        "assertThat(response.getToken()).isNotNull();",
        # prose
        "How do I rotate the password of the postgres user without downtime?",
        "The password must have at least 12 characters and one digit.",
        "Never commit an API key; put the token into a Kubernetes Secret and reference it.",
        "The token is stored in Vault under secret/ci and read at deploy time.",
        "where is the password for the jenkins user kept?",
        "We use a bearer token that the gateway checks on every request.",
        "AWS access keys start with AKIA, GitHub tokens with ghp_ and Slack bots with xoxb-.",
        "The basic auth header is the base64 of user:password.",
        "password is required",
        "docs: https://docs.gitlab.com/ee/user/profile/personal_access_tokens.html",
        "The secret to a good rollout is small steps.",
    ]
