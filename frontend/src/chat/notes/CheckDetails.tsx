import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { BlockNote, FindingNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import type { BlockFacts } from "./blockFacts";
import { checkerNames, ended } from "./checkWords";
import { notesWords } from "./notes.en";

/** What the checkers found in a block, or why they did not look. */
export function CheckDetails({ facts }: { readonly facts: BlockFacts }) {
  const words = useWords(notesWords);
  const { kind, check } = facts;
  if (kind === "corrected") return <Changes check={check} />;
  const names = checkerNames(check);
  return (
    <>
      {names !== "" && <Typography variant="body2">{words.checkedBy(names)}</Typography>}
      {check.reason !== null && (
        <Typography variant="body2">
          {ended(check.status === "not_checked" ? words.notCheckedBecause(check.reason) : words.partlyBecause(check.reason))}
        </Typography>
      )}
      {check.findings.length > 0 && (
        <Box component="ul" sx={listStyle}>
          {check.findings.map((finding, index) => (
            <Finding key={index} finding={finding} />
          ))}
        </Box>
      )}
      {check.left_out > 0 && (
        <Typography variant="body2">{words.moreFindings(check.left_out)}</Typography>
      )}
      {check.repaired && <Typography variant="body2">{words.correctedStandsBelow}</Typography>}
    </>
  );
}

function Finding({ finding }: { readonly finding: FindingNote }) {
  const words = useWords(notesWords);
  const { line, column, severity, rule, checker, message, fix } = finding;
  return (
    <Typography component="li" variant="body2">
      <Box component="span" sx={{ fontWeight: 650, color: SEVERITY_COLORS[severity] }}>
        {`${words.findingAt(line, column, words.severities[severity] ?? severity)} `}
      </Box>
      {ended(message)}
      <Box component="span" sx={{ color: "text.secondary" }}>{` ${rule}, ${checker}.`}</Box>
      {fix !== null && ` ${words.fix(ended(fix))}`}
    </Typography>
  );
}

function Changes({ check }: { readonly check: BlockNote }) {
  const words = useWords(notesWords);
  return (
    <>
      <Typography variant="body2">{words.changes}</Typography>
      <Box component="ul" sx={listStyle}>
        {check.changes.map((change, index) => (
          <Typography key={index} component="li" variant="body2">
            {ended(change)}
          </Typography>
        ))}
      </Box>
    </>
  );
}

const SEVERITY_COLORS: Readonly<Record<string, string>> = { error: "error.main", warning: "warning.main" };

// Stronger than what the words of an answer look like.
const listStyle = { "&&": { my: 0.5, pl: 2.5 }, "& li": { my: 0.25, overflowWrap: "anywhere" } } as const;
