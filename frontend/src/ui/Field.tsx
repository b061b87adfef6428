import Box from "@mui/material/Box";
import InputBase from "@mui/material/InputBase";
import type { InputBaseProps } from "@mui/material/InputBase";
import Typography from "@mui/material/Typography";
import { useId } from "react";

import { useWords } from "../language/LanguageContext";
import { uiWords } from "./ui.en";

interface FieldProps extends Pick<InputBaseProps, "multiline" | "minRows" | "maxRows" | "placeholder" | "type" | "inputRef"> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What may be written, or what it does. */
  readonly help: string;
  /** What is wrong with what was written; null where nothing is. */
  readonly error: string | null;
  readonly id?: string;
  readonly inputMode?: "decimal" | "numeric";
  readonly autoComplete?: string;
}

/** One line or many to write in, with its name, a word of help, and what is wrong. */
export function Field({ label, value, onChange, help, error, id, inputMode, autoComplete, ...input }: FieldProps) {
  const words = useWords(uiWords);
  const ownId = useId();
  const inputId = id ?? ownId;
  return (
    <Box>
      <Typography component="label" variant="body2" htmlFor={inputId} sx={{ display: "block", fontWeight: 600 }}>
        {label}
      </Typography>
      <InputBase
        {...input}
        id={inputId}
        fullWidth
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        slotProps={{
          input: {
            "aria-describedby": `${inputId}-help`,
            "aria-invalid": error !== null,
            inputMode,
            autoComplete: autoComplete ?? "off",
            spellCheck: false,
          },
        }}
        sx={{ ...boxStyle, borderColor: error === null ? "text.secondary" : "error.main" }}
      />
      <Typography
        id={`${inputId}-help`}
        variant="caption"
        component="p"
        sx={{ color: error === null ? "text.secondary" : "error.main" }}
      >
        {error === null ? help : words.notValid(error)}
      </Typography>
    </Box>
  );
}

const boxStyle = {
  mt: 0.5,
  px: 1.25,
  minHeight: 44,
  fontSize: "0.875rem",
  border: 1,
  borderRadius: 1,
  bgcolor: "background.paper",
  "&:focus-within": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-1px" },
  "& ::placeholder": { color: "text.secondary", opacity: 1 },
} as const;
