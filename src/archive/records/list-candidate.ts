import { holdsLogs, listKeys } from '../../event/envelopes/envelopes'
import type { RecordPlace } from './record-sink'

const longestKey = Math.max(...[...listKeys].map((key) => key.length))

/** A list in the object at work that may hold the records of a container, until its first element tells. */
export class ListCandidate {
  /** Where its first element begins. */
  first: RecordPlace | undefined
  private key: string | undefined
  /** Keys whose list has been looked at: once is enough. */
  private readonly ruledOut = new Set<string>()

  get isOpen(): boolean {
    return this.key !== undefined
  }

  /** A list opens behind this key, whose bytes are asked for if they may be those of such a list. */
  open(length: number, bytesOfKey: () => Buffer): void {
    this.close()
    if (length > longestKey) return
    const key = bytesOfKey().toString('latin1')
    if (!listKeys.has(key) || this.ruledOut.has(key)) return
    this.ruledOut.add(key)
    this.key = key
  }

  /** Its first element is no object, or not at its beginning. */
  close(): void {
    this.key = undefined
    this.first = undefined
  }

  /** Another object is at work. */
  forget(): void {
    this.close()
    this.ruledOut.clear()
  }

  /** Whether a list with this first element holds the records of a container. */
  holdsRecords(element: Buffer): boolean {
    return this.key !== undefined && holdsLogs(this.key, parsed(element))
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
