import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";

import { CrashBoundary } from "./CrashBoundary";
import { FullPageMessage } from "./FullPageMessage";
import { theme } from "./theme";
import { useConfig } from "./useConfig";
import { Workspace } from "./Workspace";

export function App() {
  return (
    <ThemeProvider
      theme={theme}
      defaultMode="system"
      modeStorageKey="devops-assistant-theme"
      disableTransitionOnChange
      noSsr
    >
      <CssBaseline enableColorScheme />
      <CrashBoundary>
        <ConfiguredPage />
      </CrashBoundary>
    </ThemeProvider>
  );
}

function ConfiguredPage() {
  const state = useConfig();
  switch (state.status) {
    case "loading":
      return null;
    case "failed":
      return (
        <FullPageMessage
          title="This page does not know where the assistant is"
          text={state.message}
          example={'config.json:\n{ "apiUrl": "https://assistant.example.com" }'}
        />
      );
    case "loaded":
      return <Workspace apiUrl={state.config.apiUrl} />;
    default:
      return state satisfies never;
  }
}
