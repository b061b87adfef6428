import Box from "@mui/material/Box";
import Modal from "@mui/material/Modal";
import type { ReactNode } from "react";

import { useEscape } from "./useEscape";

interface SideDrawerProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Lies over the page from the side until it is closed. Loaded on demand. */
export default function SideDrawer({ label, onClose, children }: SideDrawerProps) {
  // Also while the focus is nowhere: what had it has gone.
  useEscape(true, onClose);
  return (
    <Modal open onClose={onClose}>
      <Box role="dialog" aria-modal="true" aria-label={label} sx={drawerStyle}>
        {children}
      </Box>
    </Modal>
  );
}

const drawerStyle = {
  position: "fixed",
  inset: "0 auto 0 0",
  width: "min(320px, 88vw)",
  overflowY: "auto",
  borderRight: 1,
  borderColor: "divider",
  outline: 0,
  bgcolor: "background.paper",
} as const;
