/** A reminder that fired. It is shown once, also when other channels delivered it. */
export interface Notice {
  id: string
  taskId: string
  reminderId: string
  at: string
  /** It fired later than it was due. */
  late: boolean
}
