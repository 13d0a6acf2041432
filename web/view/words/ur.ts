import '@fontsource/noto-nastaliq-urdu/arabic-400.css'
import '@fontsource/noto-nastaliq-urdu/arabic-600.css'
import type { Words } from './en.ts'
import { account } from './ur/account.ts'
import { editor } from './ur/editor.ts'
import { keys } from './ur/keys.ts'
import { lists } from './ur/lists.ts'
import { problems } from './ur/problems.ts'
import { programs } from './ur/programs.ts'
import { settings } from './ur/settings.ts'

/** All words of the client in Urdu, with its fonts, loaded on demand. */
export const ur: Words = { ...lists, account, editor, keys, problems, programs, settings }
