import type { Conversation } from "../conversation/conversation";
import { settled } from "../conversation/settled";
import { parseJson } from "../api/wire";
import { FORMAT, VERSION } from "./exportFile";
import { FormatError, integer, list, record } from "./fields";
import { readConversation } from "./readConversation";

export { FormatError };

/**
 * The conversations of an exported file.
 *
 * @throws FormatError that says what is wrong and where.
 */
export function readExport(content: string): readonly Conversation[] {
  const value = parseJson(content);
  if (value === undefined) throw new FormatError("This file is not JSON. Choose one that was exported here as JSON.");
  const file = record(value, "The file");
  if (file.format !== FORMAT) {
    throw new FormatError("This file was not exported from here: it does not begin with the format that this page writes.");
  }
  const version = integer(file.version, "version");
  if (version > VERSION) {
    throw new FormatError(`This file has version ${String(version)}, and this page reads ${String(VERSION)}. Reload the page for a newer one.`);
  }
  return list(file.conversations, "conversations").map((conversation, index) => {
    const at = `conversations[${String(index)}]`;
    return settled(readConversation(record(conversation, at), at));
  });
}
