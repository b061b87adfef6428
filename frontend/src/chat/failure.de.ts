import type { FailureWords } from "./failure.en";

export const failure: FailureWords = {
  unreachable: {
    title: "Der Assistent ist nicht erreichbar",
    advice: (apiUrl) =>
      `Unter ${apiUrl} hat nichts geantwortet. Prüfen Sie, ob der Server läuft, ob die config.json neben dieser Seite ` +
      "seine Adresse nennt und ob er Anfragen von der Adresse dieser Seite erlaubt (CORS). Versuchen Sie es dann noch einmal.",
  },
  cut: {
    title: "Die Verbindung brach ab",
    advice: "Die Antwort endete, bevor sie fertig war. Was ankam, steht oben. Sie können noch einmal fragen.",
  },
  tooLarge: {
    title: "Die Nachricht ist zu groß",
    gateway: "Das Gateway vor dem Assistenten hat sie abgelehnt. Senden Sie nur den Teil des Logs oder der Datei, auf den es ankommt.",
    advice: "Senden Sie nur den Teil des Logs oder der Datei, auf den es ankommt, oder beginnen Sie ein neues Gespräch.",
  },
  tooMany: {
    title: "Zu viele Anfragen",
    gateway: "Das Gateway vor dem Assistenten begrenzt, wie oft Sie fragen können.",
    advice: "Versuchen Sie es gleich noch einmal.",
  },
  notAnswering: {
    title: "Der Assistent antwortet nicht",
    advice: (status) =>
      `Das Gateway vor ihm sagte ${String(status)}: Der Server ist aus, startet oder ist ausgelastet. Versuchen Sie es gleich noch einmal.`,
  },
  unreadable: {
    title: "Die Antwort ist nicht lesbar",
    advice: (status) =>
      `Etwas antwortete mit Status ${String(status)}, aber nicht so wie der Assistent. Prüfen Sie die Adresse in der ` +
      "config.json und versuchen Sie es dann noch einmal.",
  },
  modelLoading: {
    title: "Das Modell wird noch geladen",
    advice: "Der Server ist gestartet und lädt sein Modell; das kann eine Minute dauern. Versuchen Sie es dann noch einmal.",
  },
  modelFailed: {
    title: "Das Modell ließ sich nicht laden",
    advice: "Wer den Server betreibt, findet mehr in seinem Log. Versuchen Sie es noch einmal, wenn es behoben ist.",
  },
  engineAway: { title: "Das Modell ist nicht erreichbar", advice: "Bleibt es so, sagen Sie denen Bescheid, die den Server betreiben." },
  shuttingDown: {
    title: "Der Server fährt herunter",
    advice: "Er nimmt keine Fragen mehr an. Was von der Antwort kam, bleibt: Versuchen Sie es noch einmal, wenn der Server zurück ist.",
  },
  busy: {
    title: "Der Assistent ist ausgelastet",
    advice: "Alle Plätze in seiner Warteschlange sind belegt. Nichts ging verloren: Versuchen Sie es gleich noch einmal.",
  },
  tooLong: {
    title: "Das Gespräch ist zu lang",
    advice: "Bearbeiten Sie Ihre Nachricht, sodass nur der wichtige Teil bleibt, oder beginnen Sie ein neues Gespräch.",
  },
  noModel: {
    title: "Das Modell gibt es nicht",
    advice: "Diese Seite und der Server passen nicht zusammen: Bringen Sie den älteren Teil auf den neuen Stand.",
  },
  refused: { title: "Die Anfrage wurde abgelehnt" },
  serverFailed: { title: "Der Server hatte einen Fehler", advice: "Sie können noch einmal fragen." },
  referenceLate: { title: "Der Eintrag kam nicht an", advice: "Der Server brauchte zu lange. Versuchen Sie es gleich noch einmal." },
  referenceMissing: {
    title: "Den Eintrag gibt es nicht",
    advice: "Der Server hat ihn nicht oder nicht mehr. Die Antwort oben behält, was daraus genommen wurde.",
  },
};
