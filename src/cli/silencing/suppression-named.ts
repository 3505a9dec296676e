import { WorldError } from '../../diagnostic/world-error'
import { nearestName } from '../../shape/nearest-name'
import type { SuppressionFile, Workspace } from '../../workspace/workspace'
import { idIn } from '../adopting/existing-files'

/** The file of a suppression by its id. Throws a `not-found` WorldError where there is none. */
export function suppressionNamed(
  id: string,
  { suppressions }: Workspace,
): SuppressionFile & { readonly suppression: NonNullable<SuppressionFile['suppression']> } {
  for (const file of suppressions) if (file.suppression?.id === id) return { ...file, suppression: file.suppression }
  if (suppressions.some(({ document }) => idIn(document) === id)) {
    const help = `ddac suppress check ${id} shows it; mend its file first.`
    throw new WorldError('not-found', `the suppression "${id}" has a mistake`, help)
  }
  const near = nearestName(
    id,
    suppressions.flatMap(({ suppression }) => suppression?.id ?? []),
  )
  throw new WorldError('not-found', `there is no suppression "${id}"`, near ? `Did you mean ${near}?` : undefined)
}
