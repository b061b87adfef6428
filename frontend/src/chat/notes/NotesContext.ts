import { createContext } from "react";

import type { ReferenceNote } from "../../api/wire";
import type { BlockFacts } from "./blockFacts";

/** What the parts of an answer may know of it. */
export interface AnswerFacts {
  readonly references: readonly ReferenceNote[];
  /** By the place of the block among all fenced ones. */
  readonly blocks: ReadonlyMap<number, BlockFacts>;
  /** The answer has ended, so that what has not been looked at will not be. */
  readonly over: boolean;
  /** Show a reference in full, or where it is listed when there is nothing more of it; counted from 1. */
  readonly showReference: (number: number) => void;
}

/** Null outside an answer, and in one of which nothing is known. */
export const NotesContext = createContext<AnswerFacts | null>(null);
