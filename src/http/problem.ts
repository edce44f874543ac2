/** An error as a problem of RFC 9457: code and facts for programs, sentence and advice for people. */

import type { Language } from "../language/language.ts";
import { FivefoldError } from "../model/error.ts";
import type { ProblemView } from "./contract.ts";

export const PROBLEM_TYPE = "application/problem+json";

export function problemOf(error: FivefoldError, language: Language): ProblemView {
  const { sentence, advice } = language.error(error);
  const { code, facts, http, cause } = error;
  return {
    type: `urn:fivefold:error:${code}`,
    title: sentence,
    status: http,
    detail: advice,
    code,
    facts: plain(facts),
    cause:
      cause instanceof FivefoldError && cause.code !== code
        ? { code: cause.code, facts: plain(cause.facts) }
        : null,
  };
}

/** Facts as JSON has them: what is read-only there may be changed by whoever gets it. */
export function plain(facts: FivefoldError["facts"]): ProblemView["facts"] {
  const given: ProblemView["facts"] = {};
  for (const [name, fact] of Object.entries(facts))
    given[name] = typeof fact === "object" && fact !== null ? [...fact] : fact;
  return given;
}
