import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { diskError } from '../disk-error'
import { writeText } from '../write-text'
import { ownFolder } from './own-folder'

/** The secret that decides what names stand in place of others; made when it is first needed, for its owner alone. */
export function anonymisingKey(root: string): string {
  const path = join(ownFolder(root), 'anonymising.key')
  if (!existsSync(path)) writeText(path, `${randomBytes(32).toString('hex')}\n`, path, 0o600)
  let key: string
  try {
    key = readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw diskError(error, 'read', path)
  }
  if (/^[0-9a-f]{64}$/.test(key)) return key
  throw new WorldError('bad-input', `${path} holds no key`, 'Remove it; a new one is made, which gives new names.')
}
