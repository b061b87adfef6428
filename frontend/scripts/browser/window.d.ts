import type * as axe from "axe-core";

declare global {
  interface Window {
    axe: typeof axe;
    /** How long each of them took, in milliseconds. */
    longTasks: number[];
    /** From the press of a key until what it did was shown, in milliseconds. */
    keyTimes: number[];
    /** The directives of the content security policy that something broke. */
    brokenRules: string[];
  }
}
