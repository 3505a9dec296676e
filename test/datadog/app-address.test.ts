import { appAddress } from '../../src/datadog/app-address'

describe('where people look at what an API holds', () => {
  it.each([
    ['https://api.datadoghq.com', 'https://app.datadoghq.com'],
    ['https://api.datadoghq.eu', 'https://app.datadoghq.eu'],
    ['https://api.us3.datadoghq.com', 'https://us3.datadoghq.com'],
    ['https://api.ddog-gov.com', 'https://app.ddog-gov.com'],
    ['https://api.us2.ddog-gov.com', 'https://us2.ddog-gov.com'],
  ])('%s: %s', (api, app) => {
    expect(appAddress(api)).toBe(app)
  })

  it.each(['http://127.0.0.1:8080', 'https://proxy.example.com', 'https://api.datadoghq.com.example.com'])(
    '%s is nowhere',
    (api) => {
      expect(appAddress(api)).toBeUndefined()
    },
  )
})
