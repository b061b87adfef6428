import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { Markdown } from "./Markdown";
import { decodeReferences, isClosedFence } from "./markdownTokens";

function show(text: string, streaming = false): HTMLElement {
  return render(<Markdown text={text} streaming={streaming} />).container;
}

describe("what a model must not do to the page", () => {
  test.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<b>bold</b>",
    "<!-- note -->",
    "<style>*{}</style>",
  ])("%s is shown as text", (html) => {
    const inline = show(`before ${html} after`);
    expect(inline).toHaveTextContent(`before ${html} after`);
    expect(inline.querySelector("script, img, b, style")).toBeNull();
    const block = show(html);
    expect(block).toHaveTextContent(html);
    expect(block.querySelector("script, img, b, style")).toBeNull();
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "/relative",
    "file:///etc/passwd",
  ])("a link to %s is not a link", (href) => {
    const container = show(`[here](${href})`);
    expect(screen.queryByRole("link")).not.toBeInTheDocument();
    expect(container).toHaveTextContent("here");
  });

  test("a character reference does not smuggle an address in", () => {
    show("[here](java&#115;cript:alert(1)) [there](&#106;avascript:alert(1))");
    expect(screen.queryByRole("link")).not.toBeInTheDocument();
  });

  test.each(["https://kubernetes.io/", "http://example.com/", "mailto:ops@example.com"])(
    "a link to %s opens apart",
    (href) => {
      show(`[here](${href})`);
      const link = screen.getByRole("link", { name: "here" });
      expect(link).toHaveAttribute("href", href);
      expect(link).toHaveAttribute("target", "_blank");
      expect(link).toHaveAttribute("rel", "noopener noreferrer");
    },
  );

  test("an image is not loaded but linked", () => {
    const container = show("![a graph](https://example.com/graph.png)");
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByRole("link", { name: "Image: a graph" })).toHaveAttribute(
      "href",
      "https://example.com/graph.png",
    );
  });
});

describe("what an answer may hold", () => {
  test("headings stand below those of the page, and leave no level out", () => {
    show("## Title\n\n#### Part\n\n## Next");
    expect(screen.getByRole("heading", { name: "Title", level: 3 })).toBeVisible();
    expect(screen.getByRole("heading", { name: "Part", level: 4 })).toBeVisible();
    expect(screen.getByRole("heading", { name: "Next", level: 4 })).toBeVisible();
  });

  test("a numbered list keeps its first number, and code its place inside an item", () => {
    show("3. three\n\n   ```sh\n   ls\n   ```\n4. four");
    const list = screen.getByRole("list");
    expect(list).toHaveAttribute("start", "3");
    expect(within(list).getByRole("group", { name: "Code, sh" })).toHaveTextContent("ls");
  });

  test("a table has headers", () => {
    show("| Name | Port |\n|---|---:|\n| web | 80 |");
    expect(screen.getByRole("columnheader", { name: "Port" })).toBeVisible();
    expect(screen.getByRole("cell", { name: "80" })).toBeVisible();
  });

  test("a link defined below its use is a link once the answer has ended", () => {
    const { rerender } = render(<Markdown text={"see [docs]\n\n"} streaming />);
    const whole = "see [docs]\n\n[docs]: https://example.com/";
    rerender(<Markdown text={whole} streaming />);
    rerender(<Markdown text={whole} streaming={false} />);
    expect(screen.getByRole("link", { name: "docs" })).toBeVisible();
  });

  test("code is coloured when its fence has closed, and its text is unchanged", async () => {
    const code = 'kind: Pod\nname: "<b>web</b>" # ours';
    const { container } = render(<Markdown text={`\`\`\`yaml\n${code}\n\`\`\``} streaming />);
    expect(await screen.findByText("# ours", { selector: '[data-scope="comment"]' })).toBeVisible();
    expect(container.querySelector("code")?.textContent).toBe(code);
    expect(container.querySelector("b")).toBeNull();
  });

  test("code whose fence is open stays plain", async () => {
    const { container } = render(<Markdown text={"```yaml\na: 1\n```\n\n```yaml\nkind: Pod"} streaming />);
    const closed = screen.getAllByRole("group", { name: "Code, yaml" })[0];
    await within(closed ?? container).findByText("a:", { selector: "[data-scope]" });
    expect(container.querySelectorAll("pre")[1]?.querySelector("[data-scope]")).toBeNull();
  });

  test("a language that is not known is shown plain", () => {
    show("```brainfuck\n+++\n```");
    expect(screen.getByRole("group", { name: "Code, brainfuck" })).toHaveTextContent("+++");
  });
});

describe("isClosedFence", () => {
  test.each([
    ["```sh\nls\n```", true],
    ["```sh\nls\n```\n", true],
    ["````md\n```\nx\n````", true],
    ["    indented", true],
    ["```sh\nls\n", false],
    ["```sh", false],
    ["```", false],
    ["````md\n```sh\n```", false],
    ["~~~\n```", false],
    ["```sh\necho ```x", false],
  ])("%j: %s", (raw, closed) => {
    expect(isClosedFence(raw)).toBe(closed);
  });
});

describe("decodeReferences", () => {
  test.each([
    ["a &lt;b&gt; &amp;&amp; c", "a <b> && c"],
    ["it&#39;s &#x41;", "it's A"],
    ["&unknown; &#0; &#99999999; AT&T", "&unknown; &#0; &#99999999; AT&T"],
  ])("%s", (text, decoded) => {
    expect(decodeReferences(text)).toBe(decoded);
  });
});
