import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

import type { ApiFailure } from "../api/errors";
import { useWords } from "../language/LanguageContext";
import { CopyButton } from "../ui/CopyButton";
import { Icon } from "../ui/Icon";
import { useCountdown } from "../ui/useCountdown";
import { answerWords } from "./answer.en";
import { explainFailure } from "./explainFailure";
import { failureWords } from "./failure.en";

interface ErrorCardProps {
  readonly failure: ApiFailure;
  /** Null when the question is no longer the last one. */
  readonly onRetry: (() => void) | null;
  /** What else can be done. */
  readonly children: ReactNode;
}

/** What went wrong with an answer, where it went wrong, and what to do about it. */
export function ErrorCard({ failure, onRetry, children }: ErrorCardProps) {
  const words = useWords(answerWords);
  const { title, advice, retry } = explainFailure(failure, useWords(failureWords));
  const waitS = useCountdown("retryAfterS" in failure ? failure.retryAfterS : null);
  const requestId = "requestId" in failure ? failure.requestId : null;
  return (
    <Box
      role="group"
      aria-label={words.failed}
      sx={{ mt: 1, p: 1.5, border: 1, borderColor: "error.main", borderRadius: 1, bgcolor: "background.paper" }}
    >
      <Typography variant="h3" component="h3" sx={{ display: "flex", gap: 1, color: "error.main" }}>
        <Icon name="warning" />
        {title}
      </Typography>
      <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: "anywhere" }}>
        {advice}
      </Typography>
      {requestId !== null && (
        <Box sx={{ display: "flex", alignItems: "center", gap: 0.5 }}>
          <Typography variant="caption" component="p" sx={{ color: "text.secondary", overflowWrap: "anywhere" }}>
            {words.requestId} <code>{requestId}</code>
          </Typography>
          <CopyButton text={requestId} label={words.copyRequestId} />
        </Box>
      )}
      {retry && onRetry !== null && (
        <Box sx={{ mt: 1, display: "flex", flexWrap: "wrap", gap: 1 }}>
          <Button size="small" variant="outlined" startIcon={<Icon name="retry" />} disabled={waitS > 0} onClick={onRetry}>
            {waitS > 0 ? words.retryIn(waitS) : words.retry}
          </Button>
          {children}
        </Box>
      )}
    </Box>
  );
}
