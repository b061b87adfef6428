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
  close: "M6 6l12 12M18 6 6 18",
  minus: "M6 12h12",
  question: "M9 9.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4m0 2.6v.2",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  pen: "M4 20l1-4.5L16.5 4 20 7.5 8.5 19z",
  shield: "M12 3 5 6v5.5c0 4.3 2.9 7.8 7 9.5 4.1-1.7 7-5.2 7-9.5V6zM9 12l2.2 2.2L15.5 10",
  cut: "M4 6h16M4 18h16M9 12h6",
  clip: "M19.5 11.5 12 19a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.1l7-7",
  download: "M12 4v11m-5-5 5 5 5-5M5 20h14",
  file: "M13 3H6v18h12V8zM13 3v5h5M9 13h6M9 17h6",
  previous: "m14 6-6 6 6 6",
  next: "m10 6 6 6-6 6",
  share: "M12 15V4m-4 4 4-4 4 4M6 12v8h12v-8",
  more: "M12 5.5v.2m0 6.2v.2m0 6.2v.2",
  panel: "M4 5h16v14H4zM9.5 5v14",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  pin: "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  sliders: "M4 8h8m6 0h2M4 16h2m6 0h8M15 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
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
