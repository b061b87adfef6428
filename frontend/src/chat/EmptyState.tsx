import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";

import { useWords } from "../language/LanguageContext";
import { chatWords } from "./chat.en";

/** Shown before the first question: what this is for, and questions to start with. */
export function EmptyState({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const words = useWords(chatWords);
  return (
    <Box sx={{ my: "auto", py: 4 }}>
      <Typography variant="h2" component="h2">
        {words.question}
      </Typography>
      <Typography sx={{ mt: 0.5, mb: 2.5, color: "text.secondary" }}>
        {words.invitation}
      </Typography>
      <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        {words.examples.map((question) => (
          <Button
            key={question}
            variant="outlined"
            color="inherit"
            onClick={() => {
              onAsk(question);
            }}
            sx={exampleStyle}
          >
            {question}
          </Button>
        ))}
      </Box>
    </Box>
  );
}

const exampleStyle = {
  justifyContent: "flex-start",
  px: 1.75,
  py: 1.25,
  textAlign: "left",
  fontWeight: 400,
  lineHeight: 1.45,
  borderColor: "divider",
  bgcolor: "background.paper",
  "&:hover": { borderColor: "primary.main" },
} as const;
