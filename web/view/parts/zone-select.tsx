interface Props {
  value: string
  onChange: (zone: string) => void
  id?: string
}

/** Every zone that the browser knows, by its name. A name that only the server knows stays choosable. */
export function ZoneSelect({ value, onChange, id }: Props) {
  const zones = Intl.supportedValuesOf('timeZone')
  const all = zones.includes(value) ? zones : [value, ...zones]
  return (
    <select class="input" dir="ltr" id={id} value={value} onChange={event => onChange(event.currentTarget.value)}>
      {all.map(zone => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  )
}
