import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useId, useState } from "react";

import type { ServerState } from "./describeHealth";

/** `hint`: stands where the model would, in so few words that a phone has place for them. */
const WORDS = {
  checking: { label: "Connecting", color: "text.primary", hint: null },
  ready: { label: "Ready", color: "success.main", hint: null },
  loading: { label: "Loading the model", color: "warning.main", hint: "the page goes on by itself" },
  waiting: { label: "Waiting for the inference server", color: "warning.main", hint: null },
  overloaded: { label: "Overloaded", color: "warning.main", hint: "questions are refused for now" },
  stopping: { label: "Shutting down", color: "warning.main", hint: "it takes no new questions" },
  failed: { label: "Model failed to load", color: "error.main", hint: null },
  unreachable: { label: "Unreachable", color: "error.main", hint: "the page keeps trying" },
  unauthorised: { label: "Unauthorised", color: "error.main", hint: "the server asks for a key" },
} as const;

const StatusDetails = lazy(() => import("./StatusDetails").catch(() => ({ default: () => <></> })));

interface ServerStatusProps {
  readonly server: ServerState;
  readonly onCheck: () => void;
}

/** Which model answers, and whether it can now; pressed, why not, and what happens next. */
export function ServerStatus({ server, onCheck }: ServerStatusProps) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const { label, color, hint } = WORDS[server.status];
  const model = "model" in server ? (server.model?.summary ?? "") : "";
  const reason = "reason" in server ? (server.reason ?? "") : "";
  return (
    <Box role="group" aria-label="Model status" sx={groupStyle}>
      <ButtonBase
        aria-expanded={open}
        aria-controls={open ? detailsId : undefined}
        title="More about the server"
        onClick={() => {
          setOpen(!open);
        }}
        sx={buttonStyle}
      >
        <Box component="span" sx={{ ...chipStyle, color }}>
          {label}
        </Box>
      </ButtonBase>
      <Typography
        variant="caption"
        noWrap
        title={[model, reason].filter((part) => part !== "").join(": ")}
        sx={{ color: "text.secondary", fontFamily: "monospace", fontSize: { xs: "0.6875rem", sm: "0.75rem" } }}
      >
        {hint ?? (server.status === "ready" ? model : reason)}
      </Typography>
      {open && (
        <Suspense fallback={null}>
          <StatusDetails
            id={detailsId}
            server={server}
            onCheck={onCheck}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </Box>
  );
}

const groupStyle = { display: "flex", alignItems: "center", gap: 1, minWidth: 0, position: "relative" } as const;
/** A chip is low, and what is pressed is not. */
const buttonStyle = { flexShrink: 0, minHeight: 28, borderRadius: 3, fontFamily: "inherit" } as const;
const chipStyle = {
  px: 1,
  border: 1,
  borderColor: "currentColor",
  borderRadius: 3,
  fontSize: "0.8125rem",
  lineHeight: "18px",
} as const;
