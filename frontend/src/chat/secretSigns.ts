/** What is surely a secret where it stands; the server finds far more. Every pattern takes linear time. */
const SIGNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY/],
  ["an AWS key", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  [
    "an access token",
    /\b(?:gh[opusr]_\w{36}|github_pat_\w{40}|glpat-[\w-]{20}|xox[abprs]-[\w-]{20}|sk_live_\w{20}|eyJ[\w-]{10,300}\.eyJ[\w-]{10})/,
  ],
  ["a bearer token", /\bbearer\s{1,3}(?=[\w.~+/-]{0,40}\d)[\w.~+/-]{16}/i],
  // A value, and not a variable, a call, a path, a mask or what says that one goes here.
  [
    "a password",
    /(?:passw(?:or)?d|pwd|api_?key|secret_(?:access_)?key)["']?\s{0,3}=\s{0,3}["']?(?![\w.]{0,80}[([])(?!redacted_|your|change|[./~])[^\s"'$<{(%*[&#=]{4}/i,
  ],
  [
    "a password",
    /^[ \t]{0,40}["']?[\w.-]{0,40}passw(?:or)?d["']?:[ \t]{1,4}["']?(?=\S{0,40}\d)(?!redacted_|your|change|[./~$<{*])\S{6,200}[ \t]{0,4}$/im,
  ],
  ["an address with a password", /:\/\/[^\s:@/]{0,64}:(?!redacted_)[^\s@/$<{*]{3,128}@/i],
];

/** Longer drafts are looked at in part: the warning is a courtesy. */
const MOST_CHARACTERS = 200_000;

/** Which secrets a draft seems to hold, in words. */
export function signsOfSecrets(draft: string): readonly string[] {
  const text = draft.slice(0, MOST_CHARACTERS);
  return [...new Set(SIGNS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name))];
}
