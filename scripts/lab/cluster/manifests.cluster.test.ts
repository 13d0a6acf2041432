import { expect, inject, test } from 'vitest'

const { dryRuns, refused } = inject('installed')

test.each(dryRuns)('the API server takes every manifest of $overlay', ({ overlay, answers, resources, unknown }) => {
  const taken = answers.filter(line => line.endsWith('(server dry run)'))
  console.log(`figure: ${overlay}: the API server takes ${taken.length} of ${resources} resources`)
  expect(answers.filter(line => !line.endsWith('(server dry run)') && !line.startsWith('Warning: '))).toEqual([])
  expect(taken).toHaveLength(resources)
  expect(unknown).toEqual([])
})

test('it would refuse a field that does not exist, and a time that Knative does not allow', () => {
  expect(refused.map(({ answers }) => answers.join('\n'))).toEqual([
    expect.stringContaining('unknown field'),
    expect.stringContaining('expected 0 <= 601 <= 600'),
  ])
})
