import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { ApiClient } from "../api/client";
import { branchOf } from "../conversation/branches";
import type { Conversation } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { gaugeWords } from "./gauge.en";
import { DEFAULT_MODEL } from "./modelWords";
import { useModels } from "./useModels";

interface ContextGaugeProps {
  readonly client: ApiClient;
  readonly conversation: Conversation;
}

const NEARLY_FULL = 0.85;

/** How much of the model's context the conversation takes, as its last answer was counted. Loaded on demand. */
export default function ContextGauge({ client, conversation }: ContextGaugeProps) {
  const words = useWords(gaugeWords);
  const { state } = useModels(client);
  const used = tokensUsed(conversation);
  // It stands in a line of words, and comes when all of it is known: nothing moves twice.
  if (used === null || state.status === "loading") return null;
  const model = conversation.settings.model ?? DEFAULT_MODEL;
  const length = state.status === "loaded" ? (state.models.find(({ id }) => id === model)?.context_length ?? null) : null;
  if (length === null) return <Words>{words.context(used)}</Words>;
  const part = Math.min(1, used / length);
  const full = part >= NEARLY_FULL;
  const usedOf = words.usedOf(used, length);
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 0.75, flexShrink: 0 }}>
      <Box
        role="meter"
        aria-label={words.contextUsed}
        aria-valuemin={0}
        aria-valuemax={length}
        aria-valuenow={Math.min(used, length)}
        aria-valuetext={usedOf}
        title={words.hint(usedOf)}
        sx={{ width: 48, height: 6, border: 1, borderColor: "text.secondary", borderRadius: 1, overflow: "hidden" }}
      >
        <Box sx={{ width: `${String(part * 100)}%`, height: "100%", bgcolor: full ? "error.main" : "primary.main" }} />
      </Box>
      <Words>{full ? words.nearlyFull(part) : words.ofContext(part)}</Words>
    </Box>
  );
}

function Words({ children }: { readonly children: string }) {
  return (
    <Typography variant="caption" component="span" sx={{ color: "text.secondary" }}>
      {children}
    </Typography>
  );
}

/** Prompt and answer of the newest counted answer of the branch: what the next request begins with. */
function tokensUsed(conversation: Conversation): number | null {
  const counted = branchOf(conversation).findLast((message) => message.role === "assistant" && message.figures !== null);
  if (counted?.role !== "assistant" || counted.figures === null) return null;
  return counted.figures.promptTokens + counted.figures.answerTokens;
}
