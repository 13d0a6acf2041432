/** The little of it that is used: the types of the package are out of reach of its own `exports`. */
declare module 'ical.js' {
  const ICAL: {
    /** jCal (RFC 7265) of one component. */
    parse(text: string): unknown
    stringify(component: unknown): string
    foldLength: number
    Component: new (jcal: unknown) => IcalComponent
  }
  /** For tests, which let the library itself say what a calendar means. */
  export interface IcalComponent {
    getAllSubcomponents(name: string): IcalComponent[]
    getFirstPropertyValue(name: string): { toJSDate(): Date }
  }
  export default ICAL
}
