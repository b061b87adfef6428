import { createTheme } from "@mui/material/styles";
import type {} from "@mui/material/themeCssVarsAugmentation";

import { TOUCH } from "../ui/touch";

/** The colours of code, on its own background. */
interface CodePalette {
  readonly background: string;
  readonly text: string;
  readonly comment: string;
  readonly keyword: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly added: string;
  readonly removed: string;
}

declare module "@mui/material/styles" {
  interface Palette {
    code: CodePalette;
    /** Behind what the user wrote. */
    bubble: string;
  }
  interface PaletteOptions {
    code: CodePalette;
    bubble: string;
  }
  interface TypographyVariants {
    monospace: string;
  }
  interface TypographyVariantsOptions {
    monospace: string;
  }
}

const SYSTEM_SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif';
const SYSTEM_MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: "data-theme" },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: "#0b6b4b", dark: "#08543b", contrastText: "#ffffff" },
        error: { main: "#b3261e" },
        warning: { main: "#8a5300" },
        success: { main: "#0b6b4b" },
        background: { default: "#f6f8fa", paper: "#ffffff" },
        text: { primary: "#1a222d", secondary: "#525d6b" },
        divider: "#d5dbe3",
        bubble: "#e4efe9",
        code: {
          background: "#eef1f5",
          text: "#1a222d",
          comment: "#586472",
          keyword: "#8a2565",
          string: "#0a5c7a",
          number: "#8a4600",
          name: "#0b6142",
          added: "#0b6142",
          removed: "#a3241d",
        },
      },
    },
    dark: {
      palette: {
        primary: { main: "#56d098", dark: "#3fb480", contrastText: "#06180f" },
        error: { main: "#ff8a80" },
        warning: { main: "#f0b85a" },
        success: { main: "#56d098" },
        background: { default: "#0d1117", paper: "#151b23" },
        text: { primary: "#d9e1ea", secondary: "#97a4b3" },
        divider: "#2b3440",
        bubble: "#16261f",
        code: {
          background: "#090c11",
          text: "#d9e1ea",
          comment: "#8593a3",
          keyword: "#f29ac6",
          string: "#8bd0f5",
          number: "#f0b85a",
          name: "#6fdca9",
          added: "#6fdca9",
          removed: "#ff9a91",
        },
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: SYSTEM_SANS,
    monospace: SYSTEM_MONO,
    fontSize: 14,
    body1: { fontSize: "0.9375rem", lineHeight: 1.6 },
    h1: { fontSize: "1rem", fontWeight: 650, lineHeight: 1.3 },
    h2: { fontSize: "1.25rem", fontWeight: 650, lineHeight: 1.35 },
    h3: { fontSize: "0.9375rem", fontWeight: 650, lineHeight: 1.4 },
    button: { textTransform: "none", fontWeight: 600 },
  },
  components: {
    MuiCssBaseline: {
      styleOverrides: {
        "html, body, #root": { height: "100%" },
        "article:focus-visible": { outline: "2px solid", outlineColor: "var(--mui-palette-primary-main)", outlineOffset: 6 },
        article: { scrollMarginTop: 16 },
        [TOUCH]: {
          // Named twice, to go before what the buttons say of themselves.
          ".MuiButtonBase-root.MuiButtonBase-root": { minWidth: 44, minHeight: 44 },
          // Smaller, and a phone draws the page nearer when it is written in.
          ".MuiInputBase-input.MuiInputBase-input": { fontSize: 16 },
        },
        "@media (prefers-reduced-motion: reduce)": {
          "*, *::before, *::after": { animation: "none !important", transition: "none !important" },
        },
      },
    },
    MuiButtonBase: {
      defaultProps: { disableRipple: true },
      styleOverrides: {
        root: ({ theme: { vars } }) => ({
          "&.Mui-focusVisible": { outline: `2px solid ${vars.palette.primary.main}`, outlineOffset: 2 },
        }),
      },
    },
  },
});
