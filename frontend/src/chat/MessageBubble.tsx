import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, memo, Suspense } from "react";

import { CopyButton } from "../ui/CopyButton";
import { ErrorCard } from "./ErrorCard";
import { Loader } from "./Loader";
import type { Answer, Message } from "./chatReducer";

interface MessageBubbleProps {
  readonly message: Message;
  /** Given to the last answer only. */
  readonly onRetry: (() => void) | null;
}

/** Fetched with the first question: its parser is not needed to open the page, and is there before the first word. */
const Markdown = lazy(() =>
  // An answer without its layout is better than no answer, when the parser does not load.
  import("./Markdown").then(({ Markdown }) => ({ default: Markdown })).catch(() => ({ default: PlainText })),
);

/** One message of the conversation; a settled one renders once. */
export const MessageBubble = memo(function MessageBubble({ message, onRetry }: MessageBubbleProps) {
  const mine = message.role === "user";
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
      {mine ? <PlainText text={message.text} /> : <AnswerBody answer={message} onRetry={onRetry} />}
    </Box>
  );
});

function AnswerBody({ answer, onRetry }: { readonly answer: Answer; readonly onRetry: (() => void) | null }) {
  const { text, outcome } = answer;
  return (
    <>
      <Suspense fallback={<PlainText text={text} />}>
        <Markdown text={text} streaming={outcome.status === "streaming"} />
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
