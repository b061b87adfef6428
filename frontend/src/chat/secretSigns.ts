export type SecretSign = "privateKey" | "awsKey" | "accessToken" | "bearerToken" | "password" | "addressWithPassword";

/** What is surely a secret where it stands; the server finds far more. Every pattern takes linear time. */
const SIGNS: readonly (readonly [sign: SecretSign, pattern: RegExp])[] = [
  ["privateKey", /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY/],
  ["awsKey", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  [
    "accessToken",
    /\b(?:gh[opusr]_\w{36}|github_pat_\w{40}|glpat-[\w-]{20}|xox[abprs]-[\w-]{20}|sk_live_\w{20}|eyJ[\w-]{10,300}\.eyJ[\w-]{10})/,
  ],
  ["bearerToken", /\bbearer\s{1,3}(?=[\w.~+/-]{0,40}\d)[\w.~+/-]{16}/i],
  // A value, and not a variable, a call, a path, a mask or what says that one goes here.
  [
    "password",
    /(?:passw(?:or)?d|pwd|api_?key|secret_(?:access_)?key)["']?\s{0,3}=\s{0,3}["']?(?![\w.]{0,80}[([])(?!redacted_|your|change|[./~])[^\s"'$<{(%*[&#=]{4}/i,
  ],
  [
    "password",
    /^[ \t]{0,40}["']?[\w.-]{0,40}passw(?:or)?d["']?:[ \t]{1,4}["']?(?=\S{0,40}\d)(?!redacted_|your|change|[./~$<{*])\S{6,200}[ \t]{0,4}$/im,
  ],
  ["addressWithPassword", /:\/\/[^\s:@/]{0,64}:(?!redacted_)[^\s@/$<{*]{3,128}@/i],
];

/** Longer drafts are looked at in part: the warning is a courtesy. */
const MOST_CHARACTERS = 200_000;

/** Which secrets a draft seems to hold. */
export function signsOfSecrets(draft: string): readonly SecretSign[] {
  const text = draft.slice(0, MOST_CHARACTERS);
  return [...new Set(SIGNS.filter(([, pattern]) => pattern.test(text)).map(([sign]) => sign))];
}
