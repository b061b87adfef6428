/** The words of a kind of secret, e.g. of `github_token` "GitHub" and "token". */
export function secretKind(type: string): readonly string[] {
  return type.split("_").map((word) => NAMES[word] ?? word);
}

const NAMES: Readonly<Record<string, string>> = {
  api: "API",
  aws: "AWS",
  gcp: "GCP",
  github: "GitHub",
  gitlab: "GitLab",
  jwt: "JWT",
  npm: "npm",
  openai: "OpenAI",
  pypi: "PyPI",
  slack: "Slack",
  ssh: "SSH",
  url: "URL",
};
