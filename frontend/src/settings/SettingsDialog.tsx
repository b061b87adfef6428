import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import { useId, useState } from "react";

import type { ApiClient } from "../api/client";
import { serverDecides } from "../conversation/conversation";
import type { ConversationSettings } from "../conversation/conversation";
import { Field } from "../ui/Field";
import { PlainDialog } from "../ui/PlainDialog";
import { ModelPicker } from "./ModelPicker";
import { formOf, parseSettings } from "./parseSettings";
import type { NumberField, SettingsForm } from "./parseSettings";

interface SettingsDialogProps {
  readonly client: ApiClient;
  readonly settings: ConversationSettings;
  readonly onSave: (settings: ConversationSettings) => void;
  readonly onApiKey: () => void;
  readonly onClose: () => void;
}

const NUMBERS = [
  { name: "temperature", label: "Temperature", help: "0 to 2. Lower is more predictable.", inputMode: "decimal" },
  { name: "topP", label: "Top P", help: "0 to 1. Lower leaves out unlikely words.", inputMode: "decimal" },
  { name: "maxTokens", label: "Max tokens", help: "From 1. Where an answer is cut.", inputMode: "numeric" },
] as const;

/** What goes with each question of one conversation. Loaded on demand. */
export default function SettingsDialog({ client, settings, onSave, onApiKey, onClose }: SettingsDialogProps) {
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
    <PlainDialog title="Settings of this conversation" onClose={onClose}>
      <DialogContent dividers>
        <Box
          component="form"
          id={`${idPrefix}form`}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
          sx={{ display: "grid", gap: 2 }}
        >
          <ModelPicker
            client={client}
            model={form.model}
            onModel={(model) => {
              put({ model });
            }}
          />
          <Field
            label="System prompt"
            multiline
            minRows={3}
            maxRows={10}
            placeholder="Server decides"
            value={form.systemPrompt}
            onChange={(systemPrompt) => {
              put({ systemPrompt });
            }}
            help="What the model is told before the conversation."
            error={null}
          />
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr 1fr" } }}>
            {NUMBERS.map(({ name, ...field }) => (
              <Field
                key={name}
                {...field}
                id={idOf(name)}
                placeholder="Server decides"
                value={form[name]}
                onChange={(value) => {
                  put({ [name]: value });
                }}
                error={errors[name] ?? null}
              />
            ))}
          </Box>
        </Box>
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", px: 3, py: 1.5 }}>
        <Button onClick={onApiKey} sx={{ mr: "auto" }}>
          API key…
        </Button>
        <Button
          onClick={() => {
            setForm(formOf(serverDecides));
            setChecked(false);
          }}
        >
          Let the server decide
        </Button>
        <Button type="submit" form={`${idPrefix}form`} variant="contained" disableElevation>
          Save
        </Button>
      </DialogActions>
    </PlainDialog>
  );
}
