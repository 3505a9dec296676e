import { inspect } from 'node:util'

const hidden = '[secret]'

/** A key that cannot be printed by accident: as a string, in JSON and in a debugger's dump it reads `[secret]`. */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The key itself, for the one header that carries it. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [inspect.custom](): string {
    return hidden
  }
}

/** Datadog's keys have 32 and 40 characters. A word shorter than this is a stand-in that honest text may well contain. */
const shortestRealKey = 16

/** Whether a text holds one of the keys. A stand-in as short as a word is not looked for: "test" stands in many rules. */
export function holdsSecret(text: string, secrets: readonly Secret[]): boolean {
  return secrets
    .filter((secret) => secret.reveal().length >= shortestRealKey)
    .some((secret) => formsOf(secret).some((form) => text.includes(form)))
}

/** Takes every given key out of a text that came from outside, before it goes into a message. */
export function hideSecrets(text: string, secrets: readonly Secret[]): string {
  let clean = text
  for (const secret of secrets) {
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, () => hidden)
  }
  return clean
}

/** How a key may be written: as it is, in a URL, in JSON. */
function formsOf(secret: Secret): readonly string[] {
  const value = secret.reveal()
  const forms = new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
  return [...forms].filter((form) => form !== '')
}
