import { errorBodyOf, parseJson } from "./wire";
import type { ErrorBody } from "./wire";

/** Every way a request to the API can fail. */
export type ApiFailure =
  /** No answer at all: the server is down, the address is wrong, or the server does not allow this origin. */
  | { readonly kind: "unreachable"; readonly apiUrl: string }
  /** The stream ended before the answer did. */
  | { readonly kind: "cut" }
  /** The API said no, before the stream (with an HTTP status) or in the middle of it (without). */
  | {
      readonly kind: "refused";
      readonly status: number | null;
      readonly code: string | null;
      readonly message: string;
      readonly requestId: string | null;
      readonly retryAfterS: number | null;
    }
  /** Something answered that does not speak the API's language, for example a proxy's error page. */
  | { readonly kind: "unreadable"; readonly status: number; readonly requestId: string | null };

export class ApiError extends Error {
  readonly failure: ApiFailure;

  constructor(failure: ApiFailure) {
    super(failure.kind);
    this.name = "ApiError";
    this.failure = failure;
  }
}

/** The failure of a response whose status is not 2xx. */
export async function failureOfResponse(response: Response): Promise<ApiFailure> {
  const body = errorBodyOf(parseJson(await response.text()));
  const requestId = response.headers.get("x-request-id");
  if (body === null) return { kind: "unreadable", status: response.status, requestId };
  return {
    kind: "refused",
    status: response.status,
    code: body.code,
    message: body.message,
    requestId: body.request_id ?? requestId,
    retryAfterS: retryAfterS(response.headers.get("retry-after")),
  };
}

/** The failure told by an error event in the middle of a stream. */
export function failureOfEvent(body: ErrorBody): ApiFailure {
  return {
    kind: "refused",
    status: null,
    code: body.code,
    message: body.message,
    requestId: body.request_id ?? null,
    retryAfterS: null,
  };
}

function retryAfterS(header: string | null): number | null {
  const seconds = header === null ? Number.NaN : Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null;
}
