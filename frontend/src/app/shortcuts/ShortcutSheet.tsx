import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { Fragment, useId } from "react";

import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { keyNames } from "./keyNames";
import { isSingle, SHORTCUTS } from "./shortcuts";
import { shortcutsWords } from "./shortcuts.en";

interface ShortcutSheetProps {
  /** The names of the actions that can be done. */
  readonly offered: readonly string[];
  readonly single: boolean;
  readonly onSingle: (on: boolean) => void;
  readonly onClose: () => void;
}

const ALWAYS = ["input", "previousMessage", "nextMessage"];

/** Every shortcut there is. Loaded on demand. */
export default function ShortcutSheet({ offered, single, onSingle, onClose }: ShortcutSheetProps) {
  const words = useWords(shortcutsWords);
  const titleId = useId();
  const shown = SHORTCUTS.filter(({ action }) => action === null || [...ALWAYS, ...offered].includes(action));
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs" slotProps={{ paper: paperProps }}>
      <DialogTitle id={titleId} sx={{ pr: 7, fontSize: "1.125rem" }}>
        {words.title}
      </DialogTitle>
      <IconButton aria-label={words.close} title={words.closeHint} onClick={onClose} sx={{ position: "absolute", top: 8, right: 8 }}>
        <Icon name="close" />
      </IconButton>
      <DialogContent dividers>
        <Box component="dl" sx={listStyle}>
          {shown.map(({ what, keys }) => (
            <Fragment key={what}>
              <dt>{words.what[what]}</dt>
              <dd>
                {keys.filter((each) => single || !isSingle(each)).map((each, index) => (
                  <Fragment key={each}>
                    {index > 0 && words.or}
                    <Keys keys={each} />
                  </Fragment>
                ))}
                {!single && keys.every(isSingle) && words.off}
              </dd>
            </Fragment>
          ))}
        </Box>
        <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 1, minHeight: 44, mt: 1 }}>
          <input
            type="checkbox"
            style={{ accentColor: "var(--mui-palette-primary-main)", width: 18, height: 18 }}
            checked={single}
            onChange={(event) => {
              onSingle(event.target.checked);
            }}
          />
          <Typography variant="body2" component="span">
            {words.single}
          </Typography>
        </Box>
      </DialogContent>
    </Dialog>
  );
}

function Keys({ keys }: { readonly keys: string }) {
  return keyNames(keys, useWords(shortcutsWords).keys).map((name, index) => (
    <Fragment key={name}>
      {index > 0 && "+"}
      <kbd>{name}</kbd>
    </Fragment>
  ));
}

const paperProps = {
  // Flat: the overlay that raises it in the dark takes the contrast from what is written on it.
  elevation: 0,
  sx: { m: { xs: 1, sm: 4 }, width: { xs: "calc(100% - 16px)" }, border: 1, borderColor: "divider", bgcolor: "background.default" },
} as const;

const listStyle = {
  display: "grid",
  gridTemplateColumns: "1fr auto",
  alignItems: "baseline",
  columnGap: 2,
  rowGap: 1,
  m: 0,
  fontSize: "0.875rem",
  "& dd": { m: 0, color: "text.secondary", textAlign: "right" },
  "& kbd": {
    px: 0.75,
    py: 0.25,
    border: 1,
    borderColor: "divider",
    borderRadius: 0.5,
    bgcolor: "background.paper",
    color: "text.primary",
    fontFamily: "monospace",
    fontSize: "0.8125rem",
  },
} as const;
