import { inspect } from 'node:util'
import { readAccess } from '../../src/datadog/credentials'

const keys = { DD_API_KEY: 'api-key-of-the-test', DD_APP_KEY: 'app-key-of-the-test' }

function failure(run: () => unknown): { code?: string; message: string; help?: string } {
  try {
    run()
  } catch (error) {
    return error as Error & { code: string; help: string }
  }
  throw new Error('it did not fail')
}

describe('where a tenant is reached', () => {
  it.each([
    ['nothing is said', {}, {}, {}, 'https://api.datadoghq.com'],
    ['the file names a site', { site: 'us5.datadoghq.com' }, {}, {}, 'https://api.us5.datadoghq.com'],
    [
      'a site that the file names stays, whatever the environment says of sites',
      { site: 'datadoghq.com' },
      { DD_SITE: 'datadoghq.eu' },
      {},
      'https://api.datadoghq.com',
    ],
    [
      'the environment says it for a tenant without one',
      {},
      { DD_SITE: 'datadoghq.eu' },
      {},
      'https://api.datadoghq.eu',
    ],
    [
      'a whole address in the environment wins over the file',
      { site: 'datadoghq.com' },
      { DDAC_API_URL: 'https://dd.example.com' },
      {},
      'https://dd.example.com',
    ],
    ['a listed host', {}, { DDAC_ALLOWED_HOSTS: 'a.example.com, api.datadoghq.com' }, {}, 'https://api.datadoghq.com'],
    ['a listed site', {}, { DDAC_ALLOWED_HOSTS: 'datadoghq.com' }, {}, 'https://api.datadoghq.com'],
    [
      'a listed host with its port',
      {},
      { DDAC_API_URL: 'http://127.0.0.1:8126', DDAC_ALLOWED_HOSTS: '127.0.0.1:8126' },
      {},
      'http://127.0.0.1:8126',
    ],
    [
      'a listed host without a port takes any',
      {},
      { DDAC_API_URL: 'https://dd.example.com:8443', DDAC_ALLOWED_HOSTS: 'dd.example.com' },
      {},
      'https://dd.example.com:8443',
    ],
    [
      'the long spelling wins',
      {},
      { DD_SITE: 'datadoghq.com', DATADOG_SITE: 'ap1.datadoghq.com' },
      {},
      'https://api.ap1.datadoghq.com',
    ],
    [
      'a flag wins over all',
      {},
      { DD_SITE: 'datadoghq.eu', DDAC_API_URL: 'https://dd.example.com' },
      { site: 'ddog-gov.com' },
      'https://api.ddog-gov.com',
    ],
    ["an address of one's own", {}, { DDAC_API_URL: 'https://dd.example.com' }, {}, 'https://dd.example.com'],
    ['http on loopback', {}, { DDAC_API_URL: 'http://127.0.0.1:8126/' }, {}, 'http://127.0.0.1:8126'],
    ['http on IPv6 loopback', {}, { DDAC_API_URL: 'http://[::1]:8126' }, {}, 'http://[::1]:8126'],
  ])('%s', (_title, file, environment, flags, expected) => {
    expect(readAccess({ tenant: 'prod', ...file }, { ...keys, ...environment }, flags).baseUrl).toBe(expected)
  })

  it.each([
    [{ DD_SITE: 'datadoghq.com.example.com' }, 'is not a Datadog site'],
    [{ DD_SITE: 'example.com' }, 'is not a Datadog site'],
    [{ DDAC_API_URL: 'http://dd.example.com' }, 'unencrypted'],
    [{ DDAC_API_URL: 'http://127.0.0.1.example.com' }, 'unencrypted'],
    [{ DDAC_API_URL: 'https://someone:s3cret@dd.example.com' }, 'a user or a password'],
    [{ DDAC_API_URL: 'https://dd.example.com/api' }, 'more than a host'],
    [{ DDAC_API_URL: 'dd.example.com' }, 'not an address'],
    [{ DDAC_API_URL: 'file:///etc/passwd' }, 'unencrypted'],
    [{ DDAC_API_URL: '' }, 'set but empty'],
    [{ DDAC_API_URL: ' ' }, 'set but empty'],
    [{ DDAC_ALLOWED_HOSTS: 'datadoghq.eu' }, 'does not list'],
    [{ DDAC_ALLOWED_HOSTS: '' }, 'does not list'],
    [{ DDAC_API_URL: 'http://127.0.0.1:8126', DDAC_ALLOWED_HOSTS: '127.0.0.1:8127' }, 'does not list'],
    [{ DDAC_API_URL: 'https://not-dd.example.com', DDAC_ALLOWED_HOSTS: 'dd.example.com' }, 'does not list'],
  ])('%j is refused before any key is sent', (environment, message) => {
    const error = failure(() => readAccess({ tenant: 'prod' }, { ...keys, ...environment }))
    expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining(message) })
    expect(error.message).not.toContain('s3cret')
  })
})

