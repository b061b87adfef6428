import IconButton from "@mui/material/IconButton";
import { useRef } from "react";

import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { chatWords } from "../chat.en";

/** Opens the browser's choice of files. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: Iterable<File>) => void }) {
  const words = useWords(chatWords);
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={words.filesToAttach}
        onChange={({ target }) => {
          onFiles(Array.from(target.files ?? []));
          // The same file can be chosen again.
          target.value = "";
        }}
      />
      <IconButton
        aria-label={words.attach}
        title={words.attach}
        onClick={() => {
          chooser.current?.click();
        }}
        sx={{ width: 36, height: 36, mb: 0.25, borderRadius: 1 }}
      >
        <Icon name="clip" />
      </IconButton>
    </>
  );
}
