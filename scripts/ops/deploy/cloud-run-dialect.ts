import type { Container, EnvEntry, Manifest } from '../knative/manifests.ts'

/** What an installation in Cloud Run says for itself. */
export interface CloudRun {
  image: string
  /** The settings that elsewhere are the ConfigMap `settings`. */
  settings: Record<string, string>
}

/**
 * A Knative Service as Cloud Run reads it: bounds in camel case, no ConfigMaps, secrets of Secret Manager, each one value
 * (its name is that of the Secret and the key), and nothing about the pod, which is Cloud Run's own business.
 */
export function toCloudRun(service: Manifest, { image, settings }: CloudRun): object {
  const { annotations } = service.spec.template.metadata
  const { containerConcurrency, timeoutSeconds, containers } = service.spec.template.spec
  const inside = service.metadata.labels?.['networking.knative.dev/visibility'] === 'cluster-local'
  const [container] = containers as Container[]
  if (!container) throw new Error(`${service.metadata.name} has no container.`)
  const { args, ports, resources, livenessProbe, readinessProbe } = container
  return {
    apiVersion: service.apiVersion,
    kind: service.kind,
    metadata: {
      name: service.metadata.name,
      annotations: { 'run.googleapis.com/ingress': inside ? 'internal' : 'all' },
    },
    spec: {
      template: {
        metadata: {
          annotations: {
            'autoscaling.knative.dev/minScale': annotations['autoscaling.knative.dev/min-scale'],
            'autoscaling.knative.dev/maxScale': annotations['autoscaling.knative.dev/max-scale'],
          },
        },
        spec: {
          containerConcurrency,
          timeoutSeconds,
          containers: [
            {
              image,
              args,
              ports,
              resources: { limits: resources?.limits },
              livenessProbe,
              // Its readiness is asked once, at the start.
              startupProbe: { ...readinessProbe, periodSeconds: 1, failureThreshold: 60 },
              env: (container.env ?? []).flatMap(one => envOf(one, settings)),
            },
          ],
        },
      },
    },
  }
}

function envOf({ name, value, valueFrom }: EnvEntry, settings: Record<string, string>): object[] {
  if (value !== undefined) return [{ name, value }]
  const setting = valueFrom?.configMapKeyRef
  if (setting) {
    const given = settings[setting.key]
    return given === undefined ? [] : [{ name, value: given }]
  }
  const secret = valueFrom?.secretKeyRef
  // Cloud Run knows no optional secret: whoever has one adds it.
  if (!secret || secret.optional) return []
  return [{ name, valueFrom: { secretKeyRef: { name: `${secret.name}-${secret.key}`, key: 'latest' } } }]
}
