import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useDeferredValue, useMemo } from "react";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { secretsWords } from "./secrets.en";
import { signsOfSecrets } from "./secretSigns";

interface SecretWarningProps {
  readonly draft: string;
  readonly attachments: readonly { readonly text: string }[];
}

/** Says, while it is written, that a draft seems to hold a secret. It never keeps anyone from sending. */
export default function SecretWarning({ draft, attachments }: SecretWarningProps) {
  const words = useWords(secretsWords);
  const settled = useDeferredValue(draft);
  const ofDraft = useMemo(() => signsOfSecrets(settled), [settled]);
  const ofAttachments = useMemo(() => attachments.flatMap(({ text }) => signsOfSecrets(text)), [attachments]);
  const signs = [...new Set([...ofDraft, ...ofAttachments])];
  return (
    <Box role="status">
      {signs.length > 0 && (
        <Typography variant="caption" component="p" sx={{ mb: 0.75, display: "flex", gap: 0.75, color: "warning.main" }}>
          <Icon name="shield" />
          {words.warning(signs)}
        </Typography>
      )}
    </Box>
  );
}
