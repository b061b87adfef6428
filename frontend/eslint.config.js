import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What people see: no feature knows another. */
const FEATURES = ["chat", "conversations", "health", "settings"];

/** What each folder may not import: arrows point app -> features -> { conversation, ui } -> api. */
const ZONES = {
  ...Object.fromEntries(
    FEATURES.map((name) => [name, ["app", "testing", ...FEATURES.filter((other) => other !== name)]]),
  ),
  conversation: ["app", "ui", "testing", ...FEATURES],
  ui: ["app", "api", "conversation", "testing", ...FEATURES],
  api: ["app", "conversation", "ui", "testing", ...FEATURES],
  app: ["testing"],
};

export default defineConfig(
  { ignores: ["dist", "coverage", "src/api/schema.ts"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  jsxA11y.flatConfigs.strict,
  reactHooks.configs.flat["recommended-latest"],
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  {
    files: ["src/**"],
    rules: {
      // A scroller must be reachable by keyboard, and a region or a group is what it is then.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { tags: [], roles: ["region", "group"] }],
      "no-restricted-globals": ["error", { name: "fetch", message: "Only src/api calls fetch." }],
      "max-lines": ["error", { max: 300 }],
    },
  },
  Object.entries(ZONES).map(([folder, forbidden]) => ({
    files: [`src/${folder}/**`],
    ignores: ["src/**/*.test.ts", "src/**/*.test.tsx"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: forbidden.map((name) => ({
            group: [`../${name}/*`, `../../${name}/*`],
            message: `${folder}/ may not know ${name}/.`,
          })),
        },
      ],
    },
  })),
  { files: ["src/api/**", "src/testing/**"], rules: { "no-restricted-globals": "off" } },
  // TypeScript checks the scripts too, and knows what there is.
  { files: ["scripts/**", "worker/**"], rules: { "no-undef": "off" } },
);
