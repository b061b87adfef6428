/** An id for a conversation or a message that no other has. `crypto.randomUUID` is not there on a plain http address. */
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
