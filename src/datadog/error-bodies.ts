import { isJsonObject, objectsIn } from '../json/json-object'
import { isText } from '../json/json-text'
import type { RemoteProblem } from '../sync/remote'

/**
 * Reads the reasons out of an error body. Datadog uses four shapes, at times two on one route: `{errors: [text]}`,
 * `{error: {message, details: [{message, target}]}}`, and `{errors: [{title, detail}]}` with or without a status
 * (observed). Anything else, garbage included, gives no reasons.
 */
export function problemsInBody(text: string): readonly RemoteProblem[] {
  const body = parsedObject(text)
  if (!body) return []
  if (isJsonObject(body.error)) return fromErrorObject(body.error)
  if (typeof body.error === 'string') return [{ message: body.error }]
  if (!Array.isArray(body.errors)) return []
  return body.errors.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [fromText(entry)]
    return isJsonObject(entry) ? fromErrorEntry(entry) : []
  })
}

/** The general message is left out when details say it better. */
function fromErrorObject(error: Record<string, unknown>): readonly RemoteProblem[] {
  const details = objectsIn(error.details)
  const problems = details.flatMap((detail) => {
    if (typeof detail.message !== 'string') return []
    return [{ message: detail.message, ...(typeof detail.target === 'string' && { target: detail.target }) }]
  })
  if (problems.length > 0) return problems
  if (typeof error.message === 'string') return [{ message: error.message }]
  return typeof error.code === 'string' ? [{ message: error.code }] : []
}

function fromErrorEntry(entry: Record<string, unknown>): readonly RemoteProblem[] {
  const parts = [entry.title, entry.detail].filter(isText)
  return parts.length > 0 ? [{ message: parts.join(': ') }] : []
}

const fieldMark = "Field '"

/** `input_validation_error(Field 'data.attributes.x' is invalid: reason)` names its field inside the text. */
function fromText(text: string): RemoteProblem {
  const open = text.indexOf('(')
  const inner =
    open > 0 && text.endsWith(')') && /^[a-z_]+$/.test(text.slice(0, open)) ? text.slice(open + 1, -1) : text
  if (!inner.startsWith(fieldMark)) return { message: inner }
  const close = inner.indexOf("'", fieldMark.length)
  if (close === -1) return { message: inner }
  const target = inner.slice(fieldMark.length, close)
  const colon = inner.indexOf(': ', close)
  return { message: colon === -1 ? inner : inner.slice(colon + 2), target }
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
