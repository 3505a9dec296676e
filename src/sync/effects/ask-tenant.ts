import { WorldError } from '../../diagnostic/world-error'

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
