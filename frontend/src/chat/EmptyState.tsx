import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";

const EXAMPLES = [
  "How do I see why a pod keeps restarting?",
  "Write a Dockerfile for a Python web service that runs as a non-root user.",
  "How do I find out what is filling up the disk of a Linux server?",
  "Explain the difference between a Deployment and a StatefulSet.",
];

/** Shown before the first question: what this is for, and questions to start with. */
export function EmptyState({ onAsk }: { readonly onAsk: (question: string) => void }) {
  return (
    <Box sx={{ my: "auto", py: 4 }}>
      <Typography variant="h2" component="h2">
        What needs fixing?
      </Typography>
      <Typography sx={{ mt: 0.5, mb: 2.5, color: "text.secondary" }}>
        Ask about Kubernetes, containers, CI, cloud and Linux, or paste a log or a manifest.
      </Typography>
      <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" } }}>
        {EXAMPLES.map((question) => (
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
