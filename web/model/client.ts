import type { ReadonlySignal } from '@preact/signals'
import type { QuickAdd, Span, Draft as TaskDraft } from '../../functions/domain/quick-add/parse.ts'
import type { Preview } from '../../functions/domain/recurrence/preview.ts'
import type { RuleText } from '../../functions/domain/recurrence/rule-text.ts'
import type { Task, TaskPatch } from '../../functions/domain/task.ts'
import type { Credentials, NewAccount, Profile, ProfilePatch } from './account.ts'
import type { AnswerSoFar, ChatAnswer, ChatDraft, ChatRequest, ConversationHead, ConversationPage } from './chat.ts'
import type { Filter, NewFilter } from './filter.ts'
import type { ImportProgress } from './import-progress.ts'
import type { LocalTask } from './local-task.ts'
import type { Notice } from './notice.ts'
import type { Preferences } from './preferences.ts'
import type { Refusal } from './refusal.ts'
import type {
  AccessRequest,
  Calendar,
  Channel,
  ConnectedProgram,
  CreatedToken,
  HistoryPage,
  ImportFile,
  ImportReport,
  NewChannel,
  Token,
} from './server.ts'

/**
 * The interface between the screens and everything below them. State comes as signals. Actions take effect at once, are
 * stored on the device and sent when possible. Queries ask the server; a refusal is a value.
 */
export interface Client extends ClientState, Actions, Account, Queries, Settings, Programs, Chat {}

/** Whether the server can be reached. `signed-out`: the device holds tasks of an account whose session has ended. */
export type Connection = 'online' | 'offline' | 'signed-out'

/** Problems of this device that the screens report. */
export type Trouble =
  /** The browser offers no storage: a private window, or storage switched off. */
  | 'storage-off'
  /** Storage is full: new changes are not stored until there is room. */
  | 'storage-full'
  /** Another tab runs a newer version of the client: this one needs a reload. */
  | 'newer-version'

