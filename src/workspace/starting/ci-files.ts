import type { NewFile } from './new-file'
import { packageFile, packageFiles } from './package-file'

/** The places that run workflows and for which there is one. */
export const ciPlaces = ['github', 'gitlab'] as const
export type CiPlace = (typeof ciPlaces)[number]

const gitlabJobs = '.gitlab/detections.gitlab-ci.yml'

/**
 * The workflow for one of them, below the top of the repository; `workspace` is the way from there to `ddac.yaml`, `branch` what is
 * applied when something is merged into it. GitLab says itself which branch that is.
 */
export function ciFiles(place: CiPlace, workspace: string, branch: string): readonly NewFile[] {
  if (place === 'github') {
    return [
      '.github/workflows/detections.yml',
      '.github/workflows/suppress.yml',
      ...packageFiles('.github/actions/ddac'),
    ].map((path) => ({
      path,
      text: withBranch(withWorkspace(packageFile(path), workspace), branch),
    }))
  }
  return [
    {
      path: gitlabJobs,
      text: withWorkspace(packageFile('src/workspace/starting/detections.gitlab-ci.yml'), workspace),
    },
    { path: '.gitlab-ci.yml', text: `include:\n  - local: ${gitlabJobs}\n` },
  ]
}

/** Where a workspace is found without a word, the line that could name it stays a comment. */
function withWorkspace(text: string, workspace: string): string {
  if (['', '.', 'rules'].includes(workspace)) return text
  return text.replace(/^( *)# DDAC_WORKSPACE: .*$/m, (_, indent) => `${indent}DDAC_WORKSPACE: ${quoted(workspace)}`)
}

function withBranch(text: string, branch: string): string {
  return text
    .replace('branches: [main]', () => `branches: [${quoted(branch)}]`)
    .replaceAll(/\b(branch main|main alone|merge to main)\b/g, (words) => words.replace('main', () => branch))
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text)
}
