import { finished } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'

export interface CsvRecord {
  line: number
  cells: string[]
  /** Why this record, or the file from here on, cannot be read. */
  broken?: string
}

const pieceBytes = 65_536
const mostEmpty = 100_000
/** The longest field of a task, its notes, fits. */
const mostCharacters = 45_000

/**
 * The records of a file, piece by piece, each with its first line, without empty lines. `on_record` collects them: a read
 * of the parser as a stream would lose the records before a mistake in the same piece.
 */
export async function* csvRecords(text: string): AsyncGenerator<CsvRecord> {
  const ready: { record: string[]; raw: string }[] = []
  const parser = parse({
    delimiter: delimiterOf(text),
    relax_column_count: true,
    raw: true,
    on_record: record => {
      ready.push(record as unknown as (typeof ready)[number])
      return null
    },
  })
  let line = 1
  let empty = 0
  let failure: unknown
  parser.on('error', error => {
    failure ??= error
  })
  parser.resume()
  for (const piece of [...piecesOf(Buffer.from(text)), undefined]) {
    await feed(parser, piece)
    for (const { record, raw } of ready.splice(0)) {
      if (record.some(cell => cell !== '')) yield recordAt(line, record)
      else if (++empty > mostEmpty) return yield { line, cells: [], broken: 'is one of too many empty lines' }
      line += linesIn(raw)
    }
    if (failure) break
  }
  if (failure instanceof CsvError) yield { line, cells: [], broken: brokenBy(failure) }
  else if (failure) throw failure
}

const recordAt = (line: number, cells: string[]): CsvRecord =>
  cells.some(cell => cell.length > mostCharacters)
    ? { line, cells: [], broken: `has a cell of more than ${mostCharacters} characters` }
    : { line, cells }

/** Resolves when the parser has finished with the piece or has failed. Without a piece, the file ends. */
const feed = (parser: Parser, piece: Buffer | undefined): Promise<void> =>
  new Promise(done => {
    if (piece) parser.write(piece, () => setImmediate(done))
    else finished(parser.end(), () => done())
  })

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes)
}

const linesIn = (raw: string): number => raw.match(/\r\n|\n|\r/g)?.length ?? 0

/** Where people write 1,5 for one and a half, spreadsheets separate cells by a semicolon. */
function delimiterOf(text: string): string {
  const heading = (text.slice(0, 10_000).split(/[\r\n]/, 1)[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => heading.split(delimiter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

const brokenBy = ({ code }: CsvError): string =>
  code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'opens a quote that never closes'
    : 'has a quote inside a cell: put the whole cell in quotes and double the quotes in it'