export interface ClientState {
  /** All tasks that are not deleted, open and done, with the changes that are not sent yet. */
  tasks: ReadonlySignal<ReadonlyMap<string, LocalTask>>
  /** Recently deleted tasks, for "restore". */
  deleted: ReadonlySignal<ReadonlyMap<string, LocalTask>>
  /** False until the device's storage is read, which takes a few milliseconds. */
  ready: ReadonlySignal<boolean>
  /** True while the tasks of an account arrive for the first time, page by page. */
  loading: ReadonlySignal<boolean>
  connection: ReadonlySignal<Connection>
  /** The number of changes that wait to be sent; refused ones do not count. */
  waiting: ReadonlySignal<number>
  trouble: ReadonlySignal<Trouble | null>
  /** `null`: no account; the tasks live on this device. */
  account: ReadonlySignal<{ id: string; email?: string } | null>
  profile: ReadonlySignal<Profile | null>
  /** Every tag in use, by name, with its numbers of open and of all tasks. */
  tags: ReadonlySignal<readonly { name: string; open: number; count: number }[]>
  savedFilters: ReadonlySignal<readonly Filter[]>
  /** Reminders that fired, newest last. */
  notices: ReadonlySignal<readonly Notice[]>
  preferences: ReadonlySignal<Preferences>
  /** What `undo()` would revert; null when there is nothing. */
  undoable: ReadonlySignal<{ token: UndoToken; kind: UndoKind; count: number } | null>
  /** A newer client is installed and waits for a reload. */
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

/** A new task before it has an id. A due date without `zone` gets the person's own. */
export type NewTaskDraft = TaskDraft

export type SnoozeUntil = { minutes: number } | { until: string }

export interface Actions {
  /** Each action returns its undo token and ignores ids of tasks that do not exist. */
  create(drafts: readonly NewTaskDraft[]): { ids: string[]; undo: UndoToken }
  update(ids: string | readonly string[], patch: TaskPatch): UndoToken
  complete(ids: string | readonly string[]): UndoToken
  reopen(ids: string | readonly string[]): UndoToken
  skip(ids: string | readonly string[]): UndoToken
  remove(ids: string | readonly string[]): UndoToken
  restore(ids: string | readonly string[]): UndoToken
  snooze(id: string, reminderId: string, until: SnoozeUntil): UndoToken
  /** Reverts the action of this token, or the latest one. Returns what was reverted. */
  undo(token?: UndoToken): { kind: UndoKind; count: number } | null
  /** Sends a refused change again. */
  retry(operationId: string): void
  /** Discards a refused change: the task shows the server's state again. */
  discard(operationId: string): void
  /** Resolves a conflict: `choice` is the value that stays. */
  resolveConflict(id: string, field: string, choice: 'mine' | 'theirs'): UndoToken
  dismiss(noticeId: string): void
  prefer(patch: Partial<Preferences>): void
  /** Replaces the filter with the same id. Returns the filter's id. */
  saveFilter(filter: NewFilter): string
  removeFilter(id: string): UndoToken
}

export type Answer<T> = Promise<T | Refusal>

export interface Account {
  /** Moves the tasks of this device into the new account. */
  signUp(account: NewAccount): Answer<{ done: true }>
  /** Moves the tasks without an account into this one. Another account's unsent changes wait for it. */
  signIn(credentials: Credentials): Answer<{ done: true }>
  /** Removes the account's tasks from this device. Unsent changes would be lost: `force` confirms that. */
  signOut(options?: { force?: boolean }): Promise<{ done: true } | { unsent: number }>
  deleteAccount(): Answer<{ done: true }>
  changePassword(currentPassword: string, newPassword: string): Answer<{ done: true }>
  changeProfile(patch: ProfilePatch): Answer<Profile>
}

export interface Queries {
  /**
   * Tasks that match, best first. Calls `onResults` before it returns, with the device's own results; these keep their
   * place when the server's results are added. The signal ends the search.
   */
  search(text: string, onResults: (found: readonly LocalTask[], complete: boolean) => void, signal: AbortSignal): void
  /** The audit trail of a task, newest first. */
  history(taskId: string, cursor?: string): Answer<HistoryPage>
  /** The next dates of a rule, and the rule in words. Works offline. */
  preview(rule: RuleText, start: NonNullable<Task['due']>, count?: number): Answer<Preview>
  /** The task that a quick-add line describes. Works offline; the first call loads three languages. */
  parse(text: string, except?: QuickAdd['except']): Promise<{ task: NewTaskDraft; spans: Span[] }>
  /** The next due date if this task is completed now; null without a next one. Works offline. */
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
    /** Asks the browser for permission: call it from a click. */
    turnOn(): Answer<{ done: true }>
    turnOff(): Answer<{ done: true }>
  }
  calendarFeed: {
    get(): Answer<Calendar>
    /** Creates the feed or replaces its URL, which is returned only here. */
    renew(): Answer<Calendar & { url: string }>
    remove(): Answer<{ done: true }>
  }
  /** The JSON holds the conversations too. `incomplete`: the assistant did not answer, so they are missing. */
  exportAll(format: 'json' | 'ics' | 'csv'): Answer<{ name: string; file: Blob; incomplete: boolean }>
  importPreview(file: ImportFile): Answer<ImportReport>
  /**
   * Ends when this device has the imported tasks, or when they are late: then `isHere` is false. A busy server is asked
   * again until the signal aborts.
   */
  import(
    file: ImportFile,
    onProgress: (progress: ImportProgress) => void,
    signal: AbortSignal,
  ): Answer<ImportReport & { isHere: boolean }>
  renameTag(from: string, to: string): Answer<{ name: string; tasks: number }>
  removeTag(name: string): Answer<{ done: true }>
  /** Activates the newer client that waits. */
  updateNow(): void
}

/** Programs that use the account by the MCP server. */
export interface Programs {
  access: {
    /** What a program asks for, and whose session answers. `redirectTo`: there is nothing to decide. */
    ask(query: string): Answer<(AccessRequest & { email: string }) | { redirectTo: string }>
    /** Sends the person's decision. The browser then goes to `redirectTo`. */
    decide(query: string, decision: 'allow' | 'deny', scopes: Token['scopes']): Answer<{ redirectTo: string }>
  }
  connections: {
    list(): Answer<{ items: ConnectedProgram[] }>
    end(id: string): Answer<{ done: true }>
  }
  /** The address of the MCP server. */
  mcpAddress(): Answer<{ address: string }>
}

export interface Chat {
  /** Conversations with the assistant in the open account. The first call loads the code. */
  chat(): Promise<ChatRoom>
}

export interface ChatRoom {
  /** Kept on this device with the account, until it is sent and answered. */
  draft: ReadonlySignal<ChatDraft>
  write(text: string): void
  /**
   * Sends a message now or refuses it: no message waits for a network. `onPart` gets the answer while it arrives. A
   * message without an answer stays in the draft.
   */
  send(request: ChatRequest, onPart: (answer: AnswerSoFar) => void): Answer<ChatAnswer>
  /** Sends the unanswered message again, with the same key. */
  sendAgain(onPart: (answer: AnswerSoFar) => void): Answer<ChatAnswer>
  /** Gives up the unanswered message; its words become the draft again. */
  takeBack(): void
  conversations(cursor?: string): Answer<{ items: ConversationHead[]; next: string | null }>
  open(id: string, cursor?: string): Answer<ConversationPage>
  remove(id: string): Answer<{ done: true }>
}
