import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import { lazy, Suspense, useState } from "react";
import type { KeyboardEvent, RefObject } from "react";

import { Icon } from "../ui/Icon";

interface MessageInputProps {
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  readonly streaming: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

const SecretWarning = lazy(() => import("./SecretWarning").catch(() => ({ default: () => <></> })));

/** Nothing shorter is looked at. */
const SHORTEST_SECRET = 12;

/** Where the question is written. While an answer streams the next one can be written, and Send is Stop. */
export function MessageInput({ inputRef, streaming, onSend, onStop }: MessageInputProps) {
  const [draft, setDraft] = useState("");
  const sendable = !streaming && draft.trim() !== "";

  const send = () => {
    if (!sendable) return;
    onSend(draft);
    setDraft("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The Enter that ends the composition of a word belongs to the input method.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <>
      {draft.length >= SHORTEST_SECRET && (
        <Suspense fallback={null}>
          <SecretWarning draft={draft} />
        </Suspense>
      )}
      <Box
        component="form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
        sx={formStyle}
      >
        <InputBase
          multiline
          fullWidth
          maxRows={10}
          value={draft}
          inputRef={inputRef}
          placeholder="Ask a question, or paste a log"
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onKeyDown={onKeyDown}
          slotProps={{ input: { "aria-label": "Message", enterKeyHint: "send" } }}
          sx={{ py: 0.75, lineHeight: 1.5, "& textarea::placeholder": { color: "text.secondary", opacity: 1 } }}
        />
        {streaming ? (
          <IconButton key="stop" aria-label="Stop" title="Stop (Esc)" onClick={onStop} sx={buttonStyle}>
            <Icon name="stop" />
          </IconButton>
        ) : (
          <IconButton
            key="send"
            type="submit"
            aria-label="Send"
            title="Send (Enter)"
            disabled={!sendable}
            sx={buttonStyle}
          >
            <Icon name="send" />
          </IconButton>
        )}
      </Box>
    </>
  );
}

const formStyle = {
  display: "flex",
  alignItems: "flex-end",
  gap: 1,
  pl: 1.75,
  pr: 0.75,
  py: 0.5,
  border: 1,
  borderColor: "divider",
  borderRadius: 1.5,
  bgcolor: "background.paper",
  "&:focus-within": { borderColor: "primary.main" },
} as const;

const buttonStyle = {
  width: 36,
  height: 36,
  mb: 0.25,
  borderRadius: 1,
  bgcolor: "primary.main",
  color: "primary.contrastText",
  "&:hover": { bgcolor: "primary.dark" },
  "&.Mui-disabled": { bgcolor: "action.disabledBackground" },
} as const;
