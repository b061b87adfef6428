import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";

import { Field } from "../ui/Field";
import { focusAtOnce } from "../ui/focusAtOnce";
import { PlainDialog } from "../ui/PlainDialog";
import type { KeptKey } from "./apiKey";

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
  const [key, setKey] = useState("");
  const [onDevice, setOnDevice] = useState(kept?.onDevice ?? false);
  const [error, setError] = useState<string | null>(null);
  const idPrefix = useId();

  const save = () => {
    const written = key.trim();
    if (!/^[\x21-\x7e]+$/.test(written)) {
      setError(written === "" ? "write the key first." : "a key has no spaces and no special letters.");
      document.getElementById(`${idPrefix}key`)?.focus();
      return;
    }
    onKey({ key: written, onDevice });
    onClose();
  };

  return (
    <PlainDialog title="API key" onClose={onClose}>
      <DialogContent dividers>
        <Box
          component="form"
          id={`${idPrefix}form`}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
          sx={{ display: "grid", gap: 1.5 }}
        >
          <Typography variant="body2" role={refused ? "alert" : undefined}>
            {introduction(kept, refused)}
          </Typography>
          <Field
            id={`${idPrefix}key`}
            label="Key"
            type="password"
            inputRef={focusAtOnce}
            autoComplete="off"
            value={key}
            onChange={(value) => {
              setKey(value);
              setError(null);
            }}
            help={`Sent to ${apiUrl} and nowhere else.`}
            error={error}
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
              Keep it on this device. Otherwise it is forgotten with this tab.
            </Typography>
          </Box>
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, py: 1.5 }}>
        {kept !== null && (
          <Button
            color="error"
            onClick={() => {
              onKey(null);
              onClose();
            }}
            sx={{ mr: "auto" }}
          >
            Forget the key
          </Button>
        )}
        <Button type="submit" form={`${idPrefix}form`} variant="contained" disableElevation>
          Use this key
        </Button>
      </DialogActions>
    </PlainDialog>
  );
}

function introduction(kept: KeptKey | null, refused: boolean): string {
  if (refused) return kept === null ? "The assistant asks for an API key." : "The assistant did not take the key that it was sent.";
  if (kept === null) return "No key is sent. Enter one if the assistant asks for it.";
  return kept.onDevice ? "A key is kept on this device." : "A key is kept for this tab.";
}
