import { ApiError } from "../../api/errors";
import { explainFailure } from "../explainFailure";
import type { Explanation } from "../explainFailure";
import type { FailureWords } from "../failure.en";

/** Why a reference cannot be shown. */
export function explainReference(error: unknown, words: FailureWords): Explanation {
  if (!(error instanceof ApiError)) return { ...words.referenceLate, retry: true };
  if ("status" in error.failure && error.failure.status === 404) return { ...words.referenceMissing, retry: false };
  return explainFailure(error.failure, words);
}
