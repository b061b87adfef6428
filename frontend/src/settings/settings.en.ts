import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";

const { counted } = formatsOf("en");

export const settingsWords = catalogue("settings", {
  title: "Settings",
  ofConversation: "This conversation",
  ofPage: "This page",
  systemPrompt: "System prompt",
  systemPromptHelp: "What the model is told before the conversation.",
  serverDecides: "Server decides",
  temperature: "Temperature",
  temperatureHelp: "0 to 2. Lower is more predictable.",
  topP: "Top P",
  topPHelp: "0 to 1. Lower leaves out unlikely words.",
  maxTokens: "Max tokens",
  maxTokensHelp: "From 1. Where an answer is cut.",
  noNumber: (most: number) => `a number from 0 to ${String(most)}, or nothing.`,
  noCount: "a whole number from 1, or nothing.",
  letServerDecide: "Let the server decide",
  save: "Save",

  model: "Model",
  assistant: "The assistant: the model with references, checked code and secrets taken out.",
  bareModel: "The bare model: no references, nothing is checked or taken out.",
  contextOf: (tokens: number) => `Context of ${counted(tokens, { one: "token", other: "tokens" })}.`,
  notOnServer: "Not on this server now.",
  chosenBefore: "Chosen before.",
  askingForModels: "Asking the server for its models",
  modelsUnknown: "The server did not say which models it has.",
  tryAgain: "Try again",

  language: "Language",
  languageHelp: "What the page speaks, from now on. Answers come in the language that the model gives them.",
  asBrowser: (language: string) => `As in the browser (${language})`,
  languageNotFetched: "The language could not be fetched. Check your connection and try again.",

  apiKeyButton: "API key…",
  apiKey: "API key",
  key: "Key",
  sentTo: (apiUrl: string) => `Sent to ${apiUrl} and nowhere else.`,
  keyMissing: "write the key first.",
  keyWithSpaces: "a key has no spaces and no special letters.",
  keepOnDevice: "Keep it on this device. Otherwise it is forgotten with this tab.",
  forgetKey: "Forget the key",
  useKey: "Use this key",
  keyWanted: "The assistant asks for an API key.",
  keyRefused: "The assistant did not take the key that it was sent.",
  noKey: "No key is sent. Enter one if the assistant asks for it.",
  keyOnDevice: "A key is kept on this device.",
  keyInTab: "A key is kept for this tab.",
});

export type SettingsWords = WordsOf<typeof settingsWords>;
