import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";
import type { ReactNode } from "react";

import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { TOUCH } from "../../ui/touch";
import { Badge } from "./Badge";
import type { BlockFacts } from "./blockFacts";
import { CheckDetails } from "./CheckDetails";
import { checkWords, notChecked } from "./checkWords";
import { notesWords } from "./notes.en";
import { isBroughtIn, riskWords, worstRisk } from "./risk";
import { RiskDetails } from "./RiskDetails";

interface BlockBadgesProps {
  /** Null where nothing is known. */
  readonly facts: BlockFacts | null;
  /** Nothing more will be known. */
  readonly over: boolean;
  /** The other things in the head of the block: on the left, and on the right. */
  readonly left: ReactNode;
  readonly right: ReactNode;
}

type Shown = "checks" | "risks";

/** The head of a code block: what the checkers say of it and what its commands would do, with the reasons on demand. */
export function BlockBadges({ facts, over, left, right }: BlockBadgesProps) {
  const words = useWords(notesWords);
  const [shown, setShown] = useState<Shown | null>(null);
  const id = useId();
  const check = facts === null ? (over ? notChecked(words) : null) : checkWords(facts, words);
  const risk = facts === null ? null : worstRisk(facts.risks);
  const toggle = (which: Shown) => () => {
    setShown((now) => (now === which ? null : which));
  };
  return (
    <>
      <Box sx={headStyle}>
        <Box sx={leftStyle}>
          {left}
          {check !== null && (
            <Badge {...check} open={shown === "checks"} controls={id} onToggle={toggle("checks")} />
          )}
          {risk !== null && (
            <Badge {...riskWords(risk, words)} open={shown === "risks"} controls={id} onToggle={toggle("risks")} />
          )}
          {facts?.kind === "checked" && facts.check.repaired && (
            <Typography variant="caption" sx={{ color: "text.secondary" }}>
              {words.correctedBelow}
            </Typography>
          )}
        </Box>
        {right}
      </Box>
      {facts?.risks.some(isBroughtIn) === true && (
        <Typography variant="body2" sx={{ ...noteStyle, display: "flex", gap: 0.75, color: "warning.main" }}>
          <Icon name="warning" sx={{ mt: 0.125 }} />
          {words.broughtIn}
        </Typography>
      )}
      {shown !== null && (
        <Box id={id} role="group" aria-label={shown === "checks" ? words.checks : words.commands} sx={noteStyle}>
          {facts === null ? (
            <Typography variant="body2">{words.endedBefore}</Typography>
          ) : shown === "checks" ? (
            <CheckDetails facts={facts} />
          ) : (
            <RiskDetails commands={facts.risks} showLines={facts.kind === "corrected" || !facts.check.repaired} />
          )}
        </Box>
      )}
    </>
  );
}

const headStyle = {
  display: "flex",
  alignItems: "flex-start",
  gap: 0.5,
  pl: { xs: 1, sm: 1.5 },
  pr: 0.25,
  minHeight: 34,
  borderBottom: 1,
  borderColor: "divider",
} as const;

const leftStyle = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 0.625,
  flex: 1,
  minWidth: 0,
  minHeight: 33,
  py: 0.5,
  [TOUCH]: { py: 0 },
} as const;

const noteStyle = { px: 1.5, py: 1, borderBottom: 1, borderColor: "divider", bgcolor: "background.paper" } as const;
