import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";

const { counted, megabytes, number } = formatsOf("en");
const conversations = (count: number) => counted(count, { one: "conversation", other: "conversations" });

export const conversationsWords = catalogue("conversations", {
  conversations: "Conversations",
  list: "List of conversations",
  search: "Search",
  searchLabel: "Search conversations",
  emptySearch: "Empty the search",
  emptySearchHint: "Empty the search (Esc)",
  nothingFound: "Nothing found",
  found: (count: number) => `Found: ${number(count)}`,
  nothingYet: "What you ask is kept here, in this browser alone.",
  notRead: "The conversations could not be read. Reload the page to try again.",
  untitled: "Untitled",
  groups: { pinned: "Pinned", today: "Today", yesterday: "Yesterday", earlier: "Earlier" },

  actionsFor: (title: string) => `Actions for ${title}`,
  actionsHint: "Rename, pin, export, delete",
  rename: "Rename",
  pin: "Pin",
  unpin: "Unpin",
  delete: "Delete",
  exportJson: "Export as JSON",
  exportMarkdown: "Export as Markdown",
  titleLabel: "Title of the conversation",
  notRenamed: "The conversation could not be renamed.",
  notPinned: "The conversation could not be pinned.",
  deletedOne: (title: string) => `Deleted “${title}”.`,
  deletedMany: (count: number) => `Deleted ${conversations(count)}.`,
  undo: "Undo",

  importAndExport: "Import and export",
  import: "Import…",
  exportAllJson: "Export all as JSON",
  exportAllMarkdown: "Export all as Markdown",
  fileToImport: "File to import",
  fileName: "conversations",
  nothingToExport: "There is nothing to export.",
  exported: (count: number, file: string) => `Exported ${conversations(count)} as ${file}.`,
  imported: (count: number, file: string) => `Imported ${conversations(count)} from ${file}.`,
  alreadyHere: (count: number) => `${counted(count, { one: "was", other: "were" })} here already.`,
  notImported: (file: string) => `Nothing was imported from ${file}.`,
  storageFull: "The browser's storage is full.",
  reload: "Reload the page and try again.",
  closeMessage: "Close the message",
  close: "Close",

  // What is wrong with a file, and where in it.
  tooLarge: (most: number) => `This file is larger than ${megabytes(most)}: it was not exported from here.`,
  noJson: "This file is not JSON. Choose one that was exported here as JSON.",
  otherFormat: "This file was not exported from here: it does not begin with the format that this page writes.",
  newerVersion: (version: number, known: number) =>
    `This file has version ${String(version)}, and this page reads ${String(known)}. Reload the page for a newer one.`,
  theFile: "The file",
  noObject: (at: string) => `${at} is not an object.`,
  noList: (at: string) => `${at} is not a list.`,
  noText: (at: string) => `${at} is not a text.`,
  empty: (at: string) => `${at} is empty.`,
  noNumber: (at: string) => `${at} is not a number.`,
  noWholeNumber: (at: string) => `${at} is not a whole number from 0.`,
  noFlag: (at: string) => `${at} is not true or false.`,
  noneOf: (at: string, values: readonly string[]) => `${at} is none of ${values.join(", ")}.`,
  noNotes: (at: string) => `${at} is not what this page knows of an answer.`,
  noMessage: (at: string) => `${at} names no message of the conversation.`,
  takenId: (at: string) => `${at} is that of another message.`,
  noParent: (at: string) => `${at} names no message before it.`,
  sameRole: (at: string) => `${at} names a message of the same role.`,
});

export type ConversationsWords = WordsOf<typeof conversationsWords>;
