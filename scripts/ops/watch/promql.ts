import type { Query } from './grafana.ts'

/** Sums a counter, as a rate for each second. */
export const rate = (by: string, series: string, window = '$__rate_interval'): string =>
  `sum by (${by}) (rate(${series}[${window}]))`

/** The median, and what one of twenty and one of a hundred exceeds. */
export const quantiles = (histogram: string, labels = '', window = '$__rate_interval', by = ''): Query[] =>
  [0.5, 0.95, 0.99].map(share => ({
    expr: quantile(share, histogram, labels, window, by),
    legend: `${by ? `{{${by}}} ` : ''}p${share * 100}`,
  }))

export const quantile = (share: number, histogram: string, labels = '', window = '$__rate_interval', by = ''): string =>
  `histogram_quantile(${share}, ${rate(by ? `${by}, le` : 'le', `${histogram}_bucket${labels && `{${labels}}`}`, window)})`

/** The share of a histogram that is at most `bound` seconds. */
export const shareWithin = (bound: number, histogram: string, labels = '', window = '1h'): string => {
  const within = `${labels && `${labels}, `}le=~"${bound}([.]0)?"`
  return `sum(rate(${histogram}_bucket{${within}}[${window}])) / sum(rate(${histogram}_count${labels && `{${labels}}`}[${window}]))`
}
