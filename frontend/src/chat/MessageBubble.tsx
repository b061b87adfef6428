import Box from "@mui/material/Box";
import { memo } from "react";
import type { CSSProperties } from "react";

import type { ApiClient } from "../api/client";
import type { AssistantNotes } from "../api/wire";
import type { Message } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { AnswerBody } from "./AnswerBody";
import { BranchPicker } from "./BranchPicker";
import type { Direction } from "./BranchPicker";
import { chatWords } from "./chat.en";
import type { LayOutQueue } from "./LayOutQueue";
import { MessageHead } from "./MessageHead";
import { messageHeight } from "./messageHeight";
import type { MessageHandlers } from "./MessageList";
import { notesWords } from "./notes/notes.en";
import { RedactionLine } from "./notes/RedactionLine";
import { redactionsOf } from "./notes/redactionsOf";
import { QuestionBody } from "./QuestionBody";
import { useLaidOut } from "./useLaidOut";

interface MessageBubbleProps {
  readonly message: Message;
  /** Beside a question: what was found out while it was answered, and the question's number in the request. */
  readonly notes: AssistantNotes | null;
  readonly questionAt: number | null;
  readonly client: ApiClient;
  readonly queue: LayOutQueue;
  /** It stands at the end of the branch, where a conversation opens. */
  readonly atEnd: boolean;
  /** Nothing stands behind it. */
  readonly last: boolean;
  /** Which of how many messages in this place it is, from 1. */
  readonly versionNumber: number;
  readonly versions: number;
  /** The button that brought it here, if one has just done so. */
  readonly steppedBy: Direction | null;
  readonly handlers: MessageHandlers;
  readonly onStep: (messageId: string, direction: Direction) => void;
  /** It is written anew. */
  readonly editing: boolean;
  /** Write a question anew; null for none. */
  readonly onEdit: (questionId: string | null) => void;
}

/** One message of the conversation; a settled one renders once, and its words alone until it is laid out. */
export const MessageBubble = memo(function MessageBubble({
  message,
  notes,
  questionAt,
  client,
  queue,
  atEnd,
  last,
  versionNumber,
  versions,
  steppedBy,
  handlers,
  onStep,
  editing,
  onEdit,
}: MessageBubbleProps) {
  const words = useWords(chatWords);
  const { takenOutBefore } = useWords(notesWords);
  const mine = message.role === "user";
  const redactions = mine && questionAt !== null ? redactionsOf(notes, questionAt) : NOTHING;
  const streaming = !mine && message.outcome.status === "streaming";
  const { ref, laidOut } = useLaidOut(queue, atEnd || streaming);
  const picker =
    versions > 1 ? (
      <BranchPicker
        version={{ number: versionNumber, of: versions }}
        used={steppedBy}
        onStep={(direction) => {
          onStep(message.id, direction);
        }}
      />
    ) : null;
  return (
    <Box
      ref={ref}
      component="article"
      aria-label={mine ? words.you : words.assistant}
      aria-busy={streaming}
      sx={mine ? questionStyle : answerStyle}
      style={placeOf(message, atEnd || streaming)}
    >
      {!laidOut ? (
        <Box sx={wordsStyle}>{message.text}</Box>
      ) : mine ? (
        <QuestionBody {...{ picker, editing, onEdit }} question={message} onAskAnew={handlers.onAskAnew} />
      ) : (
        <>
          <MessageHead name={words.assistant}>{null}</MessageHead>
          <AnswerBody
            {...{ client, last, picker, handlers }}
            answer={message}
            onEditQuestion={() => {
              onEdit(message.parentId);
            }}
          />
        </>
      )}
      {laidOut && redactions.length > 0 && (
        <RedactionLine redactions={redactions} intro={takenOutBefore} />
      )}
    </Box>
  );
});

const NOTHING = [] as const;

/**
 * The browser lays out and paints a message only when it comes near the screen, and remembers the height that it gave it.
 *
 * @param whole not this one, which is on the screen, or may be in the next moment.
 */
function placeOf(message: Message, whole: boolean): CSSProperties {
  const containIntrinsicSize = `auto ${String(messageHeight(message))}px`;
  return whole ? { containIntrinsicSize } : { containIntrinsicSize, contentVisibility: "auto" };
}

const wordsStyle = { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } as const;
const answerStyle = { py: 1 } as const;
const questionStyle = {
  alignSelf: "flex-end",
  maxWidth: { xs: "100%", sm: "85%" },
  minWidth: 160,
  px: 1.75,
  pt: 0.25,
  pb: 1.25,
  my: 1,
  borderRadius: 1.5,
  bgcolor: "bubble",
} as const;
