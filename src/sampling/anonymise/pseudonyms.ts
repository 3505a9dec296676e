import { createHmac } from 'node:crypto'

/** Makes a candidate out of digits of chance, all from one digest. */
export type Make = (random: Random) => string

/** Chance that the key and the original decide. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  /** A text of signs of an alphabet. */
  text(alphabet: string, length: number): string
}

/** So often another candidate is tried; of a kind that has fewer names than originals some must be given twice. */
const mostTries = 64

/** So many signs of a name are chance, and enough to tell it from any other; longer ones repeat them. */
const mostSigns = 64

/**
 * One name for each original, which only the key decides: equal originals of a kind get equal names, different ones
 * different names, whatever the order, but where two would get the same. No name is an original.
 */
export class Pseudonyms {
  private readonly given = new Map<string, string>()
  private readonly taken = new Set<string>()

  constructor(
    private readonly key: string,
    /** Texts that no name may be. */
    private readonly originals: ReadonlySet<string>,
  ) {}

  of(kind: string, original: string, make: Make): string {
    const known = this.given.get(`${kind}\n${original}`)
    if (known !== undefined) return known
    let name = original
    for (let tried = 0; tried < mostTries; tried++) {
      name = make(new Chance(this.key, `${kind}\n${original}\n${tried}`))
      if (!this.originals.has(name) && !this.taken.has(`${kind}\n${name}`)) break
    }
    this.given.set(`${kind}\n${original}`, name)
    this.taken.add(`${kind}\n${name}`)
    return name
  }
}

class Chance implements Random {
  private bytes: Buffer
  private at = 0
  private round = 0

  constructor(
    private readonly key: string,
    private readonly about: string,
  ) {
    this.bytes = this.more()
  }

  below(limit: number): number {
    if (this.at + 6 > this.bytes.length) {
      this.bytes = this.more()
      this.at = 0
    }
    const value = this.bytes.readUIntBE(this.at, 6)
    this.at += 6
    return value % limit
  }

  text(alphabet: string, length: number): string {
    const signs = Array.from({ length: Math.min(length, mostSigns) }, () => alphabet[this.below(alphabet.length)])
    return length <= mostSigns
      ? signs.join('')
      : signs
          .join('')
          .repeat(Math.ceil(length / mostSigns))
          .slice(0, length)
  }

  private more(): Buffer {
    return createHmac('sha256', this.key)
      .update(`${this.about}\n${this.round++}`)
      .digest()
  }
}
