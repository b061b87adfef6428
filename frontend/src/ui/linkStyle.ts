/** How a link looks, in the running words too. */
export const linkStyle = {
  color: "primary.main",
  textDecoration: "underline",
  textDecorationColor: "color-mix(in srgb, currentColor 40%, transparent)",
  "&:hover": { textDecorationColor: "currentColor" },
  "&:focus-visible": { outline: "2px solid", outlineOffset: 2, borderRadius: 0.5 },
} as const;

/** What stays on the page and yet looks so. */
export const linkButtonStyle = {
  ...linkStyle,
  p: 0,
  border: 0,
  background: "none",
  font: "inherit",
  textAlign: "left",
  cursor: "pointer",
} as const;
