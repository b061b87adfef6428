import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { ReferenceNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import { linkButtonStyle, linkStyle } from "../../ui/linkStyle";
import { TOUCH } from "../../ui/touch";
import { notesWords } from "./notes.en";
import { referenceTarget } from "./referenceTarget";

interface ReferenceCardProps {
  /** At least one. */
  readonly references: readonly ReferenceNote[];
  /** The ids of the lines begin with it, and end with the number of the reference. */
  readonly idPrefix: string;
  /** Show a reference in full; counted from 1. */
  readonly onShow: (number: number) => void;
}

/** What an answer starts from, by the numbers that it cites. */
export function ReferenceCard({ references, idPrefix, onShow }: ReferenceCardProps) {
  const words = useWords(notesWords);
  return (
    <Box component="section" aria-label={words.fromReference} sx={cardStyle}>
      <Typography variant="caption" component="h3" sx={{ fontWeight: 650, color: "text.secondary" }}>
        {words.fromReference}
      </Typography>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {references.map((reference, index) => (
          <Box key={index} component="li" id={`${idPrefix}${String(index + 1)}`} tabIndex={-1} sx={lineStyle}>
            <Typography variant="body2" component="span" sx={{ color: "text.secondary", flexShrink: 0 }}>
              [{index + 1}]
            </Typography>
            <Typography variant="body2" component="span" sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
              <ReferenceTitle
                reference={reference}
                onShow={() => {
                  onShow(index + 1);
                }}
              />
            </Typography>
            <Typography variant="caption" component="span" sx={{ color: "text.secondary", flexShrink: 0 }}>
              {words.sources[reference.source] ?? reference.source}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

interface ReferenceTitleProps {
  readonly reference: ReferenceNote;
  readonly onShow: () => void;
}

function ReferenceTitle({ reference, onShow }: ReferenceTitleProps) {
  const target = referenceTarget(reference);
  if (target === null) return reference.title;
  return target.kind === "outside" ? (
    <Box component="a" href={target.href} target="_blank" rel="noopener noreferrer" sx={linkStyle}>
      {reference.title}
    </Box>
  ) : (
    <Box component="button" type="button" onClick={onShow} sx={linkButtonStyle}>
      {reference.title}
    </Box>
  );
}

const cardStyle = {
  mb: 1.5,
  px: 1.5,
  py: 0.75,
  border: 1,
  borderColor: "divider",
  borderLeft: 3,
  borderLeftColor: "primary.main",
  borderRadius: 1,
  bgcolor: "background.paper",
} as const;

const lineStyle = {
  display: "flex",
  alignItems: "flex-start",
  gap: 1,
  py: 0.25,
  // As high as what is pressed in it.
  [TOUCH]: { alignItems: "center", py: 0, "& a, & button": { display: "inline-flex", alignItems: "center", minHeight: 44, py: 0.5 } },
  "&:focus": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: 2, borderRadius: 0.5 },
} as const;
