import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";

import type { Say } from "../language/catalogue";
import { useWords } from "../language/LanguageContext";
import { Field } from "../ui/Field";
import { focusAtOnce } from "../ui/focusAtOnce";
import { FormDialog } from "../ui/FormDialog";
import type { KeptKey } from "./apiKey";
import { settingsWords } from "./settings.en";
import type { SettingsWords } from "./settings.en";

interface ApiKeyDialogProps {
  readonly apiUrl: string;
  readonly kept: KeptKey | null;
  /** The server did not take the kept key, or asks for one. */
  readonly refused: boolean;
  readonly onKey: (kept: KeptKey | null) => void;
  readonly onClose: () => void;
}

/** Where the key of the API is entered. Loaded on demand. */
export default function ApiKeyDialog({ apiUrl, kept, refused, onKey, onClose }: ApiKeyDialogProps) {
  const words = useWords(settingsWords);
  const [key, setKey] = useState("");
  const [onDevice, setOnDevice] = useState(kept?.onDevice ?? false);
  const [error, setError] = useState<Say<SettingsWords> | null>(null);
  const keyId = useId();

  const save = () => {
    const written = key.trim();
    if (!/^[\x21-\x7e]+$/.test(written)) {
      setError(() => (say: SettingsWords) => (written === "" ? say.keyMissing : say.keyWithSpaces));
      document.getElementById(keyId)?.focus();
      return;
    }
    onKey({ key: written, onDevice });
    onClose();
  };

  return (
    <FormDialog
      title={words.apiKey}
      actions={
        kept !== null && (
          <Button
            color="error"
            onClick={() => {
              onKey(null);
              onClose();
            }}
            sx={{ mr: "auto" }}
          >
            {words.forgetKey}
          </Button>
        )
      }
      submit={words.useKey}
      onSubmit={save}
      onClose={onClose}
    >
      <Typography variant="body2" role={refused ? "alert" : undefined}>
        {introduction(kept, refused, words)}
      </Typography>
      <Field
        id={keyId}
        label={words.key}
        type="password"
        inputRef={focusAtOnce}
        autoComplete="off"
        value={key}
        onChange={(value) => {
          setKey(value);
          setError(null);
        }}
        help={words.sentTo(apiUrl)}
        error={error?.(words) ?? null}
      />
      <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 1.25, minHeight: 44, cursor: "pointer" }}>
        <Box
          component="input"
          type="checkbox"
          checked={onDevice}
          onChange={() => {
            setOnDevice(!onDevice);
          }}
          sx={{ width: 18, height: 18, m: 0, accentColor: "var(--mui-palette-primary-main)" }}
        />
        <Typography component="span" variant="body2">
          {words.keepOnDevice}
        </Typography>
      </Box>
    </FormDialog>
  );
}

function introduction(kept: KeptKey | null, refused: boolean, words: SettingsWords): string {
  if (refused) return kept === null ? words.keyWanted : words.keyRefused;
  if (kept === null) return words.noKey;
  return kept.onDevice ? words.keyOnDevice : words.keyInTab;
}
