import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useEffect, useRef } from "react";

import type { ApiClient } from "../api/client";
import type { ChangeConversation, Conversation } from "../conversation/conversation";
import { useFollowAnswer } from "../ui/useFollowAnswer";
import { VisuallyHidden } from "../ui/VisuallyHidden";
import { announcement } from "./announcement";
import { EmptyState } from "./EmptyState";
import { JumpToLatest } from "./JumpToLatest";
import { MessageBubble } from "./MessageBubble";
import { MessageInput } from "./MessageInput";
import { useChat } from "./useChat";
import { useEscape } from "../ui/useEscape";

interface ChatWindowProps {
  readonly client: ApiClient;
  readonly conversation: Conversation;
  readonly onChange: ChangeConversation;
  /** Shown under the input, e.g. how far to trust the model. */
  readonly note: string | null;
  /** Put the cursor in the input at once: the user has just asked for this conversation. */
  readonly focusInput: boolean;
  /** An answer failed: what is known of the server may be out of date. */
  readonly onFailure: () => void;
}

/** One conversation: its messages, and the input for the next. */
export function ChatWindow({ client, conversation, onChange, note, focusInput, onFailure }: ChatWindowProps) {
  const chat = useChat(client, conversation, onChange);
  const input = useRef<HTMLTextAreaElement>(null);
  const { scrollerRef, contentRef, moreBelow, toBeginning, toBottom } = useFollowAnswer();
  const failed = chat.answer?.outcome.status === "failed";

  useEffect(() => {
    if (focusInput) input.current?.focus();
  }, [focusInput]);
  useEffect(() => {
    if (failed) onFailure();
  }, [failed, onFailure]);

  const thenFocus = (action: () => void) => () => {
    action();
    input.current?.focus();
  };
  const ask = (text: string) => {
    chat.ask(text);
    toBeginning();
    input.current?.focus();
  };
  const stop = thenFocus(chat.stop);
  const retry = thenFocus(() => {
    chat.retry();
    toBeginning();
  });
  useEscape(chat.streaming, stop);

  return (
    <Box
      component="main"
      sx={{ display: "flex", flexDirection: "column", flex: 1, minHeight: 0, position: "relative" }}
    >
      <Box ref={scrollerRef} role="region" aria-label="Conversation" tabIndex={0} sx={scrollerStyle}>
        <Box
          ref={contentRef}
          sx={{ ...columnStyle, display: "flex", flexDirection: "column", minHeight: "100%", py: 1.5 }}
        >
          {chat.messages.length === 0 && <EmptyState onAsk={ask} />}
          {chat.messages.map((message, index) => {
            const reply = message.role === "user" ? chat.messages[index + 1] : undefined;
            const answer = reply?.role === "assistant" ? reply : null;
            return (
              <MessageBubble
                key={message.id}
                message={message}
                notes={answer?.notes ?? null}
                questionAt={answer?.questionAt ?? null}
                client={client}
                onRetry={message === chat.answer && failed ? retry : null}
              />
            );
          })}
        </Box>
      </Box>
      <Box sx={{ ...columnStyle, position: "relative", pb: 1.5 }}>
        {moreBelow && <JumpToLatest onJump={toBottom} />}
        <MessageInput inputRef={input} streaming={chat.streaming} onSend={ask} onStop={stop} />
        <Typography variant="caption" component="p" sx={{ mt: 0.75, textAlign: "center", color: "text.secondary" }}>
          {note}
        </Typography>
      </Box>
      <VisuallyHidden role="status">{announcement(chat.answer)}</VisuallyHidden>
    </Box>
  );
}

const columnStyle = { width: "100%", maxWidth: 820, mx: "auto", px: { xs: 1.5, sm: 3 } } as const;

const scrollerStyle = {
  flex: 1,
  minHeight: 0,
  overflowY: "auto",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;
