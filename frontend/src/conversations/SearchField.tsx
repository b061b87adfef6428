import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import InputBase from "@mui/material/InputBase";
import { useRef } from "react";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { TOUCH } from "../ui/touch";
import { conversationsWords } from "./conversations.en";
import { SEARCH_ID } from "./searchId";

interface SearchFieldProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

export function SearchField({ query, onQuery }: SearchFieldProps) {
  const words = useWords(conversationsWords);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Box role="search" sx={fieldStyle}>
      <Icon name="search" sx={{ color: "text.secondary" }} />
      <InputBase
        fullWidth
        id={SEARCH_ID}
        value={query}
        inputRef={input}
        placeholder={words.search}
        onChange={(event) => {
          onQuery(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || query === "") return;
          // It empties the search, and neither stops an answer nor closes the drawer.
          event.stopPropagation();
          onQuery("");
        }}
        slotProps={{ input: { "aria-label": words.searchLabel, enterKeyHint: "search" } }}
        sx={{ fontSize: "0.875rem", [TOUCH]: { "& input": { py: 1.375 } }, "& input::placeholder": { color: "text.secondary", opacity: 1 } }}
      />
      {query !== "" && (
        <IconButton
          aria-label={words.emptySearch}
          title={words.emptySearchHint}
          size="small"
          onClick={() => {
            onQuery("");
            input.current?.focus();
          }}
        >
          <Icon name="close" />
        </IconButton>
      )}
    </Box>
  );
}

const fieldStyle = {
  flex: 1,
  display: "flex",
  alignItems: "center",
  gap: 0.75,
  minHeight: 38,
  [TOUCH]: { minHeight: 44 },
  pl: 1,
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  bgcolor: "background.paper",
  "&:focus-within": { borderColor: "primary.main" },
} as const;
