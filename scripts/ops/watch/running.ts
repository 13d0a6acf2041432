/** PromQL for the pods of the namespace that run, as kube-state-metrics sees them. */
export const running = '(kube_pod_status_phase{namespace="$namespace", phase="Running"} == 1)'

const serviceLabel = 'label_serving_knative_dev_service'

/** Sums a value of pods by function. Pods of the platform have no function and are left out. */
export const byFunction = (ofPods: string): string =>
  `sum by (${serviceLabel}) (${ofPods} * on (namespace, pod) group_left (${serviceLabel}) kube_pod_labels{${serviceLabel}!=""})`

export const functionLegend = `{{${serviceLabel}}}`

/** What the running pods request of a resource, one value for each pod. */
export const requested = (resource: 'cpu' | 'memory'): string =>
  `(sum by (namespace, pod) (kube_pod_container_resource_requests{namespace="$namespace", resource="${resource}"}) * on (namespace, pod) ${running})`

export const namespaceVariable = { name: 'namespace', label: 'Namespace', value: 'zerodue' }
