import { safeName } from '../../model/programs.ts'
import { words } from '../words/current.ts'
import { Bidi } from './bidi.tsx'

/** The name that a program gave itself. */
export const ProgramName = ({ name }: { name: string }) => (
  <Bidi>{safeName(name) || words.value.programs.nameless}</Bidi>
)
