/** A new task of a series whose next occurrence is due on 28 February 2030. */
export const monthly = (title: string) => ({
  title,
  due: { date: '2030-01-31', zone: 'Asia/Karachi' },
  repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1', from: 'due' },
})
