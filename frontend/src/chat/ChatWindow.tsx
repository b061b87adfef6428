import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import type { ReactNode } from "react";

import type { ApiClient } from "../api/client";
import type { Attachment, ChangeConversation, Conversation } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { useEscape } from "../ui/useEscape";
import { useFollowAnswer } from "../ui/useFollowAnswer";
import { VisuallyHidden } from "../ui/VisuallyHidden";
import { useAttachments } from "./attachments/useAttachments";
import { useFileDrop } from "./attachments/useFileDrop";
import { chatWords } from "./chat.en";
import { EmptyState } from "./EmptyState";
import { JumpToLatest } from "./JumpToLatest";
import { MessageInput } from "./MessageInput";
import type { MessageHandlers } from "./MessageList";
import { PlainMessages } from "./PlainMessages";
import { ShareButton } from "./ShareButton";
import { useChat } from "./useChat";
import { useMessageList } from "./useMessageList";

interface ChatWindowProps {
  readonly client: ApiClient;
  readonly conversation: Conversation;
  readonly onChange: ChangeConversation;
  /** Shown under the input, e.g. how far to trust the model. */
  readonly note: string | null;
  /** Beside it, how full the conversation is. */
  readonly gauge: ReactNode;
  /** Put the cursor in the input at once: the user has just asked for this conversation. */
  readonly focusInput: boolean;
  /** An answer failed: what is known of the server may be out of date. */
  readonly onFailure: () => void;
}

const Announcement = lazy(() => import("./Announcement").catch(() => ({ default: () => null })));

/** One conversation: its messages, and the input for the next. */
export function ChatWindow({ client, conversation, onChange, note, gauge, focusInput, onFailure }: ChatWindowProps) {
  const { messages, answer, streaming, actions } = useChat(client, conversation, onChange);
  const words = useWords(chatWords);
  const attachments = useAttachments();
  const list = useMessageList();
  const drop = useFileDrop(attachments.addFiles);
  const input = useRef<HTMLTextAreaElement>(null);
  const { scrollerRef, contentRef, moreBelow, toBeginning, toBottom } = useFollowAnswer();
  const failed = answer?.outcome.status === "failed";

  useEffect(() => {
    if (focusInput) input.current?.focus();
  }, [focusInput]);
  useEffect(() => {
    if (failed) onFailure();
  }, [failed, onFailure]);

  const ask = (text: string, attached: readonly Attachment[]) => {
    actions.ask(text, attached);
    toBeginning();
    input.current?.focus();
  };
  const stop = () => {
    actions.stop();
    input.current?.focus();
  };
  const handlers = useMemo<MessageHandlers>(() => {
    const forNewAnswer = <Args extends readonly unknown[]>(action: (...args: Args) => void) => {
      return (...args: Args) => {
        action(...args);
        toBeginning();
        input.current?.focus();
      };
    };
    return {
      onAskAnew: forNewAnswer(actions.askAnew),
      onAnswerAgain: forNewAnswer(actions.answerAgain),
      onContinue: (answerId) => {
        actions.goOn(answerId);
        toBottom();
        input.current?.focus();
      },
      onShowVersion: actions.showVersion,
    };
  }, [actions, toBeginning, toBottom]);
  useEscape(streaming, stop);

  return (
    <Box
      component="main"
      sx={{ display: "flex", flexDirection: "column", flex: 1, minHeight: 0, minWidth: 0, position: "relative" }}
      {...drop.handlers}
    >
      <Box ref={scrollerRef} role="region" aria-label={words.conversation} tabIndex={0} sx={scrollerStyle}>
        <Box
          ref={contentRef}
          sx={{ ...columnStyle, display: "flex", flexDirection: "column", minHeight: "100%", py: 1.5 }}
        >
          {messages.length === 0 ? (
            <EmptyState
              onAsk={(question) => {
                ask(question, []);
              }}
            />
          ) : list.status !== "loaded" ? (
            <PlainMessages branch={messages} lost={list.status === "lost"} />
          ) : (
            <list.MessageList client={client} all={conversation.messages} branch={messages} handlers={handlers} />
          )}
        </Box>
      </Box>
      <Box sx={{ ...columnStyle, position: "relative", pb: 1.5 }}>
        {moreBelow && messages.length > 0 && <JumpToLatest failed={failed} onJump={toBottom} />}
        <MessageInput inputRef={input} streaming={streaming} attachments={attachments} onSend={ask} onStop={stop} />
        <Box sx={belowStyle}>
          <Typography variant="caption" component="p" sx={messages.length === 0 ? noteStyle : noteBesideStyle}>
            {note}
          </Typography>
          {messages.length > 0 && (
            <>
              {gauge}
              <ShareButton conversation={conversation} />
            </>
          )}
        </Box>
      </Box>
      {drop.over && (
        <Box aria-hidden="true" sx={dropStyle}>
          {words.drop}
        </Box>
      )}
      <VisuallyHidden role="status">
        <Suspense fallback={null}>
          <Announcement answer={answer} />
        </Suspense>
      </VisuallyHidden>
    </Box>
  );
}

const columnStyle = { width: "100%", maxWidth: 820, mx: "auto", px: { xs: 1.5, sm: 3 } } as const;

const belowStyle = {
  mt: 0.75,
  display: "flex",
  flexWrap: { xs: "wrap", sm: "nowrap" },
  alignItems: { xs: "center", sm: "flex-start" },
  columnGap: 1.5,
} as const;

/** Its place is kept before it is known, so that nothing moves when it comes. */
const noteStyle = { flex: { xs: "0 0 100%", sm: 1 }, minHeight: { xs: "2lh", sm: "1lh" }, textAlign: "center", color: "text.secondary" } as const;
const noteBesideStyle = { ...noteStyle, minHeight: "2lh", textAlign: { xs: "center", sm: "left" } } as const;

const scrollerStyle = {
  flex: 1,
  minHeight: 0,
  overflowY: "auto",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;

const dropStyle = {
  position: "absolute",
  inset: 8,
  zIndex: 2,
  display: "grid",
  placeItems: "center",
  border: 2,
  borderStyle: "dashed",
  borderColor: "primary.main",
  borderRadius: 1.5,
  bgcolor: "background.paper",
  opacity: 0.95,
  // What is held over it is held over the window.
  pointerEvents: "none",
} as const;
