import { formatsOf } from "../language/formats";
import type { SettingsWords } from "./settings.en";

const { counted } = formatsOf("de");

export const settings: SettingsWords = {
  title: "Einstellungen",
  ofConversation: "Dieses Gespräch",
  ofPage: "Diese Seite",
  systemPrompt: "System-Prompt",
  systemPromptHelp: "Was dem Modell vor dem Gespräch gesagt wird.",
  serverDecides: "Server entscheidet",
  temperature: "Temperatur",
  temperatureHelp: "0 bis 2. Weniger ist berechenbarer.",
  topP: "Top P",
  topPHelp: "0 bis 1. Weniger lässt seltene Wörter weg.",
  maxTokens: "Max. Tokens",
  maxTokensHelp: "Ab 1. Wo eine Antwort abgeschnitten wird.",
  noNumber: (most) => `eine Zahl von 0 bis ${String(most)} oder nichts.`,
  noCount: "eine ganze Zahl ab 1 oder nichts.",
  letServerDecide: "Zurücksetzen",
  save: "Speichern",

  model: "Modell",
  assistant: "Der Assistent: das Modell mit Nachschlagewerk, geprüftem Code und ohne Geheimnisse.",
  bareModel: "Das Modell allein: ohne Nachschlagewerk, nichts wird geprüft oder entfernt.",
  contextOf: (tokens) => `Kontext von ${counted(tokens, { one: "Token", other: "Tokens" })}.`,
  notOnServer: "Zurzeit nicht auf diesem Server.",
  chosenBefore: "Früher gewählt.",
  askingForModels: "Der Server wird nach seinen Modellen gefragt",
  modelsUnknown: "Der Server hat nicht gesagt, welche Modelle er hat.",
  tryAgain: "Noch einmal versuchen",

  language: "Sprache (Language)",
  languageHelp: "Was die Seite ab jetzt spricht. Antworten kommen in der Sprache, in der das Modell sie gibt.",
  asBrowser: (language) => `Wie im Browser (${language})`,
  languageNotFetched: "Die Sprache ließ sich nicht abrufen. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",

  apiKeyButton: "API-Schlüssel…",
  apiKey: "API-Schlüssel",
  key: "Schlüssel",
  sentTo: (apiUrl) => `Geht an ${apiUrl} und sonst nirgendwohin.`,
  keyMissing: "Geben Sie zuerst den Schlüssel ein.",
  keyWithSpaces: "Ein Schlüssel hat keine Leerzeichen und keine Sonderzeichen.",
  keepOnDevice: "Auf diesem Gerät speichern. Sonst wird er mit diesem Tab vergessen.",
  forgetKey: "Schlüssel vergessen",
  useKey: "Schlüssel verwenden",
  keyWanted: "Der Assistent verlangt einen API-Schlüssel.",
  keyRefused: "Der Assistent hat den gesendeten Schlüssel nicht angenommen.",
  noKey: "Es wird kein Schlüssel gesendet. Geben Sie einen ein, wenn der Assistent danach fragt.",
  keyOnDevice: "Ein Schlüssel ist auf diesem Gerät gespeichert.",
  keyInTab: "Ein Schlüssel ist für diesen Tab gespeichert.",
};
