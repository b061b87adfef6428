/** Where a key is kept: for the tab alone, or on this device. */
export interface KeptKey {
  readonly key: string;
  readonly onDevice: boolean;
}

/** Under the address of the API: the key of one server is never sent to another. */
function nameOf(apiUrl: string): string {
  return `devops-assistant-key ${apiUrl}`;
}

export function readKey(apiUrl: string): KeptKey | null {
  try {
    const ofTab = sessionStorage.getItem(nameOf(apiUrl));
    const ofDevice = localStorage.getItem(nameOf(apiUrl));
    const key = ofTab ?? ofDevice;
    return key === null ? null : { key, onDevice: ofTab === null };
  } catch {
    return null; // A browser that keeps nothing for this page.
  }
}

/** Null forgets it, in both places. Where the browser keeps nothing, the page has it until it is closed. */
export function writeKey(apiUrl: string, kept: KeptKey | null): void {
  try {
    sessionStorage.removeItem(nameOf(apiUrl));
    localStorage.removeItem(nameOf(apiUrl));
    if (kept !== null) (kept.onDevice ? localStorage : sessionStorage).setItem(nameOf(apiUrl), kept.key);
  } catch {
    // As said above.
  }
}
