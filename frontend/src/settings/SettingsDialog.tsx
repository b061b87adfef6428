import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useId, useState } from "react";

import type { ApiClient } from "../api/client";
import { serverDecides } from "../conversation/conversation";
import type { ConversationSettings } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { Field } from "../ui/Field";
import { FormDialog } from "../ui/FormDialog";
import { LanguagePicker } from "./LanguagePicker";
import { ModelPicker } from "./ModelPicker";
import { formOf, parseSettings } from "./parseSettings";
import type { NumberField, SettingsForm } from "./parseSettings";
import { settingsWords } from "./settings.en";

interface SettingsDialogProps {
  readonly client: ApiClient;
  readonly settings: ConversationSettings;
  readonly onSave: (settings: ConversationSettings) => void;
  readonly onApiKey: () => void;
  readonly onClose: () => void;
}

const NUMBERS = [
  { name: "temperature", help: "temperatureHelp", inputMode: "decimal" },
  { name: "topP", help: "topPHelp", inputMode: "decimal" },
  { name: "maxTokens", help: "maxTokensHelp", inputMode: "numeric" },
] as const;

/** What goes with each question of one conversation, and how the page speaks. Loaded on demand. */
export default function SettingsDialog({ client, settings, onSave, onApiKey, onClose }: SettingsDialogProps) {
  const words = useWords(settingsWords);
  const [form, setForm] = useState(() => formOf(settings));
  const [checked, setChecked] = useState(false);
  const idPrefix = useId();
  const parsed = parseSettings(form);
  const errors = checked && parsed.status === "invalid" ? parsed.errors : {};
  const put = (change: Partial<SettingsForm>) => {
    setForm((before) => ({ ...before, ...change }));
  };
  const idOf = (name: NumberField) => `${idPrefix}${name}`;

  const save = () => {
    if (parsed.status === "valid") {
      onSave(parsed.settings);
      onClose();
      return;
    }
    setChecked(true);
    const first = NUMBERS.find(({ name }) => parsed.errors[name] !== undefined);
    if (first !== undefined) document.getElementById(idOf(first.name))?.focus();
  };

  return (
    <FormDialog
      title={words.title}
      below={
        <Box sx={{ mt: 3, display: "grid", gap: 2 }}>
          <Heading>{words.ofPage}</Heading>
          <LanguagePicker />
        </Box>
      }
      actions={
        <>
          <Button onClick={onApiKey} sx={{ mr: "auto" }}>
            {words.apiKeyButton}
          </Button>
          <Button
            onClick={() => {
              setForm(formOf(serverDecides));
              setChecked(false);
            }}
          >
            {words.letServerDecide}
          </Button>
        </>
      }
      submit={words.save}
      onSubmit={save}
      onClose={onClose}
    >
      <Heading>{words.ofConversation}</Heading>
      <ModelPicker
        client={client}
        model={form.model}
        onModel={(model) => {
          put({ model });
        }}
      />
      <Field
        label={words.systemPrompt}
        multiline
        minRows={3}
        maxRows={10}
        placeholder={words.serverDecides}
        value={form.systemPrompt}
        onChange={(systemPrompt) => {
          put({ systemPrompt });
        }}
        help={words.systemPromptHelp}
        error={null}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr 1fr" } }}>
        {NUMBERS.map(({ name, help, inputMode }) => (
          <Field
            key={name}
            label={words[name]}
            help={words[help]}
            inputMode={inputMode}
            id={idOf(name)}
            placeholder={words.serverDecides}
            value={form[name]}
            onChange={(value) => {
              put({ [name]: value });
            }}
            error={errors[name]?.(words) ?? null}
          />
        ))}
      </Box>
    </FormDialog>
  );
}

function Heading({ children }: { readonly children: string }) {
  return (
    <Typography variant="caption" component="h3" sx={{ fontWeight: 600, color: "text.secondary" }}>
      {children}
    </Typography>
  );
}
