import type { DetailsWords } from "./details.en";

export const details: DetailsWords = {
  aboutServer: "Über den Server",
  status: {
    checking: { reason: "Die Seite fragt den Server, wie es ihm geht.", next: "Das dauert einen Augenblick." },
    ready: { reason: "Der Server antwortet.", next: "Fragen Sie, was Sie möchten." },
    overloaded: {
      reason: "Alle Plätze in der Warteschlange des Servers sind belegt.",
      next: "Eine Frage wird jetzt abgelehnt, geht aber nicht verloren: Senden Sie sie noch einmal, wenn hier „Bereit“ steht. Die Seite fragt alle 2 Sekunden nach.",
    },
    loading: {
      reason: "Der Server ist gestartet und lädt sein Modell.",
      next: "Beim ersten Mal kann das einige Minuten dauern. Die Seite fragt alle 2 Sekunden nach und sagt, wenn er bereit ist.",
    },
    waiting: {
      reason: "Der Inferenzserver hinter dem Assistenten antwortet nicht.",
      next: "Sobald er antwortet, geht es weiter. Bleibt es so, sagen Sie denen Bescheid, die ihn betreiben.",
    },
    stopping: {
      reason: "Der Server fährt herunter.",
      next: "Laufende Antworten werden möglichst beendet. Die Seite macht weiter, wenn wieder ein Server da ist.",
    },
    failed: {
      reason: "Das Modell ließ sich nicht laden.",
      next: "Das müssen die beheben, die den Server betreiben; sein Log sagt mehr. Die Seite fragt alle 2 Sekunden nach.",
    },
    unreachable: {
      reason: "Der Server antwortet nicht.",
      next: "Was auf dieser Seite steht, bleibt lesbar. Die Seite fragt alle 2 Sekunden nach und macht von selbst weiter.",
    },
    unauthorised: {
      reason: "Der Server verlangt einen API-Schlüssel und hat keinen bekommen, den er kennt.",
      next: "Bitten Sie die, die den Server betreiben, um einen Schlüssel, und geben Sie ihn unter „Einstellungen“, „API-Schlüssel“ ein.",
    },
  },
  askAgain: "Jetzt noch einmal fragen",
  model: "Modell",
  version: "Version",
  versions: (page, server) => `Seite ${page}, Server ${server}`,
  answers: "Antworten",
  queue: (running, waiting) => `${String(running)} laufen, ${String(waiting)} warten`,
};
