import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { pageWords } from "./page.en";

interface FullPageMessageProps {
  readonly title: string;
  readonly text: string;
  /** Shown as code: what to write where. */
  readonly example?: string;
}

/** Stands in place of the page when it cannot be shown, and says what to do. */
export function FullPageMessage({ title, text, example }: FullPageMessageProps) {
  const words = useWords(pageWords);
  return (
    <Box component="main" sx={{ maxWidth: 640, mx: "auto", px: 3, py: 8 }}>
      <Typography variant="h2" component="h1">
        {title}
      </Typography>
      <Typography sx={{ mt: 1.5, overflowWrap: "anywhere" }}>{text}</Typography>
      {example !== undefined && (
        <Box component="pre" sx={exampleStyle}>
          <code>{example}</code>
        </Box>
      )}
      <Button
        variant="contained"
        startIcon={<Icon name="retry" />}
        onClick={() => {
          location.reload();
        }}
        sx={{ mt: 3 }}
      >
        {words.reloadPage}
      </Button>
    </Box>
  );
}

const exampleStyle = {
  mt: 2,
  mb: 0,
  p: 1.5,
  borderRadius: 1,
  whiteSpace: "pre-wrap",
  bgcolor: "code.background",
  color: "code.text",
  fontFamily: "monospace",
  fontSize: "0.8125rem",
  "& code": { fontFamily: "inherit" },
} as const;
