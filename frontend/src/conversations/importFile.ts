import type { Conversation } from "../conversation/conversation";
import { settled } from "../conversation/settled";
import { isRecord, parseJson } from "../api/wire";
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
  if (value === undefined) throw new FormatError((words) => words.noJson);
  if (!isRecord(value) || Array.isArray(value)) throw new FormatError((words) => words.noObject(words.theFile));
  const file = value;
  if (file.format !== FORMAT) throw new FormatError((words) => words.otherFormat);
  const version = integer(file.version, "version");
  if (version > VERSION) throw new FormatError((words) => words.newerVersion(version, VERSION));
  return list(file.conversations, "conversations").map((conversation, index) => {
    const at = `conversations[${String(index)}]`;
    return settled(readConversation(record(conversation, at), at));
  });
}
