import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useId, useMemo, useState } from "react";

import type { ApiClient } from "../../api/client";
import type { ReferenceNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { linkButtonStyle } from "../../ui/linkStyle";
import type { Answer } from "../../conversation/conversation";
import { Markdown } from "../Markdown";
import { factsByPlace } from "./blockFacts";
import { withoutExcerpts } from "./excerpts";
import { notesWords } from "./notes.en";
import { NotesContext } from "./NotesContext";
import type { AnswerFacts } from "./NotesContext";
import { RedactionLine } from "./RedactionLine";
import { redactionsOf } from "./redactionsOf";
import { ReferenceCard } from "./ReferenceCard";
import { referenceTarget } from "./referenceTarget";

interface AnswerContentProps {
  readonly answer: Answer;
  readonly client: ApiClient;
  /** Write the question anew, with less of what was pasted. */
  readonly onShorten: () => void;
}

const ReferenceDialog = lazy(() => import("./ReferenceDialog").catch(() => ({ default: ReferenceNotShown })));

const NO_REFERENCES: readonly ReferenceNote[] = [];

/** The words of an answer with what code found out about them. */
export function AnswerContent({ answer, client, onShorten }: AnswerContentProps) {
  const { notes, text, outcome } = answer;
  const streaming = outcome.status === "streaming";
  const references = notes?.references ?? NO_REFERENCES;
  const said = useWords(notesWords);
  const idPrefix = useId();
  const [shown, setShown] = useState<{ readonly reference: ReferenceNote; readonly path: string } | null>(null);

  const facts = useMemo<AnswerFacts | null>(() => {
    if (notes === null) return null;
    return {
      references: notes.references,
      blocks: factsByPlace(notes),
      over: !streaming,
      showReference: (number) => {
        const reference = notes.references[number - 1];
        if (reference === undefined) return;
        const target = referenceTarget(reference);
        if (target?.kind === "passage") setShown({ reference, path: target.path });
        else document.getElementById(`${idPrefix}${String(number)}`)?.focus();
      },
    };
  }, [notes, streaming, idPrefix]);
  const redactions = redactionsOf(notes, null);
  const words = withoutExcerpts(text, notes?.excerpts ?? []);

  return (
    <>
      {facts !== null && references.length > 0 && (
        <ReferenceCard references={references} idPrefix={idPrefix} onShow={facts.showReference} />
      )}
      {words.shown.map((excerpt) => (
        <Typography key={excerpt} variant="body2" sx={{ mb: 1, display: "flex", gap: 0.75, color: "text.secondary" }}>
          <Icon name="cut" sx={{ mt: 0.125 }} />
          <Box component="span">
            {excerpt}{" "}
            <Box component="button" type="button" onClick={onShorten} sx={linkButtonStyle}>
              {said.shorten}
            </Box>
          </Box>
        </Typography>
      ))}
      <NotesContext value={facts}>
        <Markdown text={words.text} streaming={streaming} />
      </NotesContext>
      {redactions.length > 0 && <RedactionLine redactions={redactions} intro={said.takenOutOfAnswer} />}
      {shown !== null && (
        <Suspense fallback={null}>
          <ReferenceDialog
            client={client}
            {...shown}
            onClose={() => {
              setShown(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function ReferenceNotShown() {
  return <Typography role="alert">{useWords(notesWords).referenceNotShown}</Typography>;
}
