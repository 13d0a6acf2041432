/** What a webhook receives beside `reminderDue`. These two never enter a topic: they are about the channel itself. */
export const webhookMessages = { confirm: 'zerodue.channel.confirm.v1', test: 'zerodue.channel.test.v1' } as const
