import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../read-text'

/** The folder of this package: of its repository, or where npm has put it. */
const packageFolder = join(__dirname, '../../..')

/** The text of a file that the package holds, by its path below the package. */
export function packageFile(path: string): string {
  return readText(join(packageFolder, path))
}

/** The paths of all files below a folder of the package, sorted; none where it has no such folder. */
export function packageFiles(folder: string): readonly string[] {
  const path = join(packageFolder, folder)
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) =>
    entry.isDirectory() ? packageFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  )
}
