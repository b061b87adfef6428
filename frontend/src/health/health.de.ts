import type { HealthWords } from "./health.en";

export const health: HealthWords = {
  modelStatus: "Zustand des Modells",
  moreAboutServer: "Mehr über den Server",
  status: {
    checking: { label: "Verbinde", hint: null },
    ready: { label: "Bereit", hint: null },
    loading: { label: "Modell wird geladen", hint: "es geht von selbst weiter" },
    waiting: { label: "Wartet auf den Inferenzserver", hint: null },
    overloaded: { label: "Überlastet", hint: "Fragen werden abgelehnt" },
    stopping: { label: "Fährt herunter", hint: "nimmt keine Fragen mehr an" },
    failed: { label: "Modell nicht geladen", hint: null },
    unreachable: { label: "Nicht erreichbar", hint: "die Seite versucht es weiter" },
    unauthorised: { label: "Kein Zugang", hint: "der Server will einen Schlüssel" },
  },
  late: "Er hat nicht rechtzeitig geantwortet.",
  nothingAnswers: (apiUrl) => `Unter ${apiUrl} antwortet nichts.`,
  offline: "Dieses Gerät ist offline.",
  cut: "Seine Antwort brach ab.",
  notTheAssistant: (status) => `Was dort antwortet, ist nicht der Assistent oder noch nicht: Es sagte ${String(status)}.`,
};
