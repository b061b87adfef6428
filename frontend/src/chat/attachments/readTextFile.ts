import type { Problem } from "./problems";

/** The largest file that is taken: with it, a request stays below what the API takes. */
const MOST_BYTES = 1_000_000;

/** What is in a file, or why it is not taken. */
export type FileRead = { readonly text: string } | { readonly refused: Problem };

/** Read a file as text: UTF-8, UTF-16 with its mark, or what Windows wrote. */
export async function readTextFile(file: File): Promise<FileRead> {
  const { name, size } = file;
  if (size > MOST_BYTES) return { refused: { kind: "tooLarge", name, most: MOST_BYTES / 1_000_000 } };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { refused: { kind: "notRead", name } };
  }
  const text = decode(bytes);
  if (text === null) return { refused: { kind: "noText", name } };
  return text.trim() === "" ? { refused: { kind: "empty", name } } : { text };
}

function decode(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (hasControls(bytes)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** Whether there are bytes that text does not have; the escape that begins a colour of the terminal (27) is text. */
function hasControls(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte < 32 && (byte < 7 || (byte > 13 && byte !== 27)));
}
