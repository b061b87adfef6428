import type { ReferenceNote } from "../../api/wire";

/** Where a reference leads: to a passage that the API has, or out of the page. */
export type ReferenceTarget =
  { readonly kind: "passage"; readonly path: string } | { readonly kind: "outside"; readonly href: string };

const PASSAGES = "/v1/devops/references/";

/** Null where there is nothing to open. */
export function referenceTarget({ link }: ReferenceNote): ReferenceTarget | null {
  if (link === null) return null;
  if (link.startsWith(PASSAGES)) return isPlainPath(link) ? { kind: "passage", path: link } : null;
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  return ["http:", "https:"].includes(url.protocol) ? { kind: "outside", href: url.href } : null;
}

/** Whether it names one place below the passages, and no other of the API by way of `..`. */
function isPlainPath(link: string): boolean {
  return new URL(link, "http://api").pathname === link;
}
