import * as v from 'valibot'
import { tagNotFound } from '../domain/problems.ts'
import { TagName } from '../domain/tag.ts'
import { closed } from '../kit/core/schema.ts'
import { patchTypes, route } from '../kit/http/api.ts'
import { deleteTag, listTags, renameTag } from './tags.ts'
import { inWork, type WorkDeps } from './work.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const TagList = closed({ items: v.array(closed({ name: TagName, count, open: count })) })
const TagPath = closed({ name: TagName })
const oneTag = {
  tag: 'tags',
  params: TagPath,
  missing: tagNotFound,
  scope: 'write',
  refusals: [tagNotFound],
} as const

export const tagRoutes = [
  route(
    {
      method: 'get',
      path: '/api/tags',
      id: 'listTags',
      summary: 'All tags, with how many tasks have them',
      tag: 'tags',
      scope: 'read',
      answers: { 200: TagList },
    },
    (deps: WorkDeps, { caller }) => listTags(deps.sql, caller),
  ),

  route(
    {
      ...oneTag,
      method: 'patch',
      path: '/api/tags/{name}',
      id: 'renameTag',
      summary: 'Rename a tag; the name of another tag makes the two one',
      body: closed({ name: TagName }),
      bodyTypes: patchTypes,
      answers: { 200: closed({ name: TagName, tasks: count }) },
    },
    (deps: WorkDeps, request) => inWork(deps, request, work => renameTag(work, request.params.name, request.body.name)),
  ),

  route(
    {
      ...oneTag,
      method: 'delete',
      path: '/api/tags/{name}',
      id: 'deleteTag',
      summary: 'Take a tag off all tasks',
      answers: { 204: null },
    },
    (deps: WorkDeps, request) => inWork(deps, request, work => deleteTag(work, request.params.name)),
  ),
]
