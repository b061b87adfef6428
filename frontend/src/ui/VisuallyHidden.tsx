import Box from "@mui/material/Box";
import type { ReactNode } from "react";

interface VisuallyHiddenProps {
  readonly role?: "status";
  readonly children: ReactNode;
}

/** Read out by assistive technology, and not shown. */
export function VisuallyHidden({ role, children }: VisuallyHiddenProps) {
  return (
    <Box
      component="span"
      role={role}
      sx={{
        position: "absolute",
        width: "1px",
        height: "1px",
        overflow: "hidden",
        clipPath: "inset(50%)",
        whiteSpace: "nowrap",
      }}
    >
      {children}
    </Box>
  );
}
