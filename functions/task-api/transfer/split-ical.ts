/** A component of a calendar as it stands in the file. */
export interface Part {
  name: string
  line: number
  text: string
  /** Why it cannot be read. */
  broken?: string
}

/** No task of ours comes near: the library takes too long for what is larger. */
const mostCharacters = 100_000

/** Cuts a file into its components, so that one that is broken does not spoil the others and each knows its line. */
export function* splitIcal(text: string): Generator<Part> {
  let part: (Part & { lines: string[]; size: number }) | undefined
  let open: string[] = []
  let calendars = 0
  let number = 0

  for (const line of linesOf(text)) {
    number++
    const [, verb, name = ''] = /^(BEGIN|END):([A-Za-z0-9-]{1,40})[ \t]*$/i.exec(line.slice(0, 60)) ?? []
    const begins = verb?.toUpperCase() === 'BEGIN' ? name.toUpperCase() : undefined
    const ends = verb?.toUpperCase() === 'END' ? name.toUpperCase() : undefined
    if (!part) {
      if (begins === 'VCALENDAR') calendars++
      else if (ends === 'VCALENDAR') calendars--
      else if (begins) {
        part = { name: begins, line: number, text: '', lines: [line], size: 0 }
        open = [begins]
      }
      continue
    }
    if (ends === 'VCALENDAR' || (begins === part.name && open.length === 1)) {
      yield finished(part, `has no END:${part.name}`)
      part = begins ? { name: begins, line: number, text: '', lines: [line], size: 0 } : undefined
      if (!begins) calendars--
      continue
    }
    if (begins) open.push(begins)
    part.size += line.length
    if (line && part.size <= mostCharacters) part.lines.push(line)
    if (ends && open.pop() !== ends) {
      yield finished(part, `ends ${ends} where it did not begin`)
      part = undefined
    } else if (!open.length) {
      yield finished(part)
      part = undefined
    }
  }
  if (part) yield finished(part, `has no END:${part.name}`)
  else if (calendars > 0) yield { name: '', line: number, text: '', broken: 'the file ends before its END:VCALENDAR' }
}

function finished({ name, line, lines, size }: Part & { lines: string[]; size: number }, broken?: string): Part {
  if (broken) return { name, line, text: '', broken }
  if (size > mostCharacters) return { name, line, text: '', broken: 'is too large for a task' }
  return { name, line, text: lines.join('\r\n') }
}

export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start)
    const line = end < 0 ? text.slice(start) : text.slice(start, end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    if (end < 0) return
    start = end + 1
  }
}
