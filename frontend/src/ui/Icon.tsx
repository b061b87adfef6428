import SvgIcon from "@mui/material/SvgIcon";
import type { SvgIconProps } from "@mui/material/SvgIcon";

/** Outlines on a grid of 24, drawn with a round pen. */
const OUTLINES = {
  send: "M12 20V5m-6 6 6-6 6 6",
  stop: "M7 7h10v10H7z",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  check: "m5 13 4.5 4.5L19 7.5",
  retry: "M20 5v5h-5M19.5 10a8 8 0 1 0 .5 4",
  plus: "M12 5v14M5 12h14",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2m0 16v2M2 12h2m16 0h2M5 5l1.4 1.4m11.2 11.2L19 19M5 19l1.4-1.4M17.6 6.4 19 5",
  moon: "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z",
  down: "M12 5v14m-6-6 6 6 6-6",
  warning: "M12 4 2.5 20h19zM12 10v4.5m0 2.4v.2",
  prompt: "m5 7 5 5-5 5m8 0h6",
} as const;

export type IconName = keyof typeof OUTLINES;

interface IconProps extends Omit<SvgIconProps, "name"> {
  readonly name: IconName;
}

/** A decoration: what it stands for is said by the label of the control around it. */
export function Icon({ name, ...props }: IconProps) {
  return (
    <SvgIcon fontSize="small" {...props}>
      <path
        d={OUTLINES[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </SvgIcon>
  );
}
