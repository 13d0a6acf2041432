export interface Subscription {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

interface Lists {
  title: string
  tag: string
  data?: unknown
  actions?: { action: string; title: string }[]
}

/** What a headless browser lacks: visible notifications with clicks, and a push service. */
export interface Overrides {
  shown: Lists[]
  opened: string[]
  click(title: string, action: string): Promise<void>
  change(old: Subscription, fresh: Subscription): Promise<void>
}

interface Scope {
  overrides: Overrides
  registration: { showNotification(title: string, options: Omit<Lists, 'title'>): Promise<void> }
  clients: { openWindow(address: string): Promise<null> }
  PushManager: { prototype: object }
  WindowClient: { prototype: object }
  dispatchEvent(event: Event): void
}

/** Runs in the service worker. It is sent there as text, so it may use nothing from outside. */
export function overrideWorker(): void {
  const scope = self as unknown as Scope
  let subscription: object | null = null
  const asSubscription = (json: Subscription) => ({ ...json, options: {}, toJSON: () => json })
  // `waitUntil` refuses events that the browser did not create.
  const dispatch = async (type: string, detail: object): Promise<void> => {
    const waits: Promise<unknown>[] = []
    const waitUntil = (wait: Promise<unknown>) => void waits.push(wait)
    const event = new Event(type)
    for (const [name, value] of Object.entries({ ...detail, waitUntil })) Object.defineProperty(event, name, { value })
    scope.dispatchEvent(event)
    await Promise.all(waits)
  }
  scope.overrides = {
    shown: [],
    opened: [],
    async click(title, action) {
      const shown = scope.overrides.shown.find(one => one.title === title)
      if (!shown) throw new Error(`«${title}» is not shown.`)
      await dispatch('notificationclick', { action, notification: { ...shown, close() {} } })
    },
    async change(old, fresh) {
      Object.assign(scope.PushManager.prototype, {
        getSubscription: async () => subscription,
        subscribe: async () => {
          subscription = asSubscription(fresh)
          return subscription
        },
      })
      await dispatch('pushsubscriptionchange', { oldSubscription: asSubscription(old), newSubscription: null })
    },
  }
  scope.registration.showNotification = async (title, options) => void scope.overrides.shown.push({ title, ...options })
  scope.clients.openWindow = async address => {
    scope.overrides.opened.push(address)
    return null
  }
  // The real `focus` works only after a person's click.
  Object.assign(scope.WindowClient.prototype, {
    async focus() {
      return this
    },
  })
}
