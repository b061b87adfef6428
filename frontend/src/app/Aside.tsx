import Box from "@mui/material/Box";
import type { ReactNode } from "react";

import { useWords } from "../language/LanguageContext";
import { pageWords } from "./page.en";

/** The place of the kept conversations on a wide screen; empty until they are fetched, so that nothing moves then. */
export function Aside({ children }: { readonly children?: ReactNode }) {
  const words = useWords(pageWords);
  return (
    <Box component="aside" aria-label={words.keptConversations} sx={asideStyle}>
      {children}
    </Box>
  );
}

const asideStyle = {
  flexShrink: 0,
  width: 280,
  borderRight: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;
