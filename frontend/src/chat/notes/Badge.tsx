import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";

import { Icon } from "../../ui/Icon";
import type { IconName } from "../../ui/Icon";

interface BadgeProps {
  readonly label: string;
  readonly icon: IconName;
  readonly color: string;
  /** Whether its details are shown. */
  readonly open: boolean;
  /** The id of the details. */
  readonly controls: string;
  readonly onToggle: () => void;
}

/** A short judgement that shows and hides its reasons. Words and an icon tell it, colour only helps. */
export function Badge({ label, icon, color, open, controls, onToggle }: BadgeProps) {
  return (
    <ButtonBase
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      onClick={onToggle}
      sx={{ color, borderRadius: 3, fontFamily: "inherit" }}
    >
      <Box component="span" sx={{ ...badgeStyle, borderColor: open ? "currentColor" : "divider" }}>
        <Icon name={icon} sx={{ fontSize: "0.9375rem" }} />
        {label}
      </Box>
    </ButtonBase>
  );
}

/** Low, as a part of the line that it stands in; what is pressed may be higher. */
const badgeStyle = {
  display: "inline-flex",
  alignItems: "center",
  gap: 0.5,
  minHeight: 24,
  px: 0.625,
  border: 1,
  borderRadius: 3,
  bgcolor: "background.paper",
  fontSize: { xs: "0.6875rem", sm: "0.75rem" },
  fontWeight: 600,
  lineHeight: 1.2,
  whiteSpace: "nowrap",
  "button:hover > &": { borderColor: "currentColor" },
} as const;
