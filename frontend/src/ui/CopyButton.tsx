import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import { useEffect, useState } from "react";

import { useWords } from "../language/LanguageContext";
import { copyText } from "./copyText";
import { Icon } from "./Icon";
import type { IconName } from "./Icon";
import { uiWords } from "./ui.en";
import type { UiWords } from "./ui.en";
import { VisuallyHidden } from "./VisuallyHidden";

interface CopyButtonProps {
  readonly text: string;
  /** What a press does, e.g. "Copy code". */
  readonly label: string;
  /** Asked at the first press, so that only a second one copies; left out where one is enough. */
  readonly question?: Question | undefined;
}

export interface Question {
  /** What is read out; it ends with the short one. */
  readonly full: string;
  readonly short: string;
}

/** `heard`: the question has just been shown; a double click is no answer to it. */
type State = "idle" | "heard" | "asked" | "copied" | "failed";

const NEXT: Readonly<Partial<Record<State, { readonly state: State; readonly afterMs: number }>>> = {
  heard: { state: "asked", afterMs: 400 },
  asked: { state: "idle", afterMs: 8000 },
  copied: { state: "idle", afterMs: 2000 },
  failed: { state: "idle", afterMs: 2000 },
};

export function CopyButton({ text, label, question }: CopyButtonProps) {
  const words = useWords(uiWords);
  const [state, setState] = useState<State>("idle");
  const asking = question !== undefined && (state === "heard" || state === "asked");

  useEffect(() => {
    const next = NEXT[state];
    if (next === undefined) return undefined;
    const timer = setTimeout(() => {
      setState(next.state);
    }, next.afterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);

  const press = () => {
    if (question !== undefined && state === "idle") setState("heard");
    else if (state !== "heard") {
      void copyText(text).then((copied) => {
        setState(copied ? "copied" : "failed");
      });
    }
  };
  const { name, icon, color } = asking ? { name: question.full, icon: "warning", color: "error" } as const : look(state, label, words);
  return (
    <>
      <IconButton
        size="small"
        aria-label={name}
        title={name}
        color={color}
        onClick={press}
        sx={asking ? askingStyle : undefined}
      >
        <Icon name={icon} />
        {asking && <Box component="span">{question.short}</Box>}
      </IconButton>
      {question !== undefined && (
        <VisuallyHidden role="status">{asking ? words.pressAgain(question.full) : ""}</VisuallyHidden>
      )}
    </>
  );
}

const askingStyle = { borderRadius: 1, gap: 0.5, fontFamily: "inherit", fontSize: "0.75rem", fontWeight: 600 } as const;

interface Look {
  readonly name: string;
  readonly icon: IconName;
  readonly color: "default" | "success" | "error";
}

function look(state: State, label: string, words: UiWords): Look {
  switch (state) {
    case "copied":
      return { name: words.copied, icon: "check", color: "success" };
    case "failed":
      return { name: words.notCopied, icon: "warning", color: "error" };
    default:
      return { name: label, icon: "copy", color: "default" };
  }
}
