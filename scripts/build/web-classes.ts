// Node loads its whole HTTP client, a fifth of a cold start, as soon as somebody looks at one of these classes, and an
// ordinary request is answered without a real one. In a bundle they are read from here: a stand-in, which loads the real
// class when one of its kind is made or something of it is used. @hono/node-server puts its own lighter ones in its place.

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
  // What inherits from the class before it is loaded inherits from this, and so from the real one afterwards.
  const { prototype } = target
  Reflect.deleteProperty(prototype, 'constructor')
  const load = (): Class => {
    if (real) return real
    real = Reflect.get(globalThis, name) as Class
    Object.setPrototypeOf(prototype, real.prototype)
    return real
  }
  /** A plain object, which is what most headers and options are, is none, and needs no class to tell. */
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
