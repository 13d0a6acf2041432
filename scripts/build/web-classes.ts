// Node loads its whole HTTP client, at least a quarter of a cold start, at the first access to one of these classes, although
// an ordinary request needs none of them. In a bundle these stand-ins replace them: a stand-in loads the real class when an
// object is made or a static member is used. @hono/node-server replaces Request and Response with its own lighter ones.

type Class = new (...args: unknown[]) => object

export const webClasses = {
  CloseEvent: standIn('CloseEvent'),
  Headers: standIn('Headers'),
  Request: standIn('Request'),
  Response: standIn('Response'),
}

function standIn(name: string): Class {
  let real: Class | undefined
  const target = class {}
  // Objects that inherit from the stand-in now inherit from the real class once it is loaded.
  const { prototype } = target
  Reflect.deleteProperty(prototype, 'constructor')
  const load = (): Class => {
    if (real) return real
    real = Reflect.get(globalThis, name) as Class
    Object.setPrototypeOf(prototype, real.prototype)
    return real
  }
  /** Most headers and options are plain objects: those are no instances, without a look at the real class. */
  const isOne = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return false
    const parent = Object.getPrototypeOf(value)
    if (parent === null || parent === Object.prototype) return false
    return Object.prototype.isPrototypeOf.call(prototype, value) || value instanceof load()
  }
  const stand: Class = new Proxy(target, {
    construct: (_, args, target) => Reflect.construct(load(), args, target === stand ? load() : target),
    get(_, key) {
      if (key === 'prototype') return prototype
      return key === Symbol.hasInstance ? isOne : Reflect.get(load(), key)
    },
  }) as Class
  return stand
}
