/** A reminder that fired. Told over other channels as well, it is shown once. */
export interface Notice {
  id: string
  taskId: string
  reminderId: string
  at: string
  /** It came later than it was meant to. */
  late: boolean
}
