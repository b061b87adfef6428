import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What people see: no feature knows another. */
const FEATURES = ["chat", "conversations", "health", "settings"];

/** What each folder may not import: arrows point app -> features -> { conversation, ui } -> api -> language. */
const ZONES = {
  ...Object.fromEntries(
    FEATURES.map((name) => [name, ["app", "testing", ...FEATURES.filter((other) => other !== name)]]),
  ),
  conversation: ["app", "ui", "testing", ...FEATURES],
  ui: ["app", "api", "conversation", "testing", ...FEATURES],
  api: ["app", "conversation", "ui", "testing", ...FEATURES],
  language: ["app", "api", "conversation", "ui", "testing", ...FEATURES],
  app: ["testing"],
};

const WORDS = "Words of the page belong into a catalogue (*.en.ts), so that they can be said in every language.";
const IN_ELEMENTS = ":matches(JSXElement, JSXFragment) > JSXExpressionContainer >";
const READ_OUT = "JSXAttribute[name.name=/^(alt|title|placeholder|label|name|text|help|intro|aria-(label|description|valuetext|roledescription|placeholder))$/] >";

/** Where words are that a person sees or hears: between tags, in attributes that are read out, and sentences anywhere. */
const SAID = [
  "JSXText[value=/[A-Za-z]/]",
  ...["Literal[value=/[A-Za-z]/]", "TemplateLiteral > TemplateElement[value.cooked=/[A-Za-z]/]"].flatMap((literal) => [
    `${IN_ELEMENTS} ${literal}`,
    `${IN_ELEMENTS} :matches(ConditionalExpression, LogicalExpression) > ${literal}`,
  ]),
  "Literal[value=/^[A-Z][a-z]+,? [a-z]/]",
  "TemplateElement[value.cooked=/[A-Z][a-z]+ [a-z]+ /]",
];
const SAID_IN_ATTRIBUTES = [
  `${READ_OUT} Literal[value=/[A-Z]|[a-z] [a-z]/]`,
  `${READ_OUT} JSXExpressionContainer > :matches(Literal[value=/[A-Z]|[a-z] [a-z]/], TemplateLiteral > TemplateElement[value.cooked=/[A-Za-z] /])`,
  `${READ_OUT} JSXExpressionContainer > ConditionalExpression > Literal[value=/[A-Z]|[a-z] [a-z]/]`,
];

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
  {
    files: ["src/**"],
    ignores: ["src/**/*.test.ts", "src/**/*.test.tsx", "src/**/*.en.ts", "src/**/*.de.ts", "src/testing/**"],
    rules: {
      "no-restricted-syntax": ["error", ...[...SAID, ...SAID_IN_ATTRIBUTES].map((selector) => ({ selector, message: WORDS }))],
    },
  },
  // TypeScript checks the scripts too, and knows what there is.
  { files: ["scripts/**", "worker/**"], rules: { "no-undef": "off" } },
);
