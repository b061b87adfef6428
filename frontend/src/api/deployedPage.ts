/**
 * The address of the script that the deployed page starts with, which has a hash in its name: another one is another
 * version. Null where that cannot be told now.
 */
export async function deployedScript(signal: AbortSignal): Promise<string | null> {
  try {
    const response = await fetch(document.baseURI, { cache: "no-store", signal });
    if (!response.ok) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    return scriptOf(page);
  } catch {
    return null;
  }
}

/** The same of the page that runs. */
export function runningScript(): string | null {
  return scriptOf(document);
}

function scriptOf(page: Document): string | null {
  const source = page.querySelector('script[type="module"][src]')?.getAttribute("src");
  return source == null ? null : new URL(source, document.baseURI).href;
}
