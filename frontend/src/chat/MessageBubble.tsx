import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, memo, Suspense } from "react";

import type { ApiClient } from "../api/client";
import type { AssistantNotes } from "../api/wire";
import { CopyButton } from "../ui/CopyButton";
import { ErrorCard } from "./ErrorCard";
import { Loader } from "./Loader";
import type { Answer, Message } from "../conversation/conversation";
import { redactionsOf } from "./notes/redactionsOf";

interface MessageBubbleProps {
  readonly message: Message;
  /** Beside a question: what was found out while it was answered, and the question's number in the request. */
  readonly notes: AssistantNotes | null;
  readonly questionAt: number | null;
  readonly client: ApiClient;
  /** Given to the last answer only. */
  readonly onRetry: (() => void) | null;
}

/** Fetched with the first question: its parser is not needed to open the page, and is there before the first word. */
const AnswerContent = lazy(() =>
  // An answer without its layout is better than no answer, when the parser does not load.
  import("./notes/AnswerContent")
    .then(({ AnswerContent }) => ({ default: AnswerContent }))
    .catch(() => ({ default: ({ answer }: { readonly answer: Answer }) => <PlainText text={answer.text} /> })),
);
const RedactionLine = lazy(() =>
  import("./notes/RedactionLine")
    .then(({ RedactionLine }) => ({ default: RedactionLine }))
    .catch(() => ({ default: () => <></> })),
);

/** One message of the conversation; a settled one renders once. */
export const MessageBubble = memo(function MessageBubble({
  message,
  notes,
  questionAt,
  client,
  onRetry,
}: MessageBubbleProps) {
  const mine = message.role === "user";
  const redactions = mine && questionAt !== null ? redactionsOf(notes, questionAt) : NOTHING;
  const streaming = !mine && message.outcome.status === "streaming";
  return (
    <Box
      component="article"
      aria-label={mine ? "You" : "Assistant"}
      aria-busy={streaming}
      sx={mine ? questionStyle : answerStyle}
      style={streaming ? REMEMBERED : SETTLED}
    >
      <Box sx={{ display: "flex", alignItems: "center", justifyContent: "space-between", minHeight: 30 }}>
        <Typography variant="caption" component="h2" sx={{ color: "text.secondary", fontWeight: 600 }}>
          {mine ? "You" : "Assistant"}
        </Typography>
        {!streaming && message.text !== "" && <CopyButton text={message.text} label="Copy message" />}
      </Box>
      {mine ? <PlainText text={message.text} /> : <AnswerBody answer={message} client={client} onRetry={onRetry} />}
      {redactions.length > 0 && (
        <Suspense fallback={null}>
          <RedactionLine redactions={redactions} intro="Taken out before the model saw it" />
        </Suspense>
      )}
    </Box>
  );
});

interface AnswerBodyProps {
  readonly answer: Answer;
  readonly client: ApiClient;
  readonly onRetry: (() => void) | null;
}

function AnswerBody({ answer, client, onRetry }: AnswerBodyProps) {
  const { text, outcome } = answer;
  return (
    <>
      <Suspense fallback={<PlainText text={text} />}>
        <AnswerContent answer={answer} client={client} />
      </Suspense>
      {outcome.status === "streaming" && text === "" && <Loader />}
      {outcome.status === "complete" && text === "" && <Note>The model gave an empty answer.</Note>}
      {outcome.status === "limited" && <Note>Finished early: the answer stopped at the token limit.</Note>}
      {outcome.status === "stopped" && <Note>You stopped this answer.</Note>}
      {outcome.status === "failed" && <ErrorCard failure={outcome.failure} onRetry={onRetry} />}
    </>
  );
}

function PlainText({ text }: { readonly text: string }) {
  return <Box sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{text}</Box>;
}

function Note({ children }: { readonly children: string }) {
  return (
    <Typography variant="body2" sx={{ mt: 1, color: "text.secondary", fontStyle: "italic" }}>
      {children}
    </Typography>
  );
}

const NOTHING = [] as const;

/** The browser remembers the size it last gave the message, for when it need not lay it out any more. */
const REMEMBERED = { containIntrinsicSize: "auto 12rem" } as const;

/** The browser lays out and paints a settled message only when it comes near the screen. */
const SETTLED = { ...REMEMBERED, contentVisibility: "auto" } as const;

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
