import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { use, useId, useState } from "react";

import { LanguageContext, useWords } from "../language/LanguageContext";
import { LANGUAGE_NAMES, languageOf, LANGUAGES } from "../language/languages";
import { settingsWords } from "./settings.en";

/** Which language the page speaks; a choice holds at once. */
export function LanguagePicker() {
  const words = useWords(settingsWords);
  const { chosen, choose } = use(LanguageContext);
  const [failed, setFailed] = useState(false);
  const id = useId();
  return (
    <Box>
      <Typography component="label" variant="body2" htmlFor={id} sx={{ display: "block", fontWeight: 600 }}>
        {words.language}
      </Typography>
      <Box
        component="select"
        id={id}
        value={chosen ?? ""}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => {
          const next = LANGUAGES.find((language) => language === target.value) ?? null;
          void choose(next).then((spoken) => {
            setFailed(!spoken);
          });
        }}
        sx={selectStyle}
      >
        <option value="">{words.asBrowser(LANGUAGE_NAMES[languageOf(navigator.languages)])}</option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </Box>
      <Typography
        id={`${id}-help`}
        variant="caption"
        component="p"
        role={failed ? "alert" : undefined}
        sx={{ color: failed ? "error.main" : "text.secondary" }}
      >
        {failed ? words.languageNotFetched : words.languageHelp}
      </Typography>
    </Box>
  );
}

const selectStyle = {
  mt: 0.5,
  px: 1.25,
  minHeight: 44,
  width: "100%",
  maxWidth: 320,
  font: "inherit",
  fontSize: "0.875rem",
  color: "text.primary",
  border: 1,
  borderColor: "text.secondary",
  borderRadius: 1,
  bgcolor: "background.paper",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-1px" },
} as const;
