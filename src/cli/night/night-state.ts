import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { asObject, listIn } from '../../json/json-object'
import { asText, isText, textIn } from '../../json/json-text'
import { readText } from '../../workspace/read-text'
import { readHandedOver } from '../handing-over/handed-over'
import { type DetectionFile, isDetectionPath } from './detection-texts'
import { foldersWith } from './gathered-runs'

/** What one run of a night leaves to the next, and to whoever tells of it. */
export interface NightState {
  readonly workspace: string
  /** The commit whose files were looked at. */
  readonly commit?: string
  /** The tenants that answered. */
  readonly tenants: readonly string[]
  /** Those of earlier runs, whose files this one began with. */
  readonly after: readonly string[]
  /** All that is to be written, what earlier runs had included. */
  readonly files: readonly DetectionFile[]
  /** Whether anything is to be said beside the files. */
  readonly isWorthTelling: boolean
}

/** A run of a night, and what it says. */
export interface Night extends NightState {
  readonly text: string
}

export const nightFiles = { state: 'nightly.json', text: 'nightly.md', whole: 'whole.md' } as const

/** The runs of a night that lie in a folder, or each in a folder of its own in it; that with the most behind it last. */
export function readNights(folder: string, shown: string): readonly Night[] {
  return foldersWith(folder, nightFiles.state)
    .map((each) => readNight(each, shown))
    .sort((one, other) => behind(one) - behind(other))
}

function behind({ tenants, after }: Night): number {
  return tenants.length + after.length
}

function readNight(folder: string, shown: string): Night {
  const told = readHandedOver(join(folder, nightFiles.state), shown, notANight)
  const commit = asText(told.commit)
  return {
    workspace: textIn(told.workspace),
    ...(commit !== undefined && { commit }),
    tenants: listIn(told.tenants).filter(isText),
    after: listIn(told.after).filter(isText),
    files: listIn(told.files).map((file) => fileIn(file, shown)),
    isWorthTelling: told.isWorthTelling !== false,
    text: readText(join(folder, nightFiles.text), shown),
  }
}

/** What is to be written names detections alone: never a workflow, nothing outside. */
function fileIn(value: unknown, shown: string): DetectionFile {
  const { path, text } = asObject(value) ?? {}
  if (isText(path) && isText(text) && isDetectionPath(path)) return { path, text }
  throw notANight(shown)
}

function notANight(shown: string): WorldError {
  return new WorldError('bad-input', `${shown} holds no run of a night`, 'Name the --out of ddac nightly.')
}
