import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useId, useState } from "react";

import { useWords } from "../language/LanguageContext";
import type { ServerState } from "./describeHealth";
import { healthWords } from "./health.en";
import { reasonWords } from "./reasonWords";

const COLORS = {
  checking: "text.primary",
  ready: "success.main",
  loading: "warning.main",
  waiting: "warning.main",
  overloaded: "warning.main",
  stopping: "warning.main",
  failed: "error.main",
  unreachable: "error.main",
  unauthorised: "error.main",
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
  const words = useWords(healthWords);
  const { label, hint } = words.status[server.status];
  const model = "model" in server ? (server.model?.summary ?? "") : "";
  const reason = reasonWords(server, words) ?? "";
  return (
    <Box role="group" aria-label={words.modelStatus} sx={groupStyle}>
      <ButtonBase
        aria-expanded={open}
        aria-controls={open ? detailsId : undefined}
        title={words.moreAboutServer}
        onClick={() => {
          setOpen(!open);
        }}
        sx={buttonStyle}
      >
        <Box component="span" sx={{ ...chipStyle, color: COLORS[server.status] }}>
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
