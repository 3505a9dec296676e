import { randomInt } from 'node:crypto'

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An id as the tenant gives them to rules and suppressions: `abc-def-ghi`, not yet in use. */
export function newId(isTaken: (id: string) => boolean): string {
  for (;;) {
    const id = [triple(), triple(), triple()].join('-')
    if (!isTaken(id)) return id
  }
}

function triple(): string {
  return Array.from({ length: 3 }, () => letters.charAt(randomInt(letters.length))).join('')
}
