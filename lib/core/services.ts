/** A service is a kind of app. Its path segment is fixed; its words come from `words.ts`. */
export const SERVICES = ['cloud_function', 'dashboard_app', 'inference_api'] as const
export type Service = (typeof SERVICES)[number]

export const SERVICE_SEGMENTS = {
  cloud_function: 'cloud-functions',
  dashboard_app: 'dashboard-apps',
  inference_api: 'inference-apis',
} as const satisfies Record<Service, string>

export function serviceOfSegment(segment: string): Service | undefined {
  return SERVICES.find((service) => SERVICE_SEGMENTS[service] === segment)
}
