/** What the file of a language is called where nothing better is known. */
const BY_LANGUAGE: Readonly<Record<string, string>> = {
  bash: "script.sh",
  sh: "script.sh",
  shell: "script.sh",
  zsh: "script.sh",
  console: "session.txt",
  powershell: "script.ps1",
  dockerfile: "Dockerfile",
  docker: "Dockerfile",
  containerfile: "Containerfile",
  yaml: "file.yaml",
  yml: "file.yaml",
  json: "file.json",
  toml: "file.toml",
  ini: "file.ini",
  conf: "file.conf",
  properties: "file.properties",
  hcl: "main.tf",
  terraform: "main.tf",
  tf: "main.tf",
  nginx: "nginx.conf",
  systemd: "example.service",
  makefile: "Makefile",
  make: "Makefile",
  groovy: "Jenkinsfile",
  jenkinsfile: "Jenkinsfile",
  python: "script.py",
  py: "script.py",
  javascript: "script.js",
  js: "script.js",
  typescript: "script.ts",
  ts: "script.ts",
  go: "main.go",
  java: "Main.java",
  sql: "query.sql",
  promql: "query.promql",
  diff: "changes.patch",
  patch: "changes.patch",
  xml: "file.xml",
  html: "file.html",
  markdown: "notes.md",
  md: "notes.md",
  log: "output.log",
};

/** What tells more of a language's file: the first that is found in the code. */
const BY_CONTENT: Readonly<Record<string, readonly (readonly [sign: RegExp, name: string])[]>> = {
  yaml: [
    [/^apiVersion: kustomize\.config/m, "kustomization.yaml"],
    [/^services:\s*$/m, "compose.yaml"],
    [/^\s{0,8}runs-on:/m, "workflow.yaml"],
    [/^stages:|^\s{1,4}script:/m, ".gitlab-ci.yml"],
    [/^- (?:hosts|name):[^\n]*\n(?:\s+[^\n]*\n){0,8}?\s+(?:tasks|roles|hosts):/m, "playbook.yaml"],
    [/^\s{0,12}- alert:/m, "alerts.yaml"],
    [/^scrape_configs:/m, "prometheus.yml"],
  ],
  ini: [
    [/^\[Timer\]/m, "example.timer"],
    [/^\[Socket\]/m, "example.socket"],
    [/^\[(?:Unit|Service)\]/m, "example.service"],
  ],
  json: [[/"AWSTemplateFormatVersion"/, "template.json"], [/"Statement"\s*:/, "policy.json"]],
};

const SAME_AS: Readonly<Record<string, string>> = { yml: "yaml", systemd: "ini", conf: "ini" };

/** A name in a comment of the first line, e.g. `# .github/workflows/test.yml`. */
const NAMED = /^(?:#|\/\/|--|;|<!--|\/\*)\s*(?:file(?:name)?:\s*)?((?:[\w.@-]{1,60}\/){0,8}(?:[\w@-][\w.@-]{0,60}\.[A-Za-z]\w{0,9}|\.[A-Za-z][\w.-]{1,40}|Dockerfile|Containerfile|Makefile|Jenkinsfile))\s*(?:-->|\*\/)?$/;

/**
 * Guess what a block of code is called as a file.
 *
 * @param language as its fence names it, in lower case.
 */
export function codeFileName(code: string, language: string): string {
  const kind = SAME_AS[language] ?? language;
  return (
    namedIn(code) ??
    (kind === "yaml" ? kubernetesName(code) : null) ??
    BY_CONTENT[kind]?.find(([sign]) => sign.test(code))?.[1] ??
    BY_LANGUAGE[language] ??
    "snippet.txt"
  );
}

function namedIn(code: string): string | null {
  const [first = ""] = code.trimStart().split("\n", 1);
  return NAMED.exec(first.slice(0, 400).trim())?.[1]?.split("/").at(-1) ?? null;
}

/** E.g. "deployment-web.yaml"; of several manifests the first one names the file. */
function kubernetesName(code: string): string | null {
  if (!/^apiVersion:/m.test(code) || /^apiVersion: kustomize/m.test(code)) return null;
  const kind = /^kind:\s*["']?(\w{1,60})/m.exec(code)?.[1]?.toLowerCase();
  const name = /^metadata:[^\n]*\n(?:[ \t]+[^\n]*\n){0,20}?[ \t]{1,4}name:[ \t]*["']?([\w.-]{1,60})/m.exec(code)?.[1];
  if (kind === undefined) return null;
  return `${[kind, ...(name === undefined ? [] : [name])].join("-")}.yaml`;
}
