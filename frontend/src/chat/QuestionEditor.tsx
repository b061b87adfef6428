import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import InputBase from "@mui/material/InputBase";
import { useState } from "react";
import type { FocusEvent, KeyboardEvent } from "react";

import type { Attachment, Question } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { focusAtOnce } from "../ui/focusAtOnce";
import { TOUCH } from "../ui/touch";
import { answerWords } from "./answer.en";
import { AttachmentList } from "./attachments/AttachmentList";

interface QuestionEditorProps {
  readonly question: Question;
  readonly onSend: (text: string, attachments: readonly Attachment[]) => void;
  readonly onCancel: () => void;
}

/** Writes a question anew, in its place. */
export function QuestionEditor({ question, onSend, onCancel }: QuestionEditorProps) {
  const words = useWords(answerWords);
  const [text, setText] = useState(question.text);
  const [attachments, setAttachments] = useState(question.attachments);
  const sendable = text.trim() !== "" || attachments.length > 0;

  const send = () => {
    if (sendable) onSend(text, attachments);
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    // It is not to stop an answer as well.
    event.stopPropagation();
    onCancel();
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={onEscape}
      sx={{ width: 640, maxWidth: "100%" }}
    >
      <InputBase
        multiline
        fullWidth
        inputRef={focusAtOnce}
        maxRows={16}
        value={text}
        onFocus={toEnd}
        onChange={(event) => {
          setText(event.target.value);
        }}
        onKeyDown={onEnter}
        slotProps={{ input: { "aria-label": words.editor, enterKeyHint: "send" } }}
        sx={fieldStyle}
      />
      <AttachmentList
        attachments={attachments}
        onRemove={(index) => {
          setAttachments(attachments.toSpliced(index, 1));
        }}
      />
      <Box sx={{ mt: 1, display: "flex", justifyContent: "flex-end", gap: 1 }}>
        <Button color="inherit" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button type="submit" variant="contained" disableElevation disabled={!sendable}>
          {words.sendAsVersion}
        </Button>
      </Box>
    </Box>
  );
}

function toEnd({ target }: FocusEvent<HTMLInputElement | HTMLTextAreaElement>): void {
  target.setSelectionRange(target.value.length, target.value.length);
}

const fieldStyle = {
  px: 1.25,
  py: 0.75,
  [TOUCH]: { py: 1.25 },
  border: 1,
  borderColor: "primary.main",
  borderRadius: 1,
  bgcolor: "background.paper",
  lineHeight: 1.5,
} as const;
