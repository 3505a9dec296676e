import type { Code } from './codes'

/**
 * Whether a code says that this program cannot read a text: a query, a condition or a template. Datadog may take it all
 * the same, so its rule is not evaluated, and whether a tenant takes it is for the tenant's own validation to say. The
 * other errors say that a file is wrong.
 */
export function isUnread(code: Code): boolean {
  return /^(?:[QC]0\d\d|M0(?:0[1256]|09|10|12))$/.test(code)
}

/** Whether a code says that a text is read, and yet cannot be decided here: its rule is not evaluated. */
export function isUndecided(code: Code): boolean {
  return /^Q2\d\d$/.test(code)
}

/**
 * Whether a code says that a text is read and evaluated, and that a tenant may refuse it all the same: a condition with
 * the number first, which one page of Datadog's documents and its rule editor refuses.
 */
export function isLeftToTenant(code: Code): boolean {
  return code === 'C102'
}
