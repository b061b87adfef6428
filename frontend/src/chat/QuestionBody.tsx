import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useState } from "react";
import type { ReactNode } from "react";

import type { Attachment, Question } from "../conversation/conversation";
import { sentText } from "../conversation/sentText";
import { useWords } from "../language/LanguageContext";
import { CopyButton } from "../ui/CopyButton";
import { focusAtOnce } from "../ui/focusAtOnce";
import { Icon } from "../ui/Icon";
import { answerWords } from "./answer.en";
import { AttachmentList } from "./attachments/AttachmentList";
import { chatWords } from "./chat.en";
import { MessageHead } from "./MessageHead";
import { QuestionEditor } from "./QuestionEditor";

interface QuestionBodyProps {
  readonly question: Question;
  /** Goes through the versions; null where there is one. */
  readonly picker: ReactNode;
  /** It is written anew now. */
  readonly editing: boolean;
  readonly onEdit: (questionId: string | null) => void;
  readonly onAskAnew: (questionId: string, text: string, attachments: readonly Attachment[]) => void;
}

/** A question as it was written, and the way to write it otherwise. */
export function QuestionBody({ question, picker, editing, onEdit, onAskAnew }: QuestionBodyProps) {
  const words = useWords(answerWords);
  const { you } = useWords(chatWords);
  const [edited, setEdited] = useState(false);
  const { id, text, attachments } = question;

  if (editing) {
    return (
      <>
        <MessageHead name={you}>{null}</MessageHead>
        <QuestionEditor
          question={question}
          onSend={(newText, kept) => {
            onEdit(null);
            onAskAnew(id, newText, kept);
          }}
          onCancel={() => {
            onEdit(null);
            setEdited(true);
          }}
        />
      </>
    );
  }
  return (
    <>
      <MessageHead name={you}>
        {picker}
        <IconButton
          size="small"
          aria-label={words.edit}
          title={words.edit}
          // After a cancelled edit the focus is where it came from.
          ref={edited ? focusAtOnce : undefined}
          onClick={() => {
            onEdit(id);
          }}
        >
          <Icon name="pen" />
        </IconButton>
        <CopyButton text={attachments.length === 0 ? text : sentText(question)} label={words.copyMessage} />
      </MessageHead>
      {text !== "" && <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text}</Box>}
      <AttachmentList attachments={attachments} onRemove={null} />
    </>
  );
}
