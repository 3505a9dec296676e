import { asObject } from '../json/json-object'
import { type MarkdownText, markdown } from '../medium/markdown-text'
import type { Github } from './github'

/** Tells whether somebody who wrote a text is who we are now: anybody may write our marker. */
export async function ownWriter(github: Github): Promise<(user: unknown) => boolean> {
  const login = await github.login()
  return (user) => {
    const { login: name, type } = asObject(user) ?? {}
    return login === undefined ? type === 'Bot' : name === login
  }
}

/** A text that is there already, below one line that says why it is not of now; of such lines it has one. */
export function outdated(text: string, why: MarkdownText): string {
  const rest = text.replace(/^\n*> :warning: \*\*Outdated\.\*\*[^\n]*\n+/, '').trimStart()
  return `${markdown`> :warning: **Outdated.** ${why}`}\n\n${rest}`
}
