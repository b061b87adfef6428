import type { ChatMessage, ChatRequest } from "../api/wire";
import type { ConversationSettings, Message, Question } from "../conversation/conversation";
import { sentText } from "../conversation/sentText";

/** The whole pipeline; the bare model has a name of its own. */
const MODEL = "devops-assistant";

export function modelOf({ model }: ConversationSettings): string {
  return model ?? MODEL;
}

/**
 * What to send so that the model sees the conversation and then a question.
 *
 * @param before the branch before the question.
 */
export function requestOf(
  settings: ConversationSettings,
  before: readonly Message[],
  question: Pick<Question, "text" | "attachments">,
): ChatRequest {
  const { temperature, topP, maxTokens } = settings;
  return {
    model: modelOf(settings),
    messages: requestMessages(settings.systemPrompt, before, question),
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(maxTokens !== null && { max_tokens: maxTokens }),
  };
}

/** What to send so that the model goes on with an answer in its middle, as if it had never stopped. */
export function continued(request: ChatRequest, begun: string): ChatRequest {
  return {
    ...request,
    messages: [...request.messages, { role: "assistant", content: begun }],
    continue_final_message: true,
    add_generation_prompt: false,
  };
}

/** A question that got no word of an answer is left out: one that was too long would make every later request too long. */
function requestMessages(
  systemPrompt: string | null,
  before: readonly Message[],
  question: Pick<Question, "text" | "attachments">,
): ChatMessage[] {
  const sent: ChatMessage[] = [];
  if (systemPrompt !== null && systemPrompt.trim() !== "") sent.push({ role: "system", content: systemPrompt });
  for (const [index, message] of before.entries()) {
    const reply = message.role === "user" ? before[index + 1] : message;
    if (reply?.role !== "assistant" || reply.text === "") continue;
    sent.push({ role: message.role, content: message.role === "user" ? sentText(message) : message.text });
  }
  sent.push({ role: "user", content: sentText(question) });
  return sent;
}
