import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";

import type { Conversation } from "../conversation/conversation";
import { Icon } from "../ui/Icon";

const ShareDialog = lazy(() =>
  import("./ShareDialog").catch(() => ({
    default: () => <span role="alert">This could not be loaded. Reload the page to try again.</span>,
  })),
);

export function ShareButton({ conversation }: { readonly conversation: Conversation }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        color="inherit"
        startIcon={<Icon name="share" />}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
        }}
        sx={{ flexShrink: 0, ml: "auto", color: "text.secondary", py: 0 }}
      >
        Share
      </Button>
      {open && (
        <Suspense fallback={null}>
          <ShareDialog
            conversation={conversation}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
