import * as v from 'valibot'
import {
  channelExists,
  channelNotConfirmed,
  channelNotFound,
  noSuchDoor,
  quotaReached,
  wrongConfirmToken,
} from '../../domain/problems.ts'
import { Id } from '../../domain/task.ts'
import { notAllowed, tooManyRequests } from '../../kit/core/problems.ts'
import { closed, text } from '../../kit/core/schema.ts'
import { route } from '../../kit/http/api.ts'
import { refuseAssistant } from '../../kit/identity/person-only.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { Channel, NewChannel } from '../channel.ts'
import type { SendDeps } from '../deliver/send-due.ts'
import { addChannel } from './add-channel.ts'
import { confirmChannel } from './confirm-channel.ts'
import { type ListDeps, listChannels } from './list-channels.ts'
import { removeChannel } from './remove-channel.ts'
import { testChannel } from './test-channel.ts'

const tag = 'channels'
const oneChannel = { tag, params: closed({ id: Id }), missing: channelNotFound } as const
const Key = v.nullable(v.string())

const AddedChannel = closed({ ...Channel.entries, secret: v.exactOptional(v.string()) })

export const channelRoutes = [
  route(
    {
      method: 'get',
      path: '/api/channels',
      id: 'listChannels',
      summary: "The caller's channels, and the key that a browser needs for web push",
      tag,
      scope: 'read',
      answers: { 200: closed({ items: v.array(Channel), vapidPublicKey: Key }) },
    },
    async (deps: ListDeps, { caller }) => listChannels(deps, caller),
  ),
  route(
    {
      method: 'post',
      path: '/api/channels',
      id: 'addChannel',
      summary:
        'Add a channel. A mail address or webhook gets a token first; only this answer shows the secret of a webhook',
      tag,
      scope: 'write',
      body: NewChannel,
      idempotent: true,
      answers: { 201: AddedChannel },
      refusals: [channelExists, quotaReached, noSuchDoor, tooManyRequests, notAllowed],
    },
    async (deps: SendDeps & { maxChannels: number }, request) => {
      refuseAssistant(request.caller)
      return addChannel(deps, request, request.body)
    },
  ),
  route(
    {
      ...oneChannel,
      method: 'delete',
      path: '/api/channels/{id}',
      id: 'removeChannel',
      summary: 'Remove a channel',
      scope: 'write',
      answers: { 204: null },
      refusals: [notAllowed],
    },
    async (deps: { sql: Sql }, { caller, params }) => {
      refuseAssistant(caller)
      return removeChannel(deps, caller, params.id)
    },
  ),
  route(
    {
      ...oneChannel,
      method: 'post',
      path: '/api/channels/{id}/confirm',
      id: 'confirmChannel',
      summary: 'Confirm a channel with the token that it received',
      scope: 'write',
      body: closed({ token: text(1, 200) }),
      idempotent: true,
      answers: { 200: Channel },
      refusals: [channelNotFound, wrongConfirmToken, notAllowed],
    },
    async (deps: { sql: Sql; now: () => Date }, request) => {
      refuseAssistant(request.caller)
      return confirmChannel(deps, request, request.params.id, request.body.token)
    },
  ),
  route(
    {
      ...oneChannel,
      method: 'post',
      path: '/api/channels/{id}/test',
      id: 'testChannel',
      summary: 'Send a test message to a channel and answer its state',
      scope: 'write',
      idempotent: true,
      answers: { 200: closed({ id: Id, state: v.string(), reason: v.nullable(v.string()) }) },
      refusals: [channelNotFound, channelNotConfirmed, tooManyRequests, notAllowed],
    },
    async (deps: SendDeps, request) => {
      refuseAssistant(request.caller)
      return testChannel(deps, request, request.params.id)
    },
  ),
]
