import { useMemo, useState } from "react";

import type { Attachment } from "../../conversation/conversation";
import { pasteName } from "./longPaste";
import type { Problem } from "./problems";

export interface DraftAttachments {
  readonly list: readonly Attachment[];
  /** Why something was not attached. */
  readonly problems: readonly Problem[];
}

export interface AttachmentActions {
  readonly addPaste: (text: string) => void;
  readonly addFiles: (files: Iterable<File>) => void;
  readonly remove: (index: number) => void;
  readonly clear: () => void;
}

/** In characters, all together: with them, a request stays below what the API takes. */
const MOST_CHARACTERS = 2_000_000;

const NOTHING: DraftAttachments = { list: [], problems: [] };

/** What will go with the next question. */
export function useAttachments(): DraftAttachments & AttachmentActions {
  const [draft, setDraft] = useState(NOTHING);

  const actions = useMemo<AttachmentActions>(
    () => ({
      addPaste: (text) => {
        setDraft(({ list }) => withAll(list, [{ name: pasteName(text), text }], []));
      },
      addFiles: (files) => {
        void Promise.all(Array.from(files, readOne)).then((all) => {
          const read = all.filter((one) => "text" in one);
          const problems = all.filter((one) => "kind" in one);
          setDraft(({ list }) => withAll(list, read, problems));
        });
      },
      remove: (index) => {
        setDraft(({ list }) => ({ list: list.toSpliced(index, 1), problems: [] }));
      },
      clear: () => {
        setDraft(NOTHING);
      },
    }),
    [],
  );
  return { ...draft, ...actions };
}

/** A file as an attachment, or why it cannot be one. What reads it is fetched when there is something to read. */
async function readOne(file: File): Promise<Attachment | Problem> {
  try {
    const { readTextFile } = await import("./readTextFile");
    const result = await readTextFile(file);
    return "text" in result ? { name: file.name, text: result.text } : result.refused;
  } catch {
    return { kind: "notAttached", name: file.name };
  }
}

const TOO_MUCH: Problem = { kind: "tooMuch", most: MOST_CHARACTERS / 1_000_000 };

function withAll(
  list: readonly Attachment[],
  more: readonly Attachment[],
  problems: readonly Problem[],
): DraftAttachments {
  const whole = more.reduce(withOne, list);
  const characters = whole.reduce((sum, { text }) => sum + text.length, 0);
  return characters > MOST_CHARACTERS ? { list, problems: [...problems, TOO_MUCH] } : { list: whole, problems };
}

/** Each under a name of its own. */
function withOne(list: readonly Attachment[], { name, text }: Attachment): readonly Attachment[] {
  const taken = new Set(list.map((attachment) => attachment.name));
  const [, stem = name, ending = ""] = /^(.+?)(\.[^.]*)?$/.exec(name) ?? [];
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${stem}-${String(number)}${ending}`;
  return [...list, { name: free, text }];
}
