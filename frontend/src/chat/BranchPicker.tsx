import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import type { Version } from "../conversation/branches";
import { useWords } from "../language/LanguageContext";
import { focusAtOnce } from "../ui/focusAtOnce";
import { Icon } from "../ui/Icon";
import { answerWords } from "./answer.en";

export type Direction = "previous" | "next";

interface BranchPickerProps {
  readonly version: Version;
  /** The button that brought this version here, and has the focus. */
  readonly used: Direction | null;
  readonly onStep: (direction: Direction) => void;
}

/** Goes through the versions of a message, e.g. "2 / 3". */
export function BranchPicker({ version: { number, of }, used, onStep }: BranchPickerProps) {
  const words = useWords(answerWords);
  const step = (direction: Direction, label: string, more: boolean) => (
    <IconButton
      size="small"
      aria-label={label}
      title={label}
      aria-disabled={!more}
      // The version it stands at is another element: what was pressed goes on to be what is pressed.
      ref={used === direction ? focusAtOnce : undefined}
      onClick={() => {
        if (more) onStep(direction);
      }}
      sx={more ? undefined : spentStyle}
    >
      <Icon name={direction} />
    </IconButton>
  );
  return (
    <Box role="group" aria-label={words.version(number, of)} sx={{ display: "flex", alignItems: "center" }}>
      {step("previous", words.previousVersion, number > 1)}
      <Typography
        variant="caption"
        aria-hidden="true"
        sx={{ minWidth: 32, textAlign: "center", color: "text.secondary", fontVariantNumeric: "tabular-nums" }}
      >
        {`${String(number)} / ${String(of)}`}
      </Typography>
      {step("next", words.nextVersion, number < of)}
    </Box>
  );
}

const spentStyle = { opacity: 0.4, cursor: "default" } as const;
