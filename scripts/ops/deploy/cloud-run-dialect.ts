import type { Container, EnvEntry, Manifest } from '../knative/manifests.ts'

/** The values of one installation in Cloud Run. */
export interface CloudRun {
  image: string
  /** The settings, which a cluster has in the ConfigMap `settings`. */
  settings: Record<string, string>
}

/**
 * A Knative Service as Cloud Run reads it: scale bounds in camel case, no ConfigMaps, no settings of the pod, and secrets
 * from Secret Manager, one for each value, named after the Secret and its key.
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
              // Cloud Run has no readiness probe after the start.
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
  // Cloud Run has no optional secrets: an operator adds those that exist.
  if (!secret || secret.optional) return []
  return [{ name, valueFrom: { secretKeyRef: { name: `${secret.name}-${secret.key}`, key: 'latest' } } }]
}
