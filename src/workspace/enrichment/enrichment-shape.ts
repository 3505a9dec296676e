import type { MapShape, Shape } from '../../shape/shape'

const words: Shape = { kind: 'text', nonEmpty: true }

/** `enrichment:` in `ddac.yaml`. */
export const enrichmentShape: MapShape = {
  kind: 'map',
  what: 'enrichment',
  fields: {
    geoip: {
      shape: { kind: 'list', item: words },
      about:
        'GeoIP databases in the MMDB format, of places and of networks, by path from this file: [GeoLite2-City.mmdb, GeoLite2-ASN.mmdb]. They give @network.client.geoip.',
    },
    threatLists: {
      shape: {
        kind: 'list',
        item: {
          kind: 'map',
          what: 'a threat list',
          fields: {
            file: { shape: words, about: 'A CSV file with a head, by path from this file.' },
            table: { shape: words, about: 'Or the name of a reference table.' },
            column: {
              shape: words,
              about: 'The column of addresses and blocks; ip_address, else the first one, if absent.',
            },
            name: { shape: words, about: 'How results name the list; the file or table if absent.' },
            category: { shape: words, about: 'For rows without such a column: tor, hosting_proxy, botnet_proxy, …' },
            intention: { shape: words, about: 'For rows without such a column: suspicious, malicious, benign.' },
          },
        },
      },
      about: 'Lists of addresses that are known for something. They give @threat_intel.',
    },
  },
}
