// The dataset as the benchmark wrote it, in memory: records that hold one another, and the lists that queries ask for, each
// in the order in which they are to be given.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { join } from 'node:path'

export async function readNoun(folder, name, each) {
  for await (const line of createInterface({ input: createReadStream(join(folder, name + '.ndjson')) })) each(JSON.parse(line))
}

export async function load(folder) {
  const nouns = {}
  for (const name of ['actors', 'articles', 'events', 'quantities', 'statements', 'reports', 'figures']) nouns[name] = new Map()
  const read = (name, make) =>
    readNoun(folder, name, (row) => {
      const record = make(row)
      record.rank = nouns[name].size
      nouns[name].set(record.id, record)
    })
  const date = (edtf) => ({ edtf })
  await read('actors', (r) => ({ id: r.id, name: r.name, statements: [] }))
  await read('articles', (r) => ({ id: r.id, headline: r.headline, statements: new Set(), quantities: new Set() }))
  await read('events', (r) => ({ id: r.id, label: r.label, date: date(r.edtf), figures: [], statements: [] }))
  await read('quantities', (r) => ({ id: r.id, label: r.label, event: nouns.events.get(r.event), figures: [] }))
  await read('statements', (r) => {
    const statement = { id: r.id, gist: r.gist, act: r.act, said: date(r.edtf), speaker: nouns.actors.get(r.speaker), reports: [] }
    statement.speaker.statements.push(statement)
    for (const id of new Set([r.occasion, ...r.about])) nouns.events.get(id)?.statements.push(statement)
    return statement
  })
  await read('reports', (r) => {
    const report = { id: r.id, mode: r.mode, text: r.text, statement: nouns.statements.get(r.statement), article: nouns.articles.get(r.article) }
    report.statement.reports.push(report)
    report.article.statements.add(report.statement)
    return report
  })
  await read('figures', (r) => {
    const quantity = nouns.quantities.get(r.quantity)
    const figure = {
      id: r.id, printed: r.printed, comparator: r.comparator, value: r.value, attribution: { path: r.path },
      quantity, article: nouns.articles.get(r.article)
    }
    quantity.figures.push(figure)
    quantity.event?.figures.push(figure)
    figure.article.quantities.add(quantity)
    return figure
  })
  return { ...nouns, words: index(nouns.statements) }
}

// index leads from each word to the statements whose gist has it, in order.
function index(statements) {
  const words = new Map()
  for (const statement of statements.values()) {
    for (const word of new Set(statement.gist.toLowerCase().match(/[a-z0-9]+/g))) {
      if (!words.has(word)) words.set(word, [])
      words.get(word).push(statement)
    }
  }
  return words
}

// search finds the statements that have every word of a text such as gist:"a" gist:"b".
export function search(data, text) {
  const lists = [...text.matchAll(/gist:"([^"]+)"/g)].map(([, word]) => data.words.get(word) ?? [])
  lists.sort((a, b) => a.length - b.length)
  let found = lists[0] ?? []
  for (const list of lists.slice(1)) {
    const other = new Set(list)
    found = found.filter((statement) => other.has(statement))
  }
  return found
}

// shared gives what two or more of the articles have, in order, each with the mentions that those articles have of it.
export function shared(articles, of, mentions) {
  const seen = new Map()
  for (const article of articles) for (const record of article[of]) seen.set(record, (seen.get(record) ?? 0) + 1)
  const several = [...seen].filter(([, times]) => times > 1).map(([record]) => record)
  several.sort((a, b) => a.rank - b.rank)
  return several.map((record) => ({ record, mentions: record[mentions].filter((mention) => articles.includes(mention.article)) }))
}
