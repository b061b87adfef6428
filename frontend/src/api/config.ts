import type { Say } from "../language/catalogue";
import { configWords } from "./config.en";
import type { ConfigWords } from "./config.en";
import { isRecord, parseJson } from "./wire";

/** What the page is told at run time, so that one build serves every environment. */
export interface Config {
  /** Where the API is, without a slash at the end. */
  readonly apiUrl: string;
}

/** Says what is wrong with config.json and how to put it right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly say: Say<ConfigWords>;

  constructor(say: Say<ConfigWords>) {
    super(say(configWords.english));
    this.say = say;
  }
}

/** Fetch config.json from beside the page, under whatever prefix the page is served. */
export async function loadConfig(signal: AbortSignal): Promise<Config> {
  const address = new URL("config.json", document.baseURI);
  const { href } = address;
  let response: Response;
  try {
    response = await fetch(address, { cache: "no-store", signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ConfigError((words) => words.notFetched(href));
  }
  const { ok, status } = response;
  if (!ok) throw new ConfigError((words) => words.refused(href, status));
  return parseConfig(await response.text(), address);
}

/** @param address of config.json: an `apiUrl` may be relative to it, for an API behind the same host. */
export function parseConfig(text: string, address: URL): Config {
  const { href } = address;
  const value = parseJson(text);
  if (!isRecord(value)) throw new ConfigError((words) => words.noObject(href));
  const { apiUrl } = value;
  if (typeof apiUrl !== "string" || apiUrl === "") {
    throw new ConfigError((words) => words.noApiUrl(href));
  }
  const url = URL.canParse(apiUrl, address) ? new URL(apiUrl, address) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ConfigError((words) => words.noAddress(href, apiUrl));
  }
  return { apiUrl: url.href.replace(/\/+$/, "") };
}
