interface Props {
  value: string
  onChange: (zone: string) => void
  id?: string
}

/** All zones that the browser knows. A zone that only the server knows remains selectable. */
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
