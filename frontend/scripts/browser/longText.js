export const NO_NOTES = { intent: null, references: [], redactions: [], excerpts: [], checks: [], risks: [] };

/**
 * An answer of so many pieces, a token each, of the kinds that answers have: headings, paragraphs, lists, tables and
 * checked blocks of code.
 *
 * @param {number} tokens
 * @returns {(string | object)[]} text, and notes on the blocks behind them.
 */
export function longAnswer(tokens) {
  /** @type {(string | object)[]} */
  const pieces = [];
  let words = 0;
  for (let section = 1; words < tokens; section += 1) {
    const ownPieces = piecesOf(sectionText(section)).slice(0, tokens - words);
    words += ownPieces.length;
    pieces.push(...ownPieces, { ...NO_NOTES, checks: [check(section - 1)], risks: [risk(section - 1)] });
  }
  return pieces;
}

/** @type {(section: number) => string} */
function sectionText(section) {
  const name = `web-${String(section)}`;
  return `## ${String(section)}. Find out why ${name} restarts

The container in \`${name}\` ends with **exit code 137** as soon as its memory passes the limit: the kernel ends what asks for
more than the limit allows, and the kubelet starts it again, later each time. First see what the cluster knows of it,
then what the process wrote last.

1. Look at the events of the pod, newest last.
2. Read the log of the container *before* this one with \`kubectl logs --previous\`.
3. Compare what it uses with what it may use:
   - requests decide where it runs,
   - limits decide when it is ended.

\`\`\`yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.2.${String(section)}
          resources:
            limits: {memory: 512Mi, cpu: "1"} # was 256Mi
\`\`\`

| Exit code | Meaning | What to do |
|---|---|---|
| 1 | the program failed | read its log |
| 137 | killed, often for memory | raise the limit or find the leak |

`;
}

/** @type {(text: string) => string[]} */
function piecesOf(text) {
  return text.match(/[\s\S]{1,4}/g) ?? [];
}

/** @type {(block: number) => object} */
function check(block) {
  const checkers = [{ name: "kubernetes-validate", version: "1.37.0" }];
  const about = { kind: "kubernetes", block, language: "yaml", reason: null, repaired: false, changes: [], left_out: 0 };
  return { ...about, checkers, status: "no_findings", findings: [] };
}

/** @type {(block: number) => object} */
function risk(block) {
  return { block, line: 1, command: "kubectl apply -f web.yaml", risk: "changes state", reason: "changes what runs", pasted: false };
}
