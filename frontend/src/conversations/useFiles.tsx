import { useRef, useState } from "react";
import type { ReactNode } from "react";

import type { Conversation } from "../conversation/conversation";
import { downloadText } from "../ui/downloadText";
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
  readonly run: (change: Promise<void>, failure: string) => void;
  /** To be rendered somewhere: the browser chooses files through an element. */
  readonly input: ReactNode;
}

/** Conversations to files and back, and how that went. */
export function useFiles(store: ConversationStore): Files {
  const [message, setMessage] = useState<Message | null>(null);
  const input = useRef<HTMLInputElement>(null);

  const tell = (kind: Message["kind"], text: string) => {
    setMessage({ kind, text });
  };
  const save = async (read: Promise<readonly Conversation[]>, kind: ExportKind) => {
    try {
      const conversations = await read;
      if (conversations.length === 0) {
        tell("failed", "There is nothing to export.");
        return;
      }
      const { name, text } = exportFile(conversations, kind, Date.now());
      downloadText(name, text);
      tell("done", `Exported ${counted(conversations.length)} as ${name}.`);
    } catch {
      tell("failed", "The conversations could not be read. Reload the page and try again.");
    }
  };
  const load = async (file: File) => {
    try {
      if (file.size > LARGEST_BYTES) throw new FormatError("This file is larger than 200 MB: it was not exported from here.");
      const conversations = readExport(await file.text());
      await store.add(conversations);
      tell("done", `Imported ${counted(conversations.length)} from ${file.name}.`);
    } catch (error) {
      tell("failed", `Nothing was imported from ${file.name}. ${reasonOf(error)}`);
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
        tell("failed", `${failure} ${reasonOf(error)}`);
      });
    },
    input: (
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File to import"
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

function counted(number: number): string {
  return number === 1 ? "1 conversation" : `${String(number)} conversations`;
}

function reasonOf(error: unknown): string {
  if (error instanceof FormatError) return error.message;
  if (error instanceof DOMException && error.name === "QuotaExceededError") return "The browser's storage is full.";
  return "Reload the page and try again.";
}
