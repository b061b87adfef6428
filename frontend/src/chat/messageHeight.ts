import type { Message } from "../conversation/conversation";

/** How many characters fit on a line, and how high a line is, on the screen that most read this on. */
const LINE_CHARACTERS = 90;
const LINE_PX = 23;

/** The name of who says it, what can be done with it, and the room around it. */
const FRAME_PX = 90;

/** About how high a message will be, in pixels, before it is laid out. */
export function messageHeight({ text }: Message): number {
  let lines = 0;
  for (let from = 0; from <= text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline === -1 ? text.length : newline;
    // What separates paragraphs is lower than a line of words.
    lines += to === from ? 0.5 : Math.ceil((to - from) / LINE_CHARACTERS);
    from = to + 1;
  }
  return Math.round(FRAME_PX + lines * LINE_PX);
}

/**
 * From which message on the end of a branch surely fills a screen, and with it what stands right above it.
 *
 * @param screenPx how high the screen is.
 */
export function startOfEnd(branch: readonly Message[], screenPx: number): number {
  let start = Math.max(0, branch.length - FEWEST);
  let height = 0;
  for (let at = branch.length - 1; at >= 0 && height < 2 * screenPx; at -= 1) {
    const message = branch[at];
    if (message !== undefined) height += messageHeight(message);
    start = Math.min(start, at);
  }
  return start;
}

/** A long answer is shown from its beginning, with its question and what was said before. */
const FEWEST = 3;
