import { WorldError } from '../diagnostic/world-error'

/** Which requests a fault strikes, counted from 1: number `first`, and from there every `every`-th, up to `last`. */
interface Strikes {
  readonly first: number
  readonly last: number
  readonly every: number
}

/**
 * A trouble on demand. `drop` cuts the connection after the request was carried out, so that its answer is lost; `cut`
 * does so before. `slow` delays every answer.
 */
export type Fault =
  | ({ readonly kind: 'status'; readonly status: number } & Strikes)
  | ({ readonly kind: 'drop' | 'cut' } & Strikes)
  | { readonly kind: 'slow'; readonly delayMs: number }

const help =
  'Write faults as 429@3 (the third request), 500@5-8, drop@7+10 (the seventh and every tenth after it), cut@2, slow=200ms, with commas between.'

/** Reads `429@3,500@5,drop@7,slow=200ms`. Throws a `usage` WorldError that shows the part it cannot read. */
export function parseFaults(text: string): readonly Fault[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseFault)
}

function parseFault(part: string): Fault {
  const slow = /^slow=(\d{1,6})(ms|s)$/.exec(part)
  if (slow) return { kind: 'slow', delayMs: Number(slow[1]) * (slow[2] === 's' ? 1000 : 1) }
  const struck = /^(\d{3}|drop|cut)@(\d{1,9})(?:-(\d{1,9})|\+(\d{1,9}))?$/.exec(part)
  if (!struck) throw unreadable(part)
  const [, what = '', first = '', last, every] = struck
  const strikes: Strikes = {
    first: Number(first),
    last: last !== undefined ? Number(last) : every !== undefined ? Number.POSITIVE_INFINITY : Number(first),
    every: every !== undefined ? Number(every) : 1,
  }
  if (strikes.first < 1 || strikes.every < 1 || strikes.last < strikes.first) throw unreadable(part)
  if (what === 'drop' || what === 'cut') return { kind: what, ...strikes }
  const status = Number(what)
  if (status < 400 || status > 599) throw unreadable(part)
  return { kind: 'status', status, ...strikes }
}

function unreadable(part: string): WorldError {
  return new WorldError('usage', `"${part.slice(0, 60)}" is not a fault`, help)
}

/** The faults that strike the request of this number. */
export function faultsAt(faults: readonly Fault[], number: number): readonly Fault[] {
  return faults.filter((fault) => {
    if (fault.kind === 'slow') return true
    return number >= fault.first && number <= fault.last && (number - fault.first) % fault.every === 0
  })
}
