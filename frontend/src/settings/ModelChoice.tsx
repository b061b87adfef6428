import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useId } from "react";

interface ModelChoiceProps {
  /** The same for all choices, of which one is chosen. */
  readonly group: string;
  readonly title: string;
  readonly text: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

export function ModelChoice({ group, title, text, chosen, onChoose }: ModelChoiceProps) {
  const id = useId();
  return (
    <Box component="label" htmlFor={id} sx={choiceStyle}>
      <Box
        component="input"
        id={id}
        type="radio"
        name={group}
        checked={chosen}
        onChange={onChoose}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        sx={{ flexShrink: 0, width: 18, height: 18, m: 0, mt: 0.25, accentColor: "var(--mui-palette-primary-main)" }}
      />
      <Box component="span" sx={{ minWidth: 0 }}>
        <Typography id={`${id}-title`} component="span" variant="body2" sx={{ display: "block", overflowWrap: "anywhere" }}>
          {title}
        </Typography>
        <Typography id={`${id}-text`} component="span" variant="caption" sx={{ display: "block", color: "text.secondary" }}>
          {text}
        </Typography>
      </Box>
    </Box>
  );
}

const choiceStyle = {
  display: "flex",
  alignItems: "flex-start",
  gap: 1.25,
  minHeight: 44,
  px: 1,
  py: 0.75,
  borderRadius: 1,
  cursor: "pointer",
  "&:hover": { bgcolor: "action.hover" },
  "&:has(:focus-visible)": { outline: "2px solid", outlineColor: "primary.main" },
} as const;
