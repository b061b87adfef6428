/** The largest file that is taken: with it, a request stays below what the API takes. */
const MOST_BYTES = 1_000_000;

/** What is in a file, or why it is not taken and what to do. */
export type FileRead = { readonly text: string } | { readonly refused: string };

/** Read a file as text: UTF-8, UTF-16 with its mark, or what Windows wrote. */
export async function readTextFile(file: File): Promise<FileRead> {
  const { name, size } = file;
  if (size > MOST_BYTES) return { refused: `${name} is larger than 1 MB. Attach only the part that matters.` };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { refused: `${name} could not be read. Is it a folder?` };
  }
  const text = decode(bytes);
  if (text === null) {
    return { refused: `${name} is not a text file. Only text can be attached: logs, manifests, scripts.` };
  }
  return text.trim() === "" ? { refused: `${name} is empty.` } : { text };
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
