import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

interface MessageHeadProps {
  /** Who says it. */
  readonly name: string;
  /** What can be done with it. */
  readonly children: ReactNode;
}

export function MessageHead({ name, children }: MessageHeadProps) {
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 0.25, mr: -1, minHeight: 30 }}>
      <Typography variant="caption" component="h2" sx={{ mr: "auto", color: "text.secondary", fontWeight: 600 }}>
        {name}
      </Typography>
      {children}
    </Box>
  );
}
