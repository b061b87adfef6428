import type { ConfigWords } from "./config.en";

export const config: ConfigWords = {
  notFetched: (address) => `${address} ließ sich nicht abrufen. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.`,
  refused: (address, status) => `${address} antwortete mit ${String(status)}. Legen Sie eine config.json neben die index.html.`,
  noObject: (address) => `${address} ist kein JSON-Objekt.`,
  noApiUrl: (address) => `${address} sagt nicht, wo die API ist: „apiUrl“ fehlt.`,
  noAddress: (address, apiUrl) => `${address} nennt als „apiUrl“ „${apiUrl}“; das ist keine http- oder https-Adresse.`,
};
