interface Window {
  /** How long each of them took, in milliseconds. */
  longTasks: number[];
  /** From the press of a key until what it did was shown, in milliseconds. */
  keyTimes: number[];
}
