import { WorldError } from '../../diagnostic/world-error'

/**
 * Questions to a tenant by the right that each needs. The first one for a right is asked alone: where the key may not
 * ask it, no other one is sent, and all get its answer.
 */
export class Questions {
  private readonly refused = new Map<string, string>()
  private readonly firsts = new Map<string, Promise<unknown>>()

  async ask<Value>(right: string, question: () => Promise<Value>): Promise<{ answer?: Value; reason?: string }> {
    const first = this.firsts.get(right)
    if (first) await first
    const reason = this.refused.get(right)
    if (reason !== undefined) return { reason }
    const asking = asked(async () => {
      try {
        return await question()
      } catch (error) {
        if (error instanceof WorldError && error.code === 'forbidden') this.refused.set(right, error.message)
        throw error
      }
    })
    if (!first)
      this.firsts.set(
        right,
        asking.catch(() => undefined),
      )
    return asking
  }
}

/** A question that the key may not ask, or that this tenant does not know, is left out; other trouble is thrown. */
export async function asked<Value>(question: () => Promise<Value>): Promise<{ answer?: Value; reason?: string }> {
  try {
    return { answer: await question() }
  } catch (error) {
    const mayNot = error instanceof WorldError && ['forbidden', 'missing', 'rejected'].includes(error.code)
    if (!mayNot) throw error
    return { reason: error.message }
  }
}
