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

/** Takes every given key out of a text that came from outside, before it goes into a message. */
export function hideSecrets(text: string, secrets: readonly Secret[]): string {
  let clean = text
  for (const secret of secrets) {
    const value = secret.reveal()
    for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])) {
      if (form.length > 0) clean = clean.replaceAll(form, () => hidden)
    }
  }
  return clean
}
