const PREFIX = "#/conversation/";

/** The conversation that the address of the page names; null where it names none. */
export function namedConversation(): string | null {
  return location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : null;
}

/** Null where nothing is to be named. */
export function nameConversation(id: string | null): void {
  const address = new URL(location.href);
  address.hash = id === null ? "" : PREFIX + id;
  history.replaceState(null, "", address);
}
