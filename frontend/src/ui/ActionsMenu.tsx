import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";

import { Icon } from "./Icon";
import type { IconName } from "./Icon";

export interface Action {
  readonly name: string;
  readonly icon: IconName;
  readonly run: () => void;
}

interface ActionsMenuProps {
  /** The button that opened it. */
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

const WIDTH = 260;
const ROW = 44;

/**
 * What can be done with one thing (the menu pattern of the ARIA Authoring Practices).
 *
 * The focus goes back to the button before an action runs, which may take it elsewhere.
 */
export function ActionsMenu({ anchor, label, actions, onClose }: ActionsMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const place = anchor.getBoundingClientRect();
  const height = actions.length * ROW + 10;
  const top = place.bottom + height > innerHeight ? Math.max(4, place.top - height) : place.bottom;
  const left = Math.max(4, Math.min(place.right - WIDTH, innerWidth - WIDTH - 4));

  useEffect(() => {
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && menu.current?.contains(event.target) === false) onClose();
    };
    document.addEventListener("pointerdown", onPointerDown);
    addEventListener("resize", onClose);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown);
      removeEventListener("resize", onClose);
    };
  }, [onClose]);

  const onKeyDown = (event: KeyboardEvent) => {
    const items = Array.from(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []);
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    }
    if (event.key !== "Escape" && event.key !== "Tab") return;
    // Escape ends the menu, and neither the answer that streams nor the drawer.
    event.stopPropagation();
    event.preventDefault();
    anchor.focus();
    onClose();
  };

  return (
    <Box
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      style={{ top, left, width: WIDTH }}
      sx={menuStyle}
    >
      {actions.map(({ name, icon, run }) => (
        <ButtonBase
          key={name}
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            anchor.focus();
            onClose();
            run();
          }}
          sx={itemStyle}
        >
          <Icon name={icon} />
          {name}
        </ButtonBase>
      ))}
    </Box>
  );
}

const menuStyle = {
  position: "fixed",
  zIndex: "modal",
  display: "flex",
  flexDirection: "column",
  py: 0.5,
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  boxShadow: 4,
  bgcolor: "background.paper",
} as const;
const itemStyle = {
  justifyContent: "flex-start",
  gap: 1.5,
  minHeight: ROW,
  px: 1.5,
  fontFamily: "inherit",
  fontSize: "0.875rem",
  textAlign: "left",
  "&:hover, &:focus": { bgcolor: "action.hover" },
  "&.Mui-focusVisible": { outlineOffset: -2 },
} as const;
