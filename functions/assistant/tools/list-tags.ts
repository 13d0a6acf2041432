import * as v from 'valibot'
import { fold } from '../../domain/fold.ts'
import { closed, text } from '../../kit/core/schema.ts'
import { fit } from './fit.ts'
import { defineTool, reads } from './tool.ts'

interface Tag {
  name: string
  count: number
  open: number
}

export const listTags = defineTool({
  name: 'list_tags',
  title: 'List tags',
  description: 'Tags with how many tasks they have, the most used first. text narrows to names that contain it.',
  input: closed({ text: v.exactOptional(text(1, 50)) }),
  scope: 'read',
  annotations: reads,
  async run({ api }, { text: part }) {
    const { items } = (await api.call('GET', '/api/tags')).body as { items: Tag[] }
    const found = part === undefined ? items : items.filter(({ name }) => fold(name).includes(fold(part)))
    const tags = found
      .toSorted((a, b) => b.open - a.open || b.count - a.count)
      .map(({ name, count, open }) => ({ name, open, ...(count > open && { done: count - open }) }))
    const first = (most: number) => () => ({ tags: tags.slice(0, most), total: tags.length })
    const forms = [tags.length, 60, 40, 25].filter((most, i) => i === 0 || most < tags.length)
    return { outcome: 'done', data: fit(forms.map(first)), written: ['name'] }
  },
})
