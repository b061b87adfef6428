/** A kind of secret as words, e.g. `github_token`: "GitHub token". */
export function secretWords(type: string): string {
  return type
    .split("_")
    .map((word) => NAMES[word] ?? word)
    .join(" ");
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
