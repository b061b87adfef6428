import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useId } from "react";

import type { ApiClient } from "../api/client";
import { useWords } from "../language/LanguageContext";
import { ModelChoice } from "./ModelChoice";
import { DEFAULT_MODEL, whatItIs } from "./modelWords";
import { settingsWords } from "./settings.en";
import { useModels } from "./useModels";

interface ModelPickerProps {
  readonly client: ApiClient;
  /** Null where the server decides. */
  readonly model: string | null;
  readonly onModel: (model: string | null) => void;
}

/** Which model answers, with what each is. */
export function ModelPicker({ client, model, onModel }: ModelPickerProps) {
  const words = useWords(settingsWords);
  const { state, retry } = useModels(client);
  const name = useId();
  const listed = state.status === "loaded" ? state.models.filter(({ id }) => id !== DEFAULT_MODEL) : [];
  const missing = model !== null && !listed.some(({ id }) => id === model);
  const standard = state.status === "loaded" ? state.models.find(({ id }) => id === DEFAULT_MODEL) : undefined;
  const choice = (id: string | null, title: string, text: string) => (
    <ModelChoice
      key={title}
      group={name}
      title={title}
      text={text}
      chosen={model === id}
      onChoose={() => {
        onModel(id);
      }}
    />
  );
  return (
    <Box component="fieldset" sx={{ m: 0, p: 0, border: 0, minWidth: 0 }}>
      <Typography component="legend" variant="body2" sx={{ mb: 0.5, p: 0, fontWeight: 600 }}>
        {words.model}
      </Typography>
      {choice(null, words.serverDecides, whatItIs(standard ?? { id: DEFAULT_MODEL, context_length: null }, words))}
      {listed.map((listedOne) => choice(listedOne.id, listedOne.id, whatItIs(listedOne, words)))}
      {missing && choice(model, model, state.status === "loaded" ? words.notOnServer : words.chosenBefore)}
      {state.status === "loading" && (
        <Typography variant="caption" role="status">
          {words.askingForModels}
        </Typography>
      )}
      {state.status === "failed" && (
        <Typography variant="body2" role="alert">
          {words.modelsUnknown}{" "}
          <Button size="small" onClick={retry}>
            {words.tryAgain}
          </Button>
        </Typography>
      )}
    </Box>
  );
}
