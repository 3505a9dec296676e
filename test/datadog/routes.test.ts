import { pathOf, routes } from '../../src/datadog/routes'

describe('the closed list of routes', () => {
  it('stays inside security monitoring and its jobs, but for the search of logs, their pipelines and asking whose keys these are', () => {
    const inside =
      /^\/api\/(v1\/logs\/config\/pipelines$|v2\/(security_monitoring\/|security\/signals\/|siem-historical-detections\/jobs(?:$|\/)|logs\/events\/search$|logs\/analytics\/aggregate$|current_user$|validate$))/
    for (const route of Object.values(routes)) expect(route.path).toMatch(inside)
  })

  it.each(['../..', '../../v1/keys', 'a/b', 'a?b', '%2e%2e', 'a b', '$&', '\ud800', 'a\udc00b'])(
    'the id %j cannot lead to another path',
    (id) => {
      const path = pathOf(routes.getRule, id)
      expect(new URL(path, 'https://api.example.com').pathname).toMatch(
        /^\/api\/v2\/security_monitoring\/rules\/[^/]+$/,
      )
    },
  )

  it.each(['.', '..'])('the id %j is refused', (id) => {
    expect(() => pathOf(routes.getRule, id)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  it('only reads what is not ours to write: things of git, and jobs, which are cancelled', () => {
    const written = Object.values(routes).filter(({ method }) => method !== 'GET' && method !== 'POST')
    for (const { path } of written) expect(path).toMatch(/\/(rules|suppressions)\/\{id\}$|\/jobs\/\{id\}\/cancel$/)
  })

  it('repeats no create and no job blindly', () => {
    const creates = Object.entries(routes).filter(([name]) => /^(?:create|runJob)/.test(name))
    expect(creates.map(([, route]) => route.retry)).toEqual(['if-refused', 'if-refused', 'if-refused'])
  })
})
