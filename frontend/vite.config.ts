import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative addresses: the built page works under any prefix of a bucket.
  base: "./",
  plugins: [react(), withoutContentSecurityPolicyInDevelopment()],
  server: { port: 3000, strictPort: true },
  preview: { port: 3000, strictPort: true },
  build: { target: "es2022" },
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
