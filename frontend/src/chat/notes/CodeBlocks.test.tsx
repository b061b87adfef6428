import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import corrected from "../../testing/recorded/corrected.sse?raw";
import destructive from "../../testing/recorded/destructive.sse?raw";
import { lastAnswer, replay } from "../../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

/** The frame of the code block whose code has these words. */
function block(code: RegExp): HTMLElement {
  const frame = screen.getAllByRole("group", { name: /^Code, / }).find(({ textContent }) => code.test(textContent));
  if (frame?.parentElement == null) throw new Error(`no code block has ${String(code)}`);
  return frame.parentElement;
}

/** What the badges of a block say. */
function badges(frame: HTMLElement): string[] {
  return within(frame)
    .getAllByRole("button", { expanded: false })
    .map(({ textContent }) => textContent);
}

describe("what is known of each code block", () => {
  test("stands at the block it is of, also in lists and behind corrected ones", async () => {
    await replay(api, corrected);
    await screen.findAllByRole("button", { name: /finding/ });
    expect(badges(block(/port: "80"/))).toEqual(["1 finding"]);
    expect(block(/port: "80"/)).toHaveTextContent("corrected version below");
    expect(badges(block(/port: 80$/))).toEqual(["Corrected version"]);
    expect(badges(block(/kubectl apply/))).toEqual(["Checked: no findings", "Destructive"]);
    expect(within(block(/indented, and no fence/)).queryByRole("button", { expanded: false })).not.toBeInTheDocument();
    expect(badges(block(/echo y/))).toEqual(["2 findings", "Unknown effect"]);
    expect(badges(block(/\{"a": 1,\}/))).toEqual(["1 finding"]);
    expect(badges(block(/\{"a": 1\}/))).toEqual(["Corrected version"]);
    expect(badges(block(/just words/))).toEqual(["Not checked"]);
    expect(badges(block(/for f in/))).toEqual(["2 findings", "Read-only"]);
  });

  test("has its reasons on demand, and its lines marked", async () => {
    const user = await replay(api, corrected);
    const manifest = block(/port: "80"/);
    await user.click(await within(manifest).findByRole("button", { name: "1 finding" }));
    const checks = within(manifest).getByRole("group", { name: "Checks" });
    expect(checks).toHaveTextContent("Checked by kubernetes-validate 1.37.0.");
    expect(within(checks).getByRole("listitem")).toHaveTextContent(
      "Line 8, column 5, error: spec.ports[0].port: '80' is not an integer. kubernetes-schema, kubernetes-validate. " +
        "Fix: the number 80.",
    );
    expect([...manifest.querySelectorAll("[data-line]")].map((mark) => mark.getAttribute("data-line"))).toEqual(["8"]);
    await user.click(within(manifest).getByRole("button", { name: "1 finding" }));
    expect(within(manifest).queryByRole("group", { name: "Checks" })).not.toBeInTheDocument();

    await user.click(within(block(/port: 80$/)).getByRole("button", { name: "Corrected version" }));
    expect(within(block(/port: 80$/)).getByRole("group", { name: "Checks" })).toHaveTextContent(
      "line 8: kubernetes-schema: the number 80.",
    );
    await user.click(within(block(/just words/)).getByRole("button", { name: "Not checked" }));
    expect(block(/just words/)).toHaveTextContent("Not checked: it is plain text.");
  });

  test("lists its commands with what they would do, and warns of what may have been pasted", async () => {
    const user = await replay(api, corrected);
    const script = block(/kubectl apply/);
    expect(script).toHaveTextContent("A command here also stands in what you pasted.");
    await user.click(await within(script).findByRole("button", { name: "Destructive" }));
    const commands = within(within(script).getByRole("group", { name: "Commands" })).getAllByRole("listitem");
    expect(commands.map(({ textContent }) => textContent)).toEqual([
      "kubectl apply -f web.yamlLine 1, changes state: creates or changes what the manifests describe.",
      'rm -rf "$dir"/oldLine 2, destructive: deletes folders with everything in them.',
      "kubectl delete namespace stagingLine 3, destructive: deletes the namespace and everything in it. Also stands in what you pasted.",
    ]);
    expect(block(/for f in/)).not.toHaveTextContent("also stands in what you pasted");
  });

  test("is told to who only listens", async () => {
    await replay(api, corrected);
    expect(screen.getByText("The answer is complete. 4 code blocks with findings. 2 destructive commands.")).toBeVisible();
  });
});

describe("copying what is destructive", () => {
  test("takes a double click for one", async () => {
    await replay(api, destructive);
    await screen.findByRole("button", { name: "Destructive" });
    await navigator.clipboard.writeText("before");
    const button = within(block(/prune/)).getByRole("button", { name: "Copy code" });
    fireEvent.click(button);
    fireEvent.click(button);
    expect(button).toHaveAccessibleName("This has a destructive command. Copy anyway?");
    expect(await navigator.clipboard.readText()).toBe("before");
  });

  test("asks first, by keyboard too, and only a second press copies", async () => {
    const user = await replay(api, destructive);
    await screen.findByRole("button", { name: "Destructive" });
    await navigator.clipboard.writeText("before");
    const frame = within(block(/prune/));
    const button = frame.getByRole("button", { name: "Copy code" });
    button.focus();
    await user.keyboard("{Enter}");
    expect(button).toHaveAccessibleName("This has a destructive command. Copy anyway?");
    expect(frame.getByRole("status")).toHaveTextContent("Press again to copy.");
    expect(await navigator.clipboard.readText()).toBe("before");

    await waitFor(
      async () => {
        await user.keyboard("{Enter}");
        expect(button).toHaveAccessibleName("Copied");
      },
      { interval: 200 },
    );
    expect(button).toHaveFocus();
    expect(await navigator.clipboard.readText()).toMatch(/^docker container prune .*\ndocker image prune /);
  });

  test("is not in the way of a block that only reads", async () => {
    const user = await replay(api, destructive);
    await screen.findByRole("button", { name: "Destructive" });
    await user.click(within(block(/system df/)).getByRole("button", { name: "Copy code" }));
    expect(await navigator.clipboard.readText()).toBe("docker system df -v");
  });

  test("a whole message is copied as it was written", async () => {
    const user = await replay(api, destructive);
    await screen.findByRole("button", { name: "Destructive" });
    await user.click(within(await lastAnswer()).getByRole("button", { name: "Copy message" }));
    expect(await navigator.clipboard.readText()).toMatch(/^\*\*Free the disk space that Docker holds\*\* \[1\], from/);
  });
});
