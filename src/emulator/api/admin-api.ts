import { asObject } from '../../json/json-object'
import { type Change, type Collection, collections } from '../store/tenant-state'
import { plainError, type Reply } from './api-error'
import type { EmulatorRequest } from './request'

/** `GET /_emulator/state`: everything the tenant holds, every version of it. */
export function showState({ store }: EmulatorRequest): Reply {
  return { status: 200, body: store.read().toJSON() }
}

/**
 * `POST /_emulator/seed`: puts things in as they are, unvalidated, with their own ids: `{"rules": […]}` and the like.
 * This is how default rules (`isDefault: true`) and rules of a newer kind come into an emulated tenant.
 */
export function seedTenant({ body, store }: EmulatorRequest): Reply {
  const sent = asObject(body)
  if (!sent) return plainError(400, `A seed is an object with lists: ${collections.join(', ')}`)
  const changes: Change[] = []
  for (const [collection, things] of Object.entries(sent)) {
    if (!isCollection(collection) || !Array.isArray(things)) {
      return plainError(400, `"${collection}" is not one of the lists ${collections.join(', ')}`)
    }
    for (const thing of things) {
      const value = asObject(thing)
      if (typeof value?.id !== 'string' || value.id === '')
        return plainError(400, `An entry of "${collection}" has no id`)
      changes.push({ collection, id: value.id, value: isResource(collection) ? value : { version: 1, ...value } })
    }
  }
  store.commit(changes)
  return { status: 200, body: { seeded: changes.length } }
}

const asTheyAre: readonly Collection[] = ['securityFilters', 'notificationRules', 'criticalAssets', 'pipelines']

/** Whether the things of a list are kept as the API shows them; of others the emulator counts versions. */
function isResource(collection: Collection): boolean {
  return asTheyAre.includes(collection)
}

function isCollection(name: string): name is Collection {
  return (collections as readonly string[]).includes(name)
}
