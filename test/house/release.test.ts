import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { globSync } from 'tinyglobby'
import { problemsOf } from '../../.ci/releasable.cjs'

const root = join(__dirname, '../..')
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const described = JSON.parse(textOf('package.json'))

const addresses = { repository: 'https://example.com/x', homepage: 'https://example.com', bugs: 'https://example.com' }
const good = { version: '1.2.3', ...addresses }

describe('a release', () => {
  it.each<[string, object, string, string, string[]]>([
    ['is made of what says all', good, 'v1.2.3', '# Changelog\n\n## 1.2.3 (2026-12-01)\n', []],
    ['needs every address', { ...good, bugs: '' }, 'v1.2.3', '## 1.2.3', ['package.json does not say bugs']],
    [
      'is none of what is private',
      { ...good, private: true },
      'v1.2.3',
      '## 1.2.3',
      ['package.json says that it is private'],
    ],
    ['has the version of its tag', good, 'v1.2.4', '## 1.2.3', ['the tag is v1.2.4, and package.json says 1.2.3']],
    ['is in the changelog', good, 'v1.2.3', '## Unreleased\n', ['CHANGELOG.md has no part "## 1.2.3"']],
  ])('%s', (_, about, tag, changelog, problems) => {
    expect(problemsOf({ ...about }, tag, changelog)).toEqual(problems)
  })

  it('of this project is refused until its addresses are chosen', () => {
    const unset = ['repository', 'homepage', 'bugs'].filter((key) => described[key] === undefined)
    const told = problemsOf(described, `v${described.version}`, `## ${described.version}`)
    expect(told).toEqual(unset.length > 0 ? [`package.json does not say ${unset.join(', ')}`] : [])
  })

  it('is refused by the workflow before anything of it is published', () => {
    const workflow = textOf('.github/workflows/release.yml')
    const refusal = workflow.indexOf('node .ci/releasable.cjs "$GITHUB_REF_NAME"')
    expect(refusal).toBeGreaterThan(0)
    expect(workflow.indexOf('npm publish')).toBeGreaterThan(refusal)
    expect(workflow).toMatch(/needs: pack\n[\s\S]*id-token: write/)
  })
})

describe('the package', () => {
  const patterns: readonly string[] = described.files
  const packed = globSync([...patterns], { cwd: root, dot: true, expandDirectories: true })
  const holds = (path: string): boolean => packed.some((file) => file === path || file.startsWith(`${path}/`))

  it('holds schemas, the workflows and the shipped rules, and none of the tests of this project', () => {
    const parts = [
      'rules/.schema/rule.json',
      'rules/aws/ses/aws-ses-identity-added-then-deleted.rule.yaml',
      '.github/workflows/detections.yml',
      '.github/workflows/suppress.yml',
      'src/workspace/starting/detections.gitlab-ci.yml',
    ]
    expect(parts.filter((part) => !holds(part))).toEqual([])
    expect(packed.filter((path) => /^(test|rules\/\.ddac)\//.test(path))).toEqual([])
  })

  it('has what each link of its README leads to', () => {
    const links = [...textOf('README.md').matchAll(/\]\((?!https:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, path = '']) => path,
    )
    expect(links.length).toBeGreaterThan(3)
    expect(links.filter((path) => !holds(path.replace(/\/$/, '')))).toEqual([])
  })
})
