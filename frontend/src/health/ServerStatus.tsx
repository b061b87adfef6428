import Box from "@mui/material/Box";
import Chip from "@mui/material/Chip";
import Typography from "@mui/material/Typography";

import type { ServerState } from "./describeHealth";

const WORDS = {
  checking: { label: "Connecting", color: "default" },
  ready: { label: "Ready", color: "success" },
  loading: { label: "Loading the model", color: "warning" },
  waiting: { label: "Waiting for the inference server", color: "warning" },
  overloaded: { label: "Overloaded", color: "warning" },
  stopping: { label: "Shutting down", color: "warning" },
  failed: { label: "Model failed to load", color: "error" },
  unreachable: { label: "Unreachable", color: "error" },
} as const;

/** Which model answers, and whether it can now. */
export function ServerStatus({ server }: { readonly server: ServerState }) {
  const { label, color } = WORDS[server.status];
  const model = "model" in server ? (server.model?.summary ?? "") : "";
  const reason = "reason" in server ? (server.reason ?? "") : "";
  return (
    <Box role="group" aria-label="Model status" sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
      <Chip size="small" variant="outlined" color={color} label={label} sx={{ height: 20, flexShrink: 0 }} />
      <Typography
        variant="caption"
        noWrap
        title={[model, reason].filter((part) => part !== "").join(": ")}
        sx={{ color: "text.secondary", fontFamily: "monospace", fontSize: { xs: "0.6875rem", sm: "0.75rem" } }}
      >
        {server.status === "failed" || server.status === "waiting" ? reason : model}
      </Typography>
    </Box>
  );
}