describe('the keys of a tenant', () => {
  it.each([
    ['the short spelling', {}, keys, ['api-key-of-the-test', 'app-key-of-the-test']],
    [
      'the long spelling wins',
      {},
      { ...keys, DATADOG_API_KEY: 'long-api-key' },
      ['long-api-key', 'app-key-of-the-test'],
    ],
    [
      'variables of its own',
      { apiKeyVariable: 'DD_PROD_API', appKeyVariable: 'DATADOG_PROD_APP' },
      { ...keys, DD_PROD_API: 'prod-api', DATADOG_PROD_APP: 'prod-app' },
      ['prod-api', 'prod-app'],
    ],
    [
      'variables of any name that the environment lists',
      { apiKeyVariable: 'PROD_API', appKeyVariable: 'PROD_APP' },
      { DDAC_KEY_VARS: 'PROD_APP, PROD_API', PROD_API: 'prod-api', PROD_APP: 'prod-app' },
      ['prod-api', 'prod-app'],
    ],
    [
      'space around a key is not part of it',
      {},
      { DD_API_KEY: ' a-key\n', DD_APP_KEY: 'another' },
      ['a-key', 'another'],
    ],
  ])('%s', (_title, file, environment, expected) => {
    const { credentials } = readAccess({ tenant: 'prod', ...file }, environment)
    expect(credentials.kind === 'keys' && [credentials.apiKey.reveal(), credentials.appKey.reveal()]).toEqual(expected)
  })

  it('a bearer token stands in for both keys', () => {
    const { credentials } = readAccess({ tenant: 'prod' }, { DD_BEARER_TOKEN: 'ddpat_token' })
    expect(credentials.kind === 'bearer' && credentials.token.reveal()).toBe('ddpat_token')
  })

  it('a tenant with variables of its own never takes the customary token', () => {
    const access = { tenant: 'prod', apiKeyVariable: 'DD_PROD_API', appKeyVariable: 'DD_PROD_APP' }
    expect(failure(() => readAccess(access, { ...keys, DD_BEARER_TOKEN: 'ddpat_token' }))).toMatchObject({
      code: 'configuration',
      help: expect.stringContaining('DD_PROD_API and DD_PROD_APP'),
    })
  })

  it.each([
    [{}, 'has no keys', 'DD_API_KEY and DD_APP_KEY'],
    [{ DD_API_KEY: 'only-this' }, 'has no application key', 'Set DD_APP_KEY'],
    [{ DD_APP_KEY: 'only-this' }, 'has no API key', 'Set DD_API_KEY'],
    [{ DD_API_KEY: '', DD_APP_KEY: '  ' }, 'has no keys', 'DD_API_KEY'],
  ])('%j: says which to set, and quotes none', (environment, message, help) => {
    const error = failure(() => readAccess({ tenant: 'prod' }, environment))
    expect(error).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(message),
      help: expect.stringContaining(help),
    })
    expect(inspect(error)).not.toContain('only-this')
  })

  it.each(['GITHUB_TOKEN', 'XDD_API_KEY', 'dd_api_key'])('%s is not sent because a file names it', (name) => {
    const access = { tenant: 'prod', apiKeyVariable: name }
    const error = failure(() => readAccess(access, { ...keys, [name]: 'a-token-of-ci', DDAC_KEY_VARS: 'OTHER' }))
    expect(error).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(name),
      help: expect.stringContaining(`DDAC_KEY_VARS=OTHER,${name}`),
    })
    expect(inspect(error)).not.toContain('a-token-of-ci')
  })

  it('a key with a line break inside is refused by the name of its variable alone', () => {
    const error = failure(() => readAccess({ tenant: 'prod' }, { DD_API_KEY: 'first\nsecond', DD_APP_KEY: 'x' }))
    expect(error).toMatchObject({ code: 'configuration', message: expect.stringContaining('DD_API_KEY') })
    expect(inspect(error)).not.toContain('second')
  })
})
