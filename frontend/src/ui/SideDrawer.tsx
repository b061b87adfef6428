import Drawer from "@mui/material/Drawer";
import type { ReactNode } from "react";

interface SideDrawerProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Lies over the page from the side until it is closed. Loaded on demand. */
export default function SideDrawer({ label, onClose, children }: SideDrawerProps) {
  return (
    <Drawer open onClose={onClose} transitionDuration={0} slotProps={{ paper: { ...paperProps, "aria-label": label } }}>
      {children}
    </Drawer>
  );
}

const paperProps = {
  elevation: 0,
  role: "dialog",
  "aria-modal": true,
  sx: { width: "min(320px, 88vw)", borderRight: 1, borderColor: "divider", bgcolor: "background.paper" },
} as const;
