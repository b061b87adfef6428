import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import { lazy, Suspense, useState } from "react";
import type { ClipboardEvent, KeyboardEvent, RefObject } from "react";

import type { Attachment } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { TOUCH } from "../ui/touch";
import { AttachButton } from "./attachments/AttachButton";
import { isLongPaste } from "./attachments/longPaste";
import type { AttachmentActions, DraftAttachments as Attached } from "./attachments/useAttachments";
import { chatWords } from "./chat.en";

interface MessageInputProps {
  readonly inputRef: RefObject<HTMLTextAreaElement | null>;
  readonly streaming: boolean;
  readonly attachments: Attached & AttachmentActions;
  readonly onSend: (text: string, attachments: readonly Attachment[]) => void;
  readonly onStop: () => void;
}

const SecretWarning = lazy(() => import("./SecretWarning").catch(() => ({ default: () => <></> })));
const DraftAttachments = lazy(() =>
  import("./attachments/DraftAttachments").catch(() => ({
    default: ({ attachments }: { readonly attachments: readonly Attachment[] }) => (
      <p>{attachments.map(({ name }) => name).join(", ")}</p>
    ),
  })),
);

/** Nothing shorter is looked at. */
const SHORTEST_SECRET = 12;

/** Where the question is written. While an answer streams the next one can be written, and Send is Stop. */
export function MessageInput({ inputRef, streaming, attachments, onSend, onStop }: MessageInputProps) {
  const words = useWords(chatWords);
  const [draft, setDraft] = useState("");
  const { list, problems } = attachments;
  const sendable = !streaming && (draft.trim() !== "" || list.length > 0);

  const send = () => {
    if (!sendable) return;
    onSend(draft, list);
    setDraft("");
    attachments.clear();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // The Enter that ends the composition of a word belongs to the input method.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData("text");
    if (isLongPaste(text)) attachments.addPaste(text);
    else if (text === "" && event.clipboardData.files.length > 0) attachments.addFiles(event.clipboardData.files);
    else return;
    event.preventDefault();
  };

  return (
    <>
      {(list.length > 0 || problems.length > 0) && (
        <Suspense fallback={null}>
          <DraftAttachments
            attachments={list}
            problems={problems}
            onRemove={(index) => {
              attachments.remove(index);
              if (list.length === 1) inputRef.current?.focus();
            }}
          />
        </Suspense>
      )}
      {(draft.length >= SHORTEST_SECRET || list.length > 0) && (
        <Suspense fallback={null}>
          <SecretWarning draft={draft} attachments={list} />
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
        <AttachButton
          onFiles={(files) => {
            attachments.addFiles(files);
            inputRef.current?.focus();
          }}
        />
        <InputBase
          multiline
          fullWidth
          maxRows={10}
          value={draft}
          inputRef={inputRef}
          placeholder={words.placeholder}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          slotProps={{ input: { "aria-label": words.message, enterKeyHint: "send" } }}
          sx={{ py: 0.75, lineHeight: 1.5, [TOUCH]: { py: 1.25 }, "& textarea::placeholder": { color: "text.secondary", opacity: 1 } }}
        />
        {streaming ? (
          <IconButton key="stop" aria-label={words.stop} title={words.stopHint} onClick={onStop} sx={buttonStyle}>
            <Icon name="stop" />
          </IconButton>
        ) : (
          <IconButton
            key="send"
            type="submit"
            aria-label={words.send}
            title={words.sendHint}
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
  gap: 0.75,
  px: 0.75,
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
