import type * as axe from "axe-core";

declare global {
  interface Window {
    axe: typeof axe;
    /** Every browser has it, and no standard. */
    find: (text: string, caseSensitive: boolean, backwards: boolean, wrapAround: boolean) => boolean;
    /** How long each of them took, in milliseconds. */
    longTasks: number[];
    /** From the press of a key until what it did was shown, in milliseconds. */
    keyTimes: number[];
    /** When the end of the conversation was shown, in milliseconds after the navigation; null before. */
    openedMs: number | null;
    /** What moved without having been asked to (W3C, Layout Instability). */
    shifts: number[];
    /** The directives of the content security policy that something broke. */
    brokenRules: string[];
  }
}
