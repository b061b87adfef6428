import IconButton from "@mui/material/IconButton";
import { useEffect, useState } from "react";

import { copyText } from "./copyText";
import { Icon } from "./Icon";

interface CopyButtonProps {
  readonly text: string;
  /** What a press does, e.g. "Copy code". */
  readonly label: string;
}

const SHOWN_MS = 2000;

export function CopyButton({ text, label }: CopyButtonProps) {
  const [result, setResult] = useState<"none" | "copied" | "failed">("none");

  useEffect(() => {
    if (result === "none") return undefined;
    const timer = setTimeout(() => {
      setResult("none");
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [result]);

  const name = { none: label, copied: "Copied", failed: "Copying failed: select the text instead" }[result];
  return (
    <IconButton
      size="small"
      aria-label={name}
      title={name}
      color={result === "failed" ? "error" : result === "copied" ? "success" : "default"}
      onClick={() => {
        void copyText(text).then((copied) => {
          setResult(copied ? "copied" : "failed");
        });
      }}
    >
      <Icon name={result === "copied" ? "check" : result === "failed" ? "warning" : "copy"} />
    </IconButton>
  );
}
