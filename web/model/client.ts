import type { ReadonlySignal } from '@preact/signals'
import type { QuickAdd, Span, Draft as TaskDraft } from '../../functions/domain/quick-add/parse.ts'
import type { Preview } from '../../functions/domain/recurrence/preview.ts'
import type { RuleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import type { Credentials, NewAccount, Profile, ProfilePatch } from './account.ts'
import type { Filter, NewFilter } from './filter.ts'
import type { LocalTask } from './local-task.ts'
import type { Notice } from './notice.ts'
import type { Preferences } from './preferences.ts'
import type { Refused } from './refused.ts'
import type {
  Calendar,
  Channel,
  CreatedToken,
  HistoryPage,
  ImportFile,
  ImportReport,
  NewChannel,
  Token,
} from './server.ts'

/**
 * All that the screens know of the world below them. What is shown comes as signals and is there at once; what is done
 * is applied at once, kept on the device and sent when it can be; what only the server knows is asked, and "no" is a value.
 */
export interface Client extends Shown, Actions, Account, Questions, Settings {}

/** Where the server is, as far as this device can tell. Signed out: this device has tasks of an account it may not ask. */
export type Connection = 'online' | 'offline' | 'signed-out'

/** What keeps this device from doing its work: the view says it in words. */
export type Trouble =
  /** The browser keeps nothing: a private window, or storage that is switched off. */
  | 'storage-off'
  /** There is no room left on the device; nothing new is kept until there is. */
  | 'storage-full'
  /** Another tab runs a newer version of the client: this one has to be reloaded. */
  | 'newer-version'

export interface Shown {
  /** Everything that is not deleted, done or open, as it looks with what was not yet sent. */
  tasks: ReadonlySignal<ReadonlyMap<string, LocalTask>>
  /** Deleted within this visit or elsewhere lately: for "restore". */
  deleted: ReadonlySignal<ReadonlyMap<string, LocalTask>>
  /** False until the device's own storage was read: a few milliseconds. */
  ready: ReadonlySignal<boolean>
  /** True while the first tasks of an account come in, page by page. */
  loading: ReadonlySignal<boolean>
  connection: ReadonlySignal<Connection>
  /** How many changes wait to be sent; the refused ones are not among them. */
  waiting: ReadonlySignal<number>
  trouble: ReadonlySignal<Trouble | null>
  /** `null`: no account, the tasks live on this device. */
  account: ReadonlySignal<{ id: string; email?: string } | null>
  profile: ReadonlySignal<Profile | null>
  /** Every tag that a task has, with how many open tasks have it; by name. */
  tags: ReadonlySignal<readonly { name: string; open: number; count: number }[]>
  savedFilters: ReadonlySignal<readonly Filter[]>
  /** What the person must see: reminders that fired. Newest last. */
  notices: ReadonlySignal<readonly Notice[]>
  preferences: ReadonlySignal<Preferences>
  /** What `undo()` would take back; null when there is nothing. */
  undoable: ReadonlySignal<{ token: UndoToken; what: UndoKind; count: number } | null>
  /** A newer client is here and waits for a reload. */
  updateReady: ReadonlySignal<boolean>
}

export type UndoToken = string
export type UndoKind =
  | 'created'
  | 'updated'
  | 'completed'
  | 'reopened'
  | 'skipped'
  | 'removed'
  | 'restored'
  | 'snoozed'
  | 'filter-removed'

/** A task as a person writes it down; its id is chosen here. `zone` of a due date may be left out: the person's own. */
export type NewTaskDraft = TaskDraft

export type SnoozeUntil = { minutes: number } | { until: string }

export interface Actions {
  /** Each answers what takes it back. Ids of tasks that are not there are passed over. */
  create(drafts: readonly NewTaskDraft[]): { ids: string[]; undo: UndoToken }
  update(ids: string | readonly string[], patch: TaskPatch): UndoToken
  complete(ids: string | readonly string[]): UndoToken
  reopen(ids: string | readonly string[]): UndoToken
  skip(ids: string | readonly string[]): UndoToken
  remove(ids: string | readonly string[]): UndoToken
  restore(ids: string | readonly string[]): UndoToken
  snooze(id: string, reminderId: string, until: SnoozeUntil): UndoToken
  /** Takes back what the token says, or what was done last. Answers what it was. */
  undo(token?: UndoToken): { what: UndoKind; count: number } | null
  /** Sends a refused change again. */
  retry(operationId: string): void
  /** Lets go of a refused change: the task shows what the server has. */
  drop(operationId: string): void
  /** Settles a field that two devices changed: which of the two values stays. */
  resolveConflict(id: string, field: string, choice: 'mine' | 'theirs'): UndoToken
  dismiss(noticeId: string): void
  prefer(patch: Partial<Preferences>): void
  /** With the id of one that there is, it takes the place of that one. Answers its id. */
  saveFilter(filter: NewFilter): string
  removeFilter(id: string): UndoToken
}

export type Answer<T> = Promise<T | Refused>

export interface Account {
  /** Keeps the tasks of this device: they are sent to the new account. */
  signUp(account: NewAccount): Answer<{ done: true }>
  /** Also keeps the tasks of this device, if it had no account; what another account left unsent waits for that one. */
  signIn(credentials: Credentials): Answer<{ done: true }>
  /** Takes the account's tasks off this device. What is not sent would be lost: `force` says that this is meant. */
  signOut(options?: { force?: boolean }): Promise<{ done: true } | { unsent: number }>
  deleteAccount(): Answer<{ done: true }>
  changePassword(currentPassword: string, newPassword: string): Answer<{ done: true }>
  changeProfile(patch: ProfilePatch): Answer<Profile>
}

export interface Questions {
  /**
   * Tasks that match, best first: those on the device at once, then more from the server. `onResults` is called first
   * before this returns; what it was given keeps its place. Ends by the signal.
   */
  search(text: string, onResults: (found: readonly LocalTask[], complete: boolean) => void, signal: AbortSignal): void
  /** Who did what to this task, newest first. */
  history(taskId: string, cursor?: string): Answer<HistoryPage>
  /** What a rule comes to, in dates and words. Works offline. */
  preview(rule: RuleText, start: NonNullable<Task['due']>, count?: number): Answer<Preview>
  /** What a line means. Works offline; the first call loads three languages. */
  parse(text: string, except?: QuickAdd['except']): Promise<{ task: NewTaskDraft; spans: Span[] }>
  /** When this task comes again if it is completed now; null when it does not. Works offline. */
  nextDue(id: string): Promise<NonNullable<Task['due']> | null>
}

export interface Settings {
  tokens: {
    list(): Answer<{ items: Token[] }>
    create(name: string, scopes: Token['scopes']): Answer<CreatedToken>
    revoke(id: string): Answer<{ done: true }>
  }
  channels: {
    list(): Answer<{ items: Channel[]; vapidPublicKey: string | null }>
    add(channel: NewChannel): Answer<Channel & { secret?: string }>
    remove(id: string): Answer<{ done: true }>
    confirm(id: string, token: string): Answer<Channel>
    test(id: string): Answer<{ id: string; state: string; reason: string | null }>
  }
  push: {
    /** Whether this browser shows reminders while the client is closed. */
    state: ReadonlySignal<'unsupported' | 'blocked' | 'off' | 'on'>
    /** Asks the browser's permission: call it from a click. */
    turnOn(): Answer<{ done: true }>
    turnOff(): Answer<{ done: true }>
  }
  calendarFeed: {
    get(): Answer<Calendar>
    /** Makes it, or gives it another address, which is shown this once. */
    renew(): Answer<Calendar & { url: string }>
    remove(): Answer<{ done: true }>
  }
  exportAll(format: 'json' | 'ics' | 'csv'): Answer<{ name: string; file: Blob }>
  importPreview(file: ImportFile): Answer<ImportReport>
  import(file: ImportFile): Answer<ImportReport>
  renameTag(from: string, to: string): Answer<{ name: string; tasks: number }>
  removeTag(name: string): Answer<{ done: true }>
  /** Loads the newer client that waits. */
  updateNow(): void
}
