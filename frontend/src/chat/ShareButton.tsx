import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";

import type { Conversation } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { chatWords } from "./chat.en";

const ShareDialog = lazy(() =>
  import("./ShareDialog").catch(() => ({
    default: NotLoaded,
  })),
);

export function ShareButton({ conversation }: { readonly conversation: Conversation }) {
  const words = useWords(chatWords);
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
        {words.share}
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

function NotLoaded() {
  return <span role="alert">{useWords(chatWords).partNotLoaded}</span>;
}
