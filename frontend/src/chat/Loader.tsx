import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { keyframes } from "@mui/material/styles";

import { useWords } from "../language/LanguageContext";
import { answerWords } from "./answer.en";

const pulse = keyframes`
  0%, 60%, 100% { opacity: 0.25 }
  30% { opacity: 1 }
`;

/** Stands where the answer will be until its first word comes. */
export function Loader() {
  const words = useWords(answerWords);
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 1, minHeight: 24 }}>
      <Box aria-hidden="true" sx={{ display: "flex", gap: 0.5 }}>
        {[0, 1, 2].map((dot) => (
          <Box
            key={dot}
            sx={{
              width: 6,
              height: 6,
              borderRadius: "50%",
              bgcolor: "primary.main",
              animation: `${pulse} 1.2s ${String(dot * 0.2)}s infinite ease-in-out`,
            }}
          />
        ))}
      </Box>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {words.waiting}
      </Typography>
    </Box>
  );
}
