import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const chatWords = catalogue("chat", {
  conversation: "Conversation",
  you: "You",
  assistant: "Assistant",
  question: "What needs fixing?",
  invitation: "Ask about Kubernetes, containers, CI, cloud and Linux, or paste a log or a manifest.",
  examples: [
    "How do I see why a pod keeps restarting?",
    "Write a Dockerfile for a Python web service that runs as a non-root user.",
    "How do I find out what is filling up the disk of a Linux server?",
    "Explain the difference between a Deployment and a StatefulSet.",
  ],
  message: "Message",
  placeholder: "Ask, or paste a log",
  send: "Send",
  sendHint: "Send (Enter)",
  stop: "Stop",
  stopHint: "Stop (Esc)",
  attach: "Attach text files",
  filesToAttach: "Files to attach",
  drop: "Drop text files to attach them",
  notAttached: (file: string) => `${file} was not attached: a part of this page could not be loaded. Reload it to try again.`,
  jump: "Jump to latest",
  share: "Share",
  partNotLoaded: "A part of this page could not be loaded. Reload the page to try again.",
});

export type ChatWords = WordsOf<typeof chatWords>;
