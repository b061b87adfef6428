import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { BlockNote, FindingNote } from "../../api/wire";
import type { BlockFacts } from "./blockFacts";
import { checkerNames, ended } from "./checkWords";
import { counted } from "./counted";

/** What the checkers found in a block, or why they did not look. */
export function CheckDetails({ facts }: { readonly facts: BlockFacts }) {
  const { kind, check } = facts;
  if (kind === "corrected") return <Changes check={check} />;
  const names = checkerNames(check);
  return (
    <>
      {names !== "" && <Typography variant="body2">{`Checked by ${names}.`}</Typography>}
      {check.reason !== null && (
        <Typography variant="body2">
          {ended(`${check.status === "not_checked" ? "Not checked" : "Not checked in part"}: ${check.reason}`)}
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
        <Typography variant="body2">{`${counted(check.left_out, "more finding")} not listed.`}</Typography>
      )}
      {check.repaired && <Typography variant="body2">The corrected version stands below.</Typography>}
    </>
  );
}

function Finding({ finding }: { readonly finding: FindingNote }) {
  const { line, column, severity, rule, checker, message, fix } = finding;
  const place = `Line ${String(line)}${column === null ? "" : `, column ${String(column)}`}`;
  return (
    <Typography component="li" variant="body2">
      <Box component="span" sx={{ fontWeight: 650, color: SEVERITY_COLORS[severity] }}>
        {`${place}, ${severity}: `}
      </Box>
      {ended(message)}
      <Box component="span" sx={{ color: "text.secondary" }}>{` ${rule}, ${checker}.`}</Box>
      {fix !== null && ` Fix: ${ended(fix)}`}
    </Typography>
  );
}

function Changes({ check }: { readonly check: BlockNote }) {
  return (
    <>
      <Typography variant="body2">The block above with these changes. Read it before you use it.</Typography>
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
