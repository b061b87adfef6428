import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useEffect, useRef } from "react";

import { version } from "../../package.json";
import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import type { ServerState } from "./describeHealth";
import { detailsWords } from "./details.en";
import { healthWords } from "./health.en";
import { reasonWords } from "./reasonWords";

interface StatusDetailsProps {
  readonly id: string;
  readonly server: ServerState;
  readonly onCheck: () => void;
  readonly onClose: () => void;
}

/** Why the server is as it is and what happens next, under the chip that opens it. Loaded on demand. */
export default function StatusDetails({ id, server, onCheck, onClose }: StatusDetailsProps) {
  const box = useRef<HTMLElement>(null);
  const words = useWords(detailsWords);
  const ofHealth = useWords(healthWords);
  const { reason, next } = words.status[server.status];
  // What the server says of a key is for whoever calls the API.
  const known = server.status === "unauthorised" ? null : reasonWords(server, ofHealth);

  useEffect(() => {
    const left = new AbortController();
    const group = box.current?.parentElement;
    const onPress = ({ target }: Event) => {
      if (target instanceof Node && group?.contains(target) !== true) onClose();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      // It closes this, and does not stop an answer.
      event.stopPropagation();
      group?.querySelector("button")?.focus();
      onClose();
    };
    document.addEventListener("pointerdown", onPress, { signal: left.signal });
    document.addEventListener("keydown", onKeyDown, { capture: true, signal: left.signal });
    return () => {
      left.abort();
    };
  }, [onClose]);

  return (
    <Box ref={box} id={id} role="region" aria-label={words.aboutServer} sx={boxStyle}>
      <Typography variant="body2" sx={{ overflowWrap: "anywhere" }}>
        {known ?? reason}
      </Typography>
      <Typography variant="body2" sx={{ mt: 0.5, color: "text.secondary" }}>
        {next}
      </Typography>
      <Facts server={server} />
      <Button size="small" variant="outlined" startIcon={<Icon name="retry" />} onClick={onCheck} sx={{ mt: 1.5 }}>
        {words.askAgain}
      </Button>
    </Box>
  );
}

function Facts({ server }: { readonly server: ServerState }) {
  const words = useWords(detailsWords);
  const model = "model" in server ? server.model : null;
  const queue = "queue" in server ? server.queue : null;
  if (model === null && queue === null) return null;
  return (
    <Box component="dl" sx={factsStyle}>
      {model !== null && (
        <>
          <dt>{words.model}</dt>
          <dd>{model.summary}</dd>
          <dt>{words.version}</dt>
          <dd>{words.versions(version, model.version)}</dd>
        </>
      )}
      {queue !== null && (
        <>
          <dt>{words.answers}</dt>
          <dd>{words.queue(queue.running, queue.waiting)}</dd>
        </>
      )}
    </Box>
  );
}

const boxStyle = {
  position: "absolute",
  top: "calc(100% + 8px)",
  left: 0,
  zIndex: 10,
  width: 400,
  maxWidth: "calc(100vw - 24px)",
  p: 2,
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  bgcolor: "background.paper",
  boxShadow: 4,
} as const;

const factsStyle = {
  display: "grid",
  gridTemplateColumns: "auto 1fr",
  columnGap: 1.5,
  rowGap: 0.5,
  mt: 1.5,
  mb: 0,
  fontSize: "0.8125rem",
  "& dt": { color: "text.secondary" },
  "& dd": { m: 0, overflowWrap: "anywhere" },
} as const;
