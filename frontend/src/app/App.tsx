import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";

import { configWords } from "../api/config.en";
import { useWords } from "../language/LanguageContext";
import { CrashBoundary } from "./CrashBoundary";
import { FullPageMessage } from "./FullPageMessage";
import { LanguageProvider } from "./LanguageProvider";
import { pageWords } from "./page.en";
import type { Spoken } from "./speaking";
import { theme } from "./theme";
import { useConfig } from "./useConfig";
import { Workspace } from "./Workspace";

const EXAMPLE = 'config.json:\n{ "apiUrl": "https://assistant.example.com" }';

export function App({ spoken }: { readonly spoken: Spoken }) {
  return (
    <ThemeProvider
      theme={theme}
      defaultMode="system"
      modeStorageKey="devops-assistant-theme"
      disableTransitionOnChange
      noSsr
    >
      <CssBaseline enableColorScheme />
      <LanguageProvider start={spoken}>
        <CrashBoundary>
          <ConfiguredPage />
        </CrashBoundary>
      </LanguageProvider>
    </ThemeProvider>
  );
}

function ConfiguredPage() {
  const state = useConfig();
  const words = useWords(pageWords);
  const aboutConfig = useWords(configWords);
  switch (state.status) {
    case "loading":
      return null;
    case "failed":
      return (
        <FullPageMessage
          title={words.withoutConfig}
          text={state.say(aboutConfig)}
          example={EXAMPLE}
        />
      );
    case "loaded":
      return <Workspace apiUrl={state.config.apiUrl} />;
    default:
      return state satisfies never;
  }
}
