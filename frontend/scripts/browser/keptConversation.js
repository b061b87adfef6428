import { NO_NOTES } from "./longText.js";

/** @import { Page } from "playwright-core" */
/** @import { Conversation, Message } from "../../src/conversation/conversation" */

const FIRST_AT = Date.UTC(2026, 0, 5, 9);
const MINUTE_MS = 60_000;

/**
 * A conversation of so many messages as engineers have them: short answers and long ones, code in several languages,
 * tables, pasted logs, findings and risks.
 *
 * @param {number} messages even: each question has an answer.
 * @returns {Conversation}
 */
export function longConversation(messages) {
  const all = Array.from({ length: messages / 2 }, (_, turn) => [question(turn), answer(turn)]).flat();
  return {
    id: "a-long-conversation",
    title: "Why does web-0 restart?",
    createdAt: FIRST_AT,
    updatedAt: FIRST_AT + messages * MINUTE_MS,
    pinned: false,
    settings: { model: null, systemPrompt: null, temperature: null, topP: null, maxTokens: null },
    messages: all,
    leafId: all.at(-1)?.id ?? null,
  };
}

/**
 * Put a conversation where the page keeps them. The page must have been open once, which lays the places out.
 *
 * @type {(page: Page, conversation: Conversation) => Promise<void>}
 */
export async function keep(page, { messages, ...head }) {
  await page.evaluate(
    async ({ record, kept }) => {
      const opened = indexedDB.open("devops-assistant");
      await new Promise((resolve, reject) => {
        opened.onsuccess = resolve;
        opened.onerror = reject;
      });
      const transaction = opened.result.transaction(["conversations", "messages"], "readwrite");
      transaction.objectStore("conversations").put(record);
      for (const message of kept) transaction.objectStore("messages").put({ conversationId: record.id, message });
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = reject;
      });
      opened.result.close();
    },
    { record: { ...head, deletedAt: null }, kept: messages },
  );
}

/** @type {(turn: number) => Message} */
function question(turn) {
  const name = `web-${String(turn)}`;
  const texts = [
    `Question ${String(turn + 1)}: why does ${name} restart?`,
    `Question ${String(turn + 1)}: this is what I see\n\n  ${name}  0/1  CrashLoopBackOff  14 (2m ago)  51m\n\nand the node has room.`,
    `Question ${String(turn + 1)}: write the manifest for ${name}, with probes and limits. It needs 512 MiB and answers on 8080.`,
  ];
  const log = Array.from({ length: 60 }, (_, line) => `2026-01-05T09:${String(line)}:00Z ${line % 9 === 0 ? "ERROR" : "INFO"} ${name} request ${String(line * 37)} took ${String(line * 3)} ms`);
  return {
    role: "user",
    id: `question-${String(turn)}`,
    parentId: turn === 0 ? null : `answer-${String(turn - 1)}`,
    createdAt: FIRST_AT + 2 * turn * MINUTE_MS,
    text: texts[turn % texts.length] ?? "",
    attachments: turn % 10 === 7 ? [{ name: `${name}.log`, text: log.join("\n") }] : [],
  };
}

/** @type {(turn: number) => Message} */
function answer(turn) {
  const parts = [cause, manifest, commands, cause, table, script, manifest];
  // From one part to four.
  const count = 1 + (turn % 4);
  const shown = Array.from({ length: count }, (_, part) => parts[(turn + part) % parts.length] ?? cause);
  const text = shown.map((part) => part(`web-${String(turn)}`)).join("\n\n");
  const blocks = text.match(/^```\w+$/gm) ?? [];
  return {
    role: "assistant",
    id: `answer-${String(turn)}`,
    parentId: `question-${String(turn)}`,
    createdAt: FIRST_AT + (2 * turn + 1) * MINUTE_MS,
    text: `${text}\n\nThis is the end of answer ${String(turn + 1)}.`,
    notes: {
      ...NO_NOTES,
      references: [{ title: "Why a pod keeps restarting", source: "handbook", id: "restarts", link: "/v1/devops/references/handbook/restarts" }],
      checks: blocks.map((fence, block) => ({
        kind: "kubernetes",
        block,
        language: fence.slice(3),
        status: "no_findings",
        reason: null,
        checkers: [{ name: "kubernetes-validate", version: "1.37.0" }],
        findings: [],
        repaired: false,
        changes: [],
        left_out: 0,
      })),
      risks: blocks.flatMap((fence, block) =>
        fence === "```bash"
          ? [{ block, line: 1, command: "kubectl rollout restart", risk: "changes state", reason: "changes what runs", pasted: false }]
          : [],
      ),
    },
    questionAt: 2 * turn,
    model: "devops-assistant",
    figures: { promptTokens: 900, answerTokens: 60 * count, firstTextMs: 180, tokensPerSecond: 41 },
    outcome: { status: "complete" },
  };
}

/** @type {(name: string) => string} */
function cause(name) {
  return `The container in \`${name}\` ends with **exit code 137** as soon as its memory passes the limit [1]: the kernel ends what asks for more than the limit allows, and the kubelet starts it again, later each time.

1. Look at the events of the pod, newest last.
2. Read the log of the container *before* this one with \`kubectl logs --previous\`.
3. Compare what it uses with what it may use:
   - requests decide where it runs,
   - limits decide when it is ended.`;
}

/** @type {(name: string) => string} */
function manifest(name) {
  return `## The manifest

Put the limit where the process stays below it, and give it time to start:

\`\`\`yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 3
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.2.3
          ports: [{containerPort: 8080}]
          readinessProbe:
            httpGet: {path: /healthz, port: 8080}
            periodSeconds: 5
          resources:
            requests: {memory: 256Mi, cpu: 250m}
            limits: {memory: 512Mi, cpu: "1"} # was 256Mi
\`\`\`

> The readiness probe keeps traffic away until it answers.`;
}

/** @type {(name: string) => string} */
function commands(name) {
  return `### What to run

\`\`\`bash
kubectl rollout restart deployment/${name}
kubectl describe pod -l app=${name} | grep -A 12 'Last State'
kubectl logs -l app=${name} --previous --tail=200
\`\`\`

The second shows why it ended, the third what it said before.`;
}

/** @type {(name: string) => string} */
function table(name) {
  return `| Exit code | Meaning | What to do with ${name} |
|---|---|---|
| 1 | the program failed | read its log |
| 125 | the container could not be made | read the events |
| 137 | killed, often for memory | raise the limit or find the leak |
| 143 | asked to end | look for who asks |`;
}

/** @type {(name: string) => string} */
function script(name) {
  return `A small check for the pipeline:

\`\`\`python
import json
import subprocess
import sys

LIMIT = 3


def restarts(name: str) -> int:
    """How often the containers of a deployment were started again."""
    shown = subprocess.run(["kubectl", "get", "pods", "-l", f"app={name}", "-o", "json"], check=True, capture_output=True)
    statuses = [status for pod in json.loads(shown.stdout)["items"] for status in pod["status"]["containerStatuses"]]
    return sum(status["restartCount"] for status in statuses)


if __name__ == "__main__":
    sys.exit(0 if restarts("${name}") <= LIMIT else 1)
\`\`\``;
}
