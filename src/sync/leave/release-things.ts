import { WorldError } from '../../diagnostic/world-error'
import { atMost } from '../at-most'
import type { Remote } from '../remote'
import type { PlainThing } from './plain-things'

/** One thing after the attempt to take our tags off it. */
export interface Release {
  readonly thing: PlainThing
  /** Why it still is ours. */
  readonly error?: WorldError
}

/** Rules that are written at the same time; suppressions go one by one, since Datadog refuses two at once. */
const parallel = 5

/**
 * Takes our tags off things, and leaves all else of them as it is. Suppressions come first and name their rules by the
 * tenant's ids from then on, so that they quiet them at every moment. Each is read again before: one that moved since it
 * was listed is left as it is, and one that is gone is released.
 */
export async function releaseThings(
  remote: Remote,
  things: readonly PlainThing[],
  onProgress: (done: number, total: number) => void = () => {},
): Promise<readonly Release[]> {
  let done = 0
  const one = async (thing: PlainThing): Promise<Release> => {
    const error = await release(remote, thing)
    done += 1
    onProgress(done, things.length)
    return { thing, ...(error && { error }) }
  }
  const released: Release[] = []
  for (const thing of things) if (thing.kind === 'suppression') released.push(await one(thing))
  // A rule whose suppression is still ours is asked for by our tag.
  const held = new Set(released.flatMap(({ thing, error }) => (error ? thing.asksFor : [])))
  const turn = atMost(parallel)
  const rules = things.filter(({ kind }) => kind === 'rule')
  const ofRules = rules.map((thing) =>
    held.has(thing.id)
      ? { thing, error: new WorldError('conflict', 'a suppression that asks for it by our tag was not released') }
      : turn(() => one(thing)),
  )
  return [...released, ...(await Promise.all(ofRules))]
}

async function release(remote: Remote, { kind, remoteId, version, body }: PlainThing): Promise<WorldError | undefined> {
  try {
    const { tags = [] } = body
    const now = await (kind === 'rule' ? remote.getRule(remoteId) : remote.getSuppression(remoteId))
    if (!now) return undefined
    if (now.version !== version) return new WorldError('conflict', 'somebody changed it meanwhile', 'Try again.')
    if (kind === 'rule') await remote.updateRule(remoteId, { tags, version })
    else await remote.updateSuppression(remoteId, { tags, rule_query: body.rule_query ?? '', version })
    return undefined
  } catch (error) {
    if (error instanceof WorldError) return error
    throw error
  }
}
