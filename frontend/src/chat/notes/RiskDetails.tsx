import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { CommandNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import { ended } from "./checkWords";
import { notesWords } from "./notes.en";
import { knownRisk, riskWords } from "./risk";

interface RiskDetailsProps {
  readonly commands: readonly CommandNote[];
  /** Whether the lines of the commands are those of this block, and not of its corrected version. */
  readonly showLines: boolean;
}

/** What each command of a block would do. */
export function RiskDetails({ commands, showLines }: RiskDetailsProps) {
  const words = useWords(notesWords);
  return (
    <Box component="ul" sx={listStyle}>
      {commands.map((command, index) => {
        const { label, color } = riskWords(command.risk, words);
        return (
          <Typography key={index} component="li" variant="body2" sx={{ my: 0.5, overflowWrap: "anywhere" }}>
            <Box component="code" sx={{ fontFamily: "monospace", fontSize: "0.8125rem" }}>
              {command.command.trim()}
            </Box>
            <br />
            <Box component="span" sx={{ fontWeight: 650, color }}>
              {showLines ? words.riskAt(command.line, knownRisk(command.risk)) : `${label}:`}{" "}
            </Box>
            {ended(command.reason)}
            {command.pasted && ` ${words.alsoPasted}`}
          </Typography>
        );
      })}
    </Box>
  );
}

// Stronger than what the words of an answer look like.
const listStyle = { "&&": { m: 0, p: 0 }, listStyle: "none" } as const;
