import IconButton from "@mui/material/IconButton";

import { useWords } from "../language/LanguageContext";
import { downloadText } from "./downloadText";
import { Icon } from "./Icon";
import { uiWords } from "./ui.en";

interface DownloadButtonProps {
  readonly name: string;
  readonly text: string;
}

/** Saves text as a file under a name. */
export function DownloadButton({ name, text }: DownloadButtonProps) {
  const label = useWords(uiWords).downloadAs(name);
  return (
    <IconButton
      size="small"
      aria-label={label}
      title={label}
      onClick={() => {
        downloadText(name, text);
      }}
    >
      <Icon name="download" />
    </IconButton>
  );
}
