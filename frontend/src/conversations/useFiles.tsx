import { useRef, useState } from "react";
import type { ReactNode } from "react";

import type { Conversation } from "../conversation/conversation";
import { markdownWords } from "../conversation/markdown.en";
import type { Say } from "../language/catalogue";
import { useWords } from "../language/LanguageContext";
import { downloadText } from "../ui/downloadText";
import { conversationsWords } from "./conversations.en";
import type { ConversationsWords } from "./conversations.en";
import { exportFile } from "./exportFile";
import type { ExportKind } from "./exportFile";
import { FormatError, readExport } from "./importFile";
import type { Message } from "./PanelMessage";
import type { ConversationStore } from "./store";

const LARGEST_BYTES = 200_000_000;

interface Files {
  readonly message: Message | null;
  readonly closeMessage: () => void;
  readonly exportOne: (id: string, kind: ExportKind) => Promise<void>;
  readonly exportAll: (kind: ExportKind) => Promise<void>;
  readonly chooseImport: () => void;
  /** Wait for a change of the store, and tell where it failed. */
  readonly run: (change: Promise<void>, failure: Say<ConversationsWords>) => void;
  /** To be rendered somewhere: the browser chooses files through an element. */
  readonly input: ReactNode;
}

/** Conversations to files and back, and how that went. */
export function useFiles(store: ConversationStore): Files {
  const words = useWords(conversationsWords);
  const markdown = useWords(markdownWords);
  const [message, setMessage] = useState<Message | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const tell = (kind: Message["kind"], say: Message["say"]) => {
    setMessage({ kind, say });
  };
  const save = async (read: Promise<readonly Conversation[]>, kind: ExportKind) => {
    try {
      const conversations = await read;
      if (conversations.length === 0) {
        tell("failed", (say) => say.nothingToExport);
        return;
      }
      const { name, text } = exportFile(conversations, kind, Date.now(), { markdown, fileName: words.fileName });
      downloadText(name, text);
      tell("done", (say) => say.exported(conversations.length, name));
    } catch {
      tell("failed", (say) => say.notRead);
    }
  };
  const load = async (file: File) => {
    try {
      if (file.size > LARGEST_BYTES) throw new FormatError((say) => say.tooLarge(LARGEST_BYTES / 1_000_000));
      const conversations = readExport(await file.text());
      const added = await store.add(conversations);
      const known = conversations.length - added;
      tell("done", (say) => say.imported(added, file.name) + (known > 0 ? ` ${say.alreadyHere(known)}` : ""));
    } catch (error) {
      tell("failed", (say) => `${say.notImported(file.name)} ${reasonOf(error)(say)}`);
    }
  };

  return {
    message,
    closeMessage: () => {
      setMessage(null);
    },
    exportOne: (id, kind) => save(store.read(id).then((conversation) => (conversation === null ? [] : [conversation])), kind),
    exportAll: (kind) => save(store.readAll(), kind),
    chooseImport: () => input.current?.click(),
    run: (change, failure) => {
      change.catch((error: unknown) => {
        tell("failed", (say) => `${failure(say)} ${reasonOf(error)(say)}`);
      });
    },
    input: (
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label={words.fileToImport}
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file can be chosen again.
          if (file !== undefined) void load(file).then(() => (target.value = ""));
        }}
      />
    ),
  };
}

function reasonOf(error: unknown): Say<ConversationsWords> {
  if (error instanceof FormatError) return error.say;
  if (error instanceof DOMException && error.name === "QuotaExceededError") return (words) => words.storageFull;
  return (words) => words.reload;
}
