import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { ServerState } from "./describeHealth";

const WORDS = {
  checking: { label: "Connecting", color: "text.primary" },
  ready: { label: "Ready", color: "success.main" },
  loading: { label: "Loading the model", color: "warning.main" },
  waiting: { label: "Waiting for the inference server", color: "warning.main" },
  overloaded: { label: "Overloaded", color: "warning.main" },
  stopping: { label: "Shutting down", color: "warning.main" },
  failed: { label: "Model failed to load", color: "error.main" },
  unreachable: { label: "Unreachable", color: "error.main" },
} as const;

/** Which model answers, and whether it can now. */
export function ServerStatus({ server }: { readonly server: ServerState }) {
  const { label, color } = WORDS[server.status];
  const model = "model" in server ? (server.model?.summary ?? "") : "";
  const reason = "reason" in server ? (server.reason ?? "") : "";
  return (
    <Box role="group" aria-label="Model status" sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
      <Typography variant="caption" component="span" sx={{ ...chipStyle, color }}>
        {label}
      </Typography>
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

const chipStyle = {
  flexShrink: 0,
  px: 1,
  border: 1,
  borderColor: "currentColor",
  borderRadius: 3,
  fontSize: "0.8125rem",
  lineHeight: "18px",
} as const;
