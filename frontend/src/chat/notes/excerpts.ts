/**
 * Take the sentences on what was left out of a long paste from the beginning of an answer, to be shown as what they are.
 *
 * Where the answer does not say them itself they are shown all the same.
 */
export function withoutExcerpts(
  text: string,
  excerpts: readonly string[],
): { readonly text: string; readonly shown: readonly string[] } {
  let rest = text;
  for (const excerpt of excerpts) {
    const said = `_${excerpt}_\n\n`;
    if (rest.startsWith(said)) rest = rest.slice(said.length);
  }
  return { text: rest, shown: excerpts };
}
