import { expect, inject, test } from 'vitest'

const { dryRuns, refused } = inject('installed')

test.each(dryRuns)('the API server accepts every manifest of $overlay', ({ overlay, answers, resources, unknown }) => {
  const accepted = answers.filter(line => line.endsWith('(server dry run)'))
  console.log(`figure: ${overlay}: the API server accepts ${accepted.length} of ${resources} resources`)
  expect(answers.filter(line => !line.endsWith('(server dry run)') && !line.startsWith('Warning: '))).toEqual([])
  expect(accepted).toHaveLength(resources)
  expect(unknown).toEqual([])
})

test('the API server refuses an unknown field and a timeout that Knative does not allow', () => {
  expect(refused.map(({ answers }) => answers.join('\n'))).toEqual([
    expect.stringContaining('unknown field'),
    expect.stringContaining('expected 0 <= 601 <= 600'),
  ])
})
