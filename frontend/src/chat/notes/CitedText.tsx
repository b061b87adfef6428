import { styled } from "@mui/material/styles";
import { Fragment, use } from "react";

import { useWords } from "../../language/LanguageContext";
import { citedPieces } from "./citations";
import { notesWords } from "./notes.en";
import { NotesContext } from "./NotesContext";

/** Words of an answer, in which `[1]` opens the first reference. */
export function CitedText({ text }: { readonly text: string }) {
  const words = useWords(notesWords);
  const facts = use(NotesContext);
  if (facts === null || facts.references.length === 0 || !text.includes("[")) return text;
  return citedPieces(text, facts.references.length).map((piece, index) =>
    typeof piece === "string" ? (
      <Fragment key={index}>{piece}</Fragment>
    ) : (
      <Fragment key={index}>
        {piece.numbers.map((number) => (
          <Mark
            key={number}
            type="button"
            aria-label={words.reference(number, facts.references[number - 1]?.title ?? "")}
            title={facts.references[number - 1]?.title}
            onClick={() => {
              facts.showReference(number);
            }}
          >
            [{number}]
          </Mark>
        ))}
      </Fragment>
    ),
  );
}

const Mark = styled("button")(({ theme: { vars } }) => ({
  // Higher than its line, so that a finger hits it, without moving the lines apart.
  padding: "4px 1px",
  margin: "-4px 0",
  border: 0,
  borderRadius: 4,
  background: "none",
  color: vars.palette.primary.main,
  font: "inherit",
  fontSize: "0.85em",
  fontWeight: 600,
  cursor: "pointer",
  "&:hover": { textDecoration: "underline" },
  "&:focus-visible": { outline: `2px solid ${vars.palette.primary.main}` },
}));
