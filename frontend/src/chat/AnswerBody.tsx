import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

import type { ApiClient } from "../api/client";
import type { Answer, Outcome } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { CopyButton } from "../ui/CopyButton";
import { Icon } from "../ui/Icon";
import { answerWords } from "./answer.en";
import type { AnswerWords } from "./answer.en";
import { ErrorCard } from "./ErrorCard";
import { figuresWords } from "./figuresWords";
import { Loader } from "./Loader";
import type { MessageHandlers } from "./MessageList";
import { AnswerContent } from "./notes/AnswerContent";

interface AnswerBodyProps {
  readonly answer: Answer;
  readonly client: ApiClient;
  readonly last: boolean;
  /** Goes through the versions; null where there is one. */
  readonly picker: ReactNode;
  readonly handlers: MessageHandlers;
  /** Write its question anew. */
  readonly onEditQuestion: () => void;
}

/** The words of an answer, how it ended, and what can be done with it. */
export function AnswerBody({ answer, client, last, picker, handlers, onEditQuestion }: AnswerBodyProps) {
  const { id, text, outcome, figures } = answer;
  const words = useWords(answerWords);
  const streaming = outcome.status === "streaming";
  const again = () => {
    handlers.onAnswerAgain(id);
  };
  const note = noteOf(outcome, text, words);
  const goOn = last && !streaming && outcome.status !== "complete" && text !== "" && (
    <Button
      size="small"
      variant="outlined"
      onClick={() => {
        handlers.onContinue(id);
      }}
    >
      {words.continue}
    </Button>
  );
  return (
    <>
      <AnswerContent answer={answer} client={client} onShorten={onEditQuestion} />
      {streaming && text === "" && <Loader />}
      {note !== null && (
        <Box sx={{ mt: 1, display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 1.5, rowGap: 0.5 }}>
          <Typography variant="body2" sx={{ color: "text.secondary", fontStyle: "italic" }}>
            {note}
          </Typography>
          {goOn}
        </Box>
      )}
      {outcome.status === "failed" && (
        <ErrorCard failure={outcome.failure} onRetry={last ? again : null}>
          {goOn}
        </ErrorCard>
      )}
      {!streaming && (
        <Box sx={actionsStyle}>
          {text !== "" && <CopyButton text={text} label={words.copyMessage} />}
          {outcome.status !== "failed" && (
            <IconButton size="small" aria-label={words.again} title={words.again} onClick={again}>
              <Icon name="retry" />
            </IconButton>
          )}
          {picker}
          {figures !== null && (
            <Typography variant="caption" noWrap sx={{ ml: "auto", pl: 0.625, color: "text.secondary" }}>
              {figuresWords(figures, words)}
            </Typography>
          )}
        </Box>
      )}
    </>
  );
}

/** What is said of an answer that is not whole, or empty. */
function noteOf({ status }: Outcome, text: string, words: AnswerWords): string | null {
  switch (status) {
    case "complete":
      return text === "" ? words.emptyAnswer : null;
    case "limited":
      return words.limited;
    case "stopped":
      return words.stopped;
    case "failed":
    case "streaming":
      return null;
    default:
      return status satisfies never;
  }
}

const actionsStyle = {
  mt: 0.5,
  ml: -0.625,
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  columnGap: 0.25,
  minHeight: 30,
} as const;
