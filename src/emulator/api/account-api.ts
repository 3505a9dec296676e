import { knownPermissions } from '../permissions'
import type { Reply } from './api-error'
import { type EmulatorRequest, emulatedUser } from './request'

const userId = '00000000-0000-4000-8000-0000000000aa'

/** Whose keys these are (docs: Users > Get current user): the user, with the organisation, the role and its permissions. */
export function currentUser({ org, permissions = knownPermissions }: EmulatorRequest): Reply {
  const named = permissions.map((name) => ({ type: 'permissions', id: `permission-${name}`, attributes: { name } }))
  const role = {
    type: 'roles',
    id: 'emulated-role',
    attributes: { name: 'Emulated role' },
    relationships: { permissions: { data: named.map(({ type, id }) => ({ type, id })) } },
  }
  return {
    status: 200,
    body: {
      data: {
        type: 'users',
        id: userId,
        attributes: {
          name: emulatedUser.name,
          handle: emulatedUser.handle,
          email: emulatedUser.handle,
          disabled: false,
          status: 'Active',
        },
        relationships: {
          org: { data: { type: 'orgs', id: org.id } },
          roles: { data: [{ type: 'roles', id: role.id }] },
        },
      },
      included: [
        { type: 'orgs', id: org.id, attributes: { name: org.name, public_id: org.publicId, disabled: false } },
        role,
        ...named,
      ],
    },
  }
}

/** What the API key says of itself (docs: Key Management > Validate API key, in preview). */
export function validateApiKey({ org }: EmulatorRequest): Reply {
  const attributes = { api_key_id: '00000000-0000-4000-8000-0000000000bb', api_key_scopes: [], valid: true }
  return { status: 200, body: { data: { type: 'validate_v2', id: org.id, attributes } } }
}

/** docs: Key Management > Validate API and application keys. */
export function validateKeys(): Reply {
  return { status: 200, body: { status: 'ok' } }
}
