/** How long matches join a signal, in seconds, where a rule does not say: an hour, as in Datadog's own rules (assumed). */
export const usualKeepAlive = 3600
/** How long a signal lives at most, in seconds, where a rule does not say: a day, as in Datadog's own rules (assumed). */
export const usualMaxSignalDuration = 86_400

/** The window of a rule or of a step, in seconds; where it does not say, 0, which looks at each event alone. */
export function windowOf({ evaluationWindow = 0 }: { readonly evaluationWindow?: number | undefined }): number {
  return evaluationWindow
}

/** The same in milliseconds. */
export function windowMsOf(of: { readonly evaluationWindow?: number | undefined }): number {
  return windowOf(of) * 1000
}
