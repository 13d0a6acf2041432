import { account } from './en/account.ts'
import { editor } from './en/editor.ts'
import { keys } from './en/keys.ts'
import { lists } from './en/lists.ts'
import { problems } from './en/problems.ts'
import { programs } from './en/programs.ts'
import { settings } from './en/settings.ts'

/** All words of the client in English. The other languages have the same shape, or they do not compile. */
export const en = { ...lists, account, editor, keys, problems, programs, settings }

export type Words = typeof en
