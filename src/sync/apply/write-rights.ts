import { WorldError } from '../../diagnostic/world-error'
import type { Change } from '../plan/plan'
import type { Remote } from '../remote'

/**
 * What the key may write, as the tenant shows by refusing. The first write of rules (and overrides), and the first of
 * suppressions, goes alone. Where it is refused for want of the right, which the tenant's validation needs as well, no
 * other one is tried; where that one thing is closed to the key, all others are.
 */
export class WriteRights {
  private readonly lacking = new Set<'rules' | 'suppressions'>()
  private readonly firsts = new Map<'rules' | 'suppressions', Promise<unknown>>()

  constructor(private readonly remote: Remote) {}

  /** Writes, or answers why nothing is sent. */
  async write<T>(change: Change, write: () => Promise<T>): Promise<T | { readonly closed: string }> {
    const what = change.kind === 'suppression' ? 'suppressions' : 'rules'
    const first = this.firsts.get(what)
    if (first) await first
    if (this.lacking.has(what)) return { closed: `the key may not write ${what}, as the tenant said before` }
    const writing = this.tried(what, change, write)
    if (!first)
      this.firsts.set(
        what,
        writing.catch(() => undefined),
      )
    return writing
  }

  private async tried<T>(what: 'rules' | 'suppressions', change: Change, write: () => Promise<T>): Promise<T> {
    try {
      return await write()
    } catch (error) {
      if (isForbidden(error) && (await this.isClosed(what, change))) this.lacking.add(what)
      throw error
    }
  }

  private async isClosed(what: 'rules' | 'suppressions', { body = {} }: Change): Promise<boolean> {
    try {
      await (what === 'rules' ? this.remote.validateRule(body) : this.remote.validateSuppression(body))
      return false
    } catch (error) {
      return isForbidden(error)
    }
  }
}

function isForbidden(error: unknown): boolean {
  return error instanceof WorldError && error.code === 'forbidden'
}
