import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import { useId } from "react";
import type { ReactNode } from "react";

import { PlainDialog } from "./PlainDialog";

interface FormDialogProps {
  readonly title: string;
  /** What is filled in. */
  readonly children: ReactNode;
  /** What stands below it and takes effect at once. */
  readonly below?: ReactNode;
  /** What else can be done. */
  readonly actions: ReactNode;
  /** What the button that ends it says. */
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/** A form to be filled in and submitted, by its button or by Enter. */
export function FormDialog({ title, children, below, actions, submit, onSubmit, onClose }: FormDialogProps) {
  const id = useId();
  return (
    <PlainDialog title={title} onClose={onClose}>
      <DialogContent dividers>
        <Box
          component="form"
          id={id}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
          sx={{ display: "grid", gap: 2 }}
        >
          {children}
        </Box>
        {below}
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", px: 3, py: 1.5 }}>
        {actions}
        <Button type="submit" form={id} variant="contained" disableElevation>
          {submit}
        </Button>
      </DialogActions>
    </PlainDialog>
  );
}
