import IconButton from "@mui/material/IconButton";
import { useColorScheme } from "@mui/material/styles";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { pageWords } from "./page.en";

/** Switches between light and dark. Choosing what the system has means following the system again. */
export function ThemeToggle() {
  const { mode, systemMode, setMode } = useColorScheme();
  const shown = mode === "system" ? systemMode : mode;
  const other = shown === "dark" ? "light" : "dark";
  const words = useWords(pageWords);
  const label = other === "dark" ? words.toDarkTheme : words.toLightTheme;
  return (
    <IconButton
      aria-label={label}
      title={label}
      onClick={() => {
        setMode(other === systemTheme() ? "system" : other);
      }}
    >
      <Icon name={other === "dark" ? "moon" : "sun"} />
    </IconButton>
  );
}

/** Asked when it is needed: MUI knows it only while it follows the system. */
function systemTheme(): "light" | "dark" {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
