import { WorldError } from '../diagnostic/world-error'
import { terminal } from '../medium/terminal-text'
import type { PlainThing, PlainThings } from '../sync/leave/plain-things'
import type { CliContext } from './context'

/**
 * What the workspace manages in a tenant, all of it or what was named, by our ids. What cannot be without our tags is told.
 * Throws a `usage` WorldError for an id that nothing of ours there has.
 */
export function chosenThings(
  { things, troubles }: PlainThings,
  tenant: string,
  { ids, all }: { readonly ids: readonly string[]; readonly all: boolean },
  { stderr }: Pick<CliContext, 'stderr'>,
): { readonly things: readonly PlainThing[]; readonly isWhole: boolean } {
  const known = new Set([...things, ...troubles].map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    const help = 'It is told by its id in git, once it was applied; ddac plan lists what is there.'
    throw new WorldError('usage', `nothing of ours in ${tenant} has the id ${unknown.join(', ')}`, help)
  }
  const isChosen = ({ id }: { readonly id: string }): boolean => all || ids.includes(id)
  for (const { kind, id, reason } of troubles.filter(isChosen)) stderr.write(terminal`not  ${kind} ${id}: ${reason}\n`)
  return { things: things.filter(isChosen), isWhole: !troubles.some(isChosen) }
}
