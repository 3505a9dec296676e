import { WorldError } from '../../diagnostic/world-error'
import { nearestName } from '../../shape/nearest-name'
import type { SuppressionFile, Workspace } from '../../workspace/workspace'

/** The file of a suppression by its id. Throws a `not-found` WorldError where there is none. */
export function suppressionNamed(
  id: string,
  { suppressions }: Workspace,
): SuppressionFile & { readonly suppression: NonNullable<SuppressionFile['suppression']> } {
  for (const file of suppressions) if (file.suppression?.id === id) return { ...file, suppression: file.suppression }
  const near = nearestName(
    id,
    suppressions.flatMap(({ suppression }) => suppression?.id ?? []),
  )
  throw new WorldError('not-found', `there is no suppression "${id}"`, near ? `Did you mean ${near}?` : undefined)
}
