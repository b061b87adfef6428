import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const configWords = catalogue("config", {
  notFetched: (address: string) => `${address} could not be fetched. Check your connection, then reload this page.`,
  refused: (address: string, status: number) => `${address} answered ${String(status)}. Put a config.json beside index.html.`,
  noObject: (address: string) => `${address} is not a JSON object.`,
  noApiUrl: (address: string) => `${address} does not say where the API is: "apiUrl" is missing.`,
  noAddress: (address: string, apiUrl: string) =>
    `${address} names "${apiUrl}" as "apiUrl", which is not an http or https address.`,
});

export type ConfigWords = WordsOf<typeof configWords>;
