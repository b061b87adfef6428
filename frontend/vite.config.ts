import { readFileSync } from "node:fs";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative addresses: the built page works under any prefix of a bucket.
  base: "./",
  plugins: [
    react(),
    withoutContentSecurityPolicyInDevelopment(),
    configOfDevelopment(process.env.ASSISTANT_API_URL),
    withoutUnusedParts(),
    serviceWorker(),
  ],
  server: { port: 3000, strictPort: true },
  preview: { port: 3000, strictPort: true },
  build: {
    target: "es2022",
    license: { fileName: "licences.txt" }, // MIT, BSD and ISC ask that their notices come with what is made of them
    // All that the page opens with in one file: it compresses better, and nothing waits for a second request.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "page", tags: ["$initial"] }] } } },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    // A loaded machine is slow, not wrong.
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

/** The development server injects an inline script for hot reload, which the policy of the built page forbids. */
function withoutContentSecurityPolicyInDevelopment(): Plugin {
  return {
    name: "without-content-security-policy-in-development",
    apply: "serve",
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ""),
  };
}

/** The development server's config.json, where `assistant dev` says where it serves the API. */
function configOfDevelopment(apiUrl: string | undefined): Plugin {
  return {
    name: "config-of-development",
    apply: () => apiUrl !== undefined,
    configureServer: ({ middlewares }) => {
      middlewares.use("/config.json", (_, response) => {
        response.setHeader("content-type", "application/json").end(JSON.stringify({ apiUrl }));
      });
    },
  };
}

/** The service worker of the built page, which has the list of the files that it keeps. */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const assets = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
      const source = readFileSync(new URL("worker/serviceWorker.js", import.meta.url), "utf8");
      const list = JSON.stringify(assets.sort());
      this.emitFile({ type: "asset", fileName: "serviceWorker.js", source: source.replace('["__ASSETS__"]', list) });
    },
  };
}

/**
 * What MUI and Emotion bring for what is not done here stays out: buttons neither ripple (theme.ts) nor show that
 * something loads, dialogs stand there at once, and nobody uses `withTheme`.
 */
function withoutUnusedParts(): Plugin {
  const unused = /^\.\/TouchRipple\b|^\.\.\/CircularProgress\b|^hoist-non-react-statics$/;
  const transition = /^\.\.\/Fade\b/;
  const nothing = "\0nothing";
  const atOnce = "\0at-once";
  const code = new Map([
    [nothing, "export default () => null;"],
    [
      atOnce,
      `import { cloneElement } from "react";
      export default ({ in: _, appear, timeout, onEnter, onExited, children, ...props }) => cloneElement(children, props);`,
    ],
  ]);
  return {
    name: "without-unused-parts",
    apply: "build",
    enforce: "pre",
    resolveId: (source, importer) => {
      if (!/\/@(?:mui\/material|emotion\/react)\//.test(importer ?? "")) return undefined;
      if (transition.test(source)) return atOnce;
      return unused.test(source) ? nothing : undefined;
    },
    load: (id) => code.get(id),
  };
}
