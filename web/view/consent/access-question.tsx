import { useState } from 'preact/hooks'
import type { Refusal } from '../../model/refusal.ts'
import type { AccessRequest } from '../../model/server.ts'
import { LanguageSwitch } from '../account/language-switch.tsx'
import { Icon } from '../icons/icon.tsx'
import { Problem } from '../parts/problem.tsx'
import { ProgramName } from '../parts/program-name.tsx'
import { words } from '../words/current.ts'
import { FocusedHeading } from './focused-heading.tsx'
import type { useAccessRequest } from './use-access-request.ts'

interface Props {
  request: AccessRequest & { email: string }
  wrong: Refusal | undefined
  isSending: boolean
  onDecide: ReturnType<typeof useAccessRequest>['decide']
}

/** Shows which program asks, as whom it would act and what it could do, and asks for a decision. */
export function AccessQuestion({ request, wrong, isSending, onDecide }: Props) {
  const { consent } = words.value.programs
  const { client, scopes } = request
  const asksBoth = scopes.includes('read') && scopes.includes('write')
  const [mayWrite, setMayWrite] = useState(true)
  const given = asksBoth && !mayWrite ? (['read'] as const) : scopes
  return (
    <main class="account-screen">
      <LanguageSwitch />
      <div class="account-form consent">
        <FocusedHeading>{consent.title}</FocusedHeading>
        <dl class="consent-facts">
          <div>
            <dt>{consent.program}</dt>
            <dd class="consent-name">
              <ProgramName name={client.name} />
            </dd>
          </div>
          {client.verified && client.host ? (
            <Fact label={consent.confirmedBy} code={client.host} />
          ) : (
            <div class="consent-warning">
              <dt class="visually-hidden">{consent.confirmedBy}</dt>
              <dd>
                <Icon name="warning" size={18} />
                {consent.notVerified}
              </dd>
            </div>
          )}
          <Fact label={consent.signedInAs} code={request.email} />
          <ReturnsTo {...request} />
        </dl>
        <h2 id="may">{consent.may}</h2>
        <ul class="consent-scopes" aria-labelledby="may">
          {scopes.includes('read') && <Permission>{consent.mayRead}</Permission>}
          {asksBoth ? (
            <li>
              <label>
                <input
                  type="checkbox"
                  role="switch"
                  aria-checked={mayWrite}
                  checked={mayWrite}
                  disabled={isSending}
                  onChange={event => setMayWrite(event.currentTarget.checked)}
                />
                {consent.mayWrite}
              </label>
            </li>
          ) : (
            scopes.includes('write') && <Permission>{consent.mayWrite}</Permission>
          )}
        </ul>
        <p class="consent-caution">{consent.caution}</p>
        {wrong && <Problem refusal={wrong} class="account-wrong" focused />}
        <div class="consent-actions">
          <button
            type="button"
            class="button primary"
            disabled={isSending}
            onClick={() => void onDecide('allow', [...given])}
          >
            {consent.allow}
          </button>
          <button type="button" class="button" disabled={isSending} onClick={() => void onDecide('deny', [...given])}>
            {consent.deny}
          </button>
        </div>
      </div>
    </main>
  )
}

const Fact = ({ label, code }: { label: string; code: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <bdi dir="ltr" class="latin">
        {code}
      </bdi>
    </dd>
  </div>
)

function ReturnsTo({ redirectHost, loopback }: AccessRequest) {
  const { consent } = words.value.programs
  const isScheme = redirectHost.endsWith(':')
  if (!loopback && !isScheme) return <Fact label={consent.returnsTo} code={redirectHost} />
  return (
    <div>
      <dt>{consent.returnsTo}</dt>
      <dd>
        {consent.thisComputer} {isScheme && <bdi dir="ltr">({redirectHost})</bdi>}
      </dd>
    </div>
  )
}

const Permission = ({ children }: { children: string }) => (
  <li>
    <Icon name="check" size={18} />
    {children}
  </li>
)
