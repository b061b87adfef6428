import { expect, test } from "vitest";

import { newConversation } from "./conversation";
import type { Answer, Conversation, Question } from "./conversation";
import { conversationFileName, conversationMarkdown } from "./markdown";
import { markdown as german } from "./markdown.de";
import { markdownWords } from "./markdown.en";

const { english } = markdownWords;

const question: Question = { role: "user", id: "q", parentId: null, createdAt: 0, text: "Why?", attachments: [] };
const answer: Answer = {
  role: "assistant",
  id: "a",
  parentId: "q",
  createdAt: 0,
  text: "Because.",
  notes: null,
  questionAt: 0,
  model: "devops-assistant",
  figures: null,
  outcome: { status: "complete" },
};

function holding(question: Question, answer: Answer): Conversation {
  return { ...newConversation("c", 0), title: "Why?", messages: [question, answer], leafId: answer.id };
}

test("a conversation reads as one", () => {
  expect(conversationMarkdown(holding(question, answer), english)).toBe(
    "# Why?\n\n## You\n\nWhy?\n\n## Assistant (devops-assistant)\n\nBecause.\n",
  );
});

test("what the user wrote is between fences where Markdown would change it", () => {
  const markdown = conversationMarkdown(holding({ ...question, text: "# a\n```\nb" }, answer), english);
  expect(markdown).toContain("## You\n\n````text\n# a\n```\nb\n````\n\n");
});

test("attachments stand under their name", () => {
  const attached = { ...question, text: "", attachments: [{ name: "app.log", text: "a\n" }] };
  expect(conversationMarkdown(holding(attached, answer), english)).toContain("## You\n\nAttached: app.log\n\n```app.log\na\n```\n\n");
});

test("an answer that was cut within code takes nothing after it into the code, and says so", () => {
  const cut = { ...answer, text: "Run:\n\n```bash\nls", outcome: { status: "stopped" } } as const;
  expect(conversationMarkdown(holding(question, cut), english)).toMatch(/```bash\nls\n```\n\n_This answer ended early\._\n$/);
});

test("references are listed, and linked where they are outside", () => {
  const references = [
    { source: "handbook", id: "a", title: "A", link: "/v1/devops/references/a" },
    { source: "runbook", id: "b", title: "B", link: "https://example.com/b" },
  ] as const;
  const noted: Answer = {
    ...answer,
    notes: { intent: null, references: [...references], redactions: [], excerpts: [], checks: [], risks: [] },
  };
  expect(conversationMarkdown(holding(question, noted), english)).toMatch(
    /From the reference:\n\n1\. A\n2\. \[B\]\(https:\/\/example\.com\/b\)\n$/,
  );
});

test("the file is named after the conversation", () => {
  const titled = (title: string) => conversationFileName({ ...newConversation("c", 0), title }, english);
  expect(titled("Why does `web` restart?")).toBe("why-does-web-restart.md");
  expect(titled("")).toBe("conversation.md");
  expect(titled("???")).toBe("conversation.md");
});

test("its headings are in the language of the page", () => {
  const cut = { ...answer, outcome: { status: "stopped" } } as const;
  expect(conversationMarkdown({ ...holding(question, cut), title: "" }, german)).toBe(
    "# Gespräch\n\n## Sie\n\nWhy?\n\n## Assistent (devops-assistant)\n\nBecause.\n\n_Diese Antwort endete vorzeitig._\n",
  );
});
