import { catalog } from '../../functions/domain/events/catalog.ts'
import type { EventType } from '../../functions/kit/core/event-type.ts'
import { schemaUri } from '../../functions/kit/events/cloud-event.ts'
import { type Json, jsonSchema } from '../../functions/kit/http/json-schema.ts'

/** The JSON Schema of the data of one type, as schemas/events/ has it. */
export const eventSchema = (event: EventType): Json => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: schemaUri(event.type),
  title: event.type,
  description: event.summary,
  ...(event.draft && { 'x-draft': true }),
  ...(event.topic && { 'x-topic': event.topic }),
  ...jsonSchema(event.data, {}, 'input'),
  examples: [event.example],
})

export const eventSchemas = (): Record<string, Json> =>
  Object.fromEntries(catalog.map(event => [`schemas/events/${event.type}.json`, eventSchema(event)]))
