import { isRecord, parseJson } from "./wire";

/** What the page is told at run time, so that one build serves every environment. */
export interface Config {
  /** Where the API is, without a slash at the end. */
  readonly apiUrl: string;
}

/** The message says what is wrong with config.json and how to put it right. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Fetch config.json from beside the page, under whatever prefix the page is served. */
export async function loadConfig(signal: AbortSignal): Promise<Config> {
  const address = new URL("config.json", document.baseURI);
  let response: Response;
  try {
    response = await fetch(address, { cache: "no-store", signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ConfigError(`${address.href} could not be fetched. Check your connection, then reload this page.`);
  }
  if (!response.ok) {
    throw new ConfigError(`${address.href} answered ${String(response.status)}. Put a config.json beside index.html.`);
  }
  return parseConfig(await response.text(), address);
}

/** @param address of config.json: an `apiUrl` may be relative to it, for an API behind the same host. */
export function parseConfig(text: string, address: URL): Config {
  const value = parseJson(text);
  if (!isRecord(value)) throw new ConfigError(`${address.href} is not a JSON object.`);
  const { apiUrl } = value;
  if (typeof apiUrl !== "string" || apiUrl === "") {
    throw new ConfigError(`${address.href} does not say where the API is: "apiUrl" is missing.`);
  }
  const url = URL.canParse(apiUrl, address) ? new URL(apiUrl, address) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new ConfigError(`${address.href} names "${apiUrl}" as "apiUrl", which is not an http or https address.`);
  }
  return { apiUrl: url.href.replace(/\/+$/, "") };
}
