import { AggregatorRegistry, collectDefaultMetrics, type Metric, Registry } from 'prom-client'

/** A metric and its numbers at one moment, as plain values: it can go from one process to another, and be added up there. */
export type MetricFamily = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number]
type Labels = Readonly<Record<string, string | number>>

interface Value {
  readonly labels: Labels
  readonly value: number
  /** Where it is not the family's own: the parts of a histogram. */
  readonly metricName?: string
}

/** A metric that is worked out when it is asked for. */
export interface Source {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** How the numbers of several processes become one. */
  readonly aggregator: 'sum' | 'first'
  values(): readonly Value[]
}

export const gauge = (
  name: string,
  help: string,
  value: () => number,
  aggregator: 'sum' | 'first' = 'first',
): Source => ({
  name,
  help,
  type: 'gauge',
  aggregator,
  values: () => [{ labels: {}, value: value() }],
})

export const counter = (name: string, help: string, values: () => readonly Value[]): Source => ({
  name,
  help,
  type: 'counter',
  aggregator: 'sum',
  values,
})

/** The metrics of one process, with what is known of every process of node. Nothing is measured before somebody asks. */
export class ProcessMetrics {
  readonly #sources: readonly Source[]
  #registry: Registry | undefined

  constructor(sources: readonly Source[]) {
    this.#sources = sources
  }

  read(): Promise<MetricFamily[]> {
    this.#registry ??= this.#open()
    return this.#registry.getMetricsAsJSON()
  }

  #open(): Registry {
    const registry = new Registry()
    // What prom-client asks of a metric is this one method.
    for (const { values, ...family } of this.#sources)
      registry.registerMetric({ ...family, get: async () => ({ ...family, values: values() }) } as unknown as Metric)
    collectDefaultMetrics({ register: registry })
    return registry
  }
}

/** The text that Prometheus reads, of one process or of several together. */
export function textOfMetrics(processes: readonly MetricFamily[][]): Promise<string> {
  return AggregatorRegistry.aggregate([...processes]).metrics()
}

export const METRICS_CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE
