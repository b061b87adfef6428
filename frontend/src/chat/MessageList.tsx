import { useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";

import type { ApiClient } from "../api/client";
import { versionsOf } from "../conversation/branches";
import type { Attachment, Message } from "../conversation/conversation";
import type { Direction } from "./BranchPicker";
import { LayOutQueue } from "./LayOutQueue";
import { MessageBubble } from "./MessageBubble";
import { startOfEnd } from "./messageHeight";

export interface MessageListProps {
  readonly client: ApiClient;
  /** All messages of the conversation. */
  readonly all: readonly Message[];
  /** Those that are shown. */
  readonly branch: readonly Message[];
  readonly handlers: MessageHandlers;
}

/** What can be done with a message; the same as long as the conversation is. */
export interface MessageHandlers {
  readonly onAskAnew: (questionId: string, text: string, attachments: readonly Attachment[]) => void;
  readonly onAnswerAgain: (answerId: string) => void;
  readonly onContinue: (answerId: string) => void;
  /** @returns the id of the version that is shown now; null where there is none. */
  readonly onShowVersion: (messageId: string, step: number) => string | null;
}

/** The messages of a branch. Loaded on demand, with the parser and all that a settled message can do. */
export function MessageList({ client, all, branch, handlers }: MessageListProps): ReactNode {
  const versions = useMemo(() => versionsOf(all), [all]);
  const [queue] = useState(() => new LayOutQueue());
  const end = startOfEnd(branch, innerHeight);
  const [stepped, setStepped] = useState<{ readonly to: string; readonly by: Direction } | null>(null);
  const [editedId, setEditedId] = useState<string | null>(null);
  const { onShowVersion } = handlers;
  const onStep = useCallback(
    (messageId: string, by: Direction) => {
      const to = onShowVersion(messageId, by === "next" ? 1 : -1);
      if (to !== null) setStepped({ to, by });
    },
    [onShowVersion],
  );

  return branch.map((message, index) => {
    const reply = message.role === "user" ? branch[index + 1] : undefined;
    const answer = reply?.role === "assistant" ? reply : null;
    const version = versions.get(message.id);
    return (
      <MessageBubble
        key={message.id}
        message={message}
        notes={answer?.notes ?? null}
        questionAt={answer?.questionAt ?? null}
        client={client}
        queue={queue}
        atEnd={index >= end}
        last={index === branch.length - 1}
        versionNumber={version?.number ?? 1}
        versions={version?.of ?? 1}
        steppedBy={stepped?.to === message.id ? stepped.by : null}
        handlers={handlers}
        onStep={onStep}
        editing={editedId === message.id}
        onEdit={setEditedId}
      />
    );
  });
}
