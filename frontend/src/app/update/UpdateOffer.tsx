import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useState } from "react";

import { useWords } from "../../language/LanguageContext";
import { updateWords } from "./update.en";
import { useUpdate } from "./useUpdate";

/** Says that a newer version of the page is there. It never reloads by itself. */
export function UpdateOffer() {
  const words = useWords(updateWords);
  const deployed = useUpdate();
  const [declined, setDeclined] = useState<string | null>(null);
  const offered = deployed !== null && deployed !== declined;
  return (
    <Box role="status">
      {offered && (
        <Box sx={barStyle}>
          <Typography variant="body2" sx={{ flex: "1 1 300px" }}>
            {words.newVersion}
          </Typography>
          <Box sx={{ display: "flex", gap: 1 }}>
            <Button
              size="small"
              variant="contained"
              onClick={() => {
                location.reload();
              }}
            >
              {words.reload}
            </Button>
            <Button
              size="small"
              color="inherit"
              onClick={() => {
                setDeclined(deployed);
              }}
            >
              {words.later}
            </Button>
          </Box>
        </Box>
      )}
    </Box>
  );
}

const barStyle = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 1,
  px: { xs: 1.5, sm: 2.5 },
  py: 0.75,
  borderBottom: 1,
  borderColor: "divider",
  bgcolor: "bubble",
} as const;