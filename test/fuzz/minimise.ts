import type { Asks } from './reader-thread'
import type { Failure } from './reading-thread'

/** How many shorter texts are tried; one that hangs costs the whole of its limit each time. */
const [mostTries, mostHangs] = [600, 25]
/** An input that hung for so long will not end, and a shorter one need not hang as long. */
const hangMs = 4000

/** A text as short as was found that fails in the same way: stretches are left out, large ones first. */
export async function minimised(reader: string, failure: Failure, thread: Asks): Promise<string> {
  const isHang = failure.sign === 'hang'
  let tries = isHang || failure.sign.startsWith('died') ? mostHangs : mostTries
  const fails = async (text: string): Promise<boolean> => {
    tries -= 1
    const { failures } = await thread.ask({ reader, kind: 'try', text }, isHang ? hangMs : undefined)
    return failures.some(({ sign }) => sign === failure.sign)
  }
  let { text } = failure
  for (let size = Math.ceil(text.length / 2); size >= 1 && tries > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < text.length && tries > 0; ) {
      const shorter = text.slice(0, at) + text.slice(at + size)
      if (await fails(shorter)) text = shorter
      else at += size
    }
  }
  return text
}
